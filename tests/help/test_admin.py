"""Content owners see their text as readers will, and which rows were edited here."""

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError

from portal.help.admin import ArticleAdmin, FaqEntryAdmin
from portal.help.models import Article, FaqEntry
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
    assert ArticleAdmin(Article, admin.site).edited(make_article()) is True


def test_a_mistyped_catalogue_block_is_refused_with_the_right_names() -> None:
    with pytest.raises(ValidationError, match="employee-steps"):
        Article(body="{steps}").clean()
