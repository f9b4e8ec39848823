"""Cuts the masked text into pieces, so that a template can mark the exact words that were read."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Span = tuple[int, int]
Kind = Literal["", "read", "masked"]


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    kind: Kind


def segments(text: str, *, read: Iterable[Span], masked: Iterable[Span]) -> list[Segment]:
    """The whole text in order. Overlapping spans become one; where both kinds meet, "masked" wins."""
    kinds: list[Kind] = [""] * len(text)
    _paint(kinds, read, "read")
    _paint(kinds, masked, "masked")
    edges = [i for i in range(1, len(text)) if kinds[i] != kinds[i - 1]]
    bounds = [0, *edges, len(text)] if text else []
    return [Segment(text[start:end], kinds[start]) for start, end in pairwise(bounds)]


def _paint(kinds: list[Kind], spans: Iterable[Span], kind: Kind) -> None:
    for start, end in spans:
        for i in range(max(start, 0), min(end, len(kinds))):
            kinds[i] = kind
