"""Published rows -> engine rules, compiled once per process and catalogue version."""

import hashlib
import json
import os
import threading
import tomllib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from diagnosis.catalogue.loader import CONTENT
from diagnosis.catalogue.models import CodeCause, ErrorCode, Example, Signature
from diagnosis.catalogue.versions import current_number
from diagnosis.engine.match import CompiledRules, compile_rules, learn
from diagnosis.engine.prose import ProseModel
from diagnosis.engine.types import CodeRule, ExampleRule, FactRule, PhraseRule, Rules

NOTE_IMPORTANCE = 0.3
KEPT_MODELS = 5
LEXICON_FILES = {"concepts": "concepts.toml", "topics": "concept-topics.toml"}
LEARNING_VERSION = 2
"""Raised when the engine learns in another way, so that kept models are not used any more."""


@dataclass(frozen=True, slots=True)
class Current:
    """The rules that hold now."""

    version: int = -1
    compiled: CompiledRules = field(default_factory=CompiledRules)
    known_codes: frozenset[str] = frozenset()


_current = Current()
_lock = threading.Lock()


def current() -> Current:
    """One query when nothing changed. Rebuilding after an edit takes about a second, seconds if examples changed."""
    global _current
    number = current_number()
    if _current.version != number:
        with _lock:
            if _current.version != number:
                rules = published_rules(number)
                compiled = compile_rules(rules, model=learned(rules))
                _current = Current(number, compiled, frozenset(rules.codes))
    return _current


def published_rules(version: int) -> Rules:
    codes = _codes()
    return Rules(
        version=version,
        codes=codes,
        phrases=tuple(_phrases()),
        facts=tuple(_facts()),
        examples=tuple(_examples()),
        concepts=concept_lexicon("concepts"),
        topics=concept_lexicon("topics"),
    )


def _codes() -> Mapping[str, CodeRule]:
    links: dict[int, list[tuple[str, float]]] = {}
    rows = CodeCause.objects.filter(cause__is_published=True).order_by("-weight", "pk")
    for code_id, slug, weight in rows.values_list("error_code_id", "cause__slug", "weight"):
        links.setdefault(code_id, []).append((slug, weight))
    published = ErrorCode.objects.filter(is_published=True).values_list("pk", "code", "is_reviewed")
    return {code: CodeRule(code, tuple(links.get(pk, ())), is_reviewed) for pk, code, is_reviewed in published}


def _signatures(kind: str) -> list[Signature]:
    rows = Signature.objects.filter(kind=kind, is_published=True, cause__is_published=True)
    return list(rows.select_related("cause").order_by("key"))


def _phrases() -> list[PhraseRule]:
    return [PhraseRule(s.key, s.cause.slug, s.phrase, s.weight) for s in _signatures(Signature.Kind.PHRASE)]


def _facts() -> list[FactRule]:
    return [
        FactRule(s.key, s.cause.slug, s.field, s.value, s.weight, frozenset(s.only_with_codes.split()))
        for s in _signatures(Signature.Kind.FACT)
    ]


def _examples() -> list[ExampleRule]:
    rows = Example.objects.filter(is_published=True).order_by("key").values_list("text", "cause__slug")
    # What a code means, in a few words, is a small lesson about its cause.
    notes = ErrorCode.objects.filter(
        is_published=True, is_reviewed=True, is_user_visible=True, links__weight=1.0, links__cause__is_published=True
    )
    lessons = notes.exclude(note="").order_by("code").values_list("note", "links__cause__slug")
    return [ExampleRule(text, slug) for text, slug in rows] + [
        ExampleRule(note, slug, NOTE_IMPORTANCE) for note, slug in lessons if slug != "unknown"
    ]


@cache
def concept_lexicon(table: str) -> Mapping[str, tuple[str, ...]]:
    """Ideas with the ways of saying them, or topics with their ideas: reviewed files, the same for everybody."""
    data = tomllib.loads((CONTENT / LEXICON_FILES[table]).read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in data[table].items()}


def learned(rules: Rules) -> ProseModel:
    """What the examples teach. Learning takes seconds, so the result is kept under VAR_DIR for these very examples."""
    path = _model_path(rules)
    if path.exists():
        return _read_model(path)
    model = learn(rules)
    _write_model(path, model)
    _forget_old_models(path.parent)
    return _read_model(path)


def _model_path(rules: Rules) -> Path:
    lessons = [(example.text, example.slug, example.importance) for example in rules.examples]
    inputs = json.dumps([LEARNING_VERSION, lessons, dict(rules.concepts), dict(rules.topics)], sort_keys=True)
    return Path(settings.VAR_DIR) / f"learned-{hashlib.sha256(inputs.encode()).hexdigest()[:24]}.json"


def _forget_old_models(folder: Path) -> None:
    models = sorted(folder.glob("learned-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in models[KEPT_MODELS:]:
        old.unlink(missing_ok=True)


def _write_model(path: Path, model: ProseModel) -> None:
    weights = {name: [round(weight, 3) for weight in row] for name, row in (model.weights or {}).items()}
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    part.write_text(json.dumps({"classes": model.classes, "weights": weights}), encoding="utf-8")
    part.replace(path)


def _read_model(path: Path) -> ProseModel:
    data = json.loads(path.read_text(encoding="utf-8"))
    return ProseModel(tuple(data["classes"]), {name: array("f", row) for name, row in data["weights"].items()})
