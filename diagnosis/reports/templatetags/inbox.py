"""What the first page of the admin asks of the inbox."""

from django import template
from django.utils import timezone

from diagnosis.reports import inbox

register = template.Library()


@register.simple_tag
def unrecognised_count() -> int:
    return inbox.unrecognised_count(timezone.now())
