"""Rows of content: which version of a file they came from, and what of them waits to be published."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentRow(models.Model):
    """A row that may come from a content file. It counts as edited when it differs from the file it came from."""

    content_fields: ClassVar[tuple[str, ...]] = ()
    # Fields younger than the first files: they count only where filled, so that older hashes stay true.
    added_fields: ClassVar[tuple[str, ...]] = ()

    is_published = models.BooleanField(
        _("published"),
        default=True,
        help_text=_("Only published rows are shown and used. Untick instead of deleting."),
    )
    loaded_hash = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("Hash of the file version this row was loaded from."),
    )

    class Meta:
        abstract = True

    def values(self) -> Mapping[str, Any]:
        """All that a content owner edits, as JSON-ready values."""
        return {name: _plain(getattr(self, name)) for name in self.value_names()}

    @classmethod
    def value_names(cls) -> tuple[str, ...]:
        return (*cls.content_fields, *cls.added_fields, "is_published")

    def content(self) -> Mapping[str, Any]:
        """What the hash is taken over."""
        return {name: value for name, value in self.values().items() if value or name not in self.added_fields}

    def content_hash(self) -> str:
        return hash_of(self.content())

    @property
    def is_edited(self) -> bool:
        """True for a row made in the admin as well: no file may overwrite it."""
        return self.loaded_hash != self.content_hash()


class DraftedRow(ContentRow):
    """A content row whose edits wait as a draft until they are published. What is live stands in the other columns."""

    # The fields that can change the answer to a text; the others only change what people read about it.
    answer_fields: ClassVar[tuple[str, ...]] = ()

    draft = models.JSONField(null=True, editable=False, help_text=_("The values that publishing would change."))
    drafted_at = models.DateTimeField(null=True, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_new_draft(self) -> bool:
        """Made here and never live yet."""
        return not self.is_published and bool(self.draft and self.draft.get("is_published"))

    @property
    def moves_answers(self) -> bool:
        """Whether publishing the draft can change what a text is answered with."""
        return not set(self.draft or ()).isdisjoint(self.answer_fields)

    def take(self, values: Mapping[str, Any]) -> None:
        """Sets what `values()` gave, without saving. Fields that a newer version no longer has are left out."""
        for name in filter(values.__contains__, self.value_names()):
            setattr(self, name, self._meta.get_field(name).to_python(values[name]))  # type: ignore[union-attr]

    def save_taken(self) -> None:
        """Writes the row with all that its values name."""
        self.save()


def hash_of(content: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the content in one fixed spelling."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Line ends and the space around a text don't count: a browser's form changes them, nobody edits them."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return value if isinstance(value, bool | int | float | type(None)) else str(value)
