"""The page a locked-out person came for, in a real browser: what to do first is in sight, on every screen."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import PHONE
from tests.browser.test_journey import PASTED, SECRETS, diagnose
from tests.browser.test_public_pages import OPEN_ALL, SCREENS, SMALL_TARGETS, WIDTH

NewPage = Callable[..., Page]
TEXTS = (
    SECRETS,
    "AADSTS530039: something new",
    "My printer says paper jam",
    "projector beamer coffee 53003 coffee beamer",
)


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_on_any_answer(live_server: LiveServer, new_page: NewPage, width: int, scheme: str) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for text in TEXTS:
        diagnose(page, live_server.url, text)
        page.evaluate(OPEN_ALL)
        violations = Axe().run(page).response["violations"]
        assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == [], text
        assert page.evaluate(WIDTH) <= width, text


@pytest.mark.usefixtures("content")
def test_on_a_phone_the_first_screen_says_who_acts_and_leads_to_it(live_server: LiveServer, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE, java_script=False)
    diagnose(page, live_server.url, PASTED)

    for words in ("Your password was accepted", "Only your IT staff can end this."):
        expect(page.get_by_text(words).first).to_be_in_viewport()
    expect(page.get_by_test_id("step").first).to_be_in_viewport()
    in_reach = page.get_by_role("link", name="Send to IT").and_(page.locator(".reach a"))
    expect(in_reach).to_be_in_viewport(ratio=1)
    in_reach.click()
    expect(page.locator("[name=user_id]")).to_be_visible()


@pytest.mark.usefixtures("content")
def test_everything_on_the_answer_can_be_hit_with_a_thumb(live_server: LiveServer, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE)
    diagnose(page, live_server.url, PASTED)
    page.evaluate(OPEN_ALL)

    assert page.evaluate(SMALL_TARGETS) == []
