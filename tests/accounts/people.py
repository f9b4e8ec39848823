"""Staff for tests, signed in the way people sign in: through the forms."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.staff import create_staff

PASSWORD = "correct horse battery staple 7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_staff(role: str = "triage", *, has_factor: bool = True, email: str = "") -> User:
    secret = SECRET if has_factor else ""
    return create_staff(email=email or f"{role}@example.com", role=role, password=PASSWORD, totp_secret=secret)


def code(secret: str = SECRET, *, seconds_needed: float = 2.0) -> str:
    """A code that still holds for `seconds_needed`: no tolerance is given for one that has just run out."""
    left = 30 - time.time() % 30
    if left < seconds_needed:
        time.sleep(left + 0.05)
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def enter_password(client: Client, user: User, password: str = PASSWORD, target: str = "") -> HttpResponse:
    return client.post(reverse("account_login"), {"login": user.email, "password": password, "next": target})


def sign_in(client: Client, user: User, target: str = "") -> HttpResponse:
    """Password, then code where the account has an authenticator."""
    response = enter_password(client, user, target=target)
    if Authenticator.objects.filter(user=user).exists():
        response = client.post(reverse("mfa_authenticate"), {"code": code()})
    return response


def enrol(client: Client, target: str = "") -> HttpResponse:
    """Sets up an authenticator app with the secret the page shows."""
    address = reverse("mfa_activate_totp")
    page = client.get(address).content.decode()
    secret = re.search(r'data-testid="totp-secret">([A-Z2-7]+)<', page)[1]
    return client.post(address, {"code": code(secret), "next": target})


def allow_another_code() -> None:
    """A code works once in its half minute; a test that needs two sign-ins can't wait for the next one."""
    from django.core.cache import cache

    cache.clear()
