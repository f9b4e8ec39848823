"""The history as the requester sees it: public events in their words, no name of anybody in IT."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.tickets.models import State, Ticket, TicketEvent

Kind = TicketEvent.Kind

# Title and icon of each kind.
TITLES: Mapping[str, tuple[Promise | str, str]] = {
    Kind.OPENED: (_("You sent this to IT"), "send"),
    Kind.RESUBMITTED: (_("You sent it again with other words"), "send"),
    Kind.ASSIGNED: (_("IT staff has taken your ticket"), "user-check"),
    Kind.REPLIED: (_("IT staff wrote"), "message-square"),
    Kind.ASKED: (_("IT staff asks you"), "circle-question-mark"),
    Kind.REQUESTER_WROTE: (_("You wrote"), "message-square"),
    Kind.WORKS_NOW: (_("You said: it works now"), "circle-check"),
    Kind.NOT_ME: (_("You said: this was not me"), "shield-alert"),
    Kind.RESOLVED: (_("IT staff resolved it"), "circle-check"),
    Kind.REOPENED: (_("IT staff opened it again"), "rotate-ccw"),
}
# How every mask of the engine ends: `[password removed]`.
MASK_END = " removed]"
FROM_IT = frozenset({Kind.REPLIED, Kind.ASKED, Kind.RESOLVED, Kind.REOPENED})

STATE_WORDS: Mapping[str, Promise | str] = {
    State.NEW: _("IT has your ticket. Nobody has opened it yet."),
    State.OPEN: _("Somebody in IT is on it. Their answer will appear on this page."),
    State.PENDING: _("IT has a question for you. Please answer it below."),
    State.RESOLVED: _("This is resolved. If you are still blocked, write below and it is open again."),
    State.CLOSED: _("This ticket is closed. If you are blocked again, write below and it is open again."),
}


@dataclass(frozen=True, slots=True)
class PublicEvent:
    kind: str
    title: str
    icon: str
    text: str
    at: datetime
    is_from_it: bool
    has_masks: bool


def timeline(ticket: Ticket) -> list[PublicEvent]:
    """Newest first: what somebody came to see stands on top."""
    events = ticket.events.filter(is_public=True).order_by("-created_at", "-pk")
    return [_public(event) for event in events if event.kind in TITLES]


def said_not_me(events: Sequence[PublicEvent]) -> bool:
    return any(event.kind == Kind.NOT_ME for event in events)


def is_unreadable(ticket: Ticket) -> bool:
    """Whether the only way to reach the person is the mailbox that is locked."""
    return not ticket.contact_phone and ticket.contact_email.lower() == ticket.user_principal_name


def _public(event: TicketEvent) -> PublicEvent:
    title, icon = TITLES[event.kind]
    return PublicEvent(
        kind=event.kind,
        title=str(title),
        icon=icon,
        text=event.text,
        at=event.created_at,
        is_from_it=event.kind in FROM_IT,
        has_masks=MASK_END in event.text and event.kind not in FROM_IT,
    )
