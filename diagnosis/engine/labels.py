"""Finding the labels of the troubleshooting block in a folded text, however they are written.

Which words are labels, and which values mean a device state or "there is none", is content: rules of the catalogue.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from diagnosis.engine.folded import Folded, fold, key, rewrite
from diagnosis.engine.types import DEVICE_STATES, LABEL_FIELDS, LabelRule


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label at [start:end] of the folded text; `value_start` is behind the separators that follow it.

    `is_separated` says that a colon, an equals sign, a tab or a line end stands between label and value. `value_end`
    is None where only the words behind the label tell where its value ends.
    """

    field: str
    start: int
    end: int
    value_start: int
    is_separated: bool
    quote: str
    value_end: int | None = None


@dataclass(frozen=True, slots=True)
class LabelIndex:
    """Label rules in the shape in which they are looked up, made once for each state of the catalogue.

    `fields` goes from the squeezed key of a label to what it names; the others from the key of a value to the value
    as it is reported. Without rules nothing is found, and only the structure of a text tells what is what.
    """

    pattern: re.Pattern[str] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    platforms: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)

    def field_of(self, name: str) -> str | None:
        """What the name of a column stands for, where it is a label as a whole."""
        return self.fields.get(_squeezed(key(name)))

    def is_absent(self, value: str) -> bool:
        """`Not available` in any language."""
        return _value_key(value) in self.absent


def compile_labels(rules: Iterable[LabelRule]) -> LabelIndex:
    """Where two rules claim a name, the field that stands first in LABEL_FIELDS has it."""
    keys: dict[str, dict[str, str]] = {}
    for rule in rules:
        keys.setdefault(rule.field, {}).update({label_key(name): name for name in rule.names if label_key(name)})
    labels = {kind: sorted(keys.get(kind, ())) for kind in LABEL_FIELDS}
    return LabelIndex(
        pattern=_pattern(name for names in labels.values() for name in names),
        fields={_squeezed(name): kind for kind in reversed(LABEL_FIELDS) for name in labels[kind]},
        states={_value_key(name): state for kind, state in DEVICE_STATES.items() for name in keys.get(kind, ())},
        platforms={_value_key(name): written for name, written in keys.get("platform", {}).items()},
        absent={_value_key(name): name for name in keys.get("not_available", ())},
    )


def label_key(name: str) -> str:
    """A name as it is compared; "" where nothing of it can stand in a text."""
    return key(fold(name).text.strip())


# Cased letters; in scripts without case a label may touch the words around it.
_LETTER = "a-z\u00df-\u02af\u0370-\u052f"
_IS_LETTER = re.compile(f"[{_LETTER}]")
# A capital right behind a word or number, then a few words and a colon.
_GLUED = re.compile(r"(?<=[a-z0-9Z])(?=(?P<name>[A-Z][A-Za-z]{1,14}(?:[ ][A-Za-z]{1,14}){0,2})[ ]?:)")
_LETTERS_FOR_DIGITS = str.maketrans("oi", "01")
_SEPARATORS = re.compile(
    r"""
    (?:[ ]?\([A-Za-z ]{1,24}\))?                                    # Correlation ID (request):
    (?P<marks>[\s"'`*_:;=>|\\,.\[{(#-]{0,24})
    (?:(?:is|was|ist|lautet|war|est|es|\u00e9|\u662f|\u4e3a|\u306f)(?P<verb>[\s:="'`]{1,6}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_labels(folded: Folded, labels: LabelIndex) -> tuple[LabelHit, ...]:
    """Every label of the index, in order, the longest where several start at one place."""
    return tuple(_hits(folded.text, key(folded.text), labels)) if labels.pattern else ()


def set_apart(folded: Folded, labels: LabelIndex) -> Folded:
    """The copy with a line end before each label that lost its own: `Error Code: 53003Request Id: …`."""

    def end_line(match: re.Match[str]) -> str:
        return "\n" if labels.field_of(match["name"]) else ""

    return rewrite(folded, _GLUED, end_line) if labels.fields else folded


def known_value(text: str, position: int, names: Mapping[str, str]) -> tuple[str, int] | None:
    """What the longest of `names` that stands at `position` as whole words means, with its end."""
    folded = key(text[position : position + 40])
    for length in range(len(folded), 1, -1):
        name = names.get(_value_key(folded[:length]))
        if name and not re.match(f"[{_LETTER}]", folded[length : length + 1]):
            return name, position + length
    return None


def _value_key(value: str) -> str:
    """`Windows 1O` and `Windows 10` are the same."""
    return key(value).translate(_LETTERS_FOR_DIGITS)


def _hits(text: str, folded: str, labels: LabelIndex) -> Iterator[LabelHit]:
    for match in labels.pattern.finditer(folded) if labels.pattern else ():
        separators = _SEPARATORS.match(text, match.end())
        between = separators.group() if separators else ""
        marks = (separators["marks"] or "") + (separators["verb"] or "") if separators else ""
        quote = marks[-1:] if marks[-1:] in ('"', "'", "`") else ""
        yield LabelHit(
            labels.fields[_squeezed(match.group())],
            *match.span(),
            match.end() + len(between),
            any(mark in marks for mark in ":=\t\n"),
            quote,
        )


def _squeezed(label: str) -> str:
    return re.sub(r"[\s_.-]", "", label).replace("rn", "m")


def _pattern(keys: Iterable[str]) -> re.Pattern[str] | None:
    """One branch for each first letter, which the matcher tells apart without trying them."""
    by_first: dict[str, list[str]] = {}
    for name in sorted(set(keys), key=lambda name: (-len(name), name)):
        by_first.setdefault(name[0], []).append(_damaged_name(name))
    cased = "".join(filter(_IS_LETTER.match, by_first))
    other = "".join(first for first in by_first if first not in cased)
    branches = [f"(?<![{_LETTER}]){_choice(by_first, cased)}"] if cased else []
    branches += [_choice(by_first, other)] if other else []
    return re.compile("|".join(branches)) if branches else None


def _choice(by_first: Mapping[str, list[str]], letters: str) -> str:
    branches = []
    for first in letters:
        rests = [pattern.removeprefix(_damaged(first)) for pattern in by_first[first]]
        branches.append(f"{re.escape(first)}(?:{'|'.join(rests)})")
    return f"(?=[{re.escape(letters)}])(?:{'|'.join(branches)})"


def _damaged_name(name: str) -> str:
    """The name also with other spaces and hyphens than it is written with."""
    body = r"[\s_-]{0,3}".join(_damaged(word) for word in re.split("[ -]", name))
    return rf"{body}(?![{_LETTER}])" if _IS_LETTER.match(name[-1]) else body


def _damaged(word: str) -> str:
    return re.escape(word).replace(r"\.", r"\.?").replace("m", "(?:m|rn)")
