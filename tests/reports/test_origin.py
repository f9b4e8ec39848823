from time import process_time

import pytest

from diagnosis.reports.models import Report
from tests.reports.conftest import BLOCK, SECRET_TEXT, SECRETS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"Origin": "https://testserver", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_post_from_here_or_without_headers_is_carried_out(client, catalogue, headers):
    assert client.post("/diagnose/", {"text": BLOCK}, headers=headers).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:81"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "garbage"},
        {"Origin": "http://["},
        {"Origin": "https://]x["},
    ],
)
def test_a_foreign_post_is_shown_and_not_carried_out(client, headers):
    response = client.post("/diagnose/", {"text": BLOCK}, headers=headers)
    assert response.status_code == 403
    page = response.content.decode()
    assert "Correlation Id: 019f2b77-41c8-7d20-8f11-6a0b5c3d9e42" in page
    assert '<form class="card stack" method="post" action="/diagnose/"' in page
    assert "+49 30 555 0100" in page
    assert response["Cache-Control"] == "no-store, private"
    assert not Report.objects.exists()


def test_the_public_address_counts_as_here_whatever_the_proxy_calls_us(client, catalogue, settings):
    settings.PUBLIC_BASE_URL = "https://help.contoso.com"
    headers = {"Origin": "https://help.contoso.com"}
    assert client.post("/diagnose/", {"text": BLOCK}, headers=headers).status_code == 302


def test_foreign_words_cost_no_more_time_than_one_text(client):
    fields = {f"field_{number}": "&code=a" * 8_000 for number in range(24)}
    began = process_time()
    response = client.post("/diagnose/", fields, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert process_time() - began < 3


def test_foreign_words_are_masked_and_escaped(client):
    text = f"<script>alert(1)</script>{SECRET_TEXT}"
    page = client.post("/diagnose/", {"text": text}, headers={"Origin": "https://evil.example"}).content.decode()
    assert "<script>alert" not in page
    assert not [name for name, secret in SECRETS.items() if secret in page]


def test_a_foreign_form_can_neither_flood_the_page_nor_name_its_fields_wildly(client):
    fields = {f"field{i}": "x" for i in range(500)} | {'"><b>': "y"}
    page = client.post("/diagnose/", fields, headers={"Origin": "https://evil.example"}).content.decode()
    assert page.count("<input") == 24
    assert "<b>" not in page


def test_a_foreign_post_with_nothing_in_it_points_to_the_start(client):
    response = client.post("/diagnose/", headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert 'href="/diagnose/"' in response.content.decode()


@pytest.mark.parametrize("page", ["", "solved/", "step/"])
def test_every_post_of_a_report_asks_where_it_comes_from(client, catalogue, paste, page):
    address = paste(BLOCK)
    response = client.post(f"{address}{page}", {"network": "home"}, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    report = Report.objects.get()
    assert report.solved_at is None
    assert not report.answers.exists()
    assert not report.outcomes.exists()


def test_posts_need_no_cookie_even_where_csrf_is_enforced(catalogue):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/diagnose/", {"text": BLOCK}).status_code == 302
