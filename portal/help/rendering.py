"""Markdown -> sanitised HTML, made once when an article or an answer is saved.

Raw HTML is refused twice: the parser escapes it, and nh3 keeps only the tags and attributes named here.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal, TypedDict

import nh3
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin

CatalogueKind = Literal["causes", "employee-steps", "admin-steps"]
CATALOGUE_KINDS: Final = ("causes", "employee-steps", "admin-steps")
MARKER = re.compile(r"\{([a-z-]+)\}")

TEXT_TAGS: Final = {
    "a", "blockquote", "br", "code", "em", "hr", "kbd", "li", "ol", "p", "pre", "s", "strong", "ul",
}  # fmt: skip
ARTICLE_TAGS: Final = TEXT_TAGS | {"h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES: Final = {"a": {"href", "title"}, "h2": {"id"}, "h3": {"id"}, "ol": {"start"}}
SCHEMES: Final = {"https", "mailto", "tel"}
# A heading may not take an id that the page itself uses.
PAGE_IDS: Final = frozenset({"main", "errors", "errors-title", "paste", "contents"})


class Heading(TypedDict):
    id: str
    title: str


class Block(TypedDict, total=False):
    """`kind` "html" carries `html` and its second-level `headings`; the other kinds are drawn from the catalogue."""

    kind: Literal["html"] | CatalogueKind
    html: str
    headings: list[Heading]


def heading_id(title: str) -> str:
    slug = slugify(title, allow_unicode=True) or "part"
    return f"{slug}-part" if slug in PAGE_IDS else slug


MARKDOWN: Final = (
    MarkdownIt("commonmark", {"html": False})
    .enable(["table", "strikethrough"])
    .use(anchors_plugin, min_level=2, max_level=3, slug_func=heading_id)
)


def render_article(markdown: str) -> list[Block]:
    """The blocks of one article in order. Headings keep unique ids across blocks."""
    env: dict[str, Any] = {}
    blocks: list[Block] = []
    for part in _parts(MARKDOWN.parse(markdown, env)):
        if isinstance(part, str):
            blocks.append({"kind": part})  # type: ignore[typeddict-item]  # _parts yields CATALOGUE_KINDS only
        else:
            html = _clean(MARKDOWN.renderer.render(part, MARKDOWN.options, env), ARTICLE_TAGS)
            blocks.append({"kind": "html", "html": html, "headings": list(_headings(part))})
    return blocks


def render_answer(markdown: str) -> str:
    """Sanitised HTML without headings or tables, for an answer that stands under its question."""
    return _clean(MARKDOWN.render(markdown), TEXT_TAGS)


def unknown_markers(markdown: str) -> list[str]:
    """Lines that look like a catalogue block but name none, as `{cuases}`."""
    tokens = MARKDOWN.parse(markdown)
    names = [_marker(tokens, position) for position in range(len(tokens))]
    return [name for name in names if name and name not in CATALOGUE_KINDS]


def _parts(tokens: Sequence[Token]) -> Iterator[str | list[Token]]:
    part: list[Token] = []
    position = 0
    while position < len(tokens):
        if (name := _marker(tokens, position)) in CATALOGUE_KINDS:
            if part:
                yield part
            yield str(name)
            part, position = [], position + 3
        else:
            part.append(tokens[position])
            position += 1
    if part:
        yield part


def _marker(tokens: Sequence[Token], position: int) -> str | None:
    """The name in braces when a paragraph of the top level holds nothing else (three tokens: open, inline, close)."""
    token = tokens[position]
    if token.type != "paragraph_open" or token.level:
        return None
    found = MARKER.fullmatch(tokens[position + 1].content.strip())
    return found[1] if found else None


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    for position, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            words = tokens[position + 1].children or []
            title = "".join(word.content for word in words if word.type in ("text", "code_inline"))
            yield {"id": str(token.attrGet("id")), "title": title}


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(html, tags=tags, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
