"""All content as files: the catalogue's, the articles and the FAQ, laid out as in the project's folder."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings

from diagnosis.catalogue import loader as catalogue
from diagnosis.catalogue.export import Exported, block, catalogue_files, file_text, table, tables, unpublished, was_live
from portal.help.loader import CONTENT, FENCE
from portal.help.models import Article, FaqEntry


def content_files() -> Iterator[Exported]:
    """Paths are relative to the project's folder, so that the files can be copied over it."""
    for folder, exports in ((catalogue.CONTENT, catalogue_files()), (CONTENT, help_files())):
        place = folder.relative_to(settings.BASE_DIR)
        for export in exports:
            yield replace(export, files={str(place / path): text for path, text in export.files.items()})


def zipped() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for export in content_files():
            for path, text in export.files.items():
                archive.writestr(path, text)
    return file.getvalue()


def help_files() -> Iterator[Exported]:
    articles = Article.objects.order_by("slug")
    yield Exported("articles", len(articles), {f"articles/{row.slug}.md": _article(row) for row in articles})
    entries = FaqEntry.objects.prefetch_related("causes").order_by("position", "slug")
    text = file_text(CONTENT / "faq.toml", tables("faq", map(_entry, entries)), _said)
    yield Exported("questions", len(entries), {"faq.toml": text})


def _article(article: Article) -> str:
    values = article.values()
    front = table(
        title=values["title"],
        summary=values["summary"],
        source=values["source"],
        reviewed_on=article.reviewed_on,
        is_published=unpublished(article),
    )
    return f"{FENCE}{front}{FENCE}\n{values['body']}\n"


def _entry(entry: FaqEntry) -> str:
    values = entry.values()
    return table(
        slug=entry.slug,
        question=values["question"],
        answer=block(values["answer"]),
        causes=sorted(cause.slug for cause in entry.causes.all() if was_live(cause)),
        position=entry.position,
        source=values["source"],
        reviewed_on=entry.reviewed_on,
        is_published=unpublished(entry),
    )


def _said(data: dict[str, Any]) -> list[dict[str, Any]]:
    """In whatever order a question names its causes."""
    return [{**entry, "causes": sorted(entry.get("causes", []))} for entry in data.get("faq", [])]
