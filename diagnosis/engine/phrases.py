"""Finds known phrases in a text: exact words, one letter wrong, a word left out or put in between.

An inverted index on the two rarest words of each phrase leads to a window of the text, where the phrase is scored by
the rarity (idf) of its words that are there minus that of the words that are missing. Locality keeps long texts right;
counting what is missing tells a phrase from a text that merely shares its vocabulary (MATCHING.md, read 2026-11-22).
"""

import math
import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
ROUNDING = 1e-9


class PhraseHit(NamedTuple):
    rule: PhraseRule
    start: int
    end: int
    share: float
    """Matched minus missed rarity as a share of the whole phrase, LEAST_SHARE..1."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """`spare` is the rarity that may be missing; `rarest_first` are positions of words."""

    rule: PhraseRule
    words: tuple[str, ...]
    rarity: tuple[float, ...]
    spare: float
    rarest_first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Phrases filed under their anchors; their words under themselves and under each with one letter left out."""

    phrases: tuple[_Phrase, ...]
    anchors: Mapping[str, tuple[tuple[int, int], ...]]
    shapes: Mapping[str, str | tuple[str, ...]]
    unspaced: Mapping[str, tuple[PhraseRule, ...]]


def compile_phrases(rules: Sequence[PhraseRule]) -> PhraseIndex:
    unspaced: dict[str, list[PhraseRule]] = defaultdict(list)
    spaced: list[tuple[PhraseRule, tuple[str, ...]]] = []
    for rule in rules:
        folded = fold(rule.phrase)
        if unspaced_runs(folded):
            unspaced[folded[:2]].append(rule)
        elif words := tuple(sys.intern(word.text) for word in split_words(folded)):
            spaced.append((rule, words))
    frequency = Counter(word for _, words in spaced for word in set(words))
    rarity = {word: _rarity(word, count, len(spaced)) for word, count in frequency.items()}
    phrases = tuple(_phrase(rule, words, rarity) for rule, words in spaced)
    anchors: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        for at in phrase.rarest_first[:ANCHOR_WORDS]:
            anchors[phrase.words[at]].append((number, at))
    return PhraseIndex(
        phrases,
        {word: tuple(places) for word, places in anchors.items()},
        _by_shape(frequency),
        {start: tuple(found) for start, found in unspaced.items()},
    )


def _phrase(rule: PhraseRule, words: tuple[str, ...], rarity: Mapping[str, float]) -> _Phrase:
    rarities = tuple(rarity[word] for word in words)
    spare = (1 - LEAST_SHARE) / 2 * sum(rarities) + ROUNDING
    order = sorted(range(len(words)), key=lambda at: -rarities[at])
    return _Phrase(rule, words, rarities, spare, tuple(order))


def _by_shape(words: Iterable[str]) -> dict[str, str | tuple[str, ...]]:
    """Most shapes belong to one word, which then stands for itself: a tuple each would cost megabytes."""
    found: dict[str, str | tuple[str, ...]] = {}
    for word in words:
        for shape in shapes(word):
            known = found.get(shape, ())
            found[shape] = (*_as_words(known), word) if known else word
    return found


def _as_words(found: str | tuple[str, ...]) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else found


def _rarity(word: str, frequency: int, phrases: int) -> float:
    # Short words are common in every language, however few phrases hold them.
    common = 0.3 if len(word) <= 2 else 0.6 if len(word) == 3 else 1.0
    return common * math.log(1 + phrases / frequency)


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
    places = _places_by_phrase_word(index, words)
    seen: set[tuple[int, int]] = set()
    for anchor, found in places.items():
        for number, at in index.anchors.get(anchor, ()):
            if _may_be_there(index.phrases[number], places):
                for place in found:
                    if (number, place - at) not in seen:
                        seen.add((number, place - at))
                        if hit := _score(index.phrases[number], words, places, place, at):
                            yield hit
    for run in unspaced_runs(folded):
        yield from _hits_in_run(index, run)


def _places_by_phrase_word(index: PhraseIndex, words: Sequence[Word]) -> dict[str, list[int]]:
    """Where in the text each word of any phrase stands, itself or a close one, in order."""
    places: dict[str, list[int]] = defaultdict(list)
    close: dict[str, tuple[str, ...]] = {}
    for place, word in enumerate(words):
        if word.text not in close:
            close[word.text] = _close_words(index, word.text)
        for phrase_word in close[word.text]:
            places[phrase_word].append(place)
    return places


def _close_words(index: PhraseIndex, text: str) -> tuple[str, ...]:
    near = (index.shapes[shape] for shape in shapes(text) if shape in index.shapes)
    return tuple({word for words in near for word in _as_words(words) if is_close(text, word)})


def _may_be_there(phrase: _Phrase, places: Mapping[str, list[int]]) -> bool:
    """Whether enough of its words stand anywhere in the text."""
    spare = phrase.spare
    for at in phrase.rarest_first:
        if phrase.words[at] not in places:
            spare -= phrase.rarity[at]
            if spare < 0:
                return False
    return True


def _hits_in_run(index: PhraseIndex, run: Word) -> Iterator[PhraseHit]:
    for at in range(len(run.text) - 1):
        for rule in index.unspaced.get(run.text[at : at + 2], ()):
            phrase = fold(rule.phrase)
            if run.text.startswith(phrase, at):
                yield PhraseHit(rule, run.start + at, run.start + at + len(phrase), 1.0)


def _score(
    phrase: _Phrase, words: Sequence[Word], places: Mapping[str, list[int]], place: int, at: int
) -> PhraseHit | None:
    """From the anchor forwards, then backwards, each word as near as it stands."""
    first = max(0, place - at - SPARE_WORDS)
    last = min(len(words), place + len(phrase.words) - at + SPARE_WORDS) - 1
    found = {at: place}
    position = place
    for wanted in range(at + 1, len(phrase.words)):
        there = places.get(phrase.words[wanted], [])
        next_at = bisect_right(there, position)
        if next_at < len(there) and there[next_at] <= last:
            found[wanted] = position = there[next_at]
    position = place
    for wanted in range(at - 1, -1, -1):
        there = places.get(phrase.words[wanted], [])
        before = bisect_left(there, position) - 1
        if before >= 0 and there[before] >= first:
            found[wanted] = position = there[before]
    total = sum(phrase.rarity)
    matched = sum(phrase.rarity[wanted] for wanted in found)
    share = (2 * matched - total) / total
    if share < LEAST_SHARE:
        return None
    return PhraseHit(phrase.rule, words[min(found.values())].start, words[max(found.values())].end, share)
