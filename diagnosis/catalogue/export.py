"""Rows -> content files, laid out as the loader reads them. Drafts stay: what was never live is not exported.

A row goes back to the file it came from; one made in the admin goes to `own.toml`. A file whose rows changed loses its
comments but the one at the top. Rows keep the order in which they were loaded or made: a load of the files and a second
export give the same bytes.
"""

import csv
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any

import tomli_w

from diagnosis.catalogue.content_row import ContentRow, DraftedRow
from diagnosis.catalogue.files import read_toml
from diagnosis.catalogue.loader import CODE_FILES, CONTENT, NO_CAUSE, OWN, batch_of, code_weights, example_key
from diagnosis.catalogue.models import Cause, ErrorCode, Example, Label, Signature, Step

CODE_CELLS = ("code", "symbolic_name", "family", "who_can_fix", "user_visible", "cause_slug", "note", "source")
LISTS_OF_NAMES = {"local_codes", "only_with_codes", "names", "causes"}  # short: they stand on one line
LONG_TAIL, REVIEWED, CLIENT = (name for name, _ in CODE_FILES)


@dataclass(frozen=True, slots=True)
class Exported:
    """The files of one kind of row. Their paths are relative to the content folder."""

    kind: str
    rows: int
    files: Mapping[str, str]


def catalogue_files() -> Iterator[Exported]:
    causes = [cause for cause in Cause.objects.order_by("slug") if was_live(cause)]
    live = {cause.slug for cause in causes}
    yield _causes(causes)
    yield _codes(live)
    yield _listed("signatures", "signature", _of_live_causes(Signature, live), _signature)
    yield _examples(_of_live_causes(Example, live))
    yield _listed("labels", "label", filter(was_live, Label.objects.order_by("pk")), _label)


def was_live(row: DraftedRow) -> bool:
    """False for a draft that nobody published yet: its row is there only so that others can point to it."""
    return bool(row.loaded_hash) or not row.is_new_draft


def table(**values: Any) -> str:
    """TOML of one row. What is empty is left out: the loader takes it for empty."""
    return "".join(_entry(name, value) for name, value in values.items() if value not in (None, "", []))


def _entry(name: str, value: Any) -> str:
    if name not in LISTS_OF_NAMES:
        return tomli_w.dumps({name: value}, multiline_strings=True, indent=4 if name == "texts" else 2)
    # Each name comes on a line of its own; a line break within one would be escaped.
    text = tomli_w.dumps({name: value}, indent=0).rstrip()
    return text.replace("[\n", "[").replace(",\n]", "]").replace("\n", " ") + "\n"


def tables(name: str, rows: Iterable[str]) -> str:
    return "\n".join(f"[[{name}]]\n{row}" for row in rows)


def unpublished(row: ContentRow) -> bool | None:
    """For `is_published`, which files name only where it is false."""
    return None if row.is_published else False


def block(text: str) -> str:
    """A text that stands between two lines of quotes of its own."""
    return f"{text}\n" if text else ""


Said = Callable[[dict[str, Any]], Any]


def file_text(path: Path, text: str, said: Said = dict) -> str:
    """What stands in `path` now, comments and all, where it says the same; else `text` below its opening comment.

    `said` takes from parsed TOML what counts.
    """
    if not path.exists():
        return text
    now = path.read_text(encoding="utf-8")
    if said(read_toml(path)) == said(tomllib.loads(text)):
        return now
    comment = "".join(takewhile(lambda line: line.startswith("#"), now.splitlines(keepends=True)))
    return f"{comment}\n{text}" if comment else text


def _of_live_causes(model: type[Any], live: set[str]) -> Iterator[Any]:
    """Nothing that points to a cause which was never live is live itself."""
    for row in model.objects.select_related("cause").order_by("pk"):
        if was_live(row) and (row.cause is None or row.cause.slug in live):
            yield row


def _causes(causes: list[Cause]) -> Exported:
    steps = defaultdict(list)
    for step in Step.objects.select_related("cause").order_by("position", "pk"):
        if was_live(step):
            steps[step.cause_id].append(step)
    files = {f"causes/{cause.slug}.toml": _cause_file(cause, steps[cause.pk]) for cause in causes}
    return Exported("causes and steps", len(causes) + sum(len(steps[cause.pk]) for cause in causes), files)


def _cause_file(cause: Cause, steps: list[Step]) -> str:
    parts = [_cause(cause)]
    if steps:
        parts.append(tables("steps", (_step(step, number * 10) for number, step in enumerate(steps, start=1))))
    return file_text(CONTENT / "causes" / f"{cause.slug}.toml", "\n".join(parts))


def _cause(cause: Cause) -> str:
    values = cause.values()
    return table(
        slug=cause.slug,
        title=values["title"],
        summary=values["summary"],
        meaning=block(values["meaning"]),
        recognise=_lines(values["recognise"]),
        it_must_never=_lines(values["it_must_never"]),
        who_acts=values["who_acts"],
        position=cause.position,
        is_core=cause.is_core,
        local_codes=cause.local_codes.split(),
        waiting_time=values["waiting_time"],
        source=values["source"],
        reviewed_on=cause.reviewed_on,
        is_published=unpublished(cause),
    )


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _step(step: Step, usual_position: int) -> str:
    values = step.values()
    return table(
        key=step.key,
        position=None if step.position == usual_position else step.position,
        actor=values["actor"],
        platform=values["platform"],
        instruction=values["instruction"],
        detail=block(values["detail"]) if "\n" in values["detail"] else values["detail"],
        link=values["link"],
        is_hand_off=step.is_hand_off or None,
        is_published=unpublished(step),
    )


def _codes(live: set[str]) -> Exported:
    sheets: dict[str, list[dict[str, str]]] = {name: [] for name, _ in CODE_FILES}
    links: dict[str, dict[str, dict[str, float]]] = {name: {} for name, _ in CODE_FILES}
    rows = [row for row in ErrorCode.objects.prefetch_related("links__cause").order_by("pk") if was_live(row)]
    for row in rows:
        name = _code_file(row)
        weights = {slug: weight for slug, weight in row.weights if slug in live}
        slug = max(weights, key=weights.__getitem__, default=NO_CAUSE if row.is_reviewed else "unknown")
        sheets[name].append(_code(row, slug))
        usual = code_weights(slug, {}, is_reviewed=row.is_reviewed)
        if further := {slug: weight for slug, weight in weights.items() if usual.get(slug) != weight}:
            links[name][row.code] = dict(sorted(further.items(), key=lambda link: -link[1]))
    files = {name: _sheet(cells) for name, cells in sheets.items()}
    files["code-links.toml"] = _link_file({code: found for sheet in links.values() for code, found in sheet.items()})
    return Exported("codes", len(rows), files)


def _code_file(row: ErrorCode) -> str:
    if not row.is_reviewed:
        return LONG_TAIL
    return REVIEWED if row.display.startswith("AADSTS") else CLIENT


def _code(row: ErrorCode, slug: str) -> dict[str, str]:
    return {
        **{name: value for name, value in row.values().items() if name in CODE_CELLS},
        "code": row.code,
        "user_visible": "yes" if row.is_user_visible else "no",
        "cause_slug": slug,
        **({} if row.is_published else {"published": "no"}),
    }


def _sheet(rows: list[dict[str, str]]) -> str:
    """CSV; the column `published` is there only where some row is not."""
    names = (*CODE_CELLS, "published") if any("published" in row for row in rows) else CODE_CELLS
    file = StringIO()
    writer = csv.DictWriter(file, names)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _link_file(links: Mapping[str, Mapping[str, float]]) -> str:
    """New codes stand below those of the file as it is, in the order in which they would be loaded again."""
    path = CONTENT / "code-links.toml"
    known = [code for code in read_toml(path) if code in links] if path.exists() else []
    return file_text(path, "".join(_link_line(code, links[code]) for code in dict.fromkeys([*known, *links])))


def _link_line(code: str, weights: Mapping[str, float]) -> str:
    return f'"{code}" = {{ {", ".join(f"{slug} = {weight}" for slug, weight in weights.items())} }}\n'


def _listed(folder: str, name: str, rows: Iterable[Any], as_table: Callable[[Any], str]) -> Exported:
    """Rows with a key, each in the file that has this key now."""
    homes = {
        str(data.get("key")): path.stem
        for path in sorted((CONTENT / folder).glob("*.toml"))
        for data in read_toml(path).get(name, [])
    }
    files: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        files[homes.get(row.key, OWN)].append(as_table(row))
    texts = {
        f"{folder}/{stem}.toml": file_text(CONTENT / folder / f"{stem}.toml", tables(name, found))
        for stem, found in sorted(files.items())
    }
    return Exported(folder, sum(map(len, files.values())), texts)


def _signature(row: Signature) -> str:
    values = row.values()
    return table(
        key=row.key,
        cause=values["cause"],
        phrase=values["phrase"],
        field=values["field"],
        value=values["value"],
        only_with_codes=row.only_with_codes.split(),
        weight=row.weight,
        language=None if row.language == "en" else row.language,
        note=values["note"],
        is_published=unpublished(row),
    )


def _label(row: Label) -> str:
    values = row.values()
    return table(
        key=row.key,
        language=values["language"],
        field=values["field"],
        names=_lines(values["names"]),
        note=values["note"],
        is_published=unpublished(row),
    )


def _examples(rows: Iterable[Example]) -> Exported:
    files: dict[str, list[Example]] = defaultdict(list)
    for row in rows:
        files[row.batch or OWN].append(row)
    texts = {
        f"examples/{stem}.toml": file_text(CONTENT / "examples" / f"{stem}.toml", _example_file(found), _said_texts)
        for stem, found in sorted(files.items())
    }
    return Exported("examples", sum(map(len, files.values())), texts)


def _example_file(rows: list[Example]) -> str:
    """Neighbours with the same answer stand in one list."""
    groups = [(head, [str(row.values()["text"]) for row in found]) for head, found in groupby(rows, _example_head)]
    return tables("example", (f"{head}{table(texts=texts)}" for head, texts in groups))


def _example_head(row: Example) -> str:
    """All but the text. A row whose key its words don't give any more says its key, and so stands alone."""
    stem = row.batch or OWN
    head = table(
        key=None if row.key == example_key(stem, row.values()["text"]) else row.key,
        language=row.language,
        is_published=unpublished(row),
    )
    batch = "" if row.batch == batch_of(stem) else table(batch=row.batch)
    return f'{batch}cause = "{row.cause.slug if row.cause else ""}"\n{head}'


def _said_texts(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**head, "texts": text} for head in data.get("example", []) for text in head["texts"]]
