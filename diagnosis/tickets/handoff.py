"""Use case: one report becomes one ticket, however often and however parallel it is sent."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from diagnosis.engine.folded import as_it_looks
from diagnosis.engine.serialize import from_json
from diagnosis.engine.types import FactName
from diagnosis.reports.links import current_key_id, derive, digest
from diagnosis.reports.models import Report
from diagnosis.tickets.models import Ticket, TicketEvent, TimeSource
from diagnosis.tickets.references import new_reference
from diagnosis.tickets.triage import requester_resubmits
from diagnosis.tickets.words import safe, safe_line

REFERENCE_ATTEMPTS = 5
LINE_LENGTHS: Mapping[str, int] = {
    "name": 120,
    "user_principal_name": 254,
    "contact_email": 254,
    "contact_phone": 40,
    "device": 200,
    "app": 120,
}
MESSAGE_LENGTH = 4000


class NoFreeReferenceError(Exception):
    """No free ticket reference was found."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the employee confirmed on the hand-off page. "" means left blank."""

    user_principal_name: str
    occurred_at: datetime
    occurred_at_source: TimeSource
    time_zone: str
    name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    device: str = ""
    is_other_device: bool = False
    app: str = ""
    message: str = ""


@transaction.atomic
def open_ticket(*, report: Report, confirmed: Confirmed, now: datetime, is_held: bool = False) -> Ticket:
    """The report's ticket, new or already there. Sent again with other words, they join its history.

    Raises TooManyMessagesError where the link was used for more than a person would ever write.
    """
    fields = _kept(confirmed)
    if found := Ticket.objects.filter(report=report).first():
        return _again(found, fields, now=now)
    for _attempt in range(REFERENCE_ATTEMPTS):
        try:
            with transaction.atomic():
                return _create(report, fields, now=now, is_held=is_held)
        except IntegrityError:
            # Either a parallel submit was first, or the reference is taken.
            if found := Ticket.objects.filter(report=report).first():
                return _again(found, fields, now=now)
    raise NoFreeReferenceError(f"None of {REFERENCE_ATTEMPTS} references was free.")


def _create(report: Report, fields: dict[str, Any], *, now: datetime, is_held: bool) -> Ticket:
    pk = uuid4()
    best = report.matches.order_by("rank").first()
    ticket = Ticket.objects.create(
        id=pk,
        report=report,
        reference=new_reference(),
        token_digest=digest(derive("ticket", pk, 1)),
        link_key_id=current_key_id(),
        cause_id=best.cause_id if best else None,
        main_code=report.main_code,
        is_held=is_held or report.is_held,
        request_id=_detected(report, "request_id"),
        correlation_id=_detected(report, "correlation_id"),
        created_at=now,
        updated_at=now,
        **fields,
    )
    TicketEvent.objects.create(
        ticket=ticket,
        kind=TicketEvent.Kind.OPENED,
        text=ticket.message,
        details={"sent": _plain(fields)},
        created_at=now,
    )
    return ticket


def _again(ticket: Ticket, fields: dict[str, Any], *, now: datetime) -> Ticket:
    sent = {"sent": _plain(fields)}
    return requester_resubmits(ticket=ticket, message=fields["message"], details=sent, now=now)


def _kept(confirmed: Confirmed) -> dict[str, Any]:
    """The columns of a ticket: masked and cut to size here too, whoever built the value."""
    fields = asdict(confirmed) | {name: safe_line(getattr(confirmed, name)) for name in LINE_LENGTHS}
    # Two addresses that look the same are one. Microsoft compares user IDs without case and its logs keep them in
    # lower case: so does our search.
    fields["user_principal_name"] = as_it_looks(fields["user_principal_name"]).lower()
    fields["contact_email"] = as_it_looks(fields["contact_email"])
    # Cut last: some letters become two in lower case, or more in plain letters.
    fields |= {name: fields[name][:length] for name, length in LINE_LENGTHS.items()}
    fields["message"] = safe(confirmed.message)[:MESSAGE_LENGTH]
    return fields


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in fields.items()}


def _detected(report: Report, name: FactName) -> str:
    fact = from_json(report.text, report.reading).fact(name)
    return fact.value[:36] if fact else ""
