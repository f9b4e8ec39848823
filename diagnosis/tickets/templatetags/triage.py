"""`{% load triage %}{% ticket_counts user as counts %}` for the first admin page."""

from django import template
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Q

from diagnosis.tickets.models import State, Ticket

register = template.Library()


@register.simple_tag
def ticket_counts(user: AbstractBaseUser) -> dict[str, int]:
    """`new`: nobody has opened them yet; `mine`: active ones the user has; `active`: all there are. One query."""
    return Ticket.objects.active().aggregate(
        new=Count("pk", filter=Q(state=State.NEW)),
        mine=Count("pk", filter=Q(assignee=user.pk)),
        active=Count("pk"),
    )
