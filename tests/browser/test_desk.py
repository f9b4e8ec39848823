"""The queue and a ticket as staff meet them in a real browser."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from diagnosis.tickets import triage
from diagnosis.tickets.models import Ticket
from tests.browser.conftest import DESKTOP, PASSWORD, PHONE, STAFF, totp_code
from tests.tickets.conftest import CORRELATION_ID, NOW, make_report, make_ticket

QUEUE = "/admin/tickets/ticket/"


@pytest.fixture
def ticket(transactional_db: None) -> Ticket:
    ticket = make_ticket(
        make_report(has_live_code=True), device="another one", name="Alex Wilber", is_other_device=True
    )
    make_ticket(make_report())
    return triage.requester_writes(ticket=ticket, message="It says the same", now=NOW)


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/admin/")
    page.locator("[name=login]").fill(STAFF)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").first.click()
    page.locator("[name=code]").fill(totp_code())
    page.locator("form:has([name=code]) button[type=submit]").first.click()
    page.wait_for_url(f"{base}/admin/")


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_queue_and_ticket_fit_the_screen_and_can_be_used_by_everybody(
    live_server: object, new_page: Callable[..., Page], ticket: Ticket, viewport: dict[str, int], scheme: str
) -> None:
    base = live_server.url  # type: ignore[attr-defined]
    page = new_page(viewport=viewport, color_scheme=scheme)
    sign_in(page, base)
    addresses = [QUEUE, f"{QUEUE}?q={CORRELATION_ID}", f"{QUEUE}?state=closed", f"{QUEUE}{ticket.pk}/change/"]
    for address in addresses:
        page.goto(base + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
    expect(page.get_by_test_id("unanswered")).to_contain_text("It says the same")
    expect(page.get_by_test_id("log-correlation_id")).to_have_text(CORRELATION_ID)

    # axe styles the page while it looks, which the policy rightly refuses: it looks from a tab of its own.
    looking = page.context.new_page()
    found = {}
    for address in addresses:
        looking.goto(base + address)
        violations = Axe().run(looking).response["violations"]
        found |= {f"{address} {v['id']}": v["nodes"][0]["html"] for v in violations}
    assert found == {}


@pytest.mark.usefixtures("staff")
def test_words_of_an_answer_that_came_too_late_are_still_on_the_page(
    live_server: object, new_page: Callable[..., Page], ticket: Ticket
) -> None:
    base = live_server.url  # type: ignore[attr-defined]
    page = new_page(viewport=DESKTOP)
    sign_in(page, base)
    page.goto(f"{base}{QUEUE}{ticket.pk}/change/")
    page.locator("#id_reply_message").fill("Which network are you in?")
    triage.works_now(ticket=ticket, message="", now=NOW)
    page.get_by_role("button", name="Ask and wait").click()
    expect(page.get_by_test_id("unsent")).to_have_text("Which network are you in?")
    expect(page.get_by_test_id("ticket-state")).to_have_text("Resolved")
