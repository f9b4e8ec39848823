"""Words without which a pattern can't match: looking for them first is far quicker than the pattern, and most texts
hold none of them."""

import re
from collections.abc import Iterable, Iterator


def lower_case(text: str) -> str:
    """As patterns that ignore case compare letters, and exactly as long as `text`."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().replace("ı", "i").replace("ς", "σ")


def holds(lower: str, words: Iterable[str]) -> bool:
    """Whether one of the words occurs at all."""
    return any(word in lower for word in words)


def starts(lower: str, words: Iterable[str]) -> list[int]:
    """Where any of the words begins, in order."""
    found: set[int] = set()
    for word in words:
        at = lower.find(word)
        while at >= 0:
            found.add(at)
            at = lower.find(word, at + 1)
    return sorted(found)


def matches_at(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `finditer` finds, for a pattern that can begin at these places only, given in order."""
    reached = 0
    for place in places:
        if place >= reached and (match := pattern.match(text, place)):
            yield match
            reached = match.end()
