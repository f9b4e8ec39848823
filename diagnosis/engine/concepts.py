"""Finds ideas in a text whatever language they are said in: "on holiday", "im Urlaub" and "en vacances" are one idea.

A lexicon maps the name of an idea to ways of saying it. In a way of saying it, `word*` stands for any ending,
`*word` for any beginning, `..` for up to three other words; a way written in a script without spaces is found anywhere.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import NamedTuple

from diagnosis.engine.words import Word, fold, split_words, unspaced_runs

SHORTEST_STEM = 2
LONGEST_STEM = 16
WIDEST_GAP = 3
GAP = ".."
# Words of so many ways of saying something are recognised with a slip of the finger.
COMMON_WORD = 6
SHORTEST_COMMON = 6
REMEMBERED_WORDS = 4096


class ConceptHit(NamedTuple):
    name: str
    start: int
    end: int


class _Saying(NamedTuple):
    """`rest` is what must follow the words it is filed under."""

    name: str
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConceptIndex:
    """Ways of saying, filed under how their first word is compared, or under their first two words where both are
    whole ("i can't"): a word such as "i" begins hundreds."""

    whole: Mapping[str, Sequence[_Saying]] = field(default_factory=dict)
    pairs: Mapping[str, Sequence[_Saying]] = field(default_factory=dict)
    beginnings: Mapping[str, Sequence[_Saying]] = field(default_factory=dict)
    endings: Mapping[str, Sequence[_Saying]] = field(default_factory=dict)
    unspaced: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    lengths: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Of the beginnings that start with these two letters."""
    topics: Mapping[str, frozenset[str]] = field(default_factory=dict)
    slips: Mapping[str, str] = field(default_factory=dict)
    """Common words, by themselves and with each one letter left out."""
    mended: Callable[[str], str] = str
    candidates: Callable[[str], tuple[_Saying, ...]] = field(default=lambda text: ())
    """Both remember the few thousand words that come again in every text."""


def compile_concepts(
    lexicon: Mapping[str, Sequence[str]], topics: Mapping[str, Sequence[str]] | None = None
) -> ConceptIndex:
    """`topics` names ideas that belong together, for whom it matters that none of them is mentioned."""
    once: dict[str, str] = {}  # each word is kept once, however many sayings hold it
    shelves: dict[str, dict[str, list[_Saying]]] = defaultdict(lambda: defaultdict(list))
    unspaced: dict[str, list[tuple[str, str]]] = defaultdict(list)
    frequency = Counter[str]()
    for name, sayings in lexicon.items():
        for saying in sayings:
            folded = fold(saying.strip())
            if unspaced_runs(folded):
                unspaced[folded[:2]].append((folded, name))
            else:
                parts = [once.setdefault(part, part) for part in _parts(folded)]
                frequency.update(parts)
                shelf, key, rest = _filed(parts)
                shelves[shelf][key].append(_Saying(name, rest))
    groups = {topic: frozenset(names) for topic, names in (topics or {}).items()}
    filed = {name: _shared(shelf) for name, shelf in shelves.items()}
    index = ConceptIndex(
        whole=filed.get("whole", {}),
        pairs=filed.get("pairs", {}),
        beginnings=filed.get("beginnings", {}),
        endings=filed.get("endings", {}),
        unspaced=dict(unspaced),
        lengths=_lengths(filed.get("beginnings", {})),
        topics=groups,
        slips=_slips(frequency),
    )
    remember = lru_cache(maxsize=REMEMBERED_WORDS)
    return replace(
        index,
        mended=remember(partial(_mended, index.slips)),
        candidates=remember(partial(_candidates, index)),
    )


def _shared(shelf: Mapping[str, Sequence[_Saying]]) -> dict[str, tuple[_Saying, ...]]:
    """Thousands of ways differ by their first words only, so what is equal is kept once."""
    known: dict[Sequence[_Saying], tuple[_Saying, ...]] = {}
    return {key: known.setdefault(tuple(found), tuple(found)) for key, found in shelf.items()}


def _lengths(stems: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for stem in stems:
        lengths[stem[:SHORTEST_STEM]].add(len(stem))
    return {start: tuple(sorted(found)) for start, found in lengths.items()}


def _filed(parts: Sequence[str]) -> tuple[str, str, tuple[str, ...]]:
    """Shelf, what it is filed under there, and the rest."""
    first, *rest = parts
    if first.endswith("*"):
        return "beginnings", first[:-1], tuple(rest)
    if first.startswith("*"):
        return "endings", first[1:], tuple(rest)
    if rest and "*" not in rest[0] and rest[0] != GAP:
        return "pairs", f"{first} {rest[0]}", tuple(rest[1:])
    return "whole", first, tuple(rest)


def _parts(saying: str) -> list[str]:
    """Splits as a text is split ("sign-in" is two words), keeping stars and gaps."""
    parts: list[str] = []
    for piece in saying.split():
        if piece == GAP:
            parts.append(GAP)
            continue
        inner = [word.text for word in split_words(piece)]
        if inner and piece.startswith("*"):
            inner[0] = "*" + inner[0]
        if inner and piece.endswith("*"):
            inner[-1] += "*"
        parts += inner
    return parts


def _slips(frequency: Counter[str]) -> dict[str, str]:
    """Of two common words the more common one wins; other words of the lexicon stay what they are, by ""."""
    slips: dict[str, str] = {}
    for word, count in frequency.most_common():
        if count >= COMMON_WORD and len(word) >= SHORTEST_COMMON and _has_slips(word):
            slips[word] = word
            for shorter in _one_letter_less(word):
                slips.setdefault(shorter, word)
    words = (part.strip("*") for part in frequency)
    return slips | {word: "" for word in words if _mended(slips, word) != word}


def _has_slips(word: str) -> bool:
    """Words in other letters than a to z have other slips."""
    return len(word) >= SHORTEST_COMMON - 1 and word.isascii() and word.isalpha()


def _one_letter_less(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def mend(index: ConceptIndex, words: Iterable[Word]) -> list[Word]:
    """The words, a common one put right where a letter is missing, is one too many, or has changed places."""
    return [Word(index.mended(text), start, end) for text, start, end in words]


def _mended(slips: Mapping[str, str], text: str) -> str:
    if text in slips or not _has_slips(text):
        return slips.get(text) or text
    for shorter in _one_letter_less(text[:LONGEST_STEM]):
        word = slips.get(shorter)
        if word and (word == shorter or (len(word) == len(text) and sorted(word) == sorted(text))):
            return word
    return text


def find_concepts(index: ConceptIndex, folded: str, words: Sequence[Word]) -> list[ConceptHit]:
    """Every hit, in the order of the text."""
    hits = list(_hits_in_words(index, words))
    for run in unspaced_runs(folded):
        hits += _hits_in_run(index, run)
    return sorted(set(hits), key=lambda hit: (hit.start, hit.end, hit.name))


def _hits_in_words(index: ConceptIndex, words: Sequence[Word]) -> Iterator[ConceptHit]:
    for at, word in enumerate(words):
        following = words[at + 1].text if at + 1 < len(words) else ""
        pairs = index.pairs.get(f"{word.text} {following}", ()) if following else ()
        for first, sayings in ((at, index.candidates(word.text)), (at + 1, pairs)):
            for name, rest in sayings:
                last = _match_rest(rest, words, first) if rest else first
                if last is not None:
                    yield ConceptHit(name, word.start, words[last].end)


def _candidates(index: ConceptIndex, text: str) -> tuple[_Saying, ...]:
    found = [*index.whole.get(text, ())]
    for length in index.lengths.get(text[:SHORTEST_STEM], ()):
        found += index.beginnings.get(text[:length], ())
    if index.endings:
        for length in range(SHORTEST_STEM, min(len(text), LONGEST_STEM) + 1):
            found += index.endings.get(text[-length:], ())
    return tuple(found)


def _match_rest(rest: Sequence[str], words: Sequence[Word], at: int) -> int | None:
    """Index of the last word of the saying, None where the text goes on differently."""
    gap = 0
    for part in rest:
        if part == GAP:
            gap = WIDEST_GAP
            continue
        ahead = range(at + 1, min(at + 2 + gap, len(words)))
        found = next((next_at for next_at in ahead if _is_same(part, words[next_at].text)), None)
        if found is None:
            return None
        at, gap = found, 0
    return at


def _is_same(part: str, text: str) -> bool:
    if part.endswith("*"):
        return text.startswith(part[:-1])
    if part.startswith("*"):
        return text.endswith(part[1:])
    return text == part


def _hits_in_run(index: ConceptIndex, run: Word) -> Iterator[ConceptHit]:
    for at in range(len(run.text) - 1):
        for saying, name in index.unspaced.get(run.text[at : at + 2], ()):
            if run.text.startswith(saying, at):
                yield ConceptHit(name, run.start + at, run.start + at + len(saying))
