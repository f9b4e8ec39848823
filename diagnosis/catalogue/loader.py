"""Content files -> validated -> rows. Runs twice without a change and never overwrites a row edited in the admin."""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from diagnosis.catalogue.files import build, check_names, lines, read_toml
from diagnosis.catalogue.models import Actor, Cause, CodeCause, ErrorCode, Example, Label, Signature, Step
from diagnosis.catalogue.reconcile import BATCH_ROWS, ContentError, LoadResult, Wanted, reconcile
from diagnosis.catalogue.versions import raise_number

CONTENT = Path(__file__).resolve().parent / "content"
LONG_TAIL_WEIGHT = 0.5
OWN = "own"  # the file for rows made in the admin; its examples belong to no batch
NO_CAUSE = "-"  # a reviewed code that points to nothing; an empty cell is a slip
# A code of the reviewed files, which come later, wins over the long tail.
CODE_FILES = (("codes-longtail.csv", False), ("codes.csv", True), ("client-codes.csv", True))
CODE_COLUMNS = {"code", "symbolic_name", "family", "who_can_fix", "user_visible", "cause_slug", "note"}


@transaction.atomic
def load_content(content: Path = CONTENT) -> LoadResult:
    """Raises ContentError, and changes nothing, when a file does not hold what it must."""
    result = LoadResult()
    for load in (load_causes, load_steps, load_codes, load_signatures, load_examples, load_labels):
        result.add(load(content))
    if result.has_changed:
        raise_number()
    return result


def cause_files(content: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted((content / "causes").glob("*.toml")):
        data = read_toml(path)
        if data.get("slug") != path.stem:
            raise ContentError(path.name, "slug", f"must be {path.stem}, as the file is named")
        check_names(path, "file", data, Cause, "steps")
        yield path, data


def load_causes(content: Path) -> LoadResult:
    wanted = {}
    for path, data in cause_files(content):
        wanted[data["slug"]] = Wanted(build(path, data["slug"], _cause, data))
    existing = {cause.slug: cause for cause in Cause.objects.all()}
    return reconcile(Cause, wanted, existing, deletes=False)[0]


def _cause(data: dict[str, Any]) -> Cause:
    return Cause(
        slug=data["slug"],
        title=data["title"],
        summary=data["summary"],
        meaning=data["meaning"].strip(),
        recognise=lines(data.get("recognise", [])),
        it_must_never=lines(data.get("it_must_never", [])),
        who_acts=data.get("who_acts", Actor.IT),
        position=data.get("position", 100),
        is_core=data.get("is_core", False),
        local_codes=" ".join(data.get("local_codes", [])),
        waiting_time=data.get("waiting_time", ""),
        source=data["source"],
        reviewed_on=data["reviewed_on"],
        is_published=data.get("is_published", True),
    )


def load_steps(content: Path) -> LoadResult:
    causes = {cause.slug: cause for cause in Cause.objects.all()}
    wanted = {}
    for path, data in cause_files(content):
        for number, step in enumerate(data.get("steps", []), start=1):
            key = (data["slug"], str(step.get("key", number)))
            if key in wanted:
                raise ContentError(path.name, key[1], "stands twice in this file")
            check_names(path, key[1], step, Step)
            row = build(path, key[1], _step, causes[data["slug"]], number * 10, step)
            wanted[key] = Wanted(row)
    existing = {(step.cause.slug, step.key): step for step in Step.objects.select_related("cause")}
    return reconcile(Step, wanted, existing, deletes=True)[0]


def _step(cause: Cause, position: int, data: dict[str, Any]) -> Step:
    return Step(
        cause=cause,
        key=data["key"],
        position=data.get("position", position),
        actor=data["actor"],
        platform=data.get("platform", ""),
        instruction=data["instruction"],
        detail=data.get("detail", "").strip(),
        link=data.get("link", ""),
        is_hand_off=data.get("is_hand_off", False),
        is_published=data.get("is_published", True),
    )


def load_codes(content: Path) -> LoadResult:
    """Three CSV files plus the extra weighted links."""
    causes = {cause.slug: cause for cause in Cause.objects.all()}
    links = code_links(content, causes)
    wanted: dict[Any, Wanted] = {}
    for path, data, is_reviewed in code_rows(content):
        code = data["code"]
        weights = code_weights(data["cause_slug"], links.get(code, {}), is_reviewed=is_reviewed)
        for slug in weights:
            _cause_named(causes, slug, path, code)
        row = build(path, code, _code, data, is_reviewed)
        wanted[code] = Wanted(row, {"causes": sorted([slug, weight] for slug, weight in weights.items())})
    if unknown := sorted(set(links) - set(wanted)):
        raise ContentError("code-links.toml", unknown[0], "is no code of the CSV files")
    existing = {code.code: code for code in ErrorCode.objects.prefetch_related("links__cause")}
    result, written = reconcile(ErrorCode, wanted, existing, deletes=False)
    _write_links(written, causes)
    return result


def code_links(content: Path, causes: Mapping[str, Cause]) -> dict[str, dict[str, float]]:
    """For each code that has more than one cause: the weights of the others."""
    path = content / "code-links.toml"
    links = read_toml(path) if path.exists() else {}
    for code, weights in links.items():
        for slug in weights:
            _cause_named(causes, slug, path, code)
    return links


def code_rows(content: Path) -> Iterator[tuple[Path, dict[str, str], bool]]:
    """Each row with its file and whether that file is reviewed."""
    for name, is_reviewed in CODE_FILES:
        path = content / name
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, restval="")
            if missing := CODE_COLUMNS - set(reader.fieldnames or ()):
                raise ContentError(path.name, "first line", f"{min(missing)} is missing")
            for data in reader:
                if None in data:
                    raise ContentError(path.name, data["code"], "has more cells than the first line")
                yield path, data, is_reviewed


def code_weights(slug: str, extra: Mapping[str, float], *, is_reviewed: bool) -> dict[str, float]:
    """By cause slug: what the CSV cell `slug` says, and the further links."""
    own = {} if slug == (NO_CAUSE if is_reviewed else "unknown") else {slug: 1.0 if is_reviewed else LONG_TAIL_WEIGHT}
    return own | {s: float(weight) for s, weight in extra.items()}


def _code(data: dict[str, str], is_reviewed: bool) -> ErrorCode:
    return ErrorCode(
        code=data["code"],
        is_client=data["code"].startswith("0x"),
        symbolic_name=data["symbolic_name"],
        family=data["family"],
        who_can_fix=data["who_can_fix"],
        is_user_visible=data["user_visible"] == "yes",
        note=data["note"],
        is_reviewed=is_reviewed,
        source=data.get("source") or data.get("evidence") or "",
        is_published=data.get("published") != "no",
    )


def _write_links(written: list[tuple[Any, Wanted]], causes: Mapping[str, Cause]) -> None:
    CodeCause.objects.filter(error_code__in=[row.pk for row, _ in written]).delete()
    rows = [
        CodeCause(error_code=code, cause=causes[slug], weight=weight)
        for code, item in written
        for slug, weight in item.related["causes"]
    ]
    CodeCause.objects.bulk_create(rows, batch_size=BATCH_ROWS)


def load_signatures(content: Path) -> LoadResult:
    causes = {cause.slug: cause for cause in Cause.objects.all()}
    wanted: dict[Any, Wanted] = {}
    for path in sorted((content / "signatures").glob("*.toml")):
        for data in read_toml(path).get("signature", []):
            key = str(data.get("key", "without key"))
            if key in wanted:
                raise ContentError(path.name, key, "stands twice")
            check_names(path, key, data, Signature)
            cause = _cause_named(causes, data.get("cause", ""), path, key)
            wanted[key] = Wanted(build(path, key, _signature, cause, data))
    existing = {signature.key: signature for signature in Signature.objects.select_related("cause")}
    return reconcile(Signature, wanted, existing, deletes=True)[0]


def _cause_named(causes: Mapping[str, Cause], slug: str, path: Path, key: str) -> Cause:
    if slug not in causes:
        raise ContentError(path.name, key, f"no cause is called {slug!r}")
    return causes[slug]


def _signature(cause: Cause, data: dict[str, Any]) -> Signature:
    return Signature(
        key=data["key"],
        cause=cause,
        kind=Signature.Kind.FACT if "field" in data else Signature.Kind.PHRASE,
        phrase=data.get("phrase", ""),
        field=data.get("field", ""),
        value=data.get("value", ""),
        only_with_codes=" ".join(data.get("only_with_codes", [])),
        weight=float(data["weight"]),
        language=data.get("language", "en"),
        note=data.get("note", ""),
        is_published=data.get("is_published", True),
    )


def load_examples(content: Path) -> LoadResult:
    causes = {cause.slug: cause for cause in Cause.objects.all()}
    wanted: dict[Any, Wanted] = {}
    for path in sorted((content / "examples").glob("*.toml")):
        for data in read_toml(path).get("example", []):
            check_names(path, "example", data, Example, "texts")
            cause = _cause_named(causes, data["cause"], path, "cause") if data.get("cause") else None
            for text in _texts(path, data):
                key = data.get("key") or example_key(path.stem, text)
                if key in wanted:
                    raise ContentError(path.name, key, "stands twice")
                wanted[key] = Wanted(build(path, key, _example, key, cause, text, batch_of(path.stem), data))
    existing = {example.key: example for example in Example.objects.select_related("cause")}
    return reconcile(Example, wanted, existing, deletes=True)[0]


def batch_of(stem: str) -> str:
    return "" if stem == OWN else stem


def example_key(stem: str, text: str) -> str:
    """Files know a text by its words, unless they give it a key: then the words may be edited."""
    return f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _texts(path: Path, data: dict[str, Any]) -> list[str]:
    texts = data.get("texts")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ContentError(path.name, "texts", "must be a list of texts")
    if "key" in data and len(texts) != 1:
        raise ContentError(path.name, data["key"], "a key is for one text alone")
    return texts


def _example(key: str, cause: Cause | None, text: str, batch: str, data: dict[str, Any]) -> Example:
    return Example(
        key=key,
        cause=cause,
        text=text,
        batch=data.get("batch", batch),
        language=data.get("language", "en"),
        is_published=data.get("is_published", True),
    )


def load_labels(content: Path) -> LoadResult:
    wanted: dict[Any, Wanted] = {}
    for path in sorted((content / "labels").glob("*.toml")):
        for data in read_toml(path).get("label", []):
            key = str(data.get("key", "without key"))
            if key in wanted:
                raise ContentError(path.name, key, "stands twice")
            check_names(path, key, data, Label)
            wanted[key] = Wanted(build(path, key, _label, data))
    existing = {label.key: label for label in Label.objects.all()}
    return reconcile(Label, wanted, existing, deletes=True)[0]


def _label(data: dict[str, Any]) -> Label:
    return Label(
        key=data["key"],
        language=data["language"],
        field=data["field"],
        names=lines(data["names"]),
        note=data.get("note", ""),
        is_published=data.get("is_published", True),
    )
