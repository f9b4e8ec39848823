"""`{% load triage %}{% new_ticket_count as n %}` for the first admin page."""

from django import template

from diagnosis.tickets.models import Ticket

register = template.Library()


@register.simple_tag
def new_ticket_count() -> int:
    """Tickets nobody has opened yet."""
    return Ticket.objects.waiting().count()
