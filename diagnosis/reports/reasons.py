"""Why a cause is named: of the evidence that was stored, the words that tell a reader something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.reports.questions import answer_label

SHOWN_WORDS = 5
# Of a description in own words: what weighs less than this share of its heaviest word is chance ("from", "but").
LEAST_SHARE = 0.25
LABELS = {
    "code": _("The code in your text"),
    "phrase": _("Words in your text"),
    "fact": _("A detail in your text"),
    "words": _("Your description"),
    "answer": _("Your answer"),
}
STAFF_LABELS = {
    "code": _("Code"),
    "phrase": _("Words"),
    "fact": _("Detail"),
    "words": _("Description"),
    "answer": _("Answer"),
}

Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """`words` are the reader's own, one wording each."""

    label: Promise | str
    words: list[str]


def telling(evidence: Sequence[Stored]) -> list[Stored]:
    """What speaks for a cause, the heaviest first; of words within other words the longer ones."""
    for_it = sorted((item for item in evidence if item["weight"] > 0), key=lambda item: -item["weight"])
    least = LEAST_SHARE * max((item["weight"] for item in for_it if item["kind"] == "words"), default=0.0)
    weighty = [item for item in for_it if item["kind"] != "words" or item["weight"] >= least]
    return [item for item in weighty if not any(_is_within(item, other) for other in weighty)][:SHOWN_WORDS]


def reasons_of(evidence: Sequence[Stored]) -> list[Reason]:
    words: dict[str, dict[str, None]] = {}
    for item in telling(evidence):
        words.setdefault(item["kind"], {})[words_of(item)] = None
    return [Reason(LABELS[kind], list(found)) for kind, found in words.items()]


def _is_within(item: Stored, other: Stored) -> bool:
    """A code stands for itself wherever it was found, and an answer in no text."""
    if item["kind"] in ("code", "answer") or other["start"] is None:
        return False
    inner, outer = (item["start"], item["end"]), (other["start"], other["end"])
    if inner == outer:
        return bool(item["kind"] == "words" and other["kind"] != "words")
    return bool(outer[0] <= inner[0] and inner[1] <= outer[1])


def words_of(item: Stored) -> str:
    """An answer is told in the words of its question; everything else in the words of the text."""
    if item["kind"] != "answer":
        return str(item["words"])
    question, _separator, answer = str(item["words"]).partition("=")
    return answer_label(question, answer)
