"""Brings rows in line with content files without ever touching a row that somebody edited."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from diagnosis.catalogue.content_row import ContentRow, DraftedRow, hash_of
from diagnosis.catalogue.models import Revision

BATCH_ROWS = 500


class ContentError(ValueError):
    """A content file can't be used. The message names file and key."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}")


@dataclass(slots=True)
class LoadResult:
    """What one load did, as names of rows by kind of row."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def has_changed(self) -> bool:
        return bool(self.created or self.updated or self.retired)

    def add(self, other: "LoadResult") -> None:
        self.created += other.created
        self.updated += other.updated
        self.retired += other.retired
        self.kept += other.kept
        self.unchanged += other.unchanged


@dataclass(slots=True)
class Wanted:
    """A row as its file has it. `related` holds what the hash covers beyond the row's own fields."""

    row: Any
    related: Mapping[str, Any] = field(default_factory=dict)

    @property
    def file_hash(self) -> str:
        return hash_of({**self.row.content(), **self.related})


def reconcile(
    model: type[ContentRow],
    wanted: Mapping[Any, Wanted],
    existing: Mapping[Any, Any],
    *,
    deletes: bool,
) -> tuple[LoadResult, list[tuple[Any, Wanted]]]:
    """Creates, updates and retires rows; returns the result and the (saved row, wanted) pairs it wrote.

    A row that left the files is deleted where `deletes`, else unpublished: others may point to it. One that somebody
    edited or drafted stays, and is named again at each load: it may double a row that was renamed in the file.
    """
    result = LoadResult()
    new, changed, revisions = [], [], []
    for key, item in wanted.items():
        row = existing.get(key)
        if row is None:
            item.row.loaded_hash = item.file_hash
            new.append((item.row, item))
            result.created.append(_name(model, key))
        elif (current_hash := row.content_hash()) == item.file_hash:
            _adopt(row, current_hash)
            result.unchanged += 1
        elif row.loaded_hash != current_hash:
            result.kept.append(_name(model, key))
        else:
            before = row.values()
            _copy(item, row)
            changed.append((row, item))
            revisions.append(_revision(model, key, row, before, {**item.row.values(), **item.related}))
            result.updated.append(_name(model, key))
    _write(model, [row for row, _ in new], [row for row, _ in changed])
    Revision.objects.bulk_create(filter(None, revisions), batch_size=BATCH_ROWS)
    gone = {key: row for key, row in existing.items() if key not in wanted and row.loaded_hash}
    result.kept += [_name(model, key) for key, row in gone.items() if _is_ours(row)]
    unneeded = {key: row for key, row in gone.items() if row.is_published and not _is_ours(row)}
    _retire(model, list(unneeded.values()), deletes=deletes)
    result.retired = [_name(model, key) for key in unneeded]
    return result, new + changed


def _is_ours(row: ContentRow) -> bool:
    return row.is_edited or (isinstance(row, DraftedRow) and row.draft is not None)


def _name(model: type[ContentRow], key: Hashable) -> str:
    return f"{model._meta.verbose_name} {_words(key)}"


def _words(key: Hashable) -> str:
    return "/".join(key) if isinstance(key, tuple) else str(key)


def _revision(
    model: type[ContentRow], key: Hashable, row: ContentRow, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Revision | None:
    """What a new version of the files changed belongs to the history of a row, made by nobody."""
    if not isinstance(row, DraftedRow):
        return None
    changed = [name for name in after if before[name] != after[name]]
    return Revision(
        kind=str(model._meta.model_name),
        row_pk=row.pk,
        name=_words(key),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        made_at=timezone.now(),
    )


def _adopt(row: ContentRow, current_hash: str) -> None:
    """An edit that says what the file says now is no edit any more."""
    if row.loaded_hash != current_hash:
        row.loaded_hash = current_hash
        row.save(update_fields=["loaded_hash"])


def _copy(item: Wanted, row: ContentRow) -> None:
    for column in _columns(type(row)):
        setattr(row, column, getattr(item.row, column))
    row.loaded_hash = item.file_hash


def _columns(model: type[models.Model]) -> list[str]:
    """What files say of a row. Its draft is nobody's but the owner's."""
    own = {"loaded_hash", "draft", "drafted_at", "drafted_by"}
    return [f.attname for f in model._meta.concrete_fields if not f.primary_key and f.name not in own]


def _write(model: type[ContentRow], new: list[Any], changed: list[Any]) -> None:
    # Models that derive fields when saved need their own save(); plain ones are written in bulk.
    if model.save is not models.Model.save:
        for row in (*new, *changed):
            row.save()
        return
    rows = model._default_manager
    rows.bulk_create(new, batch_size=BATCH_ROWS)
    rows.bulk_update(changed, [*_columns(model), "loaded_hash"], batch_size=BATCH_ROWS)


def _retire(model: type[ContentRow], rows: list[Any], *, deletes: bool) -> None:
    if deletes:
        model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
        return
    for row in rows:
        row.is_published = False
        row.loaded_hash = row.content_hash()
        row.save(update_fields=["is_published", "loaded_hash"])
