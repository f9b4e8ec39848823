"""Groups texts that say nearly the same: by the words they share, in any script, without numbers and IDs."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from diagnosis.engine.words import fold, split_words, unspaced_runs

ALIKE = 0.5
MOST_LETTERS = 4_000
MOST_WORDS = 150
# A text is compared only with the groups that share the most of its rarest words.
RARE_WORDS = 8
MOST_COMPARED = 20


def words_of(text: str) -> frozenset[str]:
    """The different words of a text; pairs of signs where no spaces are written."""
    folded = fold(text[:MOST_LETTERS])
    runs = {run.text[at : at + 2] for run in unspaced_runs(folded) for at in range(max(1, len(run.text) - 1))}
    spaced = [word.text for word in split_words(folded)]
    return frozenset([*dict.fromkeys(spaced), *sorted(runs)][:MOST_WORDS])


def groups_of(texts: Sequence[str]) -> list[list[int]]:
    """Positions of the texts that are like the first of each group, the largest groups first.

    Texts without any word share one group: nothing tells them apart.
    """
    words = [words_of(text) for text in texts]
    spread: dict[str, int] = defaultdict(int)
    for found in words:
        for word in found:
            spread[word] += 1
    groups: list[list[int]] = []
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, found in enumerate(words):
        rare = sorted(found, key=lambda word: (spread[word], word))[:RARE_WORDS] or [""]
        near = Counter(number for word in rare for number in by_word[word]).most_common(MOST_COMPARED)
        home = max((it for it, _ in near), key=lambda it: _likeness(found, words[groups[it][0]]), default=None)
        if home is None or _likeness(found, words[groups[home][0]]) < ALIKE:
            home = len(groups)
            groups.append([])
            for word in found or [""]:
                by_word[word].append(home)
        groups[home].append(at)
    return sorted(groups, key=len, reverse=True)


def _likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared words among all words of both, 0 to 1."""
    return len(first & second) / len(first | second) if first | second else 1.0
