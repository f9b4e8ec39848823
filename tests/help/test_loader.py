"""Articles and questions become rows; what was edited in the admin stays."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from diagnosis.catalogue.models import Cause
from diagnosis.catalogue.reconcile import ContentError
from portal.help.loader import load_content
from portal.help.models import Article, FaqEntry
from tests.help.conftest import make_cause

pytestmark = pytest.mark.django_db

ARTICLE = """+++
title = "Error 53003"
summary = "A block."
source = "Docs"
reviewed_on = 2026-11-22
+++

## In short

{causes}
"""
FAQ = """
[[faq]]
slug = "vpn"
question = "Does a VPN cause it?"
answer = "It *can*."
causes = ["sign-in-location"]
position = 10
source = "Docs"
reviewed_on = 2026-11-22
"""


@pytest.fixture
def content(tmp_path: Path, location: Cause) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "error-code-53003.md").write_text(ARTICLE)
    (tmp_path / "faq.toml").write_text(FAQ)
    return tmp_path


def test_files_become_rendered_rows(content: Path, location: Cause) -> None:
    load_content(content)

    article = Article.objects.get(slug="error-code-53003")
    assert [block["kind"] for block in article.blocks] == ["html", "causes"]
    assert article.headings == [{"id": "in-short", "title": "In short"}]
    entry = FaqEntry.objects.get()
    assert entry.answer_html == "<p>It <em>can</em>.</p>\n"
    assert list(entry.causes.all()) == [location]


def test_loading_twice_changes_nothing(content: Path) -> None:
    load_content(content)

    second = load_content(content)

    assert not second.has_changed
    assert second.kept == []
    assert second.unchanged == 2


def test_edits_of_text_and_of_causes_survive_and_are_named(content: Path) -> None:
    load_content(content)
    article = Article.objects.get()
    article.body = "## Ours"
    article.save()
    entry = FaqEntry.objects.get()
    entry.causes.set([make_cause("user-risk")])
    (content / "articles" / "error-code-53003.md").write_text(ARTICLE.replace("In short", "Briefly"))
    (content / "faq.toml").write_text(FAQ.replace("*can*", "may"))

    result = load_content(content)

    assert result.kept == ["article error-code-53003", "FAQ entry vpn"]
    assert Article.objects.get().body == "## Ours"
    assert FaqEntry.objects.get().answer == "It *can*."


def test_an_unedited_row_follows_its_file_and_is_rendered_again(content: Path) -> None:
    load_content(content)
    make_cause("user-risk")
    (content / "articles" / "error-code-53003.md").write_text(ARTICLE.replace("In short", "Briefly"))
    (content / "faq.toml").write_text(FAQ.replace("*can*", "may").replace("sign-in-location", "user-risk"))

    result = load_content(content)

    assert result.updated == ["article error-code-53003", "FAQ entry vpn"]
    assert Article.objects.get().headings[0]["title"] == "Briefly"
    assert "may" in FaqEntry.objects.get().answer_html
    assert FaqEntry.objects.get().causes.get().slug == "user-risk"


def test_an_article_that_left_the_files_is_unpublished(content: Path) -> None:
    load_content(content)
    (content / "articles" / "error-code-53003.md").unlink()

    load_content(content)

    assert not Article.objects.get().is_published


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("articles/error-code-53003.md", "No front matter", "between two lines"),
        ("articles/error-code-53003.md", ARTICLE.replace('summary = "A block."\n', ""), "summary is missing"),
        ("articles/error-code-53003.md", ARTICLE.replace("{causes}", "{cuases}"), "cuases"),
        ("articles/error-code-53003.md", ARTICLE.replace("title =", "title"), "front matter"),
        ("faq.toml", FAQ.replace("sign-in-location", "nobody"), "no cause is called 'nobody'"),
        ("faq.toml", FAQ + FAQ, "stands twice"),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_loaded(content: Path, file: str, text: str, message: str) -> None:
    (content / file).write_text(text)

    with pytest.raises(ContentError, match=message):
        load_content(content)

    assert not Article.objects.exists()
    assert not FaqEntry.objects.exists()


def test_the_shipped_content_loads_twice_without_a_change() -> None:
    assert loaded().startswith("Content: ")
    Cause.objects.filter(slug="user-risk").update(title="Our own words")

    again = loaded()

    assert "Content: 0 rows new, 0 updated, 0 retired, " in again
    assert "1 kept as edited in the admin.\n  kept your edit: cause user-risk\n" in again
    assert loaded(verbosity=0) == ""
    assert FaqEntry.objects.published().count() >= 7
    kinds = [block["kind"] for block in Article.objects.get(slug="error-code-53003").blocks]
    assert {"causes", "employee-steps", "admin-steps"} <= set(kinds)


def loaded(*, verbosity: int = 1) -> str:
    out = StringIO()
    call_command("load_content", verbosity=verbosity, stdout=out)
    return out.getvalue()
