"""A real Chromium against a real server. Where none is installed, these tests are skipped loudly."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page

from tests.accounts.people import code

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Playwright's synchronous interface runs an event loop in this thread; the ORM calls here are not async.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
STAFF = "triage.person@example.com"
PASSWORD = "correct horse battery staple 7"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    no_calls = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*quiet, *no_calls]}


@pytest.fixture
def content(transactional_db: None) -> None:
    call_command("load_content", verbosity=0)


@pytest.fixture
def staff(transactional_db: None, tmp_path: Path) -> str:
    """A triage account with a second factor; returns its address."""
    password = tmp_path / "password.txt"
    password.write_text(PASSWORD)
    call_command(
        "create_staff", STAFF, "--role", "triage", "--password-file", str(password), "--totp-secret", TOTP_SECRET
    )
    return STAFF


def totp_code() -> str:
    return code(TOTP_SECRET, seconds_needed=8)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own; fails the test on any policy violation or script error."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(*, viewport: dict[str, int], java_script: bool = True, **options: object) -> Page:
        context = browser.new_context(viewport=viewport, java_script_enabled=java_script, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None,
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []
