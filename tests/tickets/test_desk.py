"""The ticket page in the admin."""

import re
from datetime import timedelta

import pytest

from diagnosis.reports.models import ContextAnswer, StepOutcome
from diagnosis.tickets import triage
from diagnosis.tickets.models import State, Ticket
from tests.tickets.conftest import (
    BLOCK,
    CORRELATION_ID,
    NOW,
    PASSWORD,
    REQUEST_ID,
    SIGNED_IN_AS,
    make_report,
    make_staff,
    make_ticket,
    sign_in,
    ticket_path,
)

REPLY = {"message": "Please try again."}


def path(ticket, action=None):
    base = f"/admin/tickets/ticket/{ticket.pk}/"
    return f"{base}do/{action}/" if action else f"{base}change/"


def page(response):
    return response.content.decode()


@pytest.mark.parametrize("form", [{}, {"cause": "no-such-cause"}])
def test_a_secret_in_words_that_can_not_be_taken_is_not_shown_again(desk, ticket, form):
    words = f"Password: Summer2026!\n{'a' * 4001}"
    shown = page(desk.post(path(ticket, "resolve"), {**form, "message": words}))
    assert "[password removed]" in shown
    assert "Summer2026" not in shown


def test_detected_stands_beside_confirmed(desk, matched):
    StepOutcome.objects.create(report=matched, instruction="Use the work computer", has_worked=False, recorded_at=NOW)
    ContextAnswer.objects.create(report=matched, question="network", answer="vpn", answered_at=NOW)
    ticket = make_ticket(matched, device="Windows 10 (Unregistered)", message="Since this morning")
    shown = page(desk.get(path(ticket)))
    for words in (
        ticket.reference,
        REQUEST_ID,
        CORRELATION_ID,
        SIGNED_IN_AS,
        "2026-11-03T08:14:27Z",
        "2026-11-03 09:14 Europe/Berlin",
        "Windows 11 · Edge 141",
        "Since this morning",
        "Use the work computer",
        "Through a VPN",
        "A company rule blocked the sign-in",
        "Never exempt somebody nobody has verified.",
        'data-testid="requester-unverified"',
        "no exemption",
    ):
        assert words in shown
    assert "is-mismatch" not in shown
    assert ticket_path(ticket) not in shown


@pytest.mark.parametrize(
    "changes",
    [
        {"user_principal_name": "somebody.else@contoso.com"},
        {"app": "Teams"},
        {"device": "private laptop"},
        {"occurred_at": NOW + timedelta(hours=3)},
    ],
)
def test_a_difference_between_the_two_is_marked(desk, changes):
    ticket = make_ticket(make_report(f"{SIGNED_IN_AS}\n{BLOCK}"), **changes)
    assert page(desk.get(path(ticket))).count('data-testid="mismatch"') == 1


def test_the_pasted_text_is_marked_and_masked_and_can_not_be_changed(desk):
    report = make_report(f"{BLOCK}\nMy password: {PASSWORD}\n<script>alert(1)</script>", masked_count=1)
    shown = page(desk.get(path(make_ticket(report))))
    assert f"<mark>{CORRELATION_ID}</mark>" in shown
    assert '<span class="masked">[password removed]</span>' in shown
    assert PASSWORD not in shown
    assert "<script>alert" not in shown
    assert 'name="user_principal_name"' not in shown


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda t: triage.not_me(ticket=t, message="", now=NOW), "Possible account takeover"),
        (lambda t: Ticket.objects.update(is_held=True), "Held for a second look"),
        (lambda t: make_ticket(make_report()), "1 other active ticket names this user ID"),
        (lambda t: make_ticket(t.report, contact_phone="555 0199"), "Sent again with other contact details"),
        (lambda t: Ticket.objects.update(occurred_at=NOW - timedelta(days=2)), "older than a day"),
        (
            lambda t: ContextAnswer.objects.create(
                report=t.report, question="account_kind", answer="admin", answered_at=NOW
            ),
            "A privileged account",
        ),
        (lambda t: type(t.report).objects.update(has_live_code=True), "code phishing"),
    ],
)
def test_staff_are_warned(desk, ticket, prepare, words):
    assert words not in page(desk.get(path(ticket)))
    prepare(ticket)
    assert words in page(desk.get(path(ticket)))


@pytest.mark.parametrize(
    ("action", "posted", "state", "kind"),
    [
        ("take", {}, State.OPEN, "assigned"),
        ("reply", REPLY, State.OPEN, "replied"),
        ("ask", REPLY, State.PENDING, "asked"),
        ("note", REPLY, State.NEW, "noted"),
        ("resolve", {**REPLY, "cause": "conditional-access-policy"}, State.RESOLVED, "resolved"),
    ],
)
def test_each_button_runs_its_use_case(desk, staff, ticket, cause, action, posted, state, kind):
    response = desk.post(path(ticket, action), posted)
    assert (response.status_code, response["Location"]) == (302, path(ticket))
    ticket.refresh_from_db()
    event = ticket.events.last()
    assert (ticket.state, event.kind, event.author) == (state, kind, staff)


def test_a_ticket_is_assigned_to_somebody_who_may_work_on_it(desk, ticket):
    other = make_staff("kim.triage@contoso.com")
    outsider = make_staff("content@contoso.com", may=())
    assert outsider.email not in page(desk.get(path(ticket)))
    assert "Select a valid choice" in page(desk.post(path(ticket, "assign"), {"to": outsider.pk}))
    desk.post(path(ticket, "assign"), {"to": other.pk})
    assert Ticket.objects.get().assignee == other


def test_a_resolved_ticket_offers_to_reopen_and_not_to_resolve(desk, ticket):
    Ticket.objects.update(state=State.RESOLVED)
    shown = page(desk.get(path(ticket)))
    assert "/do/reopen/" in shown
    assert "/do/resolve/" not in shown
    desk.post(path(ticket, "reopen"), REPLY)
    assert Ticket.objects.get().state == State.OPEN


def test_a_move_that_is_not_allowed_is_explained_and_its_words_are_kept(desk, ticket):
    Ticket.objects.update(state=State.RESOLVED)
    response = desk.post(path(ticket, "ask"), {"message": "A <b>long</b> question"})
    told = page(response)
    assert response.status_code == 409
    assert f"{ticket.reference} is resolved by now, so nothing was done. Open it again first." in told
    assert "A &lt;b&gt;long&lt;/b&gt; question" in told
    assert ticket.events.count() == 1


def test_who_comes_second_is_told_who_has_the_ticket(desk, ticket):
    triage.take(ticket=ticket, by=make_staff("kim.triage@contoso.com"), now=NOW)
    told = page(desk.post(path(ticket, "take")))
    assert f"{ticket.reference} has somebody already: kim.triage@contoso.com." in told
    assert ticket.events.count() == 2


def test_the_browser_goes_to_the_field_that_was_missed(desk, ticket, cause):
    shown = page(desk.post(path(ticket, "note"), {"message": " "}))
    (missed,) = re.findall(r"<[^>]* autofocus[^>]*>", shown)
    assert 'id="id_note_message"' in missed


def test_what_the_employee_wrote_last_stands_on_top_until_it_is_answered(desk, staff, ticket):
    assert "nobody has answered" not in page(desk.get(path(ticket)))
    triage.requester_writes(ticket=ticket, message="It says the same", now=NOW)
    triage.note(ticket=ticket, by=staff, message="Looking", now=NOW + timedelta(minutes=1))
    assert "nobody has answered" in page(desk.get(path(ticket)))
    triage.reply(ticket=ticket, by=staff, message="Try again", now=NOW + timedelta(minutes=2))
    assert "nobody has answered" not in page(desk.get(path(ticket)))


def test_the_reasons_of_a_cause_are_those_the_employee_read(desk, matched):
    evidence = [
        {"kind": "answer", "words": "network=vpn", "weight": 0.5, "start": None, "end": None},
        {"kind": "fact", "words": "Registered", "weight": -0.4, "start": 0, "end": 10},
    ]
    matched.matches.update(evidence=evidence)
    shown = page(desk.get(path(make_ticket(matched))))
    assert ">Through a VPN</q>" in shown
    assert re.search(r">Registered</q> <span[^>]*>\(speaks against it\)", shown)


def test_the_keys_for_the_sign_in_log_stand_together(desk, ticket):
    shown = page(desk.get(path(ticket)))
    keys = dict(re.findall(r'data-testid="log-(\w+)">([^<]+)<', shown))
    assert keys == {
        "request_id": REQUEST_ID,
        "correlation_id": CORRELATION_ID,
        "user": SIGNED_IN_AS,
        "timestamp": "2026-11-03T08:14:27Z",
    }
    without_ids = make_ticket(make_report("53003"))
    assert "log-request_id" not in page(desk.get(path(without_ids)))


@pytest.mark.parametrize("action", ["reply", "ask", "resolve"])
def test_missing_words_bring_the_page_back_with_what_was_typed(desk, ticket, cause, action):
    shown = page(desk.post(path(ticket, action), {"cause": cause.slug}))
    assert "Write a few words first" in shown
    assert shown.count("Write a few words first") == 1
    long = page(desk.post(path(ticket, action), {"message": "w" * 4001, "cause": cause.slug}))
    assert "w" * 4001 in long
    assert ticket.events.count() == 1


def test_actions_are_posted_with_a_token_by_who_may(desk, client, ticket):
    assert desk.get(path(ticket, "take")).status_code == 405
    assert desk.post(path(ticket, "explode")).status_code == 404
    assert desk.post(path(ticket)).status_code == 405
    desk.handler.enforce_csrf_checks = True
    assert desk.post(path(ticket, "take")).status_code == 403
    desk.handler.enforce_csrf_checks = False
    reader = sign_in(client, make_staff("reader@contoso.com", may=("view_ticket",)))
    assert reader.get(path(ticket)).status_code == 200
    assert "/do/" not in page(reader.get(path(ticket)))
    assert reader.post(path(ticket, "take")).status_code == 403
    stranger = sign_in(client, make_staff("content@contoso.com", may=()))
    assert stranger.get(path(ticket)).status_code == 403
    assert Ticket.objects.get().state == State.NEW


@pytest.mark.parametrize("key", ["11111111-2222-4333-8444-555555555555", "nonsense"])
def test_a_ticket_that_is_not_there_is_404(desk, key):
    assert desk.get(f"/admin/tickets/ticket/{key}/change/").status_code == 404


def test_the_history_names_who_and_keeps_notes_apart(desk, staff, ticket):
    triage.note(ticket=ticket, by=staff, message="Called the manager", now=NOW)
    make_ticket(ticket.report, contact_phone="555 0199")
    shown = page(desk.get(path(ticket)))
    assert "Called the manager" in shown
    assert "Staff only" in shown
    assert str(staff) in shown
    assert "555 0199" in shown


def test_the_history_says_which_cause_was_found(desk, staff, ticket, cause):
    triage.resolve(ticket=ticket, by=staff, cause=cause, message="Done", now=NOW)
    type(cause).objects.update(title="Renamed since")
    assert f"<strong>Resolved</strong>: {cause.title}" in page(desk.get(path(ticket)))


def test_nothing_is_inline(desk, ticket):
    shown = page(desk.get(path(ticket)))
    assert " style=" not in shown
    assert "<style" not in shown
    assert " onclick=" not in shown


def test_the_page_costs_a_fixed_number_of_queries(desk, staff, ticket, django_assert_num_queries):
    for number in range(20):
        triage.note(ticket=ticket, by=staff, message=f"Note {number}", now=NOW)
    with django_assert_num_queries(13):
        desk.get(path(ticket))
