"""Markdown becomes safe HTML with headings that can be linked to."""

from html.parser import HTMLParser

import pytest

from portal.help import rendering
from portal.help.rendering import ARTICLE_TAGS, render_answer, render_article, unknown_markers


def tags_in(html: str) -> list[tuple[str, dict[str, str]]]:
    """Every start tag as a browser would see it, with its attributes."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, {k: v or "" for k, v in attributes}))
    parser.feed(html)
    return found


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<iframe src="https://example.com"></iframe>',
        '<a href="https://example.com" onclick="alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,hi)",
        "[x](vbscript:x)",
        "![x](https://example.com/x.png)",
        '<svg><animate onbegin="alert(1)"/></svg>',
        '<p style="position:fixed">x</p>',
        "<form action=/x><input name=password></form>",
        "<https://example.com/?a=1&b=2> <object data=x>",
    ],
)
@pytest.mark.parametrize("prefix", ["", "Words before ", "- ", "> ", "| a |\n| --- |\n| "])
def test_markup_never_becomes_active(hostile: str, prefix: str) -> None:
    (block,) = render_article(prefix + hostile)

    for html in (block["html"], render_answer(prefix + hostile)):
        for tag, attributes in tags_in(html):
            assert tag in ARTICLE_TAGS
            assert set(attributes) <= {"href", "title", "id", "start", "rel"}
            assert attributes.get("href", "https:").startswith(("https:", "mailto:", "tel:", "/", "#"))


def test_a_sanitiser_stands_behind_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rendering.MARKDOWN.options, "html", True)

    (block,) = rendering.render_article(
        'Hi <b onclick="x()">there</b> <script>alert(1)</script> <a href="javascript:x">y</a>'
    )

    assert [tag for tag, _ in tags_in(block["html"])] == ["p", "a"]
    assert "javascript" not in block["html"]
    assert "alert" not in block["html"]


def test_text_tables_and_links_are_kept() -> None:
    (block,) = render_article(
        "A ~~wrong~~ [page](https://example.com) and [help](/help/)\n\n| a | b |\n| - | - |\n| 1 | 2 |"
    )

    assert "<s>wrong</s>" in block["html"]
    assert '<a href="https://example.com" rel="noopener noreferrer">page</a>' in block["html"]
    assert '<a href="/help/" rel="noopener noreferrer">help</a>' in block["html"]
    assert "<td>2</td>" in block["html"]


def test_a_line_in_braces_is_drawn_from_the_catalogue() -> None:
    blocks = render_article("Before\n\n{causes}\n\n{employee-steps}\n\nAfter {causes} within a line\n\n    {causes}\n")

    assert [block["kind"] for block in blocks] == ["html", "causes", "employee-steps", "html"]
    assert "{causes} within" in blocks[3]["html"]
    assert "<code>{causes}" in blocks[3]["html"]


def test_an_unknown_marker_is_named() -> None:
    assert unknown_markers("Text\n\n{cuases}\n\n{causes}\n") == ["cuases"]


def test_headings_have_unique_ids_across_blocks() -> None:
    blocks = render_article("## Why `53003`?\n\n{causes}\n\n## Why `53003`?\n\n### Detail")

    assert [block.get("headings") for block in blocks] == [
        [{"id": "why-53003", "title": "Why 53003?"}],
        None,
        [{"id": "why-53003-1", "title": "Why 53003?"}],
    ]
    assert '<h2 id="why-53003-1">' in blocks[2]["html"]


def test_a_heading_never_takes_an_id_of_the_page() -> None:
    (block,) = render_article("## Main\n\nText")

    assert block["headings"][0]["id"] == "main-part"


def test_an_answer_has_no_headings_of_its_own() -> None:
    assert render_answer("## Big\n\nText") == "Big\n<p>Text</p>\n"
