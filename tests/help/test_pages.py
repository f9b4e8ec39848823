"""What visitors read: each page works, needs no cookie, and costs the same however much is known."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from diagnosis.catalogue.models import Cause, ErrorCode, Step
from portal.help.models import Article
from tests.help.conftest import make_article, make_cause, make_code, make_entry

pytestmark = pytest.mark.django_db

PHONE = "+49 30 555 0100"
PATHS = ["/", "/help/", "/help/error-code-53003/", "/faq/", "/e/53003/"]


@pytest.fixture
def library(code: ErrorCode, location: Cause) -> Article:
    make_entry("vpn", location)
    return make_article()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_can_be_read_without_a_cookie(client: Client, library: Article, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert PHONE in response.text
    assert "never ask" in response.text
    assert 'action="/diagnose/"' in response.text
    assert 'data-testid="error-text"' in response.text
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize("path", PATHS)
def test_an_unchanged_page_is_not_sent_again(client: Client, library: Article, path: str) -> None:
    first = client.get(path)

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert client.get(path, headers={"if-none-match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_only_read(client: Client, library: Article, path: str) -> None:
    refusal = client.post(path)
    assert (refusal.status_code, refusal.headers["Allow"]) == (405, "GET, HEAD")
    assert PHONE in refusal.text
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_every_page_with_the_box_asks_for_the_device(client: Client, library: Article, path: str) -> None:
    assert "Sec-CH-UA-Platform-Version" in client.get(path).headers["Accept-CH"]


@pytest.mark.parametrize("path", PATHS)
def test_no_page_has_inline_script_or_style(client: Client, library: Article, path: str) -> None:
    html = client.get(path).text

    assert "<script>" not in html
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick=" not in html
    assert 'src="http' not in html


@pytest.mark.parametrize(
    ("path", "queries"), [("/", 3), ("/help/", 5), ("/help/error-code-53003/", 3), ("/faq/", 4), ("/e/53003/", 6)]
)
def test_queries_do_not_grow_with_what_is_known(
    client: Client,
    library: Article,
    code: ErrorCode,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
) -> None:
    for number in range(12):
        cause = make_cause(f"cause-{number}", is_core=True)
        code.links.create(cause=cause, weight=0.5)
        make_code(f"5{number:04}", cause)
        make_entry(f"entry-{number}", cause)

    with django_assert_num_queries(queries):
        client.get(path)


def test_empty_tables_still_give_every_list(client: Client) -> None:
    for path in ("/", "/help/", "/faq/"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/help/nothing/", "/e/99999/", "/e/%F0%9F%98%80/", "/e/0xZZ/", "/e/%00/"])
def test_what_we_do_not_have_is_a_friendly_404(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert PHONE in response.text


def test_an_unpublished_article_is_gone(client: Client, library: Article) -> None:
    Article.objects.update(is_published=False)

    assert client.get("/help/error-code-53003/").status_code == 404
    assert "error-code-53003" not in client.get("/").text


def test_the_index_shows_a_page_of_articles(client: Client) -> None:
    for number in range(25):
        make_article(f"article-{number}", title=f"Article {number:02}")

    assert client.get("/help/").text.count("<article") == 20
    assert client.get("/help/?page=2").text.count("<article") == 5


def test_the_article_most_people_come_for_stands_first(client: Client) -> None:
    make_article("other", title="A title before it")
    make_article()

    html = client.get("/help/").text

    assert html.index("/help/error-code-53003/") < html.index("/help/other/")


def test_the_article_shows_causes_and_steps_of_the_catalogue(client: Client, library: Article) -> None:
    html = client.get("/help/error-code-53003/").text

    assert '<a href="#in-short">In short</a>' in html
    assert 'id="sign-in-location"' in html
    assert "You are travelling" in html
    assert "Tell IT about sign-in-location" in html
    assert "Read the log for sign-in-location" in html
    assert "Promise an exception" in html
    assert "22 November 2026" in html


def test_an_edited_step_changes_the_article_and_the_code_page(client: Client, library: Article) -> None:
    step = Step.objects.get(key="tell")
    step.instruction = "Call the travel desk"
    step.save()

    for path in ("/help/error-code-53003/", "/e/53003/"):
        html = client.get(path).text
        assert "Call the travel desk" in html
        assert "Tell IT about" not in html


def test_unpublished_steps_and_causes_are_not_shown(client: Client, library: Article) -> None:
    Step.objects.filter(key="tell").update(is_published=False)
    assert "Tell IT about" not in client.get("/e/53003/").text

    Cause.objects.update(is_published=False)
    for path in PATHS:
        assert "Your place is not allowed" not in client.get(path).text


def test_an_answer_leads_to_its_causes_and_codes(client: Client, library: Article) -> None:
    html = client.get("/faq/").text

    assert "<strong>short</strong>" in html
    assert 'href="/help/error-code-53003/#sign-in-location"' in html
    assert 'href="/e/53003/"' in html


@pytest.mark.parametrize("typed", ["AADSTS53003", "aadsts53003", "AADSTS 53003"])
def test_another_spelling_leads_to_the_one_address(client: Client, code: ErrorCode, typed: str) -> None:
    response = client.get(f"/e/{typed}/")

    assert response.status_code == 301
    assert response.headers["Location"] == "/e/53003/"


@pytest.mark.parametrize("typed", ["caa2000c", "0xcaa2000c", "CAA2000C"])
def test_a_client_code_leads_to_its_one_address(client: Client, location: Cause, typed: str) -> None:
    make_code("0xCAA2000C", location)

    assert client.get(f"/e/{typed}/").headers["Location"] == "/e/0xCAA2000C/"
    page = client.get("/e/0xCAA2000C/")
    assert page.status_code == 200
    assert "login.microsoftonline.com" not in page.text


def test_a_code_page_tells_what_it_says_why_and_who_acts(client: Client, library: Article) -> None:
    html = client.get("/e/53003/").text

    assert "AADSTS53003" in html
    assert "Signed in, then refused." in html
    assert "Your place is not allowed" in html
    assert "Usual cause" in html
    assert "Tell IT about sign-in-location" in html
    assert "Read the log for sign-in-location" in html
    assert 'href="https://login.microsoftonline.com/error?code=53003"' in html
    assert "About vpn?" in html


def test_causes_of_a_code_stand_in_order_of_weight(client: Client, location: Cause) -> None:
    make_code("50053", make_cause("account-locked"), location)

    html = client.get("/e/50053/").text

    assert html.index('id="account-locked"') < html.index('id="sign-in-location"')
    assert html.count("Usual cause") == 1
    assert html.index('id="account-locked"') < html.index('<details class="faq__entry">') < html.index("Possible")


def test_a_code_known_by_name_only_says_so(client: Client, location: Cause) -> None:
    make_code("100001", location, is_reviewed=False)

    html = client.get("/e/100001/").text

    assert "only by name" in html
    assert "Usual cause" not in html
    assert "Possible" in html
    assert "Signed in, then refused." not in html
    assert 'href="https://login.microsoftonline.com/error?code=100001"' in html


def test_a_code_without_any_cause_still_helps(client: Client) -> None:
    make_code("100004", is_reviewed=False)

    html = client.get("/e/100004/").text

    assert 'data-testid="error-text"' in html
    assert PHONE in html


def test_a_secret_in_the_address_of_a_code_is_not_repeated(client: Client, code: ErrorCode) -> None:
    response = client.get("/e/code=0.AXkAbc-DEFghij.AgABAAIAAADnfolhJp/")

    assert response.status_code == 404
    assert "AXkAbc" not in response.content.decode()
    assert "[authorization code removed]" in response.content.decode()


def test_an_unknown_code_offers_the_box_and_its_parent(client: Client, code: ErrorCode) -> None:
    response = client.get("/e/530039/")

    assert response.status_code == 404
    assert 'href="/e/53003/"' in response.text
    assert 'data-testid="submit-diagnosis"' in response.text


def test_what_was_typed_as_a_code_is_shown_as_text(client: Client) -> None:
    html = client.get("/e/<script>alert(1)<script>/").text

    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("path", ["/help/", "/faq/", "/e/53003/"])
def test_nothing_links_to_the_main_article_while_it_is_unpublished(
    client: Client, library: Article, code: ErrorCode, path: str
) -> None:
    link = 'href="/help/error-code-53003/#'
    assert (link in client.get(path).text) == (path != "/e/53003/")
    Article.objects.update(is_published=False)
    assert link not in client.get(path).text
