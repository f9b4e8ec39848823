"""Content owners see their text as readers will, and which rows were edited here."""

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client

from portal.help.admin import ArticleAdmin, FaqEntryAdmin
from portal.help.models import Article, FaqEntry
from tests.accounts.people import make_staff, sign_in
from tests.help.conftest import make_article, make_entry

pytestmark = pytest.mark.django_db


def test_the_preview_shows_the_rendered_text_and_names_catalogue_blocks() -> None:
    html = ArticleAdmin(Article, admin.site).preview(make_article())

    assert "<strong>block</strong>" in html
    assert "causes from the catalogue" in html


def test_an_answer_is_previewed_without_active_markup() -> None:
    html = FaqEntryAdmin(FaqEntry, admin.site).preview(make_entry("x", answer="<script>alert(1)</script> *fine*"))

    assert "<script" not in html
    assert "<em>fine</em>" in html


def test_a_new_article_says_how_to_get_a_preview() -> None:
    assert "Save to see" in ArticleAdmin(Article, admin.site).preview(Article())


def test_a_row_written_in_the_admin_counts_as_edited() -> None:
    assert ArticleAdmin(Article, admin.site).edited(make_article()) == "edited here"


def test_a_mistyped_catalogue_block_is_refused_with_the_right_names() -> None:
    with pytest.raises(ValidationError, match="employee-steps"):
        Article(body="{steps}").clean()


@pytest.mark.parametrize(("kind", "make"), [("article", make_article), ("faqentry", lambda: make_entry("x"))])
def test_rows_from_files_keep_their_slug_and_are_never_deleted(client: Client, kind: str, make: object) -> None:
    sign_in(client, make_staff("admin"))
    row = make()  # type: ignore[operator]
    address = f"/admin/help/{kind}/{row.pk}"
    assert "/delete/" in client.get(f"{address}/change/").content.decode()
    row.loaded_hash = row.content_hash()
    row.save()
    page = client.get(f"{address}/change/").content.decode()
    assert "as in the file" in page
    assert "/delete/" not in page
    assert 'name="slug"' not in page
    assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(f"/admin/help/{kind}/").content.decode()


@pytest.mark.usefixtures("location")
def test_the_causes_of_a_question_are_ticked(client: Client) -> None:
    sign_in(client, make_staff("content"))
    assert '<input type="checkbox" name="causes"' in client.get("/admin/help/faqentry/add/").content.decode()
