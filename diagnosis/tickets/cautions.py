"""What staff must know before they act: 53003 is also exactly what a thief with a stolen password sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from diagnosis.tickets.desk import Desk, HistoryLine
from diagnosis.tickets.models import RequesterState, Ticket, TicketEvent

OLD_ERROR = timedelta(days=1)
CONTACT_FIELDS = frozenset({"contact_phone", "contact_email", "user_principal_name"})


@dataclass(frozen=True, slots=True)
class Caution:
    level: Literal["danger", "warning", "info"]
    title: Promise | str
    text: Promise | str
    link: str = ""
    link_words: Promise | str = ""


TAKEOVER = Caution(
    "danger",
    _("Possible account takeover"),
    _("Somebody with the link says this was not them. Escalate to security, do not unblock."),
)
LIVE_CODE = Caution(
    "danger",
    _("A live sign-in code was in the pasted text"),
    _("It was removed. Ask whether somebody told them to copy that address: it may be code phishing."),
)
PRIVILEGED = Caution(
    "danger",
    _("A privileged account, and nobody has verified who asks"),
    _("Two members of staff check identity, in person or by video with a company photo ID."),
)
UNVERIFIED = Caution(
    "warning",
    _("Identity not verified"),
    _(
        "Nobody has proved that this person owns the account, and a blocked sign-in is exactly what a thief with the "
        "password sees. Until somebody has: no password or sign-in method reset, no pass, no exemption, no trusted "
        "device. Call back on a number from the directory, never one from this ticket."
    ),
)
OTHER_USER_ID = Caution(
    "warning",
    _("The user ID is not the one in the pasted text"),
    _("Find out why before you do anything to either account."),
)
OTHER_CONTACT = Caution(
    "warning",
    _("Sent again with other contact details"),
    _("They stand in the history. Trust neither: call a number from the directory."),
)
HELD = Caution(
    "warning",
    _("Held for a second look"),
    _("Much came from one client in a short time: one office with many people locked out, or a prank."),
)
OLD = Caution(
    "info",
    _("The error is older than a day"),
    _("Ask for a new try and its IDs; the sign-in log keeps 7 days, or 30 with Entra ID P1 or P2."),
)


def cautions(ticket: Ticket, desk: Desk) -> list[Caution]:
    """The gravest first."""
    return [*_alarms(ticket, desk), *_hints(ticket, desk)]


def _alarms(ticket: Ticket, desk: Desk) -> Iterator[Caution]:
    is_unverified = ticket.requester_state == RequesterState.UNVERIFIED
    if _is_disowned(desk):
        yield TAKEOVER
    if ticket.report.has_live_code:
        yield LIVE_CODE
    if is_unverified and desk.answer_keys.get("account_kind") == "admin":
        yield PRIVILEGED
    if is_unverified:
        yield UNVERIFIED


def _hints(ticket: Ticket, desk: Desk) -> Iterator[Caution]:
    if any(row.name == "user" and row.is_mismatch for row in desk.rows):
        yield OTHER_USER_ID
    if any(_changes_contact(line) for line in desk.history):
        yield OTHER_CONTACT
    if number := _others(ticket):
        yield _several(ticket, number)
    if ticket.is_held and not _is_disowned(desk):
        yield HELD
    if ticket.created_at - ticket.occurred_at > OLD_ERROR:
        yield OLD


def _several(ticket: Ticket, number: int) -> Caution:
    text = ngettext(
        "%(number)d other active ticket names this user ID. Look for different devices, places or contacts.",
        "%(number)d other active tickets name this user ID. Look for different devices, places or contacts.",
        number,
    )
    return Caution(
        "warning",
        _("More than one ticket for this user ID"),
        text % {"number": number},
        link=f"{reverse('admin:tickets_ticket_changelist')}?{urlencode({'q': ticket.user_principal_name})}",
        link_words=_("See them all"),
    )


def _is_disowned(desk: Desk) -> bool:
    return any(line.event.kind == TicketEvent.Kind.NOT_ME for line in desk.history)


def _changes_contact(line: HistoryLine) -> bool:
    return any(change.name in CONTACT_FIELDS for change in line.changed)


def _others(ticket: Ticket) -> int:
    same = Ticket.objects.active().filter(user_principal_name=ticket.user_principal_name)
    return same.exclude(pk=ticket.pk).count()
