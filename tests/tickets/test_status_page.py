import pytest

from diagnosis.reports.links import derive, digest
from diagnosis.tickets import triage
from diagnosis.tickets.models import State, Ticket
from tests.tickets.conftest import CORRELATION_ID, JWT, NOW, PASSWORD, make_ticket, ticket_path


def page(response):
    return response.content.decode()


def test_the_receipt_needs_no_mailbox(client, ticket):
    response = client.get(ticket_path(ticket))
    shown = page(response)
    assert response.status_code == 200
    assert f'data-testid="reference">{ticket.reference}<' in shown
    assert f"http://localhost:8000{ticket_path(ticket)}</a>" in shown
    for words in ('data-testid="status-link"', "QR code", CORRELATION_ID, "+49 30 555 0100", "Anyone with this link"):
        assert words in shown
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies


def test_nothing_is_inline(client, ticket):
    shown = page(client.get(ticket_path(ticket)))
    assert " style=" not in shown
    assert " onclick=" not in shown
    assert "<style" not in shown


def test_a_link_typed_in_capitals_opens(client, ticket):
    assert client.get(ticket_path(ticket).upper().replace("/T/", "/t/")).status_code == 200


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_told_in_words(client, ticket, state):
    Ticket.objects.update(state=state)
    assert f'data-state="{state}">{state.label}<' in page(client.get(ticket_path(ticket)))


def test_wrong_expired_and_revoked_links_answer_alike(client, ticket):
    old = ticket_path(ticket)
    Ticket.objects.update(link_generation=2, token_digest=digest(derive("ticket", ticket.pk, 2)))
    answers = [client.get(path) for path in (old, "/t/abcd1-aaaaaaaaaaaaaaaaaaaaaaaaaaaa/", "/t/x/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1


def test_nothing_changes_by_get(client, ticket):
    client.get(ticket_path(ticket) + "?action=works_now&message=x")
    assert Ticket.objects.get().state == State.NEW


def test_what_it_writes_is_shown_and_nothing_for_staff_only(client, ticket, staff, cause):
    triage.reply(ticket=ticket, by=staff, message="Please try <b>again</b>.", now=NOW)
    triage.note(ticket=ticket, by=staff, message="Policy CA012 is wrong", now=NOW)
    triage.resolve(ticket=ticket, by=staff, cause=cause, message="Try now.", now=NOW)
    shown = page(client.get(ticket_path(ticket)))
    assert "Please try &lt;b&gt;again&lt;/b&gt;." in shown
    assert "Try now." in shown
    for hidden in ("CA012", "dana", "Never exempt", cause.title):
        assert hidden not in shown


def test_a_reply_opens_a_waiting_ticket(client, ticket, staff):
    triage.ask(ticket=ticket, by=staff, message="Which device?", now=NOW)
    response = client.post(ticket_path(ticket), {"action": "reply", "message": "My laptop"})
    assert (response.status_code, response["Location"]) == (302, ticket_path(ticket))
    assert Ticket.objects.get().state == State.OPEN
    assert "My laptop" in page(client.get(ticket_path(ticket)))


def test_an_empty_reply_is_explained(client, ticket):
    response = client.post(ticket_path(ticket), {"action": "reply", "message": " "})
    assert "Write a few words first" in page(response)
    assert Ticket.objects.get().events.count() == 1


def test_it_works_now_resolves(client, ticket):
    client.post(ticket_path(ticket), {"action": "works_now", "message": "After the update"})
    assert Ticket.objects.get().state == State.RESOLVED
    assert "After the update" in page(client.get(ticket_path(ticket)))


def test_this_was_not_me_tells_what_to_do_and_leaves_the_verdict_to_staff(client, ticket):
    client.post(ticket_path(ticket), {"action": "not_me"})
    shown = page(client.get(ticket_path(ticket)))
    assert "Approve no sign-in request" in shown
    assert "+49 30 555 0100" in shown
    assert "account takeover" not in shown
    assert Ticket.objects.get().is_held


def test_secrets_in_a_message_are_masked(client, ticket):
    message = f"password: {PASSWORD}\nBearer {JWT}" + "m" * 4000
    assert PASSWORD not in page(client.post(ticket_path(ticket), {"action": "reply", "message": message}))
    client.post(ticket_path(ticket), {"action": "reply", "message": message[:150]})
    shown = page(client.get(ticket_path(ticket)))
    assert "[password removed]" in shown
    assert 'data-testid="masked-notice"' in shown
    assert PASSWORD not in shown
    assert JWT not in shown


def test_a_contact_that_can_not_be_read_is_pointed_out(client, report):
    ticket = make_ticket(report, contact_phone="", contact_email="Alex.Wilber@contoso.com")
    assert "is the account that is blocked" in page(client.get(ticket_path(ticket)))


def test_a_contact_that_can_be_read_is_not(client, ticket):
    assert "is the account that is blocked" not in page(client.get(ticket_path(ticket)))


def test_a_link_used_up_says_whom_to_call_and_keeps_the_words(client, ticket):
    for number in range(triage.REQUESTER_EVENTS):
        triage.requester_writes(ticket=ticket, message=f"Words {number}", now=NOW)
    response = client.post(ticket_path(ticket), {"action": "reply", "message": "One more"})
    assert response.status_code == 429
    assert "One more" in page(response)
    assert "+49 30 555 0100" in page(response)


def test_many_messages_from_one_client_hold_the_ticket(client, ticket):
    for number in range(11):
        client.post(ticket_path(ticket), {"action": "reply", "message": f"Words {number}"})
    assert Ticket.objects.get().is_held


def test_a_stranger_a_foreign_page_and_a_wrong_method_get_nowhere(client, ticket):
    words = {"action": "reply", "message": "Hello"}
    assert client.post("/t/abcd1-aaaaaaaaaaaaaaaaaaaaaaaaaaaa/", words).status_code == 404
    foreign = client.post(ticket_path(ticket), words, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert "Hello" in page(foreign)
    assert client.delete(ticket_path(ticket)).status_code == 405
    assert Ticket.objects.get().events.count() == 1


def test_the_page_costs_a_fixed_number_of_queries(client, django_assert_num_queries, db):
    ticket = make_ticket()
    for number in range(9):
        triage.requester_writes(ticket=ticket, message=f"Words {number}", now=NOW)
    with django_assert_num_queries(4):
        client.get(ticket_path(ticket))
