"""Finds known phrases in a text: exact words, one letter wrong, a word left out or put in between.

An inverted index on the two rarest words of each phrase leads to a window of the text, where the phrase is scored by
the rarity (idf) of its words that are there minus that of the words that are missing. Locality keeps long texts right;
counting what is missing tells a phrase from a text that merely shares its vocabulary (MATCHING.md, read 2026-11-22).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from diagnosis.engine.types import PhraseRule
from diagnosis.engine.words import Word, fold, split_words, unspaced_runs

ANCHOR_WORDS = 2
SPARE_WORDS = 4
LEAST_SHARE = 0.55
TOLERANT_LENGTH = 5
LONGEST_WORD = 40


class PhraseHit(NamedTuple):
    rule: PhraseRule
    start: int
    end: int
    share: float
    """Matched minus missed rarity as a share of the whole phrase, LEAST_SHARE..1."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    rule: PhraseRule
    words: tuple[str, ...]
    rarity: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Phrases filed under their anchors, and under each anchor with one letter left out."""

    phrases: tuple[_Phrase, ...]
    anchors: Mapping[str, tuple[tuple[int, int], ...]]
    unspaced: Mapping[str, tuple[PhraseRule, ...]]


def compile_phrases(rules: Sequence[PhraseRule]) -> PhraseIndex:
    unspaced: dict[str, list[PhraseRule]] = defaultdict(list)
    spaced: list[tuple[PhraseRule, tuple[str, ...]]] = []
    for rule in rules:
        folded = fold(rule.phrase)
        if unspaced_runs(folded):
            unspaced[folded[:2]].append(rule)
        elif words := tuple(word.text for word in split_words(folded)):
            spaced.append((rule, words))
    frequency = Counter(word for _, words in spaced for word in set(words))
    phrases = tuple(
        _Phrase(rule, words, tuple(_rarity(word, frequency, len(spaced)) for word in words)) for rule, words in spaced
    )
    anchors: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for number, phrase in enumerate(phrases):
        for at in _anchor_positions(phrase):
            for shape in shapes(phrase.words[at]):
                anchors[shape].add((number, at))
    return PhraseIndex(
        phrases,
        {shape: tuple(sorted(places)) for shape, places in anchors.items()},
        {start: tuple(found) for start, found in unspaced.items()},
    )


def _rarity(word: str, frequency: Counter[str], phrases: int) -> float:
    # Short words are common in every language, however few phrases hold them.
    common = 0.3 if len(word) <= 2 else 0.6 if len(word) == 3 else 1.0
    return common * math.log(1 + phrases / frequency[word])


def _anchor_positions(phrase: _Phrase) -> list[int]:
    order = sorted(range(len(phrase.words)), key=lambda at: -phrase.rarity[at])
    return order[:ANCHOR_WORDS]


@lru_cache(maxsize=4096)
def shapes(word: str) -> frozenset[str]:
    """The word and, where it is long enough to tolerate a slip, the word with each one letter left out."""
    if len(word) < TOLERANT_LENGTH:
        return frozenset((word,))
    return frozenset((word, *(word[:at] + word[at + 1 :] for at in range(min(len(word), LONGEST_WORD)))))


def is_close(first: str, second: str) -> bool:
    """Equal, or one letter wrong, missing or too many in words of TOLERANT_LENGTH letters or more."""
    if first == second:
        return True
    longest = max(len(first), len(second))
    if longest < TOLERANT_LENGTH or abs(len(first) - len(second)) > 1:
        return False
    if first[0] != second[0] and first[-1] != second[-1]:
        return False  # one slip changes one end at most
    short, long = sorted((first, second), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def find_phrases(index: PhraseIndex, folded: str, words: Sequence[Word]) -> list[PhraseHit]:
    """The best hit of each phrase, in the order of the text."""
    best: dict[str, PhraseHit] = {}
    for hit in _all_hits(index, folded, words):
        known = best.get(hit.rule.key)
        if known is None or hit.share > known.share:
            best[hit.rule.key] = hit
    return sorted(best.values(), key=lambda hit: (hit.start, hit.rule.key))


def _all_hits(index: PhraseIndex, folded: str, words: Sequence[Word]) -> Iterator[PhraseHit]:
    seen: set[tuple[int, int]] = set()
    for place, word in enumerate(words):
        for shape in shapes(word.text):
            for number, at in index.anchors.get(shape, ()):
                if (number, place - at) not in seen:
                    seen.add((number, place - at))
                    if hit := _score(index.phrases[number], words, place, at):
                        yield hit
    for run in unspaced_runs(folded):
        yield from _hits_in_run(index, run)


def _hits_in_run(index: PhraseIndex, run: Word) -> Iterator[PhraseHit]:
    for at in range(len(run.text) - 1):
        for rule in index.unspaced.get(run.text[at : at + 2], ()):
            phrase = fold(rule.phrase)
            if run.text.startswith(phrase, at):
                yield PhraseHit(rule, run.start + at, run.start + at + len(phrase), 1.0)


def _score(phrase: _Phrase, words: Sequence[Word], place: int, at: int) -> PhraseHit | None:
    if not is_close(words[place].text, phrase.words[at]):
        return None
    first = max(0, place - at - SPARE_WORDS)
    last = min(len(words), place + len(phrase.words) - at + SPARE_WORDS)
    found = {at: place}
    position = place
    for wanted in range(at + 1, len(phrase.words)):
        there = next((i for i in range(position + 1, last) if is_close(words[i].text, phrase.words[wanted])), None)
        if there is not None:
            found[wanted] = position = there
    position = place
    for wanted in range(at - 1, -1, -1):
        there = next(
            (i for i in range(position - 1, first - 1, -1) if is_close(words[i].text, phrase.words[wanted])), None
        )
        if there is not None:
            found[wanted] = position = there
    total = sum(phrase.rarity)
    matched = sum(phrase.rarity[wanted] for wanted in found)
    share = (2 * matched - total) / total
    if share < LEAST_SHARE:
        return None
    return PhraseHit(phrase.rule, words[min(found.values())].start, words[max(found.values())].end, share)
