"""View models of the content owner's desk: a text under the live rules and under the drafts, and what a trial found."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue import drafts, trial
from diagnosis.catalogue.answer import read_and_rank
from diagnosis.catalogue.models import Cause, Example
from diagnosis.catalogue.rules import Current, current
from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import clean
from diagnosis.engine.types import Diagnosis, ErrorReport

SHOWN_LETTERS = 240
CONFIDENCE: Mapping[str, Promise | str] = {"likely": _("likely"), "possible": _("possible"), "": ""}
HEADINGS: Mapping[str, tuple[Promise | str, Promise | str]] = {
    "breaks": (_("Examples that would be answered wrongly"), _("They are right today.")),
    "unmet": (_("New examples that would still be missed"), _("The diagnosis would not learn these yet.")),
    "changes": (_("Other answers that would change"), _("Look whether each is better than before.")),
    "mends": (_("Examples that would become right"), _("They are answered wrongly today.")),
}

_drafted: tuple[str, Current] | None = None
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class CauseLine:
    title: str
    slug: str
    confidence: Promise | str
    score: float
    words: list[str]


@dataclass(frozen=True, slots=True)
class Column:
    """One reading of the text."""

    heading: Promise | str
    codes: list[str]
    facts: list[tuple[str, str]]
    masked: int
    causes: list[CauseLine]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    text: str
    reference: str
    kind: str
    expected: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    effect: str
    heading: Promise | str
    note: Promise | str
    count: int
    lines: list[ChangeLine]


def columns(text: str) -> list[Column]:
    """Live, and beside it with all drafts where there are any."""
    titles = dict(Cause.objects.values_list("slug", "title"))
    shown = [_column(_("Live now"), text, current(), titles)]
    if waiting := drafts.pending():
        shown.append(_column(_("With all drafts"), text, _drafted_rules(waiting), titles))
    return shown


def _drafted_rules(waiting: list[Any]) -> Current:
    """Kept until a draft or the catalogue changes: learning takes seconds."""
    global _drafted
    wanted = drafts.fingerprint(waiting)
    with _lock:
        if _drafted is None or _drafted[0] != wanted:
            _drafted = wanted, trial.drafted_rules(waiting).rules
        return _drafted[1]


def _column(heading: Promise | str, text: str, rules: Current, titles: Mapping[str, str]) -> Column:
    report, diagnosis = read_and_rank(mask(clean(text).text), rules)
    mentions = (*report.codes, *report.client_codes)
    return Column(
        heading=heading,
        codes=[mention.code for mention in mentions],
        facts=[(fact.name, fact.value) for fact in report.facts],
        masked=len(report.masks),
        causes=_causes(report, diagnosis, titles),
    )


def _causes(report: ErrorReport, diagnosis: Diagnosis, titles: Mapping[str, str]) -> list[CauseLine]:
    return [
        CauseLine(
            title=titles.get(cause.slug, cause.slug),
            slug=cause.slug,
            confidence=CONFIDENCE[cause.confidence],
            score=cause.score,
            words=list(dict.fromkeys(item.words for item in cause.evidence)),
        )
        for cause in diagnosis.causes
    ]


def change_groups(changes: Iterable[Mapping[str, Any]], titles: Mapping[str, str], *, most: int) -> list[ChangeGroup]:
    """What a trial found, the worst first, with the words of each text; texts deleted since then are left blank."""
    changes = list(changes)
    shown = {effect: [c for c in changes if c["effect"] == effect] for effect in trial.EFFECTS}
    words = _words([c for found in shown.values() for c in found[:most]])
    return [
        ChangeGroup(effect, *HEADINGS[effect], len(found), [_line(c, words, titles) for c in found[:most]])
        for effect, found in shown.items()
        if found
    ]


def _words(changes: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """The texts themselves are not kept with a trial: they leave when their report does."""
    changes = list(changes)
    keys = [c["reference"] for c in changes if c["kind"] == "example"]
    texts = {("example", key): text for key, text in Example.objects.filter(key__in=keys).values_list("key", "text")}
    wanted = {c["reference"] for c in changes if c["kind"] == "recent"}
    for source in trial.recent_texts if wanted else ():
        texts |= {("recent", ref): text for ref, text in source(trial.RECENT_TEXTS) if ref in wanted}
    return texts


def _line(change: Mapping[str, Any], words: Mapping[tuple[str, str], str], titles: Mapping[str, str]) -> ChangeLine:
    text = words.get((change["kind"], change["reference"]), "")
    return ChangeLine(
        text=text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}…",
        reference=change["reference"],
        kind=change["kind"],
        expected=_named(change["expected"] or "", "", titles) if change["kind"] == "example" else "",
        before=_named(change["before"]["slug"], change["before"]["confidence"], titles),
        after=_named(change["after"]["slug"], change["after"]["confidence"], titles),
    )


def _named(slug: str, confidence: str, titles: Mapping[str, str]) -> str:
    title = titles.get(slug, slug) if slug else str(_("not recognised"))
    return f"{title} ({CONFIDENCE[confidence]})" if confidence else title
