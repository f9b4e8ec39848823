"""A form field for words that somebody may have pasted."""

from typing import Any

from django import forms

from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import clean


class MaskedField(forms.CharField):
    """Secrets are gone before a form holds the words, and also where a form with an error shows them again."""

    def to_python(self, value: Any) -> str:
        return _masked(super().to_python(value) or "")

    def bound_data(self, data: Any, initial: Any) -> str:
        return _masked(data or "")


def _masked(words: str) -> str:
    return mask(clean(words).text).text
