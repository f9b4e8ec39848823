"""Staff sign-in and the admin in a real browser: the policy allows nothing inline, and nothing there needs it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from diagnosis.catalogue.models import Cause, CodeCause, ErrorCode, Example, Step
from tests.accounts.people import code
from tests.browser.conftest import DESKTOP, PASSWORD, PHONE, TOTP_SECRET, totp_code

ADMIN = "/admin/"
BOSS = "boss@example.com"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def make_account(folder: Path, *, secret: str = "") -> None:
    password = folder / "password.txt"
    password.write_text(PASSWORD)
    options = ["--totp-secret", secret] if secret else []
    call_command("create_staff", BOSS, "--role", "admin", "--password-file", str(password), *options)


@pytest.fixture
def knowledge(transactional_db: None) -> None:
    texts = {"title": "Blocked place", "summary": "S", "meaning": "M", "source": "S", "reviewed_on": date(2026, 1, 1)}
    cause = Cause.objects.create(slug="sign-in-location", **texts)
    Step.objects.create(cause=cause, key="go-home", actor="employee", instruction="Go home")
    code = ErrorCode.objects.create(code="53003")
    CodeCause.objects.create(error_code=code, cause=cause)
    Example.objects.create(key="a", cause=cause, text="Outlook locks me out abroad")


@pytest.fixture
def base(live_server: object) -> str:
    # Passkeys refuse bare addresses.
    return live_server.url.replace("127.0.0.1", "localhost")  # type: ignore[attr-defined]


def press(page: Page, field: str) -> None:
    page.locator(f"form:has([name={field}]) button[type=submit]").first.click()


def enter_password(page: Page, base: str) -> None:
    page.goto(base + ADMIN)
    page.locator("[name=login]").fill(BOSS)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "password")


def enter_code(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    press(page, "code")


def sign_in(page: Page, base: str) -> None:
    enter_password(page, base)
    enter_code(page, totp_code())
    page.wait_for_url(base + ADMIN)


def code_for(secret: str) -> str:
    return code(secret, seconds_needed=8)


@pytest.mark.parametrize(
    ("viewport", "java_script"), [(PHONE, False), (DESKTOP, True)], ids=["phone without scripts", "desktop"]
)
def test_the_first_sign_in_enrols_an_app_and_the_next_one_uses_it(
    base: str,
    new_page: Callable[..., Page],
    tmp_path: Path,
    transactional_db: None,
    viewport: dict[str, int],
    java_script: bool,
) -> None:
    make_account(tmp_path)
    page = new_page(viewport=viewport, java_script=java_script)
    enter_password(page, base)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your authenticator app")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    secret = page.get_by_test_id("totp-secret").inner_text()
    enter_code(page, "12")
    expect(page.locator(".field__error")).to_be_visible()
    expect(page.get_by_test_id("totp-secret")).to_have_text(secret)
    enter_code(page, code_for(secret))
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    enter_code(page, code_for(secret))
    page.wait_for_url(base + ADMIN)
    expect(page.get_by_test_id("new-tickets")).to_contain_text("0")

    page.locator("#logout-form button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("IT staff sign-in")
    allow_another_code()
    enter_password(page, base)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    enter_code(page, code_for(secret))
    page.wait_for_url(base + ADMIN)


def allow_another_code() -> None:
    """A code works once in its half minute; the test does not wait for the next one."""
    from django.core.cache import cache

    cache.clear()


def test_a_passkey_is_enrolled_and_signs_in_by_itself(
    base: str, new_page: Callable[..., Page], tmp_path: Path, transactional_db: None
) -> None:
    make_account(tmp_path)
    page = new_page(viewport=DESKTOP)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    enter_password(page, base)
    page.get_by_role("link", name="Add a key instead").click()
    page.locator("[name=passwordless]").check()
    page.get_by_role("button", name="Add the key").click()
    page.get_by_role("button", name="Use the key").click()
    page.wait_for_url(base + ADMIN)

    page.locator("#logout-form button").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(base + ADMIN)


def test_a_passkey_that_gives_no_answer_is_said_on_the_page(
    base: str, new_page: Callable[..., Page], transactional_db: None
) -> None:
    page = new_page(viewport=PHONE)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, "isUserVerified": False}})
    page.goto(f"{base}/accounts/login/")
    notice = page.locator("[data-passkey-problem]")
    expect(notice).to_be_hidden()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(notice).to_be_visible()


PAGES = (
    "",
    "tickets/ticket/",
    "catalogue/cause/",
    "catalogue/cause/add/",
    "catalogue/errorcode/?q=53003",
    "catalogue/signature/add/",
    "catalogue/example/",
    "accounts/user/",
    "accounts/user/add/",
    "help/article/add/",
    "help/faqentry/add/",
    "password_change/",
)
OWN_PAGES = ("2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/totp/deactivate/", "password/change/", "logout/")


@pytest.mark.usefixtures("knowledge")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_admin_pages_run_under_the_strict_policy_and_can_be_used_by_everybody(
    base: str, new_page: Callable[..., Page], tmp_path: Path, scheme: str
) -> None:
    make_account(tmp_path, secret=TOTP_SECRET)
    page = new_page(viewport=DESKTOP, color_scheme=scheme)
    sign_in(page, base)
    addresses = [f"{ADMIN}{path}" for path in PAGES] + [f"/accounts/{path}" for path in OWN_PAGES]
    for address in addresses:
        response = page.goto(base + address)
        assert response is not None
        assert response.status == 200, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.goto(f"{base}{ADMIN}catalogue/cause/")
    page.locator("#result_list tbody a").first.click()
    steps = page.locator(".inline-related:not(.empty-form)")
    expect(steps).to_have_count(1)
    page.locator("#steps-group .add-row a").click()
    expect(steps).to_have_count(2)
    addresses.append(urlsplit(page.url).path)

    # axe styles the page while it looks, which the policy rightly refuses: it looks from a tab whose console nobody reads.
    looking = page.context.new_page()
    found = {}
    for address in addresses:
        looking.goto(base + address)
        violations = Axe().run(looking).response["violations"]
        found |= {f"{address} {v['id']}": v["nodes"][0]["html"] for v in violations}
    assert found == {}
