"""What every answer tells the browser: load and run only what is ours, and tell nobody where the visitor came from."""

import pytest
from django.test import Client
from django.test.utils import override_settings

from tests.accounts.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
PUBLIC = ("/", "/help/", "/faq/", "/diagnose/", "/nowhere/", "/accounts/login/", "/robots.txt", "/healthz")
STAFF = ("/admin/", "/admin/catalogue/cause/", "/admin/catalogue/cause/add/", "/admin/tickets/ticket/")


def policy(client: Client, path: str) -> dict[str, set[str]]:
    header = client.get(path).headers["Content-Security-Policy"]
    parts = (directive.split() for directive in header.split(";") if directive.strip())
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_loads_and_runs_only_what_is_ours(client: Client, path: str) -> None:
    found = policy(client, path)

    assert found["default-src"] == found["base-uri"] == found["frame-ancestors"] == {"'none'"}
    assert found["script-src"] == found["style-src"] == found["form-action"] == found["connect-src"] == {"'self'"}
    assert set().union(*found.values()) <= {"'none'", "'self'", "data:"}


@pytest.mark.parametrize("path", STAFF)
def test_the_admin_keeps_the_same_policy(client: Client, path: str) -> None:
    sign_in(client, make_staff("admin"))

    assert client.get(path).status_code == 200
    assert policy(client, path) == policy(Client(), "/")


@pytest.mark.parametrize("path", PUBLIC)
def test_every_answer_is_quiet_and_is_what_it_says(client: Client, path: str) -> None:
    headers = client.get(path).headers

    # no-referrer would make browsers post `Origin: null`
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["Permissions-Policy"].split(", "))


@override_settings(SECURE_SSL_REDIRECT=True)
def test_a_refusal_before_the_redirect_to_https_carries_the_policy() -> None:
    response = Client().get("/t/x/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/help/", "/faq/", "/diagnose/"])
def test_a_visitor_gets_no_cookie(client: Client, path: str) -> None:
    assert not client.get(path).cookies
