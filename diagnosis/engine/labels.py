"""Finding the labels of the troubleshooting block in a folded text, however they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.engine.folded import Folded, key
from diagnosis.engine.vocabulary import DEVICE_STATES, LABELS, NOT_AVAILABLE, PLATFORMS


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label at [start:end] of the folded text; `value_start` is behind the separators that follow it.

    `is_separated` says that a colon, an equals sign, a tab or a line end stands between label and value.
    """

    field: str
    start: int
    end: int
    value_start: int
    is_separated: bool
    quote: str


# Cased letters; in scripts without case a label may touch the words around it.
_LETTER = "a-z\u00df-\u02af\u0370-\u052f"
_LETTERS_FOR_DIGITS = str.maketrans("oi", "01")
_SEPARATORS = re.compile(
    r"""
    (?:[ ]?\([A-Za-z ]{1,24}\))?                                    # Correlation ID (request):
    (?P<marks>[\s"'`*_:;=>|\\,.\[{(#-]{0,24})
    (?:(?:is|was|ist|lautet|war|est|es|\u00e9|\u662f|\u4e3a|\u306f)(?P<verb>[\s:="'`]{1,6}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_labels(folded: Folded) -> tuple[LabelHit, ...]:
    """Every label of the table, in order, the longest where several start at one place."""
    return tuple(_hits(folded.text, key(folded.text)))


def known_value(text: str, position: int, names: dict[str, str]) -> tuple[str, int] | None:
    """The longest of `names` that stands at `position` as whole words, with its end."""
    folded = key(text[position : position + 40])
    for length in range(len(folded), 1, -1):
        name = names.get(_value_key(folded[:length]))
        if name and not re.match(f"[{_LETTER}]", folded[length : length + 1]):
            return name, position + length
    return None


def _value_key(value: str) -> str:
    """`Windows 1O` and `Windows 10` are the same."""
    return key(value).translate(_LETTERS_FOR_DIGITS)


def _hits(text: str, folded: str) -> Iterator[LabelHit]:
    for match in _LABEL.finditer(folded):
        separators = _SEPARATORS.match(text, match.end())
        between = separators.group() if separators else ""
        marks = (separators["marks"] or "") + (separators["verb"] or "") if separators else ""
        quote = marks[-1:] if marks[-1:] in ('"', "'", "`") else ""
        yield LabelHit(
            _FIELD_OF[_squeezed(match.group())],
            *match.span(),
            match.end() + len(between),
            any(mark in marks for mark in ":=\t\n"),
            quote,
        )


def _squeezed(label: str) -> str:
    return re.sub(r"[\s_.-]", "", label).replace("rn", "m")


def _pattern(label: str) -> str:
    words = [_damaged(word) for word in re.split(r"[ -]", key(label))]
    body = r"[\s_-]{0,3}".join(words)
    return rf"{body}(?![{_LETTER}])" if re.search(f"[{_LETTER}]$", key(label)) else body


def _damaged(word: str) -> str:
    return re.escape(word).replace(r"\.", r"\.?").replace("m", "(?:m|rn)")


def _alternation(labels: list[str]) -> str:
    ordered = sorted(labels, key=lambda label: (-len(label), label))
    by_first: dict[str, list[str]] = {}
    for label in ordered:
        by_first.setdefault(key(label)[0], []).append(_pattern(label))
    cased = "".join(filter(re.compile(f"[{_LETTER}]").match, by_first))
    other = "".join(first for first in by_first if first not in cased)
    return f"(?<![{_LETTER}]){_choice(by_first, cased)}|{_choice(by_first, other)}"


def _choice(by_first: dict[str, list[str]], letters: str) -> str:
    """One branch for each first letter, which the matcher tells apart without trying them."""
    branches = []
    for first in letters:
        rests = [pattern.removeprefix(_damaged(first)) for pattern in by_first[first]]
        branches.append(f"{re.escape(first)}(?:{'|'.join(rests)})")
    return f"(?=[{re.escape(letters)}])(?:{'|'.join(branches)})"


_FIELD_OF = {_squeezed(key(label)): field for field, labels in reversed(LABELS.items()) for label in labels}
_LABEL = re.compile(_alternation([label for labels in LABELS.values() for label in labels]))
STATE_NAMES = {_value_key(name): state for state, names in DEVICE_STATES.items() for name in (state, *names)}
PLATFORM_NAMES = {_value_key(name): name for name in PLATFORMS}
NOT_AVAILABLE_NAMES = frozenset(key(name) for name in NOT_AVAILABLE)
