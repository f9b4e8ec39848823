"""What crawlers and people who found a weakness look for."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.context import dialled

# RFC 9116 asks for less than a year; whoever reads the file gets a fresh date each time.
SECURITY_TXT_VALID: Final = timedelta(days=180)
# The admin's address is not named here: whoever moved it did not want it announced.
PRIVATE_PATHS: Final = ("/diagnose/", "/t/", "/accounts/")


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def robots_txt(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE_PATHS)]
    return _plain(lines)


@require_safe
@cache_control(public=True, max_age=60 * 60)
def security_txt(request: HttpRequest) -> HttpResponse:
    return _plain(security_lines(now=timezone.now()))


def security_lines(*, now: datetime) -> list[str]:
    """RFC 9116 (read 2026-11-22): Contact and Expires are required."""
    expires = (now + SECURITY_TXT_VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    return [
        *(f"Contact: {contact}" for contact in _contacts()),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.PUBLIC_BASE_URL}{reverse('security_txt')}",
    ]


def _contacts() -> list[str]:
    """Mail before phone; without either, the portal's own first page, which says whom to call."""
    contacts = []
    if settings.SUPPORT_EMAIL:
        contacts.append(f"mailto:{settings.SUPPORT_EMAIL}")
    if settings.SUPPORT_PHONE:
        contacts.append(f"tel:{dialled(settings.SUPPORT_PHONE)}")
    return contacts or [f"{settings.PUBLIC_BASE_URL}{reverse('home')}"]


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
