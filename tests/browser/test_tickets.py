"""The hand-off, the ticket's own page and the staff's ticket page in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from diagnosis.tickets import triage
from diagnosis.tickets.models import Ticket
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_journey import sign_in
from tests.browser.test_public_pages import SCREENS, SMALL_TARGETS, WIDTH
from tests.tickets.conftest import NOW, handoff_path, make_report, make_ticket, ticket_path

NewPage = Callable[..., Page]


def told_ticket() -> Ticket:
    """A ticket with a history: something of every kind that stands on its page."""
    ticket = make_ticket(message="My password: Winter-Sun-42!", device="Windows 10", name="Alex Wilber")
    triage.requester_writes(ticket=ticket, message="x" * 300, now=NOW)
    triage.not_me(ticket=ticket, message="I never tried.", now=NOW)
    return ticket


def states_of_the_public_pages(page: Page, base: str) -> Iterator[str]:
    """Opens one page after the other, empty, full and with mistakes."""
    report = make_report()
    page.goto(base + handoff_path(report))
    yield "hand-off"
    page.locator("[name=occurred_at]").fill("2026-10-25T02:30")
    page.locator("[name=time_zone]").select_option("Europe/Berlin")
    page.get_by_role("button", name="Send to IT").click()
    expect(page.locator("#errors")).to_be_focused()
    yield "hand-off with mistakes"
    page.goto(base + handoff_path(make_report("Timestamp: 03/09/2026, 15:32:53\nError Code: 53003")))
    yield "hand-off with an unclear time"
    page.goto(base + ticket_path(told_ticket()))
    yield "ticket"
    ticket = make_ticket(report)
    Ticket.objects.filter(pk=ticket.pk).update(link_generation=2, token_digest="0" * 64)
    page.goto(base + handoff_path(report))
    yield "replaced link"


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    transactional_db: None, live_server: LiveServer, new_page: NewPage, width: int, scheme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for state in states_of_the_public_pages(page, live_server.url):
        violations = Axe().run(page).response["violations"]
        assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == [], state
        assert page.evaluate(WIDTH) <= width, state


def test_everything_on_a_phone_can_be_hit_with_a_thumb(
    transactional_db: None, live_server: LiveServer, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE)
    for state in states_of_the_public_pages(page, live_server.url):
        # A radio button's target is the tile around it.
        assert [found for found in page.evaluate(SMALL_TARGETS) if 'type="radio"' not in found] == [], state
        assert page.evaluate("[...document.querySelectorAll('.choices label')].every(e => e.offsetHeight >= 44)"), state


def test_the_known_time_follows_the_zone_until_the_person_writes_one(
    transactional_db: None, live_server: LiveServer, new_page: NewPage
) -> None:
    report = make_report()
    page = new_page(viewport=PHONE, timezone_id="America/Denver")
    page.goto(live_server.url + handoff_path(report))
    time, zone = page.locator("[name=occurred_at]"), page.locator("[name=time_zone]")
    expect(zone).to_have_value("America/Denver")
    expect(time).to_have_value("2026-11-03T01:14")
    zone.select_option("Asia/Tokyo")
    expect(time).to_have_value("2026-11-03T17:14")
    page.locator("[name=user_id]").fill("alex.wilber@contoso.com")
    page.locator("[name=contact_phone]").fill("+49 171 5550100")
    page.get_by_role("button", name="Send to IT").click()
    page.wait_for_url("**/t/**")
    ticket = Ticket.objects.get()
    assert f"{ticket.occurred_at:%H:%M:%S}" == "08:14:27"
    assert (ticket.time_zone, ticket.occurred_at_source) == ("Asia/Tokyo", "pasted")


def test_a_time_of_the_persons_own_is_left_alone(
    transactional_db: None, live_server: LiveServer, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE, timezone_id="America/Denver")
    page.goto(live_server.url + handoff_path(make_report()))
    page.locator("[name=occurred_at]").fill("2026-11-02T20:00")
    page.locator("[name=time_zone]").select_option("Asia/Tokyo")
    expect(page.locator("[name=occurred_at]")).to_have_value("2026-11-02T20:00")


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(("width", "scheme"), SCREENS[:3])
def test_staff_pages_are_accessible_on_every_screen(
    live_server: LiveServer, staff: str, new_page: NewPage, width: int, scheme: str
) -> None:
    ticket = told_ticket()
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    sign_in(page, live_server.url, staff)
    for path in (f"tickets/ticket/{ticket.pk}/change/", "tickets/ticket/?q=alex", "tickets/ticket/"):
        page.goto(f"{live_server.url}/{settings.ADMIN_PATH}{path}")
        violations = Axe().run(page).response["violations"]
        assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == [], path
        assert page.evaluate(WIDTH) <= width, path


@pytest.mark.usefixtures("content")
def test_staff_ask_and_the_menus_close_by_escape(live_server: LiveServer, staff: str, new_page: NewPage) -> None:
    ticket = told_ticket()
    page = new_page(viewport=DESKTOP)
    sign_in(page, live_server.url, staff)
    page.goto(f"{live_server.url}/{settings.ADMIN_PATH}tickets/ticket/")
    menu = page.locator("details.queue-filter").first
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    page.locator("#result_list tbody a").first.click()
    page.locator("form[action$='/reply/'] [name=message]").fill("Which laptop is it?")
    page.get_by_role("button", name="Ask and wait").click()
    expect(page.get_by_test_id("ticket-state")).to_have_text("Waiting for the employee")
    assert Ticket.objects.get(pk=ticket.pk).state == "pending"
