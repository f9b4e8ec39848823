"""What templates of the content owner's desk ask of a row."""

from django import template
from django.urls import reverse

from diagnosis.catalogue.content_row import DraftedRow
from diagnosis.catalogue.drafts import KINDS
from diagnosis.catalogue.models import Step

register = template.Library()


@register.filter
def verbose_kind(row: DraftedRow) -> str:
    return str(row._meta.verbose_name)


@register.filter
def edit_address(row: DraftedRow) -> str:
    """Steps are edited beside their cause."""
    if isinstance(row, Step):
        return reverse("admin:catalogue_cause_change", args=[row.cause_id])
    return reverse(f"admin:catalogue_{row._meta.model_name}_change", args=[row.pk])


@register.simple_tag
def draft_count() -> int:
    return sum(model._default_manager.filter(draft__isnull=False).count() for model in KINDS)
