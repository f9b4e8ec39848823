"""Published rows -> engine rules, compiled once per process and catalogue version."""

import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import Q

from diagnosis.catalogue.learned import learned
from diagnosis.catalogue.loader import CONTENT
from diagnosis.catalogue.models import Cause, CodeCause, ErrorCode, Example, Label, Signature
from diagnosis.catalogue.versions import current_number
from diagnosis.engine.match import CompiledRules, compile_rules
from diagnosis.engine.types import CodeRule, ExampleRule, FactRule, LabelRule, PhraseRule, Rules

NOTE_IMPORTANCE = 0.3
# Among thousands of rows one that was made in the admin would hardly be heard. A phrase of weight 3 then decides a text
# without a code, whatever the examples teach.
MADE_HERE_IMPORTANCE = 3.0
LEXICON_FILES = {"concepts": "concepts.toml", "topics": "concept-topics.toml"}


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
    if _current.version != current_number():
        with _lock:
            # Read again: another thread may have built these rules, or newer ones, in the meantime.
            number = current_number()
            if _current.version != number:
                _current = compiled(published_rules(), version=number)
    return _current


def compiled(rules: Rules, *, version: int = -1) -> Current:
    """`version` is -1 for rules that are not live."""
    return Current(version, compile_rules(rules, model=learned(rules)), frozenset(rules.codes))


def published_rules() -> Rules:
    return Rules(
        codes=_codes(),
        phrases=tuple(_phrases()),
        facts=tuple(_facts()),
        examples=tuple(_examples()),
        labels=tuple(_labels()),
        concepts=concept_lexicon("concepts"),
        topics=concept_lexicon("topics"),
    )


def _codes() -> Mapping[str, CodeRule]:
    links: dict[int, list[tuple[str, float]]] = {}
    rows = CodeCause.objects.filter(cause__is_published=True).order_by("-weight", "pk")
    for code_id, slug, weight in rows.values_list("error_code_id", "cause__slug", "weight"):
        links.setdefault(code_id, []).append((slug, weight))
    local = {code: cause.slug for cause in Cause.objects.published().local() for code in cause.local_codes.split()}
    published = ErrorCode.objects.filter(is_published=True).values_list("pk", "code", "is_reviewed")
    return {
        code: CodeRule(code, tuple(links.get(pk, ())), is_reviewed, local.get(code))
        for pk, code, is_reviewed in published
    }


def _signatures(kind: str) -> list[Signature]:
    rows = Signature.objects.filter(kind=kind, is_published=True, cause__is_published=True)
    return sorted(rows.select_related("cause"), key=attrgetter("key"))


def _phrases() -> list[PhraseRule]:
    return [
        PhraseRule(s.key, s.cause.slug, s.phrase, s.weight * (1.0 if s.loaded_hash else MADE_HERE_IMPORTANCE))
        for s in _signatures(Signature.Kind.PHRASE)
    ]


def _facts() -> list[FactRule]:
    return [
        FactRule(s.key, s.cause.slug, s.field, s.value, s.weight, frozenset(s.only_with_codes.split()))
        for s in _signatures(Signature.Kind.FACT)
    ]


def _examples() -> list[ExampleRule]:
    """Sorted here: databases sort by rules of their own, and what is learned depends on the order."""
    examples = Example.objects.filter(Q(cause=None) | Q(cause__is_published=True), is_published=True)
    rows = sorted(examples.values_list("key", "text", "cause__slug", "loaded_hash"))
    # What a code means, in a few words, is a small lesson about its cause.
    notes = ErrorCode.objects.filter(
        is_published=True, is_reviewed=True, is_user_visible=True, links__weight=1.0, links__cause__is_published=True
    )
    lessons = sorted(notes.exclude(note="").values_list("code", "note", "links__cause__slug"))
    own = [ExampleRule(text, slug, 1.0 if loaded else MADE_HERE_IMPORTANCE) for _, text, slug, loaded in rows]
    return own + [ExampleRule(note, slug, NOTE_IMPORTANCE) for _, note, slug in lessons if slug != "unknown"]


def _labels() -> list[LabelRule]:
    """Sorted, as examples are."""
    rows = sorted(Label.objects.filter(is_published=True).values_list("key", "field", "names"))
    return [LabelRule(field, tuple(names.splitlines())) for _, field, names in rows]


def concept_lexicon(table: str) -> Mapping[str, tuple[str, ...]]:
    """Ideas with the ways of saying them, or topics with their ideas: reviewed files, the same for everybody.

    Read again at each rebuild, in a tenth of a second, rather than kept: it takes two megabytes.
    """
    data = tomllib.loads((CONTENT / LEXICON_FILES[table]).read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in data[table].items()}
