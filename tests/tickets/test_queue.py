"""The list of tickets in the admin."""

import re
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from diagnosis.tickets import triage
from diagnosis.tickets.models import State, Ticket
from tests.tickets.conftest import (
    CORRELATION_ID,
    REQUEST_ID,
    SIGNED_IN_AS,
    make_report,
    make_staff,
    make_ticket,
    sign_in,
)

LIST = "/admin/tickets/ticket/"


def listed(response):
    """The references in the result list, in order."""
    assert response.status_code == 200
    table = response.content.decode().partition('id="result_list"')[2]
    return re.findall(r"ticket-reference\">(SIH-\w{6})<", table)


def make_queue(number):
    return [make_ticket(make_report(), user_principal_name=f"person{i}@contoso.com") for i in range(number)]


def test_the_queue_shows_active_tickets_newest_first(desk):
    old = make_ticket(make_report(), now=timezone.now() - timedelta(days=2))
    new = make_ticket(make_report(), now=timezone.now())
    done = make_ticket(make_report())
    Ticket.objects.filter(pk=done.pk).update(state=State.RESOLVED)
    assert listed(desk.get(LIST)) == [new.reference, old.reference]
    assert listed(desk.get(LIST, {"state": "resolved"})) == [done.reference]
    assert len(listed(desk.get(LIST, {"state": "all"}))) == 3


def test_a_line_says_what_matters(desk, matched, cause):
    ticket = make_ticket(matched)
    Ticket.objects.update(is_held=True)
    shown = desk.get(LIST).content.decode()
    for words in (ticket.reference, "53003", cause.title, SIGNED_IN_AS, "Look twice", 'badge--new">New<'):
        assert words in shown
    assert 'data-testid="requester-unverified">Not verified<' in shown


def test_a_verified_requester_is_told_apart(desk, ticket):
    Ticket.objects.update(requester_state="verified")
    shown = desk.get(LIST).content.decode()
    assert ">Verified<" in shown
    assert "requester-unverified" not in shown


def test_a_line_says_that_the_employee_waits_for_an_answer(desk, staff, ticket):
    assert "They wrote" not in desk.get(LIST).content.decode()
    triage.requester_writes(ticket=ticket, message="Hello?", now=timezone.now())
    triage.note(ticket=ticket, by=staff, message="Seen", now=timezone.now())
    assert "They wrote" in desk.get(LIST).content.decode()
    triage.reply(ticket=ticket, by=staff, message="Try again", now=timezone.now())
    assert "They wrote" not in desk.get(LIST).content.decode()


@pytest.mark.parametrize(
    "words",
    [
        REQUEST_ID,
        f"  {CORRELATION_ID.upper()} ",
        f"Correlation Id: {CORRELATION_ID}",
        CORRELATION_ID.replace("-", ""),
        CORRELATION_ID[:9],
        "Alex.Wilber@contoso.com",
        "alex.wil",
        "wilber",
        "megan  BOWEN",
        "Private@example.com",
        "aadsts 53003",
        "53003",
    ],
)
def test_a_search_finds_a_ticket_in_any_state(desk, words):
    make_queue(2)
    Ticket.objects.update(request_id="", correlation_id="", main_code="50105")
    ticket = make_ticket(make_report(), name="Megan Bowen", contact_email="private@example.com")
    Ticket.objects.filter(pk=ticket.pk).update(state=State.RESOLVED)
    assert listed(desk.get(LIST, {"q": words})) == [ticket.reference]


def test_a_search_finds_by_reference_with_or_without_its_beginning(desk):
    ticket, *_others = make_queue(3)
    for words in (ticket.reference, ticket.reference.lower(), ticket.reference.removeprefix("SIH-")):
        assert listed(desk.get(LIST, {"q": words})) == [ticket.reference]


@pytest.mark.parametrize("words", ["%", "_", "' OR 1=1", "nobody@example.com", "x" * 3000])
def test_a_search_for_something_else_finds_nothing(desk, ticket, words):
    assert listed(desk.get(LIST, {"q": words})) == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"code": "53003"}, True),
        ({"code": "50105"}, False),
        ({"cause": "conditional-access-policy"}, True),
        ({"cause": "user-risk"}, False),
        ({"app": "Teams"}, True),
        ({"app": "Outlook"}, False),
        ({"assignee": "me"}, True),
        ({"assignee": "nobody"}, False),
        ({"assignee": "x"}, False),
        ({"age": "day"}, True),
        ({"age": "older-day"}, False),
        ({"age": "hour", "state": "open"}, True),
    ],
)
def test_filters_narrow_the_queue(desk, staff, matched, query, is_found):
    ticket = make_ticket(matched, now=timezone.now(), app="Teams")
    triage.take(ticket=ticket, by=staff, now=timezone.now())
    assert listed(desk.get(LIST, query)) == ([ticket.reference] if is_found else [])


@pytest.mark.parametrize(
    "query",
    [
        {"age": "a-century"},
        {"assignee": "9" * 5000},
        {"assignee": "9" * 23},
        *({name: "\x00"} for name in ("state", "code", "cause", "app", "assignee", "age", "q")),
    ],
)
def test_a_filter_nobody_offered_does_no_harm(desk, ticket, query):
    assert desk.get(LIST, query).status_code == 200


def test_the_list_costs_the_same_for_one_ticket_and_for_many(desk, django_assert_num_queries):
    make_queue(30)
    with django_assert_num_queries(11):
        assert len(listed(desk.get(LIST, {"q": "person"}))) == 30


@pytest.mark.parametrize("lookup", ["token_digest__startswith", "message__regex", "report__client_digest"])
def test_no_column_can_be_asked_about_freely(desk, ticket, lookup):
    assert desk.get(LIST, {lookup: "a"}).status_code == 400


def test_a_secret_in_the_search_box_is_masked_in_page_and_address(desk, ticket):
    response = desk.get(LIST, {"q": "Password: Summer2026!", "state": "all"}, follow=True)
    assert "Summer2026" not in response.content.decode()
    assert "[password removed]" in response.content.decode()
    assert len(response.redirect_chain) == 1
    assert "state=all" in response.redirect_chain[0][0]


def test_what_strangers_write_is_escaped(desk):
    make_ticket(make_report(), user_principal_name="<script>alert(1)</script>", app="<img src=x>")
    shown = desk.get(LIST).content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown


def test_taking_several_asks_first(desk, staff):
    tickets = make_queue(2)
    chosen = {"action": "take_selected", "_selected_action": [str(ticket.pk) for ticket in tickets]}
    asked = desk.post(LIST, chosen).content.decode()
    assert "Take these tickets?" in asked
    assert Ticket.objects.waiting().count() == 2
    assert desk.post(LIST, {**chosen, "confirmed": "yes"}).status_code == 302
    assert set(Ticket.objects.values_list("state", "assignee")) == {("open", staff.pk)}


def test_resolving_several_needs_words_and_skips_what_can_not_be(desk, cause):
    first, second = make_queue(2)
    Ticket.objects.filter(pk=second.pk).update(state=State.CLOSED)
    chosen = {"action": "resolve_selected", "_selected_action": [str(first.pk), str(second.pk)], "confirmed": "yes"}
    assert "Write a few words first" in desk.post(LIST + "?state=all", chosen).content.decode()
    answer = desk.post(LIST + "?state=all", {**chosen, "cause": cause.slug, "message": "Policy fixed."}, follow=True)
    told = answer.content.decode()
    assert "1 ticket done." in told
    assert f"{second.reference} is closed" in told
    assert set(Ticket.objects.values_list("state", flat=True)) == {"resolved", "closed"}


def test_nothing_can_be_added_or_deleted(desk, ticket):
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{ticket.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in desk.get(LIST).content.decode()


def test_who_may_only_read_can_not_act(client, ticket):
    reader = sign_in(client, make_staff("reader@contoso.com", may=("view_ticket",)))
    assert listed(reader.get(LIST)) == [ticket.reference]
    reader.post(LIST, {"action": "take_selected", "_selected_action": str(ticket.pk), "confirmed": "yes"})
    assert Ticket.objects.get().state == State.NEW


def test_who_has_no_right_or_no_second_factor_sees_nothing(client, ticket):
    assert sign_in(client, make_staff("content@contoso.com", may=())).get(LIST).status_code == 403
    client.force_login(make_staff("new@contoso.com"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(LIST).status_code == 302
    client.logout()
    assert client.get(LIST).status_code == 302


def test_a_search_from_the_new_tickets_looks_into_all_states(desk, ticket):
    Ticket.objects.update(state=State.RESOLVED)
    shown = desk.get(LIST, {"state": "new", "code": "53003"}).content.decode()
    form = shown.partition('id="changelist-search"')[2].partition("</form>")[0]
    assert 'name="state"' not in form
    assert '<input type="hidden" name="code" value="53003">' in form


@pytest.mark.parametrize(
    ("query", "words", "way_on"),
    [
        ({}, "there is no active ticket", "?state=all"),
        ({"state": "closed"}, "No ticket matches these filters", "?"),
        ({"q": "zz"}, "No ticket matches “zz”", "?"),
        ({"q": "zz", "state": "closed"}, "No ticket with these filters matches", "?q=zz"),
    ],
)
def test_an_empty_list_says_why_and_leads_on(desk, query, words, way_on):
    shown = desk.get(LIST, query).content.decode()
    told = shown.partition("queue-empty")[2].partition("</div>")[0]
    assert words in told
    assert f'href="{way_on}"' in told


def test_tickets_are_counted_for_the_first_page(staff, cause):
    first, second, *_others = make_queue(4)
    triage.take(ticket=first, by=staff, now=timezone.now())
    triage.resolve(ticket=second, by=staff, cause=cause, message="Done", now=timezone.now())
    template = Template("{% load triage %}{% ticket_counts user as n %}{{ n.new }} {{ n.mine }} {{ n.active }}")
    assert template.render(Context({"user": staff})) == "2 1 3"
