import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from diagnosis.tickets import handoff
from diagnosis.tickets.access import living_token
from diagnosis.tickets.handoff import NoFreeReferenceError, open_ticket
from diagnosis.tickets.models import State, Ticket, TicketEvent, TimeSource
from diagnosis.tickets.triage import REQUESTER_EVENTS, TooManyMessagesError
from tests.tickets.conftest import (
    CORRELATION_ID,
    JWT,
    NOW,
    PASSWORD,
    REQUEST_ID,
    make_confirmed,
    make_report,
    make_ticket,
)

LATER = NOW + timedelta(minutes=5)


def kinds(ticket):
    return list(ticket.events.values_list("kind", flat=True))


def test_a_ticket_carries_what_it_asks_for(matched, cause):
    ticket = make_ticket(matched, message="It worked yesterday.")
    assert (ticket.request_id, ticket.correlation_id, ticket.main_code) == (REQUEST_ID, CORRELATION_ID, "53003")
    assert (ticket.state, ticket.requester_state, ticket.cause) == (State.NEW, "unverified", cause)
    assert ticket.occurred_at == datetime(2026, 11, 3, 8, 14, 27, tzinfo=UTC)
    assert ticket.occurred_at_source == TimeSource.PASTED
    assert kinds(ticket) == ["opened"]
    assert ticket.events.get().text == "It worked yesterday."


def test_the_same_hand_off_again_changes_nothing(report):
    first = make_ticket(report)
    again = make_ticket(report, now=LATER)
    assert again.pk == first.pk
    assert kinds(first) == ["opened"]
    assert living_token(again) == living_token(first)


def test_other_words_join_the_history_and_change_no_confirmed_fact(report):
    first = make_ticket(report)
    again = make_ticket(report, now=LATER, contact_phone="+49 30 555 0199", message="Still blocked")
    assert again.pk == first.pk
    assert again.contact_phone == "+49 30 555 0123"
    event = first.events.get(kind=TicketEvent.Kind.RESUBMITTED)
    assert event.text == "Still blocked"
    assert event.details["sent"]["contact_phone"] == "+49 30 555 0199"


def test_other_words_sent_twice_are_kept_once(report):
    ticket = make_ticket(report)
    for _press in range(3):
        make_ticket(report, now=LATER, message="Still blocked")
    assert kinds(ticket) == ["opened", "resubmitted"]


def test_other_words_open_a_resolved_ticket_again(report, staff):
    ticket = make_ticket(report)
    Ticket.objects.update(state=State.RESOLVED, resolved_at=NOW, assignee=staff)
    make_ticket(report, now=LATER, message="Blocked again")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.resolved_at) == (State.OPEN, None)


def test_a_link_can_not_fill_the_database(report):
    ticket = make_ticket(report)
    for number in range(REQUESTER_EVENTS):
        make_ticket(report, message=f"Words {number}")
    with pytest.raises(TooManyMessagesError):
        make_ticket(report, message="One more")
    assert ticket.events.count() == REQUESTER_EVENTS + 1


def test_a_taken_reference_is_drawn_again(db, monkeypatch):
    drawn = iter(["SIH-7K3M2Q", "SIH-7K3M2Q", "SIH-9P4R6T"])
    monkeypatch.setattr(handoff, "new_reference", lambda: next(drawn))
    assert make_ticket(make_report()).reference == "SIH-7K3M2Q"
    assert make_ticket(make_report()).reference == "SIH-9P4R6T"


def test_without_any_free_reference_nothing_is_stored_and_the_error_says_so(db, monkeypatch):
    monkeypatch.setattr(handoff, "new_reference", lambda: "SIH-7K3M2Q")
    make_ticket(make_report())
    with pytest.raises(NoFreeReferenceError):
        make_ticket(make_report())
    assert Ticket.objects.count() == TicketEvent.objects.count() == 1


def test_secrets_are_masked_whoever_built_the_value(report):
    ticket = make_ticket(report, name=f"Alex Bearer {JWT}", message=f"My password: {PASSWORD}\nIt fails.")
    assert ticket.message == "My password: [password removed]\nIt fails."
    assert JWT not in ticket.name
    assert PASSWORD not in str(ticket.events.get().__dict__)


def test_every_text_is_cut_to_its_column(report):
    ticket = make_ticket(report, name="n" * 5000, device="d" * 5000, message="m" * 60_000)
    assert (len(ticket.name), len(ticket.device), len(ticket.message)) == (120, 200, handoff.MESSAGE_LENGTH)


def test_the_user_id_is_kept_in_lower_case_as_the_sign_in_log_has_it(report):
    assert make_ticket(report, user_principal_name="Alex.Wilber@Contoso.com").user_principal_name == (
        "alex.wilber@contoso.com"
    )


def test_a_user_id_that_grows_in_lower_case_still_fits(report):
    assert len(make_ticket(report, user_principal_name="İ" * 254).user_principal_name) == 254


def test_a_held_report_or_client_marks_the_ticket_and_refuses_nothing(db):
    assert make_ticket(make_report(is_held=True)).is_held
    assert open_ticket(report=make_report(), confirmed=make_confirmed(), now=NOW, is_held=True).is_held


@pytest.mark.parametrize(
    "typed",
    ["Alex\u200b@contoso.com", "ａlex＠contoso.com", "al\u3164ex@contoso\u00ad.com", "\ufeffalex@\ufe0fcontoso.com"],
)
def test_addresses_that_look_the_same_are_kept_as_one(report, typed):
    ticket = make_ticket(report, user_principal_name=typed, contact_email=typed)
    assert ticket.user_principal_name == "alex@contoso.com"
    assert ticket.contact_email.lower() == "alex@contoso.com"


@pytest.mark.parametrize("letter", ["\u0130", "\ufdfa"])
def test_a_user_id_that_grows_in_lower_case_or_plain_letters_still_fits(report, letter):
    assert len(make_ticket(report, user_principal_name=letter * 254).user_principal_name) == 254


def test_a_raised_generation_ends_the_first_link(report):
    ticket = make_ticket(report)
    assert living_token(ticket)
    ticket.link_generation, ticket.token_digest = 2, "0" * 64
    assert living_token(ticket) is None


@pytest.mark.django_db(transaction=True)
def test_five_parallel_hand_offs_make_one_ticket():
    report = make_report()
    start = threading.Barrier(5)
    results, problems = [], []

    def send():
        try:
            start.wait()
            results.append(make_ticket(report).pk)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(results) == 5
    assert len(set(results)) == 1
    assert Ticket.objects.count() == TicketEvent.objects.count() == 1
