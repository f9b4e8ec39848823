"""Articles and FAQ from files to rows, on the same terms as the catalogue: an edited row is never overwritten."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from diagnosis.catalogue.files import build, check_names, read_toml
from diagnosis.catalogue.models import Cause
from diagnosis.catalogue.reconcile import ContentError, LoadResult, Wanted, reconcile
from portal.help.models import Article, FaqEntry

CONTENT = Path(__file__).resolve().parent / "content"
FENCE = "+++\n"


@transaction.atomic
def load_content(content: Path = CONTENT) -> LoadResult:
    """Raises ContentError, and changes nothing, when a file does not hold what it must."""
    result = load_articles(content)
    result.add(load_faq(content))
    return result


def load_articles(content: Path) -> LoadResult:
    wanted = {}
    for path in sorted((content / "articles").glob("*.md")):
        data, body = read_front_matter(path)
        check_names(path, "front matter", data, Article)
        wanted[path.stem] = Wanted(build(path, path.stem, _article, path.stem, data, body))
    existing = {article.slug: article for article in Article.objects.all()}
    return reconcile(Article, wanted, existing, deletes=False)[0]


def read_front_matter(path: Path) -> tuple[dict[str, Any], str]:
    """The TOML between the first two `+++` lines, and the Markdown after them."""
    parts = path.read_text(encoding="utf-8").split(FENCE, 2)
    if len(parts) != 3 or parts[0].strip():
        raise ContentError(path.name, "front matter", "must stand at the top between two lines of +++")
    try:
        return tomllib.loads(parts[1]), parts[2].strip() + "\n"
    except tomllib.TOMLDecodeError as problem:
        raise ContentError(path.name, "front matter", str(problem)) from problem


def _article(slug: str, data: dict[str, Any], body: str) -> Article:
    article = Article(
        slug=slug,
        title=data["title"],
        summary=data["summary"],
        body=body,
        source=data["source"],
        reviewed_on=data["reviewed_on"],
        is_published=data.get("is_published", True),
    )
    article.clean()
    return article


def load_faq(content: Path) -> LoadResult:
    causes = {cause.slug: cause for cause in Cause.objects.all()}
    wanted = {}
    path = content / "faq.toml"
    for data in read_toml(path).get("faq", []) if path.exists() else []:
        key = str(data.get("slug", "without slug"))
        if key in wanted:
            raise ContentError(path.name, key, "stands twice")
        check_names(path, key, data, FaqEntry, "causes")
        slugs = sorted(data.get("causes", []))
        if unknown := set(slugs) - set(causes):
            raise ContentError(path.name, key, f"no cause is called {min(unknown)!r}")
        wanted[key] = Wanted(build(path, key, _entry, data), {"causes": slugs})
    existing = {entry.slug: entry for entry in FaqEntry.objects.prefetch_related("causes")}
    result, written = reconcile(FaqEntry, wanted, existing, deletes=False)
    for entry, item in written:
        entry.causes.set([causes[slug] for slug in item.related["causes"]])
    return result


def _entry(data: dict[str, Any]) -> FaqEntry:
    return FaqEntry(
        slug=data["slug"],
        question=data["question"],
        answer=data["answer"].strip(),
        position=data.get("position", 100),
        source=data["source"],
        reviewed_on=data["reviewed_on"],
        is_published=data.get("is_published", True),
    )
