"""Report + answers + rules -> ranked causes, each with the words it rests on.

Evidence adds up. A reviewed code outweighs any phrase; facts of the block, answers of the person and phrases move the
ranking among the causes of that code. Without a code, phrases and the learned ranking decide together, and what stays
below LEAST_SHARE is "not recognised".
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from diagnosis.engine import prose
from diagnosis.engine.concepts import ConceptIndex, compile_concepts
from diagnosis.engine.labels import LabelIndex, compile_labels
from diagnosis.engine.phrases import PhraseIndex, compile_phrases, find_phrases
from diagnosis.engine.types import (
    ANSWERS,
    CodeMention,
    CodeRule,
    Confidence,
    Diagnosis,
    ErrorReport,
    Evidence,
    FactRule,
    RankedCause,
    Rules,
)
from diagnosis.engine.words import fold, split_words

CODE_POINTS = 4.0
CLIENT_CODE_POINTS = 3.0
CLIENT_CODE_BESIDE_SERVER_CODE = 1.0
FURTHER_CODE = 0.35
# What the organisation itself says of a code leads by more than any answer or phrase can move the others.
LOCAL_FACTOR = 1.75
PHRASES_BESIDE_CODE = 1.1
# A page's own heading says nothing new about the code printed under it, and must not outvote the person's answers.
PHRASES_FOR_OWN_CAUSE = 0.3
MOST_PHRASE_POINTS = 4.0
UNLINKED_BESIDE_CODE = 1.9
PROSE_BESIDE_CODE = 1.2
CLEAR_LEAD = 0.6
END_LETTERS = 160
MOST_CAUSES = 6
PHRASE_LETTERS = 8000

# Shares of the prose ranking, calibrated on whole batches of examples that were left out of the learning.
LIKELY_SHARE = 0.7
LEAST_SHARE = 0.3
LEAST_SHOWN_SHARE = 0.02
NONE_WEIGHT = 1.0
# Where nothing was learned, a phrase must be strong on its own.
UNLEARNED_NONE = 1.5
UNSEEN_CAUSE = math.log(0.01)
# However sure the learned ranking is, the strongest phrase an owner can write (9 points) still turns it.
LEAST_LEARNED = 5e-4
PROSE_REASONS = 4


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRules:
    """Rules in the shape in which they are looked up; made once per process and catalogue version."""

    codes: Mapping[str, CodeRule] = field(default_factory=dict)
    phrases: PhraseIndex = field(default_factory=lambda: compile_phrases(()))
    facts: Mapping[str, tuple[FactRule, ...]] = field(default_factory=dict)
    labels: LabelIndex = field(default_factory=LabelIndex)
    concepts: ConceptIndex = field(default_factory=ConceptIndex)
    model: prose.ProseModel = field(default_factory=prose.ProseModel)


def compile_rules(rules: Rules, *, model: prose.ProseModel | None = None) -> CompiledRules:
    """`model` spares the learning, which takes seconds for thousands of examples."""
    by_field: dict[str, list[FactRule]] = defaultdict(list)
    for rule in rules.facts:
        by_field[rule.field].append(rule)
    return CompiledRules(
        codes=dict(rules.codes),
        phrases=compile_phrases(rules.phrases),
        facts={name: tuple(found) for name, found in by_field.items()},
        labels=compile_labels(rules.labels),
        concepts=compile_concepts(rules.concepts, rules.topics),
        model=learn(rules) if model is None else model,
    )


def learn(rules: Rules) -> prose.ProseModel:
    lessons = [(example.text, example.slug or prose.NOT_RECOGNISED, example.importance) for example in rules.examples]
    return prose.train(lessons, compile_concepts(rules.concepts, rules.topics))


def match(report: ErrorReport, rules: CompiledRules, answers: Mapping[str, str] | None = None) -> Diagnosis:
    """Ranked causes, best first; none means "not recognised"."""
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for slug, found in _code_evidence(report, rules):
        evidence[slug].append(found)
    linked = frozenset(evidence)
    for slug, found in (*_phrase_evidence(report, rules), *_rule_evidence(report, rules, answers or {})):
        evidence[slug].append(found)
    if linked:
        return Diagnosis(_ranked_by_code(report, rules, evidence, linked))
    return Diagnosis(_ranked_by_words(report, rules, evidence))


def _code_evidence(report: ErrorReport, rules: CompiledRules) -> Iterator[tuple[str, Evidence]]:
    yield from _mentions(report.codes, rules, CODE_POINTS)
    beside = any(mention.code in rules.codes for mention in report.codes)
    yield from _mentions(report.client_codes, rules, CLIENT_CODE_BESIDE_SERVER_CODE if beside else CLIENT_CODE_POINTS)


def _mentions(mentions: tuple[CodeMention, ...], rules: CompiledRules, points: float) -> Iterator[tuple[str, Evidence]]:
    known = [(mention, rules.codes[mention.code]) for mention in mentions if mention.code in rules.codes]
    for number, (mention, rule) in enumerate(known):
        factor = points if number == 0 else points * FURTHER_CODE
        if rule.local:
            yield rule.local, Evidence("code", mention.raw, factor * LOCAL_FACTOR, mention.start, mention.end)
        for slug, weight in rule.causes:
            yield slug, Evidence("code", mention.raw, factor * weight, mention.start, mention.end)


def _phrase_evidence(report: ErrorReport, rules: CompiledRules) -> Iterator[tuple[str, Evidence]]:
    folded = fold(report.text[:PHRASE_LETTERS])
    for hit in find_phrases(rules.phrases, folded, split_words(folded)):
        words = report.text[hit.start : hit.end]
        yield hit.rule.slug, Evidence("phrase", words, hit.rule.weight * hit.share, hit.start, hit.end)


def _rule_evidence(
    report: ErrorReport, rules: CompiledRules, answers: Mapping[str, str]
) -> Iterator[tuple[str, Evidence]]:
    codes = {mention.code for mention in (*report.codes, *report.client_codes)}
    for fact in report.facts:
        for rule in rules.facts.get(fact.name, ()):
            if _applies(rule, fact.value, codes):
                yield rule.slug, Evidence("fact", fact.raw, rule.weight, fact.start, fact.end)
    for question in ANSWERS:
        for rule in rules.facts.get(question, ()):
            if (answer := answers.get(question)) and _applies(rule, answer, codes):
                yield rule.slug, Evidence("answer", f"{question}={answer}", rule.weight)


def _applies(rule: FactRule, value: str, codes: set[str]) -> bool:
    if rule.codes and not rule.codes & codes:
        return False
    wanted, given = rule.value.casefold(), value.casefold()
    return wanted == "*" or (wanted[1:] in given if wanted.startswith("~") else wanted == given)


def _ranked_by_code(
    report: ErrorReport, rules: CompiledRules, evidence: Mapping[str, list[Evidence]], linked: frozenset[str]
) -> tuple[RankedCause, ...]:
    own = _own_cause(report, rules)
    points = {}
    for slug, found in evidence.items():
        total = _points(found, most_for_phrases=PHRASES_FOR_OWN_CAUSE if slug == own else PHRASES_BESIDE_CODE)
        points[slug] = total if slug in linked else min(total, UNLINKED_BESIDE_CODE)
    if not _is_clear(points, linked):
        learned = _learned(report, rules)
        points |= {slug: points[slug] + PROSE_BESIDE_CODE * learned.get(slug, 0.0) for slug in linked}
    order = sorted((slug for slug in points if points[slug] > 0), key=lambda slug: (-points[slug], slug))[:MOST_CAUSES]
    known = [rules.codes[m.code] for m in (*report.codes, *report.client_codes) if m.code in rules.codes]
    is_reviewed = any(rule.is_reviewed or rule.local for rule in known)
    lead = points[order[0]] - points[order[1]] if len(order) > 1 else CLEAR_LEAD
    return tuple(
        RankedCause(
            slug,
            round(points[slug], 3),
            "likely" if number == 0 and is_reviewed and lead >= CLEAR_LEAD else "possible",
            _strongest_first(evidence[slug]),
        )
        for number, slug in enumerate(order)
    )


def _is_clear(points: Mapping[str, float], linked: frozenset[str]) -> bool:
    """Whether the only cause of the codes leads so far that what the words say, which adds to it alone, is spared."""
    [first, *others] = linked
    return not others and all(points[first] - points[slug] >= CLEAR_LEAD for slug in points if slug != first)


def _own_cause(report: ErrorReport, rules: CompiledRules) -> str | None:
    """The usual cause of the first known code."""
    known = (rules.codes.get(mention.code) for mention in (*report.codes, *report.client_codes))
    return next((rule.local or rule.causes[0][0] for rule in known if rule and (rule.local or rule.causes)), None)


def _points(found: list[Evidence], *, most_for_phrases: float) -> float:
    phrases = sum(item.weight for item in found if item.kind == "phrase")
    return min(phrases, most_for_phrases) + sum(item.weight for item in found if item.kind != "phrase")


def _learned(report: ErrorReport, rules: CompiledRules) -> dict[str, float]:
    """Shares of the causes by what stands at both ends of a text with a code: people write before or after a page."""
    text = report.text
    ends = text if len(text) <= 2 * END_LETTERS else f"{text[:END_LETTERS]}\n{text[-END_LETTERS:]}"
    return prose.shares(rules.model, prose.traits(ends, rules.concepts))


@lru_cache(maxsize=1)
def heard(text: str, rules: CompiledRules) -> tuple[prose.Traits, dict[str, float]]:
    """Traits and shares of a masked text; of the last one remembered, as two steps ask for them."""
    traits = prose.traits(text, rules.concepts)
    return traits, prose.shares(rules.model, traits)


def _ranked_by_words(
    report: ErrorReport, rules: CompiledRules, evidence: Mapping[str, list[Evidence]]
) -> tuple[RankedCause, ...]:
    traits, learned = heard(report.text, rules)
    logits = _logits(learned, evidence)
    if len(logits) < 2:
        return ()
    shares = dict(zip(logits, prose.softmax(list(logits.values())), strict=True))
    none = shares.pop(prose.NOT_RECOGNISED, 0.0)
    order = sorted(shares, key=lambda slug: (-shares[slug], slug))[:MOST_CAUSES]
    if shares[order[0]] < max(LEAST_SHARE, NONE_WEIGHT * none):
        return ()
    shown = [slug for slug in order if slug == order[0] or shares[slug] >= LEAST_SHOWN_SHARE]
    reasons = prose.reasons(rules.model, traits, shown)
    ranked = []
    for slug in shown:
        if found := [*evidence.get(slug, ()), *_learned_evidence(report, reasons[slug])]:
            ranked.append(RankedCause(slug, round(shares[slug], 3), _confidence(shares[slug]), _strongest_first(found)))
    return tuple(ranked)


def _confidence(share: float) -> Confidence:
    return "likely" if share >= LIKELY_SHARE else "possible"


def _logits(learned: Mapping[str, float], evidence: Mapping[str, list[Evidence]]) -> dict[str, float]:
    """Log-odds of the learned ranking plus the points of phrases, facts and answers."""
    logits = {slug: math.log(max(share, LEAST_LEARNED)) for slug, share in learned.items()}
    if not logits:
        logits = {prose.NOT_RECOGNISED: UNLEARNED_NONE}
    for slug, found in evidence.items():
        before = logits.get(slug, UNSEEN_CAUSE if learned else 0.0)
        heaviest = max((item.weight for item in found if item.kind == "phrase"), default=0.0)
        logits[slug] = before + _points(found, most_for_phrases=max(MOST_PHRASE_POINTS, heaviest))
    return logits


def _learned_evidence(report: ErrorReport, reasons: Sequence[tuple[int, int, float]]) -> Iterator[Evidence]:
    for start, end, push in reasons[:PROSE_REASONS]:
        yield Evidence("words", report.text[start:end], round(push, 3), start, end)


def _strongest_first(found: list[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(found, key=lambda item: -item.weight))
