"""What to search the Entra sign-in log by, the surest key first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class LogKey:
    """`name` is the engine's word for it; `hint` says when it finds the event."""

    name: str
    label: Promise | str
    value: str
    hint: Promise | str


def log_keys(ticket: Ticket) -> Sequence[LogKey]:
    """Without any ID, the user ID and the time still find the event."""
    keys = (
        LogKey("request_id", _("Request ID"), ticket.request_id, _("names this one request")),
        LogKey(
            "correlation_id",
            _("Correlation ID"),
            ticket.correlation_id,
            _("groups the steps of one attempt; judge by the last"),
        ),
        LogKey("user", _("User ID"), ticket.user_principal_name, _("when no ID finds anything, around this time:")),
        LogKey("timestamp", _("Time (UTC)"), in_utc(ticket.occurred_at), _("15 minutes before and after")),
    )
    return [key for key in keys if key.value]


def in_utc(moment: datetime) -> str:
    """As Microsoft writes it and its searches take it: 2026-11-03T08:14:27Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
