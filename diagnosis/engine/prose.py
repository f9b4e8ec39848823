"""Ranks causes for text without a code: a multinomial logistic regression learned from the catalogue's examples.

Plain Python, and explainable: a cause's score is a sum over words, word pairs, letter groups and ideas (concepts) of
the text, so each answer can show the words it rests on. Digits are no words: numbered negatives would teach it that
numbers mean "none" (MATCHING.md, read 2026-11-22).
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

from diagnosis.engine.concepts import ConceptHit, ConceptIndex, find_concepts
from diagnosis.engine.words import Word, fold, split_words, unspaced_runs

NOT_RECOGNISED = ""
WORD, PAIR, LETTERS, IDEA, IDEAS, SILENCE = 0.5, 0.4, 0.35, 1.5, 0.5, 0.3
GROUP_LETTERS = 4
LONGEST_TEXT = 4000
MOST_WORDS = 400
EPOCHS = 6
RATE = 8.0
DECAY = 0.15
SHRINK = 2e-5
LEAST_PUSH = 0.004
LEAST_TEXTS = 2
# Greetings, thanks and anger stand around every sentence and say nothing about its cause.
FILLER = frozenset({"greeting_filler", "urgent_angry"})


class Trait(NamedTuple):
    """One feature of a text with the place it was first seen at."""

    value: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ProseModel:
    """`weights[feature]` holds one weight per class, in the order of `classes`; "" is the class of negatives."""

    classes: tuple[str, ...] = ()
    weights: Mapping[str, Sequence[float]] | None = None


def traits(text: str, concepts: ConceptIndex) -> dict[str, Trait]:
    """Features by name, scaled so that long and short texts weigh the same."""
    folded = fold(text[:LONGEST_TEXT])
    words = split_words(folded)[:MOST_WORDS]
    hits = find_concepts(concepts, folded, words)
    words = _without_filler(words, hits)
    found: dict[str, Trait] = {}
    for word in words:
        found.setdefault("w " + word.text, Trait(WORD, word.start, word.end))
        for group in _letter_groups(word.text):
            found.setdefault("g " + group, Trait(LETTERS, word.start, word.end))
    for first, second in pairwise(words):
        found.setdefault(f"b {first.text} {second.text}", Trait(PAIR, first.start, second.end))
    for run in unspaced_runs(folded):
        for name, trait in _unspaced_traits(run):
            found.setdefault(name, trait)
    ideas: dict[str, Trait] = {}
    for hit in hits:
        if hit.name not in FILLER:
            ideas.setdefault(hit.name, Trait(IDEA, hit.start, hit.end))
    for name, trait in ideas.items():
        found["c " + name] = trait
    for first_name, second_name in combinations(sorted(ideas), 2):
        start, end = ideas[first_name].start, ideas[first_name].end
        found[f"p {first_name} {second_name}"] = Trait(IDEAS, start, end)
    length = math.sqrt(sum(trait.value**2 for trait in found.values())) or 1.0
    scaled = {name: Trait(trait.value / length, trait.start, trait.end) for name, trait in found.items()}
    for topic, names in concepts.topics.items():
        if names.isdisjoint(ideas):
            scaled["n " + topic] = Trait(SILENCE, 0, 0)
    return scaled


def _without_filler(words: Sequence[Word], hits: Sequence[ConceptHit]) -> list[Word]:
    filler = {at for hit in hits if hit.name in FILLER for at in range(hit.start, hit.end)}
    return [word for word in words if word.start not in filler]


def _letter_groups(word: str) -> Iterable[str]:
    padded = f"^{word}$"
    return {padded[at : at + GROUP_LETTERS] for at in range(max(1, len(padded) - GROUP_LETTERS + 1))}


def _unspaced_traits(run: Word) -> Iterable[tuple[str, Trait]]:
    for size in (2, 3):
        for at in range(min(len(run.text), MOST_WORDS) - size + 1):
            yield "u " + run.text[at : at + size], Trait(WORD, run.start + at, run.start + at + size)


def train(examples: Sequence[tuple[str, str, float]], concepts: ConceptIndex) -> ProseModel:
    """Learns from (text, class, importance) by stochastic gradient descent; the same in, the same out."""
    classes = tuple(sorted({label for _, label, _ in examples}))
    if len(classes) < 2:
        return ProseModel()
    place = {label: at for at, label in enumerate(classes)}
    seen = Counter[str]()
    prepared = []
    for text, label, importance in examples:
        values = {name: trait.value for name, trait in traits(text, concepts).items()}
        seen.update(values.keys())
        prepared.append((values, place[label], importance))
    # What one text alone holds teaches little about others and makes up most of the features.
    rows = [
        ([(name, value) for name, value in values.items() if seen[name] >= LEAST_TEXTS], label, importance)
        for values, label, importance in prepared
    ]
    weights = {name: [0.0] * len(classes) for name, count in seen.items() if count >= LEAST_TEXTS}
    _descend(rows, weights, len(classes))
    return ProseModel(classes, weights)


def _descend(
    rows: list[tuple[list[tuple[str, float]], int, float]], weights: dict[str, list[float]], size: int
) -> None:
    order = random.Random(53003)  # noqa: S311  (a fixed shuffle, no secret)
    for epoch in range(EPOCHS):
        order.shuffle(rows)
        rate = RATE / (1 + DECAY * epoch)
        for values, label, importance in rows:
            scores = _scores(values, weights, size)
            shares = softmax(scores)
            shares[label] -= 1.0
            pushes = [(at, -rate * importance * share) for at, share in enumerate(shares) if abs(share) > LEAST_PUSH]
            for name, value in values:
                row = weights[name]
                for at, push in pushes:
                    row[at] += push * value - SHRINK * row[at]


def _scores(values: Iterable[tuple[str, float]], weights: Mapping[str, Sequence[float]], size: int) -> list[float]:
    scores = [0.0] * size
    for name, value in values:
        row = weights.get(name)
        if row is not None:
            scores = [score + value * weight for score, weight in zip(scores, row, strict=True)]
    return scores


def softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def shares(model: ProseModel, found: Mapping[str, Trait]) -> dict[str, float]:
    """Probability of each class, NOT_RECOGNISED among them; {} where nothing was learned."""
    if not model.weights:
        return {}
    values = [(name, trait.value) for name, trait in found.items()]
    return dict(zip(model.classes, softmax(_scores(values, model.weights, len(model.classes))), strict=True))


def reasons(model: ProseModel, found: Mapping[str, Trait], label: str) -> list[tuple[int, int, float]]:
    """The places of the text that spoke for `label` against the average class, strongest first."""
    if not model.weights:
        return []
    at = model.classes.index(label)
    places: dict[tuple[int, int], float] = {}
    for name, trait in found.items():
        row = model.weights.get(name)
        if row is not None and trait.end:
            push = trait.value * (row[at] - sum(row) / len(row))
            places[trait.start, trait.end] = places.get((trait.start, trait.end), 0.0) + push
    ranked = sorted(((push, *place) for place, push in places.items() if push > 0), reverse=True)
    return [(start, end, push) for push, start, end in ranked]
