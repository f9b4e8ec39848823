"""The main job, end to end: a locked-out employee, a ticket, IT staff, an answer."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PASSWORD, PHONE, totp_code

CORRELATION_ID = "019f2b77-41c8-7d20-8f11-6a0b5c3d9e42"
REQUEST_ID = "7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00"
PASTED = f"""You don't have access to this
Troubleshooting details
If you contact your administrator, send this info to them.
Copy info to clipboard
Error Code: 53003
Request Id: {REQUEST_ID}
Correlation Id: {CORRELATION_ID}
Timestamp: 2026-11-03T08:14:27.318Z
App name: Office 365 Exchange Online
App id: 00000002-0000-0ff1-ce00-000000000000
IP address: 203.0.113.44
Device identifier: Not available
Device platform: Windows 10
Device state: Unregistered
Flag sign-in errors for review: Enable flagging
"""
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGV4In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
CALLBACK_CODE = "0.AXoAq1B2C3D4E5F6G7H8J9K0LmNoPqRsTuVwXyZ"
PASSWORD_TYPED = "Winter-Sun-42!"
SECRETS = f"""{PASTED}
https://app.contoso.com/signin-oidc?code={CALLBACK_CODE}&state=abc123def456
Authorization: Bearer {JWT}
My password: {PASSWORD_TYPED}
"""


def diagnose(page: Page, base: str, text: str) -> None:
    page.goto(f"{base}/")
    page.get_by_test_id("error-text").fill(text)
    page.get_by_test_id("submit-diagnosis").click()
    page.wait_for_url(re.compile(r"/diagnose/[^/]+/$"))


def send_to_it(page: Page, *, user_id: str, phone: str) -> tuple[str, str]:
    """Types only what is required; returns the reference and the secret link."""
    page.get_by_test_id("send-to-it").first.click()
    page.locator("[name=user_id]").fill(user_id)
    page.locator("[name=contact_phone]").fill(phone)
    page.locator("form:has([name=user_id]) button[type=submit]").click()
    page.wait_for_url(re.compile(r"/t/[^/]+/$"))
    return page.get_by_test_id("reference").first.inner_text().strip(), page.url


def sign_in(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/{settings.ADMIN_PATH}")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").click()
    page.locator("[name=code]").fill(totp_code())
    page.locator("[name=code]").press("Enter")
    page.wait_for_url(f"{base}/{settings.ADMIN_PATH}")


def find_ticket(page: Page, base: str, words: str) -> None:
    page.goto(f"{base}/{settings.ADMIN_PATH}tickets/ticket/")
    page.locator("#searchbar").fill(words)
    page.locator("#changelist-search [type=submit]").click()
    page.locator("#result_list tbody a").first.click()


@pytest.mark.parametrize(
    ("viewport", "java_script"), [(PHONE, False), (DESKTOP, True)], ids=["phone without scripts", "desktop"]
)
@pytest.mark.usefixtures("content")
def test_from_pasted_error_to_resolved_ticket(
    live_server: object, staff: str, new_page: Callable[..., Page], viewport: dict[str, int], java_script: bool
) -> None:
    base = live_server.url  # type: ignore[attr-defined]
    employee = new_page(viewport=viewport, java_script=java_script)

    diagnose(employee, base, PASTED)
    expect(employee.get_by_test_id("cause").first).to_have_attribute("data-slug", "conditional-access-policy")
    expect(employee.get_by_test_id("cause").first).to_be_visible()
    expect(employee.get_by_test_id("step").first).to_be_visible()
    expect(employee.get_by_test_id("evidence").first).to_contain_text("53003")
    expect(employee.get_by_test_id("fact-correlation_id")).to_contain_text(CORRELATION_ID)

    employee.locator("button[name=worked][value=no]").first.click()
    employee.wait_for_url(re.compile(r"/diagnose/[^/]+/"))
    tried = employee.get_by_test_id("step").first.locator("h3, h4, strong, .step__instruction").first.inner_text()

    reference, link = send_to_it(employee, user_id="alex.wilber@contoso.com", phone="+49 171 5550100")
    assert re.fullmatch(r"SIH-[2-9A-HJKMNP-TV-Z]{6}", reference)
    expect(employee.get_by_test_id("status-link").first).to_contain_text("/t/")

    elsewhere = new_page(viewport=DESKTOP)
    elsewhere.goto(link)
    expect(elsewhere.get_by_test_id("reference").first).to_have_text(reference)
    expect(elsewhere.get_by_test_id("ticket-state")).to_contain_text("New")

    desk = new_page(viewport=DESKTOP)
    sign_in(desk, base, staff)
    find_ticket(desk, base, CORRELATION_ID)
    page_text = desk.locator("#content").inner_text()
    for expected in (reference, "alex.wilber@contoso.com", "08:14", "Windows 10", REQUEST_ID, CORRELATION_ID, tried):
        assert expected in page_text
    assert "+49 171 5550100" in page_text
    expect(desk.get_by_test_id("requester-unverified").first).to_be_visible()
    desk.locator("form[action$='/resolve/'] [name=message]").fill("You are in the right group now.")
    desk.locator("form[action$='/resolve/'] [type=submit]").click()

    elsewhere.reload()
    expect(elsewhere.get_by_test_id("ticket-state")).to_contain_text("Resolved")
    expect(elsewhere.locator("main")).to_contain_text("You are in the right group now.")


@pytest.mark.usefixtures("content")
def test_pasted_secrets_appear_nowhere(
    live_server: object, staff: str, new_page: Callable[..., Page], capfd: pytest.CaptureFixture[str]
) -> None:
    base = live_server.url  # type: ignore[attr-defined]
    secrets = (JWT, JWT.split(".")[1], CALLBACK_CODE, PASSWORD_TYPED)
    employee = new_page(viewport=PHONE, java_script=False)

    diagnose(employee, base, SECRETS)
    expect(employee.get_by_test_id("masked-notice")).to_be_visible()
    pages = [employee.content()]
    report_token = employee.url.rstrip("/").split("/")[-1]
    employee.get_by_test_id("send-to-it").first.click()
    pages.append(employee.content())
    employee.locator("[name=message]").fill(f"My password is {PASSWORD_TYPED} and the token {JWT}")
    employee.locator("[name=user_id]").fill("alex.wilber@contoso.com")
    employee.locator("[name=contact_phone]").fill("+49 171 5550100")
    employee.locator("form:has([name=user_id]) button[type=submit]").click()
    employee.wait_for_url(re.compile(r"/t/[^/]+/$"))
    pages.append(employee.content())
    ticket_token = employee.url.rstrip("/").split("/")[-1]
    desk = new_page(viewport=DESKTOP)
    sign_in(desk, base, staff)
    find_ticket(desk, base, CORRELATION_ID)
    pages.append(desk.content())

    assert not [secret for secret in secrets for page in pages if secret in page]
    assert ticket_token not in pages[-1]
    database = stored_bytes()
    assert CORRELATION_ID.encode() in database
    assert not [s for s in (*secrets, ticket_token, report_token) if s.encode() in database]
    written = "".join(capfd.readouterr())
    assert not [s for s in (*secrets, ticket_token, report_token) if s in written]


def stored_bytes() -> bytes:
    """Everything the database holds: the files of SQLite with their journal, or a full text dump."""
    from django.db import connection

    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        return b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()
