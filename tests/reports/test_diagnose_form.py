"""The box: what it takes, what it refuses, and that nothing typed is lost."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from diagnosis.engine.types import ANSWERS
from diagnosis.reports.models import Report
from diagnosis.reports.questions import QUESTIONS, answer_label
from tests.reports.conftest import BLOCK, JWT, SECRET_TEXT, SECRETS

pytestmark = pytest.mark.django_db
LIMIT = 65_536


def box(response):
    """What stands in the text box, as a browser would send it again."""
    inside = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.content.decode(), re.DOTALL)[1]
    return unescape(inside).replace("\n", "\r\n")


def test_get_shows_the_empty_form_and_asks_for_the_device(client):
    response = client.get("/diagnose/")
    assert response.status_code == 200
    assert 'data-testid="error-text"' in response.content.decode()
    assert "Sec-CH-UA-Platform-Version" in response["Accept-CH"]
    assert not response.cookies


def test_a_pasted_block_leads_to_a_page_of_its_own(client, catalogue):
    response = client.post("/diagnose/", {"text": BLOCK})
    assert response.status_code == 302
    assert re.fullmatch(r"/diagnose/[a-z2-7]{4}1-[a-z2-7]{28}/", response["Location"])
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/diagnose/").status_code == 405


@pytest.mark.parametrize("text", ["", "   \r\n\t ", "\u200b\u200b\ufeff", "\x00\x00"])
def test_nothing_visible_is_explained_and_the_phone_shown(client, text):
    response = client.post("/diagnose/", {"text": text})
    assert response.status_code == 422
    assert "The box is empty" in response.content.decode()
    assert "+49 30 555 0100" in response.content.decode()
    assert not Report.objects.exists()


def test_a_missing_field_is_an_empty_box(client):
    assert "The box is empty" in client.post("/diagnose/", {}).content.decode()


@pytest.mark.parametrize("size", [LIMIT + 1, 1_048_576])
def test_more_than_64_kb_is_explained_and_its_beginning_stays(client, size):
    response = client.post("/diagnose/", {"text": "x" * size})
    assert response.status_code == 422
    assert "more than we can read" in response.content.decode()
    assert box(response) == "x" * LIMIT


def test_exactly_64_kb_is_taken(client, catalogue):
    assert client.post("/diagnose/", {"text": "x" * LIMIT}).status_code == 302


@pytest.mark.parametrize("text", ["line\r\n" * 40_000, f"{JWT}\r\n" * 2_000, "é" * 60_000, "\u202e" * 50_000])
def test_what_the_box_gives_back_is_taken_the_second_time(client, catalogue, text):
    again = box(client.post("/diagnose/", {"text": text}))
    assert again
    assert client.post("/diagnose/", {"text": again}).status_code == 302


def test_a_refused_text_comes_back_without_its_secrets(client):
    page = client.post("/diagnose/", {"text": SECRET_TEXT + "x" * LIMIT}).content.decode()
    assert "Correlation Id: 019f2b77" in page
    assert not [name for name, secret in SECRETS.items() if secret in page]


def test_a_body_too_large_to_read_gets_a_page_that_keeps_its_beginning(client):
    body = urlencode({"text": BLOCK + "ü" * 1_048_576})
    response = client.post("/diagnose/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "more than we can read" in response.content.decode()
    assert "+49 30 555 0100" in response.content.decode()
    assert box(response).startswith(BLOCK.replace("\n", "\r\n"))


def test_a_multipart_body_too_large_to_read_gets_the_same_page(client):
    response = client.post("/diagnose/", {"text": "y" * 4_000_000})
    assert response.status_code == 413
    assert "more than we can read" in response.content.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"text=%FF%FE53003%C3%28", "application/x-www-form-urlencoded"),
        (b"text=\xff\xfe\x00\x01 53003 \x80", "application/x-www-form-urlencoded"),
        (bytes(range(256)) * 8, "application/x-www-form-urlencoded"),
        (b'{"text": "53003"}', "application/json"),
        (b"text=53003", "text/plain"),
        (b"--cut", "multipart/form-data; boundary=cut"),
        (b"text=53003", "application/x-www-form-urlencoded; charset=utf-7"),
    ],
)
def test_no_body_whatsoever_breaks_the_form(client, catalogue, body, kind):
    assert client.post("/diagnose/", body, content_type=kind).status_code in (302, 400, 422)


def test_every_question_has_words_for_every_answer():
    assert {question: tuple(labels) for question, (_label, labels) in QUESTIONS.items()} == dict(ANSWERS)
    assert answer_label("network", "vpn") == "Through a VPN"
    assert answer_label("network", "pigeon") == "pigeon"
