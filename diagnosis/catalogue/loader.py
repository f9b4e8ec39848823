"""Content files -> validated -> rows. Runs twice without a change and never overwrites a row edited in the admin."""

import csv
import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from diagnosis.catalogue.models import Actor, Cause, CodeCause, ContentRow, ErrorCode, Example, Signature, Step
from diagnosis.catalogue.reconcile import ContentError, LoadResult, Wanted, reconcile
from diagnosis.catalogue.versions import raise_number

CONTENT = Path(__file__).resolve().parent / "content"
LONG_TAIL_WEIGHT = 0.5


@transaction.atomic
def load_content(content: Path = CONTENT) -> LoadResult:
    """Raises ContentError, and changes nothing, when a file does not hold what it must."""
    result = LoadResult()
    for load in (load_causes, load_steps, load_codes, load_signatures, load_examples):
        result.add(load(content))
    if result.has_changed:
        raise_number()
    return result


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ContentError(path.name, "file", str(problem)) from problem


def build(path: Path, key: str, make: Callable[..., ContentRow], *parts: Any) -> Any:
    """Makes one unsaved row and validates it, naming file and key when something is missing or wrong."""
    try:
        row = make(*parts)
        row.clean_fields(exclude=["cause"])
    except KeyError as problem:
        raise ContentError(path.name, key, f"{problem.args[0]} is missing") from problem
    except ValidationError as problem:
        raise ContentError(path.name, key, "; ".join(problem.messages)) from problem
    return row


def lines(values: Iterable[str]) -> str:
    return "\n".join(value.strip() for value in values)


def cause_files(content: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted((content / "causes").glob("*.toml")):
        data = read_toml(path)
        if data.get("slug") != path.stem:
            raise ContentError(path.name, "slug", f"must be {path.stem}, as the file is named")
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
        source=data["source"],
        reviewed_on=data["reviewed_on"],
    )


def load_steps(content: Path) -> LoadResult:
    causes = {cause.slug: cause for cause in Cause.objects.all()}
    wanted = {}
    for path, data in cause_files(content):
        for number, step in enumerate(data.get("steps", []), start=1):
            key = (data["slug"], str(step.get("key", number)))
            if key in wanted:
                raise ContentError(path.name, key[1], "stands twice in this file")
            row = build(path, key[1], _step, causes[data["slug"]], number * 10, step)
            wanted[key] = Wanted(row)
    existing = {(step.cause.slug, step.key): step for step in Step.objects.select_related("cause")}
    return reconcile(Step, wanted, existing, deletes=True)[0]


def _step(cause: Cause, position: int, data: dict[str, Any]) -> Step:
    return Step(
        cause=cause,
        key=data["key"],
        position=position,
        actor=data["actor"],
        platform=data.get("platform", ""),
        instruction=data["instruction"],
        detail=data.get("detail", "").strip(),
        link=data.get("link", ""),
    )


def load_codes(content: Path) -> LoadResult:
    """Three CSV files plus the extra weighted links; a code of the reviewed files wins over the long tail."""
    links = read_toml(content / "code-links.toml") if (content / "code-links.toml").exists() else {}
    wanted: dict[Any, Wanted] = {}
    for name, is_reviewed in (("codes-longtail.csv", False), ("codes.csv", True), ("client-codes.csv", True)):
        path = content / name
        with path.open(encoding="utf-8", newline="") as file:
            for data in csv.DictReader(file):
                code = data["code"]
                weights = _weights(data["cause_slug"], links.get(code, {}), is_reviewed=is_reviewed)
                row = build(path, code, _code, data, is_reviewed)
                wanted[code] = Wanted(row, {"causes": sorted([slug, weight] for slug, weight in weights.items())})
    if unknown := sorted(set(links) - set(wanted)):
        raise ContentError("code-links.toml", unknown[0], "is no code of the CSV files")
    existing = {code.code: code for code in ErrorCode.objects.prefetch_related("links__cause")}
    result, written = reconcile(ErrorCode, wanted, existing, deletes=False)
    _write_links(written)
    return result


def _weights(slug: str, extra: dict[str, float], *, is_reviewed: bool) -> dict[str, float]:
    if not is_reviewed and slug == "unknown":
        return {}
    return {slug: 1.0 if is_reviewed else LONG_TAIL_WEIGHT} | {s: float(weight) for s, weight in extra.items()}


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
    )


def _write_links(written: list[tuple[Any, Wanted]]) -> None:
    causes = {cause.slug: cause for cause in Cause.objects.all()}
    CodeCause.objects.filter(error_code__in=[row.pk for row, _ in written]).delete()
    rows = []
    for code, item in written:
        for slug, weight in item.related["causes"]:
            if slug not in causes:
                raise ContentError("codes", code.code, f"no cause is called {slug}")
            rows.append(CodeCause(error_code=code, cause=causes[slug], weight=weight))
    CodeCause.objects.bulk_create(rows, batch_size=500)


def load_signatures(content: Path) -> LoadResult:
    causes = {cause.slug: cause for cause in Cause.objects.all()}
    wanted: dict[Any, Wanted] = {}
    for path in sorted((content / "signatures").glob("*.toml")):
        for data in read_toml(path).get("signature", []):
            key = str(data.get("key", "without key"))
            if key in wanted:
                raise ContentError(path.name, key, "stands twice")
            cause = _cause_named(causes, data.get("cause", ""), path, key)
            wanted[key] = Wanted(build(path, key, _signature, cause, data))
    existing = {signature.key: signature for signature in Signature.objects.select_related("cause")}
    return reconcile(Signature, wanted, existing, deletes=True)[0]


def _cause_named(causes: dict[str, Cause], slug: str, path: Path, key: str) -> Cause:
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
    )


def load_examples(content: Path) -> LoadResult:
    causes = {cause.slug: cause for cause in Cause.objects.all()}
    wanted: dict[Any, Wanted] = {}
    for path in sorted((content / "examples").glob("*.toml")):
        for data in read_toml(path).get("example", []):
            cause = _cause_named(causes, data["cause"], path, "cause") if data.get("cause") else None
            for text in data["texts"]:
                key = f"{path.stem}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
                wanted[key] = Wanted(build(path, key, _example, key, cause, text, path.stem, data))
    existing = {example.key: example for example in Example.objects.select_related("cause")}
    return reconcile(Example, wanted, existing, deletes=True)[0]


def _example(key: str, cause: Cause | None, text: str, batch: str, data: dict[str, Any]) -> Example:
    return Example(key=key, cause=cause, text=text, batch=batch, language=data.get("language", "en"))
