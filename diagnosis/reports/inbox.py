"""What nobody recognised, grouped by likeness: each group can become an example or a signature."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Subquery

from diagnosis.catalogue import drafts
from diagnosis.catalogue.answer import diagnose
from diagnosis.catalogue.models import Cause, Example, Signature
from diagnosis.catalogue.rules import current
from diagnosis.engine.likeness import groups_of
from diagnosis.reports.models import Report, SortedText

WINDOW = timedelta(days=30)
MOST_TEXTS = 2_000
# So often, on average, one text is sent again; an outage sends the same one many times more.
REPEATS = 5
SHOWN_GROUPS = 30
SHOWN_ALIKE = 5
PHRASE_WORDS = 12
MAIL = re.compile(r"[^\s@<>:;,'\"()]{1,64}@[^\s@<>:;,'\"()]{1,190}")
PHRASE_WEIGHT = 1.5


class KnownTextError(ValueError):
    """The text is an example already."""


@dataclass(frozen=True, slots=True)
class Text:
    """One masked text as often as it was sent."""

    digest: str
    text: str
    code: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that are like the first of them, which was sent most often."""

    texts: tuple[Text, ...]

    @property
    def first(self) -> Text:
        return self.texts[0]

    @property
    def alike(self) -> tuple[Text, ...]:
        return self.texts[1 : SHOWN_ALIKE + 1]

    @property
    def count(self) -> int:
        return sum(text.count for text in self.texts)

    @property
    def last_at(self) -> datetime:
        return max(text.last_at for text in self.texts)

    @property
    def codes(self) -> list[str]:
        return sorted({text.code for text in self.texts if text.code})


def without_addresses(text: str) -> str:
    """What content owners read and make examples of: whose account it was teaches nothing and is not theirs to see."""
    return MAIL.sub("somebody@example.com", text) if "@" in text else text


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def recent_texts(most: int) -> Iterator[tuple[str, str]]:
    """(digest, masked text without addresses) of the newest distinct texts, recognised or not, newest first."""
    rows = Report.objects.exclude(text_digest="").order_by("-created_at").values_list("text_digest", "text")
    seen: set[str] = set()
    for digest, text in rows[: most * REPEATS].iterator():
        if digest not in seen:
            seen.add(digest)
            yield digest, without_addresses(text)
        if len(seen) == most:
            return


def unrecognised_count(now: datetime) -> int:
    """Different texts that wait, for the first page of the admin."""
    return _waiting(now).values("text_digest").distinct().count()


def _waiting(now: datetime) -> Any:
    waiting = Report.objects.filter(is_recognised=False, created_at__gte=now - WINDOW).exclude(text_digest="")
    return waiting.exclude(text_digest__in=SortedText.objects.values("text_digest"))


def groups(now: datetime) -> list[Group]:
    """The groups sent most often, without those that today's rules recognise; takes some tenths of a second."""
    newest = Report.objects.filter(text_digest=OuterRef("text_digest")).order_by("-created_at")
    rows = (
        _waiting(now)
        .values("text_digest")
        .annotate(
            count=Count("pk"),
            last_at=Max("created_at"),
            newest_text=Subquery(newest.values("text")[:1]),
            code=Max("main_code"),
        )
        .order_by("-count", "-last_at")[:MOST_TEXTS]
    )
    texts = [
        Text(
            digest=row["text_digest"],
            text=without_addresses(row["newest_text"]),
            code=row["code"],
            count=row["count"],
            last_at=row["last_at"],
        )
        for row in rows
    ]
    found = [Group(tuple(texts[at] for at in places)) for places in groups_of([text.text for text in texts])]
    found.sort(key=lambda group: (-group.count, -group.last_at.timestamp()))
    return list(_still_unrecognised(found))[:SHOWN_GROUPS]


def _still_unrecognised(found: list[Group]) -> Iterator[Group]:
    """What was learned since then: asked of the groups in question only, some milliseconds each."""
    rules = current()
    for group in found[: 2 * SHOWN_GROUPS]:
        if not diagnose(group.first.text, rules)[1].is_recognised:
            yield group


def group_with(digest: str, now: datetime) -> Group | None:
    """Which text stands first may change while somebody reads: another one is sent more often."""
    return next((group for group in groups(now) if any(text.digest == digest for text in group.texts)), None)


@transaction.atomic
def make_example(*, group: Group, text: str, cause: Cause | None, by: Any, now: datetime) -> Example:
    """A draft; `cause` None teaches that such texts are nothing of ours. Raises KnownTextError."""
    if Example.objects.filter(text=text).exists():
        raise KnownTextError
    example = Example(key=drafts.new_key(text, now), text=text, cause=cause, batch="inbox")
    drafts.keep(example, by=by, now=now)
    _sort(group, SortedText.Outcome.EXAMPLE, by=by, now=now, example=example)
    return example


@transaction.atomic
def make_signature(*, group: Group, text: str, cause: Cause, by: Any, now: datetime) -> Signature:
    """A draft with the first words of the text as its phrase, to be cut to what tells."""
    phrase = " ".join(text.split()[:PHRASE_WORDS])[:300]
    signature = Signature(key=drafts.new_key(phrase, now), cause=cause, phrase=phrase, weight=PHRASE_WEIGHT)
    drafts.keep(signature, by=by, now=now)
    _sort(group, SortedText.Outcome.SIGNATURE, by=by, now=now, signature=signature)
    return signature


@transaction.atomic
def set_aside(*, group: Group, by: Any, now: datetime) -> None:
    _sort(group, SortedText.Outcome.ASIDE, by=by, now=now)


def _sort(group: Group, outcome: str, *, by: Any, now: datetime, **became: Example | Signature) -> None:
    rows = [
        SortedText(text_digest=text.digest, outcome=outcome, sorted_by=by, sorted_at=now, **became)
        for text in group.texts
    ]
    SortedText.objects.bulk_create(rows, ignore_conflicts=True)
