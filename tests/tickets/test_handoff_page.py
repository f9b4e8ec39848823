import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from diagnosis.engine.types import DeviceDetails
from diagnosis.reports.links import derive, digest
from diagnosis.reports.models import ContextAnswer, StepOutcome
from diagnosis.tickets.models import Ticket
from diagnosis.tickets.triage import REQUESTER_EVENTS
from tests.tickets.conftest import (
    BLOCK,
    CORRELATION_ID,
    IPHONE,
    JWT,
    NOW,
    PASSWORD,
    REQUEST_ID,
    SIGNED_IN_AS,
    WINDOWS_EDGE,
    handoff_path,
    make_report,
    make_ticket,
    ticket_path,
)

LEAST = {"user_id": SIGNED_IN_AS, "contact_phone": "+49 30 555 0123"}
TICKET_PATH = re.compile(r"/t/[a-z2-7]{4}1-[a-z2-7]{28}/")


def page(response):
    return response.content.decode()


def test_the_page_shows_what_is_known_and_what_goes_along(client, report):
    StepOutcome.objects.create(report=report, instruction="Use the work computer", has_worked=False, recorded_at=NOW)
    ContextAnswer.objects.create(report=report, question="network", answer="vpn", answered_at=NOW)
    response = client.get(handoff_path(report))
    shown = page(response)
    assert response.status_code == 200
    for words in (REQUEST_ID, CORRELATION_ID, "AADSTS53003", "Use the work computer", "Through a VPN"):
        assert words in shown
    assert "From the text you pasted" in shown
    assert "We never ask for your password" in shown
    assert "+49 30 555 0100" in shown
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]


def test_another_device_is_preselected_when_the_browser_is_another(client, db):
    shown = page(client.get(handoff_path(make_report(device=IPHONE))))
    assert re.search(r'value="other"[^>]*checked', shown)


def test_what_was_filled_in_for_the_person_is_never_too_long(client, db):
    long = BLOCK.replace("Office 365 Exchange Online", "x" * 160).replace("Unregistered", "y" * 160)
    talkative = DeviceDetails(platform="Windows", model="z" * 500)
    for text, device in ((long, WINDOWS_EDGE), ("Error Code: 53003", talkative)):
        response = client.post(handoff_path(make_report(text, device=device)), LEAST)
        assert response.status_code == 302, response.content.decode()


def test_user_id_and_phone_open_a_ticket(client, report):
    response = client.post(handoff_path(report), LEAST)
    ticket = Ticket.objects.get()
    assert response.status_code == 302
    assert TICKET_PATH.fullmatch(response["Location"])
    assert response["Location"] == ticket_path(ticket)
    assert (ticket.user_principal_name, ticket.contact_phone) == (SIGNED_IN_AS, "+49 30 555 0123")


def test_no_cookie_is_needed_or_set(report):
    response = Client(enforce_csrf_checks=True).post(handoff_path(report), LEAST)
    assert response.status_code == 302
    assert not response.cookies


def test_a_mistake_keeps_every_word_and_stores_nothing(client, report):
    response = client.post(handoff_path(report), {"user_id": SIGNED_IN_AS, "message": "I am at the <b>airport</b>."})
    shown = page(response)
    assert response.status_code == 200
    assert "one way to reach you" in shown
    assert "I am at the &lt;b&gt;airport&lt;/b&gt;." in shown
    assert 'role="alert"' in shown
    assert not Ticket.objects.exists()


def test_a_time_that_came_twice_asks_which_one(client, report):
    twice = {**LEAST, "occurred_at": "2026-10-25T02:30", "time_zone": "Europe/Berlin"}
    shown = page(client.post(handoff_path(report), twice))
    assert 'name="fold"' in shown
    assert client.post(handoff_path(report), {**twice, "fold": "1"}).status_code == 302
    assert f"{Ticket.objects.get().occurred_at:%H:%M}" == "01:30"


def test_the_fold_is_asked_only_when_it_matters(client, report):
    assert 'name="fold"' not in page(client.get(handoff_path(report)))


def test_a_repeat_leads_to_the_same_living_link(client, report):
    first = client.post(handoff_path(report), LEAST)["Location"]
    assert client.post(handoff_path(report), LEAST)["Location"] == first
    assert client.post(handoff_path(report), {**LEAST, "message": "Other words"})["Location"] == first
    assert client.get(handoff_path(report))["Location"] == first
    assert Ticket.objects.count() == 1


def test_a_replay_says_whom_to_call_where_only_the_generation_was_raised(client, report):
    client.post(handoff_path(report), LEAST)
    Ticket.objects.update(link_generation=2)
    response = client.post(handoff_path(report), LEAST)
    assert response.status_code == 410
    assert "+49 30 555 0100" in page(response)


def test_a_replay_does_not_reveal_the_successor_of_a_revoked_link(client, report):
    ticket = make_ticket(report)
    successor = derive("ticket", ticket.pk, 2)
    Ticket.objects.update(link_generation=2, token_digest=digest(successor))
    for response in (client.get(handoff_path(report)), client.post(handoff_path(report), LEAST)):
        assert response.status_code == 410
        assert "+49 30 555 0100" in page(response)
        assert successor not in page(response)
        assert ticket.reference not in page(response)
    assert client.get(f"/t/{successor}/").status_code == 200


def test_a_stranger_and_a_wrong_method_get_nowhere(client, report):
    assert client.get("/diagnose/abcd1-aaaaaaaaaaaaaaaaaaaaaaaaaaaa/ticket/").status_code == 404
    assert client.post("/diagnose/abcd1-aaaaaaaaaaaaaaaaaaaaaaaaaaaa/ticket/", LEAST).status_code == 404
    assert client.put(handoff_path(report)).status_code == 405


def test_a_foreign_page_can_not_send_the_form_and_the_words_stay(client, report):
    response = client.post(handoff_path(report), LEAST, headers={"Origin": "https://evil.example.com"})
    assert response.status_code == 403
    assert SIGNED_IN_AS in page(response)
    assert not Ticket.objects.exists()


def test_many_from_one_client_are_held_and_none_is_refused(client, db):
    for _number in range(7):
        assert client.post(handoff_path(make_report()), LEAST).status_code == 302
    held = list(Ticket.objects.order_by("created_at").values_list("is_held", flat=True))
    assert held == [False] * 5 + [True] * 2


def test_a_link_used_up_says_whom_to_call_and_keeps_the_words(client, report):
    for number in range(REQUESTER_EVENTS):
        make_ticket(report, message=f"Words {number}")
    make_ticket(report)
    response = client.post(handoff_path(report), {**LEAST, "message": "One more"})
    assert response.status_code == 429
    assert "One more" in page(response)
    assert "+49 30 555 0100" in page(response)


def test_secrets_in_any_field_reach_neither_page_nor_database(client, report):
    secrets = {
        "name": f"Bearer {JWT}",
        "device": f"password: {PASSWORD}",
        "app": "https://app.contoso.com/?code=0.AXoAq1B2C3D4E5F6G7H8J9K0LmNoPqRsTuVwXyZaBc&state=abcdef123456",
        "message": f"My password: {PASSWORD} and {JWT}",
    }
    shown = page(client.post(handoff_path(report), secrets))
    client.post(handoff_path(report), {**LEAST, **secrets})
    stored = str(list(Ticket.objects.values())) + str(list(Ticket.objects.get().events.values()))
    for secret in (JWT, PASSWORD, "AXoAq1B2"):
        assert secret not in shown
        assert secret not in stored


def test_the_raw_token_is_nowhere_in_the_database(client, report):
    token = client.post(handoff_path(report), LEAST)["Location"].split("/")[2]
    stored = str(list(Ticket.objects.values())) + str(list(Ticket.objects.get().events.values()))
    assert token not in stored
    assert digest(token) in stored


def test_hostile_and_huge_input_is_answered(client, report):
    junk = {"user_id": "\x00\ud7ff<script>" * 3, "contact_phone": "1" * 70_000, "message": "\u202e" * 70_000}
    response = client.post(handoff_path(report), junk)
    assert response.status_code == 200
    assert "<script>" not in page(response)
    huge = client.post(handoff_path(report), {**LEAST, "message": "m" * 4_000_000})
    assert huge.status_code == 200
    assert not Ticket.objects.exists()


def test_the_page_costs_a_fixed_number_of_queries(client, report, django_assert_num_queries):
    for number in range(5):
        StepOutcome.objects.create(report=report, instruction=f"Step {number}", has_worked=False, recorded_at=NOW)
    with django_assert_num_queries(5):
        client.get(handoff_path(report))


@pytest.mark.django_db(transaction=True)
def test_five_parallel_posts_end_in_the_same_ticket_and_link():
    report = make_report(created_at=timezone.now() - timedelta(minutes=1))

    def send(_number):
        try:
            return Client().post(handoff_path(report), LEAST)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        links = list(pool.map(send, range(5)))
    assert Ticket.objects.count() == 1
    assert set(links) == {ticket_path(Ticket.objects.get())}
