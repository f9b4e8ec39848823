"""What the admin checks before a row joins the catalogue: a row nothing can match would be silently useless."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue import drafts
from diagnosis.catalogue.fields import MaskedField
from diagnosis.catalogue.models import Cause, ErrorCode, Example, Signature
from diagnosis.engine.types import ANSWERS, FACT_NAMES

# 53003, 0xCAA2000C, and the few that are words (OOBEIDPS): never with AADSTS before the number.
CODE = re.compile(r"0x[0-9A-F]{8}|(?!0x|AADSTS)[A-Za-z0-9]{4,12}", re.ASCII)
LEAST_WORDS = 3
WHO_CAN_FIX = (
    ("", _("Not known")),
    ("user", _("The employee, often")),
    ("it_admin", _("Their IT staff")),
    ("app_developer", _("The people who run the app")),
    ("nobody_wait", _("Nobody: it passes by itself")),
    ("microsoft", _("Microsoft")),
)
FACTS = [(name, name) for name in FACT_NAMES]
QUESTIONS = [(name, name) for name in ANSWERS]


class CauseForm(forms.ModelForm):
    def clean_local_codes(self) -> str:
        codes = self.cleaned_data["local_codes"].split()
        known = set(ErrorCode.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := [code for code in codes if code not in known]:
            raise forms.ValidationError(
                _("“%(code)s” is no code we know. Write 53003 or 0xCAA2000C, or add the code first."),
                params={"code": unknown[0]},
            )
        return " ".join(codes)


class StepFormSet(forms.BaseInlineFormSet):
    """Steps as they would be with their drafts published."""

    def get_queryset(self) -> Any:
        steps = super().get_queryset()
        for step in steps:
            drafts.with_draft(step)
        return steps


class StepForm(forms.ModelForm):
    """The key is what files and recorded outcomes know a step by: it is set once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["key"].disabled = True


MOST_LINKS = 12
LINKS = [(f"cause_{number}", f"weight_{number}") for number in range(1, MOST_LINKS + 1)]
LINK_ROWS = tuple(LINKS)


class LinkFields(forms.Form):
    """Rows of a cause and its weight: a draft of a code holds them too, so they are no rows of the database here."""


LinkFields.declared_fields |= {
    name: field
    for cause, weight in LINKS
    for name, field in (
        (cause, forms.ChoiceField(label=_("cause"), required=False)),
        (weight, forms.FloatField(label=_("weight"), required=False, min_value=0.05, max_value=1.0)),
    )
}


class ErrorCodeForm(forms.ModelForm, LinkFields):
    who_can_fix = forms.ChoiceField(
        choices=WHO_CAN_FIX, required=False, help_text=_("Stands on the code's page, where its causes leave it open.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weights = sorted(self.instance.weights, key=lambda pair: -pair[1])
        choices = [("", "---------"), *Cause.objects.values_list("slug", "title")]
        for number, (cause, weight) in enumerate(LINKS):
            self.fields[cause].choices = choices  # type: ignore[attr-defined]
            if number < len(weights):
                self.initial[cause], self.initial[weight] = weights[number]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        given: dict[str, float] = {}
        for cause, weight in LINKS:
            slug = data.get(cause)
            if slug in given:
                self.add_error(cause, _("This cause stands here twice. Keep one of the two."))
            elif slug:
                given[slug] = data.get(weight) or 1.0
        self.instance.take({"causes": list(given.items())})
        return data

    class Meta:
        help_texts = {
            "is_client": _("Tick for what Windows or Office shows, as 0xCAA2000C; not for AADSTS numbers."),
            "symbolic_name": _("Microsoft's own name, as in “BlockedByConditionalAccess”."),
            "family": _("A word that keeps like codes together in searches here."),
            "is_user_visible": _("Whether people meet it on a screen; the others are found only in logs."),
            "source": _("Where it was read."),
        }

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Write it as digits (53003) or as 0x and eight capital digits (0xCAA2000C)."))
        return code


class SignatureForm(forms.ModelForm):
    field = forms.ChoiceField(
        label=_("Fact or question"),
        choices=[("", "---------"), (_("Facts of the text"), FACTS), (_("Questions on the result page"), QUESTIONS)],
        required=False,
        help_text=_("For the second kind only: what must have the value below."),
        error_messages={"invalid_choice": _("“%(value)s” is no fact and no question.")},
    )

    class Meta:
        help_texts = {
            "key": _("A short name by which files know it, as “outlook-blocked-abroad”. It is set once."),
            "weight": _(
                "How strongly it points to the cause: 1 is a hint, 3 decides a text without a code, below 0 speaks "
                "against it. A known code in the text always goes before words."
            ),
            "kind": _("Words need the phrase; a fact or an answer needs the two fields below it."),
            "language": _("Two letters, as en or de."),
            "only_with_codes": _("For facts and answers: codes separated by spaces; empty for all."),
        }

    def clean_weight(self) -> float:
        weight: float = self.cleaned_data["weight"]
        if weight == 0:
            raise forms.ValidationError(
                _("With weight 0 it does nothing. To switch it off, untick “published” instead.")
            )
        return weight

    def clean_only_with_codes(self) -> str:
        codes = self.cleaned_data["only_with_codes"].split()
        for code in codes:
            if not CODE.fullmatch(code):
                raise forms.ValidationError(
                    _("“%(code)s” is no code. Write 53003 or 0xCAA2000C."), params={"code": code}
                )
        return " ".join(codes)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == Signature.Kind.PHRASE:
            self._check_phrase(data)
        else:
            self._check_fact(data.get("field", ""), data.get("value", ""))
        return data

    def _check_phrase(self, data: dict[str, Any]) -> None:
        if len(data.get("phrase", "").split()) < LEAST_WORDS:
            self.add_error("phrase", _("Give three words or more: shorter ones are found everywhere."))
        for name in ("field", "value", "only_with_codes"):
            if data.get(name):
                self.add_error(
                    name, _("Words in the text do not look at this. Leave it empty, or choose the other kind.")
                )

    def _check_fact(self, field: str, value: str) -> None:
        answers = ANSWERS.get(field, ())
        if not (field and value):
            self.add_error("field", _("Name the fact and the value it must have."))
        elif answers and value not in (*answers, "*") and not value.startswith("~"):
            message = _("“%(value)s” is no answer to %(field)s. Known are: %(known)s.")
            params = {"value": value, "field": field, "known": ", ".join(answers)}
            self.add_error("value", forms.ValidationError(message, params=params))


class ExampleForm(forms.ModelForm):
    """Examples come from somebody's screen, so they are masked like every pasted text."""

    class Meta:
        field_classes = {"text": MaskedField}
        help_texts = {
            "text": _("As a person or a page would write it. Names and addresses of real people do not belong here."),
            "language": _("Two letters, as en or de."),
        }

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if Example.objects.filter(text=text).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This text is an example already. Search for it to change its cause."))
        return text


class LabelForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "key": _("A short name by which files know it, as “de-device-state”. It is set once."),
            "language": _("Two letters, as en or de. All languages are searched in every text."),
            "field": _("What the page means by these names."),
            "names": _("One per line, as the page writes them. Capitals, accents and spaces don't count."),
        }

    def clean_names(self) -> str:
        return "\n".join(line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip())
