"""The frame of every page, the pages for errors, and the two files for machines."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import override_settings

from portal import errors
from portal.site import security_lines

Answer = Callable[[HttpRequest], HttpResponse]
PHONE = "+49 30 555 0100"
NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)


def test_a_lost_visitor_is_told_where_to_go(client: Client) -> None:
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert PHONE in response.text
    assert 'href="/"' in response.text


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda request: errors.bad_request(request, ValueError()), 400),
        (lambda request: errors.permission_denied(request, PermissionError()), 403),
        (errors.csrf_failure, 403),
        (lambda request: errors.page_not_found(request, ValueError()), 404),
        (errors.server_error, 500),
    ],
)
def test_every_error_page_names_the_next_step_and_the_phone(rf: RequestFactory, answer: Answer, status: int) -> None:
    response = answer(rf.get("/"))

    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert PHONE in response.text
    assert 'href="/"' in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/", 500), ("/e/53003/", 500), ("/diagnose/", 200)])
def test_without_a_database_every_page_still_names_the_phone(path: str, status: int) -> None:
    def refuse(*arguments: object) -> None:
        raise OperationalError("no answer")

    with connection.execute_wrapper(refuse):
        response = Client(raise_request_exception=False).get(path)

    assert response.status_code == status
    assert PHONE in response.text


@override_settings(SUPPORT_PHONE="")
def test_without_a_number_none_is_invented(client: Client) -> None:
    html = client.get("/nowhere/").text

    assert "Call your IT help desk" in html
    assert "tel:" not in html


def test_the_frame_has_language_skip_link_and_landmarks(client: Client) -> None:
    html = client.get("/nowhere/").text

    assert '<html lang="en">' in html
    assert '<a class="skip-link" href="#main">' in html
    assert '<main id="main"' in html
    assert 'aria-label="Main"' in html
    assert "<footer" in html


def test_crawlers_stay_away_from_private_pages_and_never_learn_the_admin_address(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /t/" in response.text
    assert "admin" not in response.text
    assert client.post("/robots.txt").status_code == 405


@override_settings(SUPPORT_EMAIL="help@example.com", PUBLIC_BASE_URL="https://help.example.com")
def test_security_txt_names_a_contact_and_a_date_within_a_year() -> None:
    assert security_lines(now=NOW) == [
        "Contact: mailto:help@example.com",
        "Contact: tel:+49305550100",
        "Expires: 2027-05-21T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://help.example.com/.well-known/security.txt",
    ]


@override_settings(SUPPORT_EMAIL="", SUPPORT_PHONE="", PUBLIC_BASE_URL="https://help.example.com")
def test_security_txt_falls_back_to_the_portal_itself() -> None:
    assert security_lines(now=NOW)[0] == "Contact: https://help.example.com/"


def test_security_txt_is_served_as_text(client: Client) -> None:
    response = client.get("/.well-known/security.txt")

    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain")
