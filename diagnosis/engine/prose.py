"""Ranks causes for text without a code: a multinomial logistic regression learned from the catalogue's examples.

Plain Python, and explainable: a cause's score is a sum over words, word pairs, letter groups and ideas (concepts) of
the text, so each answer can show the words it rests on. Digits are no words: numbered negatives would teach it that
numbers mean "none" (MATCHING.md, read 2026-11-22).
"""

import math
import random
import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise
from operator import add
from typing import NamedTuple

from diagnosis.engine.concepts import ConceptHit, ConceptIndex, find_concepts, mend
from diagnosis.engine.words import Word, fold, split_words, unspaced_runs

NOT_RECOGNISED = ""
WORD, PAIR, LETTERS, IDEA, IDEAS, SILENCE = 0.5, 0.4, 0.35, 1.5, 0.5, 0.3
GROUP_LETTERS = 4
LONGEST_TEXT = 4000
MOST_WORDS = 250
EPOCHS = 8
AVERAGED_EPOCHS = 4
RATE = 5.0
DECAY = 0.15
SHRINK = 3e-4
# At each look at an example a third of its features is left out, so that none of them is relied upon alone: another
# writer's text lacks most of them. The others count for more, and the whole weighs the same.
LEFT_OUT = 0.3
LOUDER = 1 / math.sqrt(1 - LEFT_OUT)
LEAST_PUSH = 0.004
LEAST_TEXTS = 2
# What says nearly the same of every class, half of the features, is not worth its memory.
LEAST_SPREAD = 1.1
NOWHERE = (0, 0)
# A weight is kept in steps of a thousandth as a 16-bit number above zero.
STEPS = 1000
LANE_BITS = 16
LANE_ZERO = 1 << 15
LANE_MASK = (1 << LANE_BITS) - 1
# Every other lane, for up to a thousand classes: each then has 32 bits to be added in.
EVEN_LANES = int.from_bytes(b"\xff\xff\0\0" * 500, "little")
# Greetings, thanks and anger stand around every sentence and say nothing about its cause.
FILLER = frozenset({"greeting_filler", "urgent_angry"})


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Traits:
    """Features of a text by name, each with the place it was first seen at, in groups that weigh the same.

    The values are scaled so that long and short texts weigh the same.
    """

    groups: tuple[tuple[float, Mapping[str, Span]], ...]
    ideas: frozenset[str]

    def values(self) -> dict[str, float]:
        return {name: value for value, group in self.groups for name in group}


@dataclass(frozen=True, slots=True)
class ProseModel:
    """`rows[feature]` holds one weight per class, in the order of `classes`, see `weights`; "" is the class of
    negatives."""

    classes: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)


def traits(text: str, concepts: ConceptIndex) -> Traits:
    folded = fold(text[:LONGEST_TEXT])
    words = mend(concepts, split_words(folded)[:MOST_WORDS])
    hits = find_concepts(concepts, folded, words)
    words = _without_filler(words, hits)
    ideas: dict[str, Span] = {}
    for hit in hits:
        if hit.name not in FILLER:
            ideas.setdefault(hit.name, (hit.start, hit.end))
    heard = [
        (WORD, _word_traits(words) | _unspaced_traits(folded)),
        (LETTERS, _letter_traits(words)),
        (PAIR, _pair_traits(words)),
        (IDEA, {"c " + name: place for name, place in ideas.items()}),
        (IDEAS, {f"p {first} {second}": ideas[first] for first, second in combinations(sorted(ideas), 2)}),
    ]
    length = math.sqrt(sum(value**2 * len(group) for value, group in heard)) or 1.0
    silent = {"n " + topic: NOWHERE for topic, names in concepts.topics.items() if names.isdisjoint(ideas)}
    return Traits((*((value / length, group) for value, group in heard), (SILENCE, silent)), frozenset(ideas))


def _without_filler(words: Sequence[Word], hits: Sequence[ConceptHit]) -> list[Word]:
    filler = {at for hit in hits if hit.name in FILLER for at in range(hit.start, hit.end)}
    return [word for word in words if word.start not in filler]


def _word_traits(words: Sequence[Word]) -> dict[str, Span]:
    return {"w " + text: (start, end) for text, start, end in reversed(words)}


def _pair_traits(words: Sequence[Word]) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for (first, start, _), (second, _, end) in pairwise(words):
        found.setdefault(f"b {first} {second}", (start, end))
    return found


def _letter_traits(words: Sequence[Word]) -> dict[str, Span]:
    return {group: (start, end) for text, start, end in reversed(words) for group in _letter_groups(text)}


@lru_cache(maxsize=4096)
def _letter_groups(word: str) -> tuple[str, ...]:
    padded = f"^{word}$"
    starts = range(max(1, len(padded) - GROUP_LETTERS + 1))
    return tuple(dict.fromkeys("g " + padded[at : at + GROUP_LETTERS] for at in starts))


def _unspaced_traits(folded: str) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for run in unspaced_runs(folded):
        for size in (2, 3):
            for at in range(min(len(run.text), MOST_WORDS) - size + 1):
                found.setdefault("u " + run.text[at : at + size], (run.start + at, run.start + at + size))
    return found


class _Lesson(NamedTuple):
    """One example: (value, weights of each feature that has it), and which class it teaches.

    What the text is silent about comes last.
    """

    groups: tuple[tuple[float, list[list[float]]], ...]
    label: int
    importance: float


def train(examples: Sequence[tuple[str, str, float]], concepts: ConceptIndex) -> ProseModel:
    """Learns from (text, class, importance) by stochastic gradient descent; the same in, the same out."""
    classes = tuple(sorted({label for _, label, _ in examples}))
    if len(classes) < 2:
        return ProseModel()
    found = [traits(text, concepts).groups for text, _, _ in examples]
    # What one text alone holds teaches little about others and makes up most of the features; unless it weighs more.
    seen = Counter[str]()
    for groups, (_, _, importance) in zip(found, examples, strict=True):
        for _, group in groups:
            seen.update(dict.fromkeys(group, LEAST_TEXTS if importance > 1 else 1))
    weights = {name: [0.0] * len(classes) for name, count in seen.items() if count >= LEAST_TEXTS}
    lessons = []
    for groups, (_, label, importance) in zip(found, examples, strict=True):
        known = tuple((value, [weights[name] for name in group if name in weights]) for value, group in groups)
        lessons.append(_Lesson(known, classes.index(label), importance))
    learned = dict(zip(weights, _descend(lessons, list(weights.values()), len(classes)), strict=True))
    telling = {name: row for name, row in learned.items() if max(row) - min(row) >= LEAST_SPREAD}
    return ProseModel(classes, {name: _packed(row) for name, row in telling.items()})


def _descend(lessons: list[_Lesson], weights: list[list[float]], size: int) -> list[list[float]]:
    """Changes `weights`; returns what they were on average at the end of the last epochs, which chance moves less."""
    totals = [[0.0] * size for _ in weights]
    dice = random.Random(53003)  # noqa: S311  (the same for the same examples, no secret)
    chance = dice.random
    for epoch in range(EPOCHS):
        dice.shuffle(lessons)
        rate = RATE / (1 + DECAY * epoch)
        for (*heard, silent), label, importance in lessons:
            kept = [(value * LOUDER, [row for row in rows if chance() > LEFT_OUT]) for value, rows in heard]
            groups = [(value, rows) for value, rows in (*kept, silent) if rows]
            scores = [0.0] * size
            for value, rows in groups:
                sums = map(sum, zip(*rows, strict=True))
                scores = [score + value * weight for score, weight in zip(scores, sums, strict=True)]
            shares = softmax(scores)
            shares[label] -= 1.0
            for value, rows in groups:
                pushes = [
                    (at, -rate * importance * share * value)
                    for at, share in enumerate(shares)
                    if abs(share) > LEAST_PUSH
                ]
                for row in rows:
                    for at, push in pushes:
                        row[at] += push - SHRINK * row[at]
        if epoch >= EPOCHS - AVERAGED_EPOCHS:
            totals = [list(map(add, total, row)) for total, row in zip(totals, weights, strict=True)]
    return [[total / AVERAGED_EPOCHS for total in row] for row in totals]


def softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _packed(weights: Sequence[float]) -> int:
    """All weights of a feature as one number of 16-bit lanes, the average of the classes last.

    Adding such numbers adds every lane, which makes a text of a thousand features some hundred times cheaper.
    """
    average = sum(weights) / len(weights)
    lanes = [min(max(LANE_ZERO + round(weight * STEPS), 0), LANE_MASK) for weight in (*weights, average)]
    return int.from_bytes(struct.pack(f"<{len(lanes)}H", *lanes), "little")


def _sums(rows: Sequence[int], classes: int) -> list[float]:
    """The sum of each lane but the last."""
    size = classes // 2 + 1
    even = sum(map(EVEN_LANES.__and__, rows))
    odd = (sum(rows) - even) >> LANE_BITS  # lanes carry into the next ones, which the even ones undo
    sums = [0] * (2 * size)
    for first, total in enumerate((even, odd)):
        sums[first::2] = struct.unpack(f"<{size}I", total.to_bytes(4 * size, "little"))
    return [(lane - LANE_ZERO * len(rows)) / STEPS for lane in sums[:classes]]


def shares(model: ProseModel, found: Traits) -> dict[str, float]:
    """Probability of each class, NOT_RECOGNISED among them; {} where nothing was learned."""
    if not model.classes:
        return {}
    scores = [0.0] * len(model.classes)
    for value, group in found.groups:
        rows = list(filter(None, map(model.rows.get, group)))
        sums = _sums(rows, len(model.classes))
        scores = [score + value * weight for score, weight in zip(scores, sums, strict=True)]
    return dict(zip(model.classes, softmax(scores), strict=True))


def reasons(model: ProseModel, found: Traits, labels: Sequence[str]) -> dict[str, list[tuple[int, int, float]]]:
    """For each label the places of the text that spoke for it against the average class, strongest first."""
    average = LANE_BITS * len(model.classes)
    heard = [
        (place, value, row, row >> average)
        for value, group in found.groups
        for place, row in zip(group.values(), map(model.rows.get, group), strict=True)
        if row and place != NOWHERE
    ]
    ranked: dict[str, list[tuple[int, int, float]]] = {}
    for label in labels:
        lane = LANE_BITS * model.classes.index(label) if label in model.classes else average
        places: dict[Span, float] = {}
        for place, value, row, mean in heard:
            places[place] = places.get(place, 0.0) + value * ((row >> lane & LANE_MASK) - mean)
        strongest = sorted(((push / STEPS, *place) for place, push in places.items() if push > 0), reverse=True)
        ranked[label] = [(start, end, push) for push, start, end in strongest]
    return ranked
