"""Public pages in a real browser: accessible, within every screen, and whole without scripts."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import PHONE

NewPage = Callable[..., Page]
PATHS = (
    "/",
    "/diagnose/",
    "/help/",
    "/help/error-code-53003/",
    "/faq/",
    "/e/53003/",
    "/e/100001/",
    "/e/999999/",
    "/accounts/login/",
)
SCREENS = [(1280, "light"), (1280, "dark"), (390, "dark"), (320, "light")]
OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"
WIDTH = "document.documentElement.scrollWidth"
# Links inside running text are exempt from the size rule (WCAG 2.5.8).
SMALL_TARGETS = """
[...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea')]
  .filter(e => { const box = e.getBoundingClientRect(); return box.height > 0 && box.height < 43.5 })
  .filter(e => !e.closest('.prose, p:not(.reach), dd, .skip-link'))
  .map(e => e.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    content: None, live_server: LiveServer, new_page: NewPage, width: int, scheme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for path in PATHS:
        page.goto(f"{live_server.url}{path}")
        page.evaluate(OPEN_ALL)
        violations = Axe().run(page).response["violations"]
        assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == [], path
        assert page.evaluate(WIDTH) <= width, path


def test_everything_on_a_phone_can_be_hit_with_a_thumb(
    content: None, live_server: LiveServer, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE)
    for path in PATHS:
        page.goto(f"{live_server.url}{path}")
        page.evaluate(OPEN_ALL)
        assert page.evaluate(SMALL_TARGETS) == [], path


def test_without_scripts_the_box_is_in_reach_from_the_middle_of_the_article(
    content: None, live_server: LiveServer, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE, java_script=False)
    page.goto(f"{live_server.url}/help/error-code-53003/#how-to-prevent-it")

    page.get_by_role("link", name="Paste your error").click()

    expect(page.get_by_test_id("error-text")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Paste", exact=True)).to_be_hidden()


def test_the_keyboard_reaches_the_box_past_the_skip_link(
    content: None, live_server: LiveServer, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{live_server.url}/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "text":
            return
    pytest.fail("the box for the error text is not among the first three stops of the page")
