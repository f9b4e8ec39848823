"""Use cases on a ticket. Each is one transaction that locks the row, checks the state and adds to the history.

Staff act with `by`; the requester acts through the ticket's link. Nothing here changes an account anywhere.
"""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.catalogue.models import Cause
from diagnosis.tickets.models import State, Ticket, TicketEvent
from diagnosis.tickets.words import safe

Kind = TicketEvent.Kind

ANY = frozenset(State)
ACTIVE = ANY - Ticket.final_states

# From which states a use case may start.
ALLOWED: Mapping[str, frozenset[State]] = {
    "take": ACTIVE,
    "assign": ACTIVE,
    "reply": ACTIVE | {State.RESOLVED},
    "ask": ACTIVE,
    "note": ANY,
    "resolve": ACTIVE,
    "reopen": frozenset({State.RESOLVED}),
    # The requester is always heard.
    "requester_writes": ANY,
    "requester_resubmits": ANY,
    "works_now": ANY,
    "not_me": ANY,
}

REQUESTER_KINDS = (Kind.REQUESTER_WROTE, Kind.RESUBMITTED, Kind.WORKS_NOW, Kind.NOT_ME)
# More than anybody writes by hand; it bounds the rows a stranger with a link can make.
REQUESTER_EVENTS = 40


class TransitionNotAllowed(Exception):  # noqa: N818 - as Django names its own: FieldDoesNotExist
    """A use case was asked for in a state it can't start from; the text says why in words for staff."""


class TooManyMessagesError(Exception):
    """The requester's link was used REQUESTER_EVENTS times."""


def is_allowed(action: str, ticket: Ticket) -> bool:
    return State(ticket.state) in ALLOWED[action]


@transaction.atomic
def take(*, ticket: Ticket, by: AbstractBaseUser, now: datetime) -> Ticket:
    """Nobody takes a ticket out of somebody's hands by accident: that is what `assign` is for."""
    ticket = _locked(ticket, "take")
    if ticket.assignee_id not in (None, by.pk):
        words = _("%(ticket)s has somebody already: %(name)s. To take over, assign it to yourself.")
        raise TransitionNotAllowed(words % {"name": ticket.assignee, "ticket": ticket})
    if ticket.assignee_id == by.pk and ticket.state != State.NEW:
        return ticket
    return _hand_over(ticket, to=by, by=by, now=now)


@transaction.atomic
def assign(*, ticket: Ticket, by: AbstractBaseUser, to: AbstractBaseUser, now: datetime) -> Ticket:
    return _hand_over(_locked(ticket, "assign"), to=to, by=by, now=now)


@transaction.atomic
def reply(*, ticket: Ticket, by: AbstractBaseUser, message: str, now: datetime) -> Ticket:
    """A public answer. Whoever answers a ticket nobody has, has it from then on."""
    ticket = _locked(ticket, "reply")
    _record(ticket, Kind.REPLIED, message, by=by, now=now)
    return _move(ticket, _opened(ticket), by=by, now=now)


@transaction.atomic
def ask(*, ticket: Ticket, by: AbstractBaseUser, message: str, now: datetime) -> Ticket:
    """A public question: the ticket waits for the employee."""
    ticket = _locked(ticket, "ask")
    _record(ticket, Kind.ASKED, message, by=by, now=now)
    return _move(ticket, State.PENDING, by=by, now=now)


@transaction.atomic
def note(*, ticket: Ticket, by: AbstractBaseUser, message: str, now: datetime) -> Ticket:
    """For staff only: it never shows on the requester's page."""
    ticket = _locked(ticket, "note")
    _record(ticket, Kind.NOTED, message, by=by, now=now, is_public=False)
    return ticket


@transaction.atomic
def resolve(*, ticket: Ticket, by: AbstractBaseUser, cause: Cause, message: str, now: datetime) -> Ticket:
    """Done: the cause that was found (staff only) and what helped (public)."""
    ticket = _locked(ticket, "resolve")
    ticket.cause = cause
    _record(ticket, Kind.RESOLVED, message, by=by, now=now, details={"cause": cause.slug, "title": cause.title})
    return _move(ticket, State.RESOLVED, by=by, now=now)


@transaction.atomic
def reopen(*, ticket: Ticket, by: AbstractBaseUser, message: str, now: datetime) -> Ticket:
    ticket = _locked(ticket, "reopen")
    _record(ticket, Kind.REOPENED, message, by=by, now=now)
    return _move(ticket, State.OPEN, by=by, now=now)


@transaction.atomic
def requester_writes(*, ticket: Ticket, message: str, now: datetime, is_held: bool = False) -> Ticket:
    """An answer or a new message; a ticket that waited or was resolved is open again. Sent twice, it counts once."""
    ticket = _locked(ticket, "requester_writes")
    if _is_repeat(ticket, Kind.REQUESTER_WROTE, message):
        return ticket
    _bound(ticket)
    ticket.is_held = ticket.is_held or is_held
    _record(ticket, Kind.REQUESTER_WROTE, message, now=now)
    return _move(ticket, _reopened(ticket), now=now)


@transaction.atomic
def requester_resubmits(*, ticket: Ticket, message: str, details: Mapping[str, object], now: datetime) -> Ticket:
    """The hand-off came again with other words: they join the history, what was confirmed first stays."""
    ticket = _locked(ticket, "requester_resubmits")
    earlier = ticket.events.filter(kind__in=[Kind.OPENED, Kind.RESUBMITTED]).values_list("details", flat=True)
    if any(known.get("sent") == details.get("sent") for known in earlier):
        return ticket
    _bound(ticket)
    _record(ticket, Kind.RESUBMITTED, message, now=now, details=details)
    return _move(ticket, _reopened(ticket), now=now)


@transaction.atomic
def works_now(*, ticket: Ticket, message: str, now: datetime) -> Ticket:
    """Resolves an active ticket. One that IT has resolved meanwhile stays as it is and keeps the words."""
    ticket = _locked(ticket, "works_now")
    if _is_repeat(ticket, Kind.WORKS_NOW, message) or not (ticket.is_active or message):
        return ticket
    _bound(ticket)
    _record(ticket, Kind.WORKS_NOW, message, now=now)
    return _move(ticket, State.RESOLVED if ticket.is_active else State(ticket.state), now=now)


@transaction.atomic
def not_me(*, ticket: Ticket, message: str, now: datetime) -> Ticket:
    """Somebody says they never tried to sign in. This is heard in every state, and always the first time."""
    ticket = _locked(ticket, "not_me")
    if _is_repeat(ticket, Kind.NOT_ME, message):
        return ticket
    if ticket.events.filter(kind=Kind.NOT_ME).exists():
        _bound(ticket)
    ticket.is_held = True
    _record(ticket, Kind.NOT_ME, message, now=now)
    warning = _("Possible account takeover: escalate to security, do not unblock.")
    _record(ticket, Kind.NOTED, warning, now=now, is_public=False)
    return _move(ticket, _reopened(ticket), now=now)


def _locked(ticket: Ticket, action: str) -> Ticket:
    """The row as it is now, locked until the transaction ends."""
    fresh = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if not is_allowed(action, fresh):
        words = _("%(ticket)s is %(state)s by now, so nothing was done.")
        if fresh.state == State.RESOLVED:
            words += " " + _("Open it again first.")
        raise TransitionNotAllowed(words % {"ticket": fresh, "state": fresh.get_state_display().lower()})
    return fresh


def _record(
    ticket: Ticket,
    kind: TicketEvent.Kind,
    text: str,
    *,
    now: datetime,
    by: AbstractBaseUser | None = None,
    is_public: bool = True,
    details: Mapping[str, object] | None = None,
) -> None:
    TicketEvent.objects.create(
        ticket=ticket,
        kind=kind,
        text=safe(text),
        author_id=by.pk if by else None,
        is_public=is_public,
        details=dict(details or {}),
        created_at=now,
    )


def _move(ticket: Ticket, state: State, *, now: datetime, by: AbstractBaseUser | None = None) -> Ticket:
    """Puts the ticket into `state`; a member of staff who worked on a ticket nobody has, has it."""
    if by is not None and ticket.assignee_id is None:
        ticket.assignee_id = by.pk
    if state != ticket.state:
        ticket.resolved_at = now if state == State.RESOLVED else None
    ticket.state = state
    ticket.updated_at = now
    ticket.save(update_fields=["state", "assignee", "cause", "is_held", "resolved_at", "updated_at"])
    return ticket


def _hand_over(ticket: Ticket, *, to: AbstractBaseUser, by: AbstractBaseUser, now: datetime) -> Ticket:
    """The employee sees that somebody has it, once; who it is and every later change is for staff."""
    is_first = ticket.assignee_id is None
    _record(ticket, Kind.ASSIGNED, "", by=by, now=now, is_public=is_first, details={"to": to.pk, "name": str(to)})
    ticket.assignee_id = to.pk
    return _move(ticket, _opened(ticket), now=now)


def _opened(ticket: Ticket) -> State:
    return State.OPEN if ticket.state == State.NEW else State(ticket.state)


def _reopened(ticket: Ticket) -> State:
    """A ticket that nobody in IT has is new again, however often the requester closed it: "open" has somebody."""
    return State.NEW if ticket.state == State.NEW or ticket.assignee_id is None else State.OPEN


def _is_repeat(ticket: Ticket, kind: TicketEvent.Kind, text: str) -> bool:
    """Whether the requester's last word was just this: a double click or a refresh."""
    last = ticket.events.filter(kind__in=REQUESTER_KINDS).last()
    return last is not None and last.kind == kind and last.text == safe(text) and not _was_answered(last)


def _was_answered(event: TicketEvent) -> bool:
    return event.ticket.events.filter(pk__gt=event.pk, is_public=True).exists()


def _bound(ticket: Ticket) -> None:
    if ticket.events.filter(kind__in=REQUESTER_KINDS).count() >= REQUESTER_EVENTS:
        raise TooManyMessagesError(f"{ticket} was written to {REQUESTER_EVENTS} times.")
