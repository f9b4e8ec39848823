"""The box for the error text, and the form of the questions that sharpen the ranking."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import CleanText, clean
from diagnosis.engine.types import ANSWERS
from diagnosis.reports.questions import QUESTIONS

TOO_LONG = _(
    "This is more than we can read. Send only the part from “Error Code” to “Device state”, "
    "or just the number. The beginning of your text is still in the box."
)
NOTHING_TYPED = _(
    "The box is empty. Paste what the error page says, type its number such as 53003, "
    "or describe in your own words what happened."
)
# Django's own words repeat what was sent.
NO_SUCH_ANSWER = _("Choose one of the answers below.")


class PastedField(forms.Field):
    """Text from a stranger's clipboard: any bytes are welcome, and it is shown again only with its secrets masked."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        cleaned = _clean(value)
        if cleaned.is_truncated:
            raise ValidationError(TOO_LONG, code="too_long")
        return cleaned.text if _is_visible(cleaned.text) else ""

    def bound_data(self, data: Any, initial: Any) -> str:
        return clean(mask(_clean(data).text).text).text


class DiagnoseForm(forms.Form):
    """`is_cut`: the request was larger than the portal reads, so the box holds its beginning at most."""

    text = PastedField(label=_("Error text or code"), error_messages={"required": NOTHING_TYPED})

    def __init__(self, *args: Any, is_cut: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_cut = is_cut

    def clean(self) -> None:
        if self.is_cut:
            self.errors.pop("text", None)
            self.add_error("text", ValidationError(TOO_LONG, code="too_long"))


class ContextForm(forms.Form):
    """Every question may stay open; an empty answer takes an earlier one back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question, answers in ANSWERS.items():
            label, labels = QUESTIONS[question]
            choices = [("", _("No answer")), *((key, labels[key]) for key in answers)]
            self.fields[question] = forms.ChoiceField(
                label=label, choices=choices, required=False, error_messages={"invalid_choice": NO_SUCH_ANSWER}
            )


def _clean(value: str | None) -> CleanText:
    """Browsers write line ends as two characters; counted as one, what the box was given back still fits."""
    return clean((value or "").replace("\r\n", "\n"))


def _is_visible(text: str) -> bool:
    """False for spaces and invisible characters alone; letters, digits, signs and emoji count."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)
