"""The catalogue's version number: changed inside the transaction of every edit, read once per diagnosis."""

import time
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from diagnosis.catalogue.models import CatalogueVersion, Cause, CodeCause, ErrorCode, Example, Label, Signature, Step

WATCHED: tuple[type[Model], ...] = (Cause, Step, ErrorCode, CodeCause, Signature, Example, Label)


def current_number() -> int:
    """0 while nothing was ever loaded."""
    return CatalogueVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def hold_number() -> None:
    """Nobody else raises it before this transaction ends. Held before any row of content: two who hold in another
    order would wait for each other."""
    CatalogueVersion.objects.select_for_update().filter(pk=1).first()


def raise_number() -> None:
    # The time in microseconds, not a count: after a rollback or a restored backup a count would come to the same
    # number again with other content, and processes would keep their old rules.
    CatalogueVersion.objects.update_or_create(pk=1, defaults={"number": time.time_ns() // 1000})


def _on_change(*, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        raise_number()


def watch() -> None:
    for model in WATCHED:
        post_save.connect(_on_change, sender=model, dispatch_uid=f"version-save-{model.__name__}")
        post_delete.connect(_on_change, sender=model, dispatch_uid=f"version-delete-{model.__name__}")
