"""Finds known phrases in a text: exact words, one letter wrong, a word left out or put in between.

An inverted index on the two rarest words of each phrase leads to a window of the text, where the phrase is scored by
the rarity (idf) of its words that are there minus that of the words that are missing. Locality keeps long texts right;
counting what is missing tells a phrase from a text that merely shares its vocabulary (MATCHING.md, read 2026-11-22).
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
REMEMBERED_WORDS = 4096
SHAPE_BITS = (1 << 30) - 1


class PhraseHit(NamedTuple):
    rule: PhraseRule
    start: int
    end: int
    share: float
    """Matched minus missed rarity as a share of the whole phrase, LEAST_SHARE..1."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """`rarity` is that of all words together; `rarest_first` are the positions of the first 256 in bytes."""

    rule: PhraseRule
    words: tuple[str, ...]
    rarity: float
    rarest_first: bytes


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Phrases filed under their anchors, and the words of any phrase that are close to a given word."""

    phrases: tuple[_Phrase, ...]
    anchors: Mapping[str, tuple[int, ...]]
    rarity: Mapping[str, float]
    close_words: Callable[[str], tuple[str, ...]]
    unspaced: Mapping[str, tuple[PhraseRule, ...]]


def compile_phrases(rules: Sequence[PhraseRule]) -> PhraseIndex:
    once: dict[str, str] = {}  # each word is kept once, however many phrases hold it
    unspaced: dict[str, list[PhraseRule]] = defaultdict(list)
    spaced: list[tuple[PhraseRule, tuple[str, ...]]] = []
    for rule in rules:
        folded = fold(rule.phrase)
        if unspaced_runs(folded):
            unspaced[folded[:2]].append(rule)
        elif words := tuple(once.setdefault(word.text, word.text) for word in split_words(folded)):
            spaced.append((rule, words))
    frequency = Counter(word for _, words in spaced for word in set(words))
    rarity = {word: _rarity(word, count, len(spaced)) for word, count in frequency.items()}
    phrases = tuple(_phrase(rule, words, rarity) for rule, words in spaced)
    anchors: dict[str, list[int]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        for word in _needed(phrase, rarity):
            anchors[word].append(number)
    return PhraseIndex(
        phrases,
        {word: tuple(numbers) for word, numbers in anchors.items()},
        rarity,
        _finder(_by_shape(frequency)),
        {start: tuple(found) for start, found in unspaced.items()},
    )


def _phrase(rule: PhraseRule, words: tuple[str, ...], rarity: Mapping[str, float]) -> _Phrase:
    order = sorted(range(min(len(words), 256)), key=lambda at: -rarity[words[at]])
    return _Phrase(rule, words, sum(rarity[word] for word in words), bytes(order))


def _needed(phrase: _Phrase, rarity: Mapping[str, float]) -> set[str]:
    """Anchors of which one must stand in the text; the rarest alone where no phrase can do without it."""
    words = [phrase.words[at] for at in phrase.rarest_first[:ANCHOR_WORDS]]
    return {words[0]} if rarity[words[0]] > _spare(phrase) else set(words)


def _spare(phrase: _Phrase) -> float:
    """How much rarity may be missing."""
    return (1 - LEAST_SHARE) / 2 * phrase.rarity + ROUNDING


def _by_shape(words: Iterable[str]) -> dict[int, str | tuple[str, ...]]:
    """Filed under numbers instead of shapes, and most without a tuple, which halves the memory.

    Two shapes may share a number: what is found is looked at again.
    """
    found: dict[int, str | tuple[str, ...]] = {}
    for word in words:
        for shape in shapes(word):
            known = found.get(hash(shape) & SHAPE_BITS, ())
            found[hash(shape) & SHAPE_BITS] = (*_as_words(known), word) if known else word
    return found


def _as_words(found: str | tuple[str, ...]) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else found


def _rarity(word: str, frequency: int, phrases: int) -> float:
    # Short words are common in every language, however few phrases hold them.
    common = 0.3 if len(word) <= 2 else 0.6 if len(word) == 3 else 1.0
    return common * math.log(1 + phrases / frequency)


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
    for number, at in _anchored(index, places):
        phrase = index.phrases[number]
        for place in places[phrase.words[at]]:
            if (number, place - at) not in seen:
                seen.add((number, place - at))
                if hit := _score(phrase, index.rarity, words, places, place, at):
                    yield hit
    for run in unspaced_runs(folded):
        yield from _hits_in_run(index, run)


def _anchored(index: PhraseIndex, places: Mapping[str, list[int]]) -> Iterator[tuple[int, int]]:
    """Phrases (by number) that may stand in the text, each with the position of an anchor that does."""
    numbers = {number for anchor in places for number in index.anchors.get(anchor, ())}
    for number in sorted(numbers):
        phrase = index.phrases[number]
        if _may_be_there(phrase, index.rarity, places):
            there = [at for at in phrase.rarest_first[:ANCHOR_WORDS] if phrase.words[at] in places]
            yield from ((number, at) for at in sorted(there, key=lambda at: places[phrase.words[at]][0]))


def _places_by_phrase_word(index: PhraseIndex, words: Sequence[Word]) -> dict[str, list[int]]:
    """Where in the text each word of any phrase stands, itself or a close one, in order."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        for phrase_word in index.close_words(word.text):
            places[phrase_word].append(place)
    return places


def _finder(by_shape: Mapping[int, str | tuple[str, ...]]) -> Callable[[str], tuple[str, ...]]:
    """Looks up the words of phrases that are close to a word; the same few thousand come again in every text."""

    @lru_cache(maxsize=REMEMBERED_WORDS)
    def close_words(text: str) -> tuple[str, ...]:
        near = (by_shape.get(hash(shape) & SHAPE_BITS, ()) for shape in shapes(text))
        return tuple({word for words in near for word in _as_words(words) if is_close(text, word)})

    return close_words


def _may_be_there(phrase: _Phrase, rarity: Mapping[str, float], places: Mapping[str, list[int]]) -> bool:
    """Whether enough of its words stand anywhere in the text."""
    spare = _spare(phrase)
    words = phrase.words
    for at in phrase.rarest_first:
        if words[at] not in places:
            spare -= rarity[words[at]]
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
    phrase: _Phrase,
    rarity: Mapping[str, float],
    words: Sequence[Word],
    places: Mapping[str, list[int]],
    place: int,
    at: int,
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
    matched = sum(rarity[phrase.words[wanted]] for wanted in found)
    share = (2 * matched - phrase.rarity) / phrase.rarity
    if share < LEAST_SHARE:
        return None
    return PhraseHit(phrase.rule, words[min(found.values())].start, words[max(found.values())].end, share)
