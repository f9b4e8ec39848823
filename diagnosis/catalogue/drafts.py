"""Use cases of the content owner: keep an edit as a draft, take it back, publish it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.content_row import DraftedRow, hash_of
from diagnosis.catalogue.models import Cause, ErrorCode, Example, Label, Revision, Signature, Step
from diagnosis.catalogue.versions import current_number, hold_number

# In the order in which they must be published: steps, signatures and examples need their cause.
KINDS: tuple[type[DraftedRow], ...] = (Cause, Step, ErrorCode, Signature, Example, Label)


class DraftGoneError(ValueError):
    """The draft was published or discarded by somebody else in the meantime."""


def kind_of(row: DraftedRow) -> str:
    return str(row._meta.model_name)


def name_of(row: DraftedRow) -> str:
    """How files know the row, as `sign-in-location/go-home`."""
    if isinstance(row, Step):
        return f"{row.cause.slug}/{row.key}"
    return str(next(getattr(row, name) for name in ("slug", "code", "key") if hasattr(row, name)))


def new_key(text: str, now: datetime) -> str:
    """For a row made here. The moment counts too: the words may be edited, and then somebody adds them again."""
    return f"added-{hash_of({'text': text, 'at': now.isoformat()})[:10]}"


def with_draft(row: DraftedRow) -> DraftedRow:
    """The same object, as it would be with its draft published; nothing is saved."""
    row.take(row.draft or {})
    return row


@transaction.atomic
def keep(row: DraftedRow, *, by: Any, now: datetime) -> None:
    """Keeps how `row` differs from what is live as its draft; a row without primary key is made, unpublished."""
    if row.pk is None:
        _make(row)
    live = type(row)._default_manager.select_for_update().get(pk=row.pk)
    before, wanted = live.values(), row.values()
    row.draft = {name: value for name, value in wanted.items() if before[name] != value} or None
    row.drafted_by, row.drafted_at = (by, now) if row.draft else (None, None)
    _write_draft(row)


def _make(row: DraftedRow) -> None:
    """The row is there so that others can point to it, and is shown nowhere."""
    wanted = row.is_published
    row.is_published = False
    # Not save(): what is shown nowhere outdates nobody's rules and no trial.
    type(row)._default_manager.bulk_create([row])
    row.is_published = wanted


@transaction.atomic
def discard(row: DraftedRow) -> None:
    """Takes the draft back; a row that was never live goes with it. Raises ProtectedError while others point to it."""
    live = type(row)._default_manager.get(pk=row.pk)
    if live.is_new_draft and not live.loaded_hash and not history(live).exists():
        live.delete()
        return
    live.draft = live.drafted_by = live.drafted_at = None
    _write_draft(live)


def _write_draft(row: DraftedRow) -> None:
    # An update, not save(): nothing live changes, so nobody's rules have to be built anew.
    type(row)._default_manager.filter(pk=row.pk).update(
        draft=row.draft, drafted_by=row.drafted_by, drafted_at=row.drafted_at
    )


def pending(only: Iterable[tuple[str, int]] | None = None) -> list[DraftedRow]:
    """Rows with a draft, in the order in which they are published; a constant number of queries."""
    found: list[DraftedRow] = []
    wanted = None if only is None else set(only)
    for model in KINDS:
        parents = ("cause",) if model in (Step, Signature, Example) else ()
        rows: Any = model._default_manager.filter(draft__isnull=False).select_related("drafted_by", *parents)
        if model is ErrorCode:
            rows = rows.prefetch_related("links__cause")
        found += [row for row in rows.order_by("pk") if wanted is None or (kind_of(row), row.pk) in wanted]
    return found


@transaction.atomic
def publish(rows: Iterable[DraftedRow], *, by: Any, now: datetime) -> list[Revision]:
    """Makes the drafts live and writes their history. Raises DraftGoneError where one of them is no draft any more."""
    hold_number()
    revisions = []
    for row in rows:
        live = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
        if live is None or live.draft is None or live.draft != row.draft:
            raise DraftGoneError(f"{kind_of(row)} {name_of(row)}")
        revisions.append(_publish(live, by=by, now=now))
    return Revision.objects.bulk_create(revisions)


def _publish(row: DraftedRow, *, by: Any, now: datetime) -> Revision:
    before, is_new = row.values(), row.is_new_draft
    drafted = [name for name in before if name in (row.draft or {})]
    after = with_draft(row).values()
    row.draft = row.drafted_by = row.drafted_at = None
    row.save_taken()
    return Revision(
        kind=kind_of(row),
        row_pk=row.pk,
        name=name_of(row),
        before={} if is_new else {name: before[name] for name in drafted},
        after=dict(after) if is_new else {name: after[name] for name in drafted},
        made_by=by,
        made_at=now,
    )


def fingerprint(rows: Iterable[DraftedRow]) -> str:
    """Changes with anything that could change the outcome of a trial of these drafts."""
    drafts = {f"{kind_of(row)} {row.pk}": row.draft for row in rows}
    return hash_of({"catalogue": current_number(), "drafts": drafts})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row as it was and as it will be, or became."""

    label: str
    before: str
    after: str


def differences(row: DraftedRow, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    return [Difference(_label(row, name), _shown(before.get(name)), _shown(after[name])) for name in after]


def draft_differences(row: DraftedRow) -> list[Difference]:
    """What publishing the draft of a row, as it stands in the database, would change; of a new row what it says."""
    before = row.values()
    draft = {name: value for name, value in (row.draft or {}).items() if name in before}
    if not row.is_new_draft:
        return differences(row, before, draft)
    said = {name: value for name, value in {**before, **draft}.items() if value and name != "is_published"}
    return differences(row, {}, said)


def _label(row: DraftedRow, name: str) -> str:
    """A field that a newer version no longer has goes by its name."""
    names = {"causes": _("causes")} | {field.name: field.verbose_name for field in row._meta.fields}
    return str(names.get(name, name))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(f"{slug} {weight}" for slug, weight in value)
    return "" if value is None else str(value)


def history(row: DraftedRow) -> QuerySet[Revision]:
    return Revision.objects.filter(kind=kind_of(row), row_pk=row.pk).select_related("made_by")


def restore(revision: Revision, row: DraftedRow, *, by: Any, now: datetime) -> None:
    """What the row said before that change becomes its draft."""
    row.take(revision.before)
    keep(row, by=by, now=now)
