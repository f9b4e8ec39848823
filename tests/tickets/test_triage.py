import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from diagnosis.tickets import triage
from diagnosis.tickets.models import State, Ticket, TicketEvent
from tests.tickets.conftest import NOW, PASSWORD, make_staff, make_ticket

LATER = NOW + timedelta(hours=1)
NEW, OPEN, PENDING, RESOLVED, CLOSED = State

# Which state each use case leads to from each state; None where it is refused.
TABLE = {
    "take": {NEW: OPEN, OPEN: OPEN, PENDING: PENDING, RESOLVED: None, CLOSED: None},
    "assign": {NEW: OPEN, OPEN: OPEN, PENDING: PENDING, RESOLVED: None, CLOSED: None},
    "reply": {NEW: OPEN, OPEN: OPEN, PENDING: PENDING, RESOLVED: RESOLVED, CLOSED: None},
    "ask": {NEW: PENDING, OPEN: PENDING, PENDING: PENDING, RESOLVED: None, CLOSED: None},
    "note": {NEW: NEW, OPEN: OPEN, PENDING: PENDING, RESOLVED: RESOLVED, CLOSED: CLOSED},
    "resolve": {NEW: RESOLVED, OPEN: RESOLVED, PENDING: RESOLVED, RESOLVED: None, CLOSED: None},
    "reopen": {NEW: None, OPEN: None, PENDING: None, RESOLVED: OPEN, CLOSED: None},
    "requester_writes": {NEW: NEW, OPEN: OPEN, PENDING: OPEN, RESOLVED: OPEN, CLOSED: OPEN},
    "works_now": {NEW: RESOLVED, OPEN: RESOLVED, PENDING: RESOLVED, RESOLVED: RESOLVED, CLOSED: CLOSED},
    "not_me": {NEW: NEW, OPEN: OPEN, PENDING: OPEN, RESOLVED: OPEN, CLOSED: OPEN},
}
CASES = [(action, state, after) for action, row in TABLE.items() for state, after in row.items()]


@pytest.fixture
def arguments(staff, cause):
    by = {"by": staff, "now": LATER}
    words = {"message": "Some words", "now": LATER}
    return {
        "take": by,
        "assign": {**by, "to": staff},
        "reply": {**by, **words},
        "ask": {**by, **words},
        "note": {**by, **words},
        "resolve": {**by, **words, "cause": cause},
        "reopen": {**by, **words},
        "requester_writes": words,
        "works_now": words,
        "not_me": words,
    }


def test_the_table_names_every_use_case_and_state():
    assert {*TABLE, "requester_resubmits"} == set(triage.ALLOWED)
    assert all(set(row) == set(State) for row in TABLE.values())


@pytest.mark.parametrize(("action", "state", "after"), CASES, ids=[f"{a} {s}" for a, s, _ in CASES])
def test_a_use_case_moves_the_ticket_as_the_table_says(ticket, staff, arguments, action, state, after):
    Ticket.objects.update(state=state, assignee=None if state == NEW else staff)
    use_case = getattr(triage, action)
    if after is None:
        with pytest.raises(triage.TransitionNotAllowed, match=ticket.reference):
            use_case(ticket=ticket, **arguments[action])
        assert ticket.events.count() == 1
    else:
        assert use_case(ticket=ticket, **arguments[action]).state == after
    ticket.refresh_from_db()
    assert ticket.state == (after or state)


def test_the_first_to_take_has_it(ticket, staff):
    triage.take(ticket=ticket, by=staff, now=LATER)
    with pytest.raises(triage.TransitionNotAllowed, match="somebody already"):
        triage.take(ticket=ticket, by=make_staff("kim.triage@contoso.com"), now=LATER)
    ticket.refresh_from_db()
    assert ticket.assignee == staff


def test_taking_it_twice_is_told_once(ticket, staff):
    for _press in range(2):
        triage.take(ticket=ticket, by=staff, now=LATER)
    assert ticket.events.filter(kind=TicketEvent.Kind.ASSIGNED).count() == 1


def test_assigning_takes_over_and_only_the_first_time_is_public(ticket, staff):
    other = make_staff("kim.triage@contoso.com")
    triage.take(ticket=ticket, by=staff, now=LATER)
    triage.assign(ticket=ticket, by=staff, to=other, now=LATER)
    assert list(ticket.events.filter(kind="assigned").values_list("is_public", "details__to")) == [
        (True, staff.pk),
        (False, other.pk),
    ]
    ticket.refresh_from_db()
    assert ticket.assignee == other


@pytest.mark.parametrize("action", ["reply", "ask", "resolve"])
def test_whoever_works_on_a_free_ticket_has_it(ticket, staff, arguments, action):
    assert getattr(triage, action)(ticket=ticket, **arguments[action]).assignee_id == staff.pk


def test_a_note_is_for_staff_only(ticket, staff):
    triage.note(ticket=ticket, by=staff, message="Policy CA012 looks wrong", now=LATER)
    assert not ticket.events.get(kind=TicketEvent.Kind.NOTED).is_public


def test_resolving_keeps_the_cause_and_the_time_and_reopening_clears_the_time(ticket, staff, cause):
    done = triage.resolve(ticket=ticket, by=staff, cause=cause, message="Group fixed.", now=LATER)
    assert (done.cause, done.resolved_at, done.updated_at) == (cause, LATER, LATER)
    again = triage.reopen(ticket=ticket, by=staff, message="Too early.", now=LATER)
    assert again.resolved_at is None


def test_staff_words_are_masked_as_well(ticket, staff):
    triage.reply(ticket=ticket, by=staff, message=f"Your password: {PASSWORD}", now=LATER)
    assert ticket.events.last().text == "Your password: [password removed]"


def test_the_same_words_twice_in_a_row_are_one_message(ticket, staff):
    for _press in range(2):
        triage.requester_writes(ticket=ticket, message="Still blocked", now=LATER)
    assert ticket.events.filter(kind="requester_wrote").count() == 1
    triage.reply(ticket=ticket, by=staff, message="Try again", now=LATER)
    triage.requester_writes(ticket=ticket, message="Still blocked", now=LATER)
    assert ticket.events.filter(kind="requester_wrote").count() == 2


def test_not_me_marks_the_ticket_and_warns_staff_only(ticket):
    marked = triage.not_me(ticket=ticket, message="", now=LATER)
    assert marked.is_held
    said, warning = ticket.events.order_by("pk")[1:]
    assert (said.kind, said.is_public) == ("not_me", True)
    assert (warning.kind, warning.is_public) == ("noted", False)
    assert "do not unblock" in warning.text


def test_not_me_pressed_twice_counts_once_and_more_words_are_heard(ticket):
    for message in ("", "", "I was asleep"):
        triage.not_me(ticket=ticket, message=message, now=LATER)
    assert list(ticket.events.filter(kind="not_me").values_list("text", flat=True)) == ["", "I was asleep"]


def test_not_me_is_heard_even_when_the_link_was_used_up(ticket):
    for number in range(triage.REQUESTER_EVENTS):
        triage.requester_writes(ticket=ticket, message=f"Words {number}", now=LATER)
    with pytest.raises(triage.TooManyMessagesError):
        triage.requester_writes(ticket=ticket, message="One more", now=LATER)
    assert triage.not_me(ticket=ticket, message="", now=LATER).is_held


def test_it_works_now_resolves_once(ticket):
    for _press in range(2):
        triage.works_now(ticket=ticket, message="Thank you", now=LATER)
    assert ticket.events.filter(kind="works_now").count() == 1


@pytest.mark.parametrize("again", [triage.requester_writes, triage.not_me])
def test_a_ticket_closed_and_opened_by_the_requester_alone_is_new_again(ticket, again):
    triage.works_now(ticket=ticket, message="", now=LATER)
    assert again(ticket=ticket, message="Blocked again", now=LATER).state == State.NEW


def test_words_beside_it_works_now_are_kept_though_it_was_faster(ticket, staff, cause):
    triage.resolve(ticket=ticket, by=staff, cause=cause, message="Policy fixed.", now=LATER)
    for _press in range(2):
        assert triage.works_now(ticket=ticket, message="Thank you", now=LATER).resolved_at == LATER
    assert list(ticket.events.filter(kind="works_now").values_list("text", flat=True)) == ["Thank you"]


@pytest.mark.django_db(transaction=True)
def test_of_five_who_press_take_at_once_one_has_it():
    ticket, staff = make_ticket(), [make_staff(f"staff{number}@contoso.com") for number in range(5)]
    start = threading.Barrier(5)

    def press(user):
        try:
            start.wait()
            return triage.take(ticket=ticket, by=user, now=LATER).assignee_id
        except triage.TransitionNotAllowed:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(press, staff))
    ticket.refresh_from_db()
    assert [answer for answer in answers if answer] == [ticket.assignee_id]
    assert ticket.events.filter(kind=TicketEvent.Kind.ASSIGNED).count() == 1
