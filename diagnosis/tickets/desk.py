"""The view model of the staff's ticket page: detected beside confirmed, what to beware of, the whole history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.engine.serialize import from_json
from diagnosis.engine.types import ErrorReport, FactName
from diagnosis.reports.marking import Segment
from diagnosis.reports.models import Match, StepOutcome
from diagnosis.reports.readings import FACT_LABELS, device_in_hand, moment_of, segments_of
from diagnosis.reports.reasons import STAFF_LABELS, telling, words_of
from diagnosis.tickets.models import Ticket, TicketEvent
from diagnosis.tickets.prefill import pasted_device
from diagnosis.tickets.queue import FROM_REQUESTER, SILENT
from diagnosis.tickets.signin_log import LogKey, in_utc, log_keys
from diagnosis.tickets.summary import Line, answer_lines, shown_codes

# Request and correlation ID stand in the hand-off to the sign-in log.
ONLY_DETECTED: tuple[FactName, ...] = ("ip", "device_id", "app_id", "tenant_id")
CONTACTS: Mapping[str, Promise | str] = {
    "name": _("Name"),
    "contact_phone": _("Phone"),
    "contact_email": _("Mail address"),
}
# Clocks and rounding; a larger difference is worth a look.
SAME_TIME = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class FactRow:
    """`name` is the engine's word or the ticket's; "" means not known on that side."""

    name: str
    label: Promise | str
    detected: str = ""
    confirmed: str = ""
    note: str = ""
    is_mismatch: bool = False
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    label: Promise | str
    words: str
    is_against: bool


@dataclass(frozen=True, slots=True)
class MatchView:
    match: Match
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """`changed` are the fields of a repeated hand-off that differ from the ticket's: what it says now."""

    event: TicketEvent
    changed: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Desk:
    codes: Sequence[str]
    log_keys: Sequence[LogKey]
    rows: Sequence[FactRow]
    segments: Sequence[Segment]
    matches: Sequence[MatchView]
    outcomes: Sequence[StepOutcome]
    answers: Sequence[Line]
    answer_keys: Mapping[str, str]
    history: Sequence[HistoryLine]

    @property
    def unanswered(self) -> TicketEvent | None:
        """What the employee wrote last, where nobody has answered it."""
        words = (line.event for line in self.history if line.event.kind not in SILENT)
        newest = next(words, None)
        return newest if newest and newest.kind in FROM_REQUESTER else None


def desk(ticket: Ticket) -> Desk:
    """Four queries, whatever the ticket holds; `ticket.report` should be loaded already."""
    report = ticket.report
    reading = from_json(report.text, report.reading)
    answers = dict(report.answers.values_list("question", "answer"))
    events = ticket.events.select_related("author").order_by("-created_at", "-pk")
    return Desk(
        codes=shown_codes(reading),
        log_keys=log_keys(ticket),
        rows=list(fact_rows(ticket, reading)),
        segments=segments_of(reading, []),
        matches=[_match_view(match) for match in report.matches.select_related("cause").order_by("rank")],
        outcomes=list(report.outcomes.all()),
        answers=answer_lines(answers.items()),
        answer_keys=answers,
        history=[HistoryLine(event, _changed(ticket, event)) for event in events],
    )


def fact_rows(ticket: Ticket, reading: ErrorReport) -> Iterator[FactRow]:
    yield _compared("user", _("User ID"), _value(reading, "user"), ticket.user_principal_name)
    yield _time_row(ticket, _value(reading, "timestamp"))
    yield _compared("app_name", _("App"), _value(reading, "app_name"), ticket.app)
    yield _compared("device", _("Device that failed"), pasted_device(reading), ticket.device)
    yield FactRow(
        "browser",
        _("Device in hand"),
        detected=device_in_hand(ticket.report.device),
        confirmed=str(_("another device failed") if ticket.is_other_device else _("this device failed")),
    )
    for name in ONLY_DETECTED:
        if value := _value(reading, name):
            yield FactRow(name, FACT_LABELS[name], detected=value, is_code=True)
    for field, label in CONTACTS.items():
        if value := getattr(ticket, field):
            yield FactRow(field, label, confirmed=value)


def _time_row(ticket: Ticket, detected: str) -> FactRow:
    here = ticket.occurred_at.astimezone(ZoneInfo(ticket.time_zone))
    return FactRow(
        "timestamp",
        _("Time of the failed sign-in"),
        detected=detected,
        confirmed=in_utc(ticket.occurred_at),
        note=f"{here:%Y-%m-%d %H:%M} {ticket.time_zone}, {ticket.get_occurred_at_source_display()}",
        is_mismatch=_is_other_time(detected, ticket.occurred_at),
    )


def _is_other_time(detected: str, confirmed: datetime) -> bool:
    at = moment_of(detected)
    return at is not None and abs(at - confirmed) > SAME_TIME


def _compared(name: str, label: Promise | str, detected: str, confirmed: str) -> FactRow:
    is_mismatch = bool(detected and confirmed) and detected.casefold() != confirmed.casefold()
    return FactRow(name, label, detected, confirmed, is_mismatch=is_mismatch)


def _value(reading: ErrorReport, name: FactName) -> str:
    fact = reading.fact(name)
    return fact.value if fact else ""


def _match_view(match: Match) -> MatchView:
    """What the employee read as reasons, each wording once, and what speaks against the cause."""
    against = [evidence for evidence in match.evidence if evidence["weight"] < 0]
    return MatchView(match, list(dict.fromkeys(_reason(evidence) for evidence in [*telling(match.evidence), *against])))


def _reason(evidence: Mapping[str, Any]) -> Reason:
    return Reason(STAFF_LABELS[evidence["kind"]], words_of(evidence), is_against=evidence["weight"] < 0)


def _changed(ticket: Ticket, event: TicketEvent) -> list[Line]:
    """Which fields of a repeated hand-off differ from what was confirmed first."""
    if event.kind != TicketEvent.Kind.RESUBMITTED:
        return []
    sent = event.details.get("sent", {})
    now = {name: getattr(ticket, name, None) for name in sent}
    now["occurred_at"] = ticket.occurred_at.isoformat()
    return [
        Line(name, str(_field_label(name)), str(value))
        for name, value in sent.items()
        if name != "message" and value != now[name]
    ]


def _field_label(name: str) -> str:
    return str(Ticket._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
