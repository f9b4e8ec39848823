"""Tries drafts on every example and on recent texts, beside what is live, before anybody sees them."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from diagnosis.catalogue import drafts
from diagnosis.catalogue.answer import read_and_rank
from diagnosis.catalogue.content_row import DraftedRow
from diagnosis.catalogue.models import Example, Revision, Trial
from diagnosis.catalogue.rules import Current, compiled, current, published_rules
from diagnosis.catalogue.versions import hold_number
from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import clean
from diagnosis.engine.types import Diagnosis

RECENT_TEXTS = 2_000
KEPT_CHANGES = 1_000
BEAT = 0.5
SILENT_FOR = timedelta(minutes=2)
EFFECTS = ("breaks", "unmet", "changes", "mends")

logger = logging.getLogger(__name__)
# Each trial learns and answers for half a minute: one after the other, or visitors would wait for all of them.
_one_at_a_time = threading.Lock()
# Whoever keeps submitted texts says here how to get the newest: (reference, masked text), distinct, newest first.
# The catalogue stands below the reports and can't ask them itself.
recent_texts: list[Callable[[int], Iterable[tuple[str, str]]]] = []


class NotTriedError(ValueError):
    """These drafts can't go live by this trial: it is not finished, or something changed since it began."""


class BreaksExamplesError(ValueError):
    """Publishing would break examples, and nobody agreed to that."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text to try. `expected` is a slug, None for "not recognised"; it is only set for examples."""

    kind: str
    reference: str
    text: str
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person would read first: the slug ("" for "not recognised") and the word for confidence."""

    slug: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Change:
    """One text that would be answered otherwise, or a new example that would still not be met."""

    kind: str
    reference: str
    expected: str | None
    before: Answer
    after: Answer
    effect: str


def start(rows: Iterable[DraftedRow], *, by: Any, now: datetime) -> Trial:
    """Returns at once; the trial goes on in a thread and writes into its row how far it is."""
    rows = list(rows)
    trial = Trial.objects.create(
        rows=[[drafts.kind_of(row), row.pk] for row in rows],
        fingerprint=drafts.fingerprint(rows),
        started_by=by,
        started_at=now,
        beat_at=now,
    )
    transaction.on_commit(threading.Thread(target=_run_aside, args=(trial,), daemon=True).start)
    return trial


def _run_aside(trial: Trial) -> None:
    while not _one_at_a_time.acquire(timeout=SILENT_FOR.total_seconds() / 4):
        _beat(trial)
    try:
        run(trial)
    except Exception:
        logger.exception("trial_failed")
        trial.problem = "failed"
        trial.save(update_fields=["problem"])
    finally:
        _one_at_a_time.release()
        connection.close()


def run(trial: Trial) -> None:
    """Answers every text twice, some milliseconds each. Saves how far it is twice a second."""
    live, drafted = current(), drafted_rules(drafts_of(trial))
    cases = [*drafted.examples, *_recent_cases()]
    known = {case.text for case in _example_cases()}
    trial.total = len(cases)
    changes = []
    next_beat = 0.0
    for trial.done, case in enumerate(cases, start=1):
        if change := compare(case, live, drafted.rules, is_new=case.kind == "example" and case.text not in known):
            changes.append(change)
        if time.monotonic() > next_beat:
            _beat(trial)
            next_beat = time.monotonic() + BEAT
    changes.sort(key=lambda change: EFFECTS.index(change.effect))
    trial.changes = [asdict(change) for change in changes[:KEPT_CHANGES]]
    trial.finished_at = timezone.now()
    trial.save(update_fields=["changes", "finished_at", "done", "total"])


def _beat(trial: Trial) -> None:
    trial.beat_at = timezone.now()
    trial.save(update_fields=["done", "total", "beat_at"])


@dataclass(frozen=True, slots=True)
class Drafted:
    """The catalogue as it would be: its rules and its examples."""

    rules: Current
    examples: tuple[Case, ...]


def drafted_rules(rows: Iterable[DraftedRow]) -> Drafted:
    """Publishes the drafts, reads what would be live, and takes it all back: the same code path as the real thing."""
    with transaction.atomic():
        drafts.publish(rows, by=None, now=timezone.now())
        rules, examples = published_rules(), tuple(_example_cases())
        transaction.set_rollback(True)
    return Drafted(compiled(rules), examples)


def drafts_of(trial: Trial) -> list[DraftedRow]:
    return drafts.pending((kind, pk) for kind, pk in trial.rows)


def _example_cases() -> Iterator[Case]:
    rows = Example.objects.filter(is_published=True).order_by("key")
    for key, text, slug in rows.values_list("key", "text", "cause__slug"):
        yield Case("example", key, text, slug)


def _recent_cases() -> Iterator[Case]:
    for source in recent_texts:
        yield from (Case("recent", reference, text) for reference, text in source(RECENT_TEXTS))


def compare(case: Case, live: Current, drafted: Current, *, is_new: bool) -> Change | None:
    masked = mask(clean(case.text).text)
    before, after = (first_answer(read_and_rank(masked, rules)[1]) for rules in (live, drafted))
    effect = _effect(case, before, after, is_new=is_new)
    return Change(case.kind, case.reference, case.expected, before, after, effect) if effect else None


def first_answer(diagnosis: Diagnosis) -> Answer:
    first = next(iter(diagnosis.causes), None)
    return Answer(first.slug, first.confidence) if first else Answer("", "")


def _effect(case: Case, before: Answer, after: Answer, *, is_new: bool) -> str:
    """ "" where nothing changes that anybody should know."""
    if case.kind == "example":
        was_right, is_right = (answer.slug == (case.expected or "") for answer in (before, after))
        if is_new and not is_right:
            return "unmet"
        if was_right != is_right:
            return "mends" if is_right else "breaks"
    return "changes" if before != after else ""


def is_current(trial: Trial) -> bool:
    """Whether neither the live catalogue nor one of the drafts changed since the trial began."""
    rows = drafts_of(trial)
    return len(rows) == len(trial.rows) and drafts.fingerprint(rows) == trial.fingerprint


def is_silent(trial: Trial, now: datetime) -> bool:
    """Whether its process ended before the trial did."""
    return trial.finished_at is None and now - trial.beat_at > SILENT_FOR


@transaction.atomic
def publish(trial: Trial, *, accepts_breaks: bool, by: Any, now: datetime) -> list[Revision]:
    """Makes the tried drafts live. Raises NotTriedError or BreaksExamplesError, and changes nothing then."""
    trial = Trial.objects.select_for_update().get(pk=trial.pk)
    hold_number()
    if trial.finished_at is None or trial.published_at or not is_current(trial):
        raise NotTriedError
    if not accepts_breaks and any(change["effect"] == "breaks" for change in trial.changes):
        raise BreaksExamplesError
    revisions = drafts.publish(drafts_of(trial), by=by, now=now)
    trial.published_at = now
    trial.save(update_fields=["published_at"])
    return revisions
