"""The hand-off page and the ticket's own page. Neither needs an account, a cookie or a mailbox."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from diagnosis.reports.access import get_report
from diagnosis.reports.clients import client_digest
from diagnosis.reports.limits import is_over
from diagnosis.reports.methods import takes
from diagnosis.reports.models import Report
from diagnosis.reports.origin import from_here_only
from diagnosis.reports.posted import read_post
from diagnosis.reports.private import private_page
from diagnosis.tickets import triage
from diagnosis.tickets.access import get_ticket, living_token
from diagnosis.tickets.forms import HandoffForm, ReplyForm, masked_data
from diagnosis.tickets.handoff import open_ticket
from diagnosis.tickets.models import Ticket
from diagnosis.tickets.prefill import SOURCE_WORDS, prefill
from diagnosis.tickets.qr import qr_code
from diagnosis.tickets.receipt import STATE_WORDS, is_unreadable, said_not_me, timeline
from diagnosis.tickets.summary import goes_along


@private_page
@takes("GET", "HEAD", "POST")
@from_here_only
def handoff(request: HttpRequest, token: str) -> HttpResponse:
    report = get_report(token)
    if request.method == "POST":
        return _send(request, report, token)
    if (ticket := Ticket.objects.filter(report=report).first()) is not None:
        return _to_ticket(request, ticket)
    return _ask(request, report, token, HandoffForm(prefill=prefill(report), now=timezone.now()))


def _send(request: HttpRequest, report: Report, token: str) -> HttpResponse:
    known, now = prefill(report), timezone.now()
    form = HandoffForm(masked_data(read_post(request).fields, known), prefill=known, now=now)
    if not form.is_valid():
        return _ask(request, report, token, form)
    is_held = is_over("ticket", client_digest(request), now=now)
    try:
        ticket = open_ticket(report=report, confirmed=form.confirmed(), now=now, is_held=is_held)
    except triage.TooManyMessagesError:
        return _too_many(request, form.cleaned_data["message"])
    return _to_ticket(request, ticket)


def _ask(request: HttpRequest, report: Report, token: str, form: HandoffForm) -> HttpResponse:
    context = {
        "form": form,
        "token": token,
        "sources": {name: SOURCE_WORDS[source] for name, source in form.sources().items() if source in SOURCE_WORDS},
        "goes_along": goes_along(report),
    }
    return render(request, "tickets/handoff.html", context)


def _to_ticket(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    if (token := living_token(ticket)) is None:
        return render(request, "tickets/link_replaced.html", {"is_sent": request.method == "POST"}, status=410)
    return redirect("ticket_status", token)


@private_page
@takes("GET", "HEAD", "POST")
@from_here_only
def ticket_status(request: HttpRequest, token: str) -> HttpResponse:
    token = token.lower()  # typed from paper
    ticket = get_ticket(token)
    form = ReplyForm()
    if request.method == "POST":
        form = ReplyForm(read_post(request).fields)
        if form.is_valid():
            return _hear(request, ticket, token, form)
    return _show(request, ticket, token, form)


def _hear(request: HttpRequest, ticket: Ticket, token: str, form: ReplyForm) -> HttpResponse:
    now = timezone.now()
    try:
        _pass_on(ticket, form, is_held=is_over("message", client_digest(request), now=now), now=now)
    except triage.TooManyMessagesError:
        return _too_many(request, form.cleaned_data["message"])
    return redirect("ticket_status", token)


def _pass_on(ticket: Ticket, form: ReplyForm, *, is_held: bool, now: datetime) -> None:
    message = form.cleaned_data["message"]
    if form.action == "works_now":
        triage.works_now(ticket=ticket, message=message, now=now)
    elif form.action == "not_me":
        triage.not_me(ticket=ticket, message=message, now=now)
    else:
        triage.requester_writes(ticket=ticket, message=message, is_held=is_held, now=now)


def _show(request: HttpRequest, ticket: Ticket, token: str, form: ReplyForm) -> HttpResponse:
    link = settings.PUBLIC_BASE_URL + reverse("ticket_status", args=[token])
    events = timeline(ticket)
    context = {
        "ticket": ticket,
        "state_words": STATE_WORDS[ticket.state],
        "token": token,
        "link": link,
        "qr": qr_code(link),
        "events": events,
        "is_not_me": said_not_me(events),
        "is_unreadable": is_unreadable(ticket),
        "form": form,
        "goes_along": goes_along(ticket.report),
    }
    return render(request, "tickets/status.html", context)


def _too_many(request: HttpRequest, message: str) -> HttpResponse:
    return render(request, "tickets/too_many.html", {"message": message}, status=429)
