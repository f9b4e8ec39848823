"""What the admin checks before a row joins the catalogue: a row nothing can match would be silently useless."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.fields import MaskedField
from diagnosis.catalogue.models import Example, Signature
from diagnosis.engine.types import ANSWERS, FACT_NAMES

# 53003, 0xCAA2000C, and the few that are words (OOBEIDPS): never with AADSTS before the number.
CODE = re.compile(r"0x[0-9A-F]{8}|(?!0x|AADSTS)[A-Za-z0-9]{4,12}", re.ASCII)
LEAST_WORDS = 3


class StepForm(forms.ModelForm):
    """The key is what files and recorded outcomes know a step by: it is set once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["key"].disabled = True


class ErrorCodeForm(forms.ModelForm):
    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Write it as digits (53003) or as 0x and eight capital digits (0xCAA2000C)."))
        return code


class SignatureForm(forms.ModelForm):
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
            if len(data.get("phrase", "").split()) < LEAST_WORDS:
                self.add_error("phrase", _("Give three words or more: shorter ones are found everywhere."))
        else:
            self._check_fact(data.get("field", ""), data.get("value", ""))
        return data

    def _check_fact(self, field: str, value: str) -> None:
        answers = ANSWERS.get(field, ())
        if not (field and value):
            self.add_error("field", _("Name the fact and the value it must have."))
        elif field not in (*FACT_NAMES, *ANSWERS):
            message = _("“%(field)s” is no fact and no question. Known are: %(known)s.")
            known = ", ".join((*FACT_NAMES, *ANSWERS))
            self.add_error("field", forms.ValidationError(message, params={"field": field, "known": known}))
        elif answers and value not in (*answers, "*") and not value.startswith("~"):
            message = _("“%(value)s” is no answer to %(field)s. Known are: %(known)s.")
            params = {"value": value, "field": field, "known": ", ".join(answers)}
            self.add_error("value", forms.ValidationError(message, params=params))


class ExampleForm(forms.ModelForm):
    """Examples come from somebody's screen, so they are masked like every pasted text."""

    class Meta:
        field_classes = {"text": MaskedField}

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if Example.objects.filter(text=text).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This text is an example already. Search for it to change its cause."))
        return text
