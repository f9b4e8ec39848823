"""Server error codes: `AADSTS53003`, `Error Code: 53003`, `error_codes:[53003]`, `error?code=53003`, a bare `53003`.

A server code has five to seven digits, a sub-code (530033) is a code of its own and never shortened. Digits damaged
by screen reading are repaired only where the result is a known code; those it pulled apart, only behind a word for code
as well. A bare number counts only where it is known and the words around it are about signing in. A number behind
"error code" in a text that says nothing of signing in is read, but not certain: machines have codes too.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from diagnosis.engine.folded import Folded, key
from diagnosis.engine.labels import LabelHit
from diagnosis.engine.types import CodeMention
from diagnosis.engine.values import guids
from diagnosis.engine.vocabulary import (
    CODE_LINKS,
    CODE_WORDS,
    SAYING_WORDS,
    SIGN_IN_WORDS,
    THINGS_AFTER,
    THINGS_BEFORE,
    alternation,
)

_RUN = r"[0-9OoQDIl|SsBZzGgb]"
_PREFIXED = re.compile(
    rf"""
    [A\u0410\u0391]{{1,3}}D\s?[S5$\u0405]?\s?[T\u0422\u03a4]\s?(?P<s>[S5$\u0405])?    # or letters that only look Latin
    [\s:\#(\[_-]{{0,3}}(?:(?:error|code|err)[\s:\#]{{1,3}}){{0,2}}
    (?P<run>{_RUN}{{4,10}})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DIGITS = range(5, 8)
_DIGIT_REPAIRS = tuple(
    str.maketrans("OoQDIl|SsBZzGgb", digits) for digits in ("000011155822696", "000011155822666", "000011155822698")
)
_STRUCTURED = (
    re.compile(r"error\s?\?\s?code\s?=\s?(?P<run>[0-9]{5,7})(?![0-9])", re.IGNORECASE),
    re.compile(r"Error\(s\)\s?:\s{0,3}(?P<run>[0-9]{5,7})(?![0-9])", re.IGNORECASE),
    re.compile(r"ResultType[\"'\s:=]{1,8}(?P<run>[0-9]{5,7})(?![0-9])", re.IGNORECASE),
)
_ARRAY = re.compile(r"error[_ ]?codes[\"'\s:=]{0,8}\[(?P<list>[0-9,\s\"']{1,120})\]", re.IGNORECASE)
_ARRAY_ITEM = re.compile(r"(?<![0-9])[0-9]{5,7}(?![0-9])")
_LABELLED = re.compile(rf"(?P<run>{_RUN}{{5,9}})(?![0-9A-Za-z]|[.,:/-][0-9]|[ ]?%)")
_BARE = re.compile(
    r"(?<![\w.,:/#%+=&$\u20ac\u00a3@-])(?<![0-9][ )])(?P<run>[0-9]{5,7})(?![\w/%@=-]|[.,:][0-9]|[ ]?[\u20ac$\u00a3])"
)

# `53 O03`, `5 3 0 0 3`, `53.003`: the pieces of a number that screen reading or a spreadsheet pulled apart.
_PIECE = rf"{_RUN}{{1,7}}(?![0-9A-Za-z])"
_PIECES = re.compile(
    rf"""
    (?:(?<![0-9A-Za-z.,:/+-]) | (?<=T[S5$])) (?=[^0-9]?[0-9]|{_RUN}{{1,6}}[0-9])
    (?P<run> [0-9]{{1,3}}(?:[.,'][0-9]{{3}}){{1,2}}(?![0-9A-Za-z]) | {_PIECE}(?:[ ]{_PIECE}){{0,6}} )
    (?! [.,:/-][0-9] | [ ]?% )
    """,
    re.VERBOSE,
)
_PREFIX_BEFORE = re.compile(r"(?<![0-9A-Za-z])A\s?A\s?D\s?[S5$]\s?T\s?[S5$][\s:#-]{0,2}$", re.IGNORECASE)
_SPACED_LABEL = re.compile(r"e\s?r\s?r\s?o\s?r\s{1,3}c\s?o\s?d\s?e\s?:?\s{0,3}$", re.IGNORECASE)
_FEWEST_DIGITS = 2
_WEAK_LABEL = re.compile(
    rf"""
    (?:{alternation(CODE_WORDS)})[\s:\#="'(\[.,-]{{0,6}}(?:(?:{alternation(CODE_LINKS)})\.?[\s:\#"'(]{{1,4}}){{0,2}}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WEAK_LABEL_KEY = re.compile(
    rf"""
    (?<![^\W_])(?:{alternation(tuple(key(word) for word in CODE_WORDS))})[\s:\#="'(\[.,-]{{0,6}}
    (?:(?:{alternation(tuple(key(word) for word in CODE_LINKS))})\.?[\s:\#"'(]{{1,4}}){{0,2}}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SAID_BEFORE = re.compile(rf"(?<![^\W_])(?:{alternation(SAYING_WORDS)})[\s:\"'(]{{1,3}}$", re.IGNORECASE)
_SIGN_IN_KEYS = tuple(key(word) for word in SIGN_IN_WORDS)
_THING_BEFORE = re.compile(
    rf"""
    (?<![^\W_])(?:{alternation(THINGS_BEFORE)})\.?[\s:\#"'(-]{{0,3}}
    (?:(?:no|nr|number|nummer|num|id|is)\.?[\s:\#]{{0,3}})?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_THING_AFTER = re.compile(rf"\s?(?:{alternation(THINGS_AFTER)})\b", re.IGNORECASE)
_POSTCODE = re.compile(r", [0-9]{5} [A-Z\u00c0-\u00de][a-z\u00df-\u00ff]")
# The head of the block in any language: the code, two IDs and the time, each ending a line.
_LABEL = r"[^0-9\n]{0,60}(?:\n[^0-9\n]{0,60})?"
_HEAD_OF_BLOCK = re.compile(
    rf"""
    (?<![\w.,-])(?P<run>[0-9]{{5,7}})[ \t]{{0,8}}\n
    (?: {_LABEL} [0-9A-Fa-f]{{8}}(?:-[0-9A-Fa-f]{{4}}){{3}}-[0-9A-Fa-f]{{12}} [ \t]{{0,8}}\n ){{2}}
    {_LABEL} [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T]
    """,
    re.VERBOSE,
)
_CONTEXT = 300
SHORT_CODE_DIGITS = 5
_ALONE = 24
_ONE_SENTENCE = 160
# The rank of a number with no word for code before it. Beside a told code it is a room, an invoice or a log number.
_UNTOLD = 3
_AND = re.compile(r"[\s,;:/|&+()\[\]'\"-]{0,4}(?:[^\W\d_]{1,6}[\s,;:/|&+()\[\]'\"-]{1,3}){0,2}")
_MOST_NUMBERS = 500


@dataclass(frozen=True, slots=True)
class _Found:
    """One mention in the folded text; a lower `rank` is nearer to the cause."""

    code: str
    start: int
    end: int
    rank: int
    is_certain: bool = True


def read_codes(
    folded: Folded, text: str, labels: tuple[LabelHit, ...], known: Container[str]
) -> tuple[CodeMention, ...]:
    """Every server code once, the cause first: the last AADSTS code, those before it, then other numbers."""
    found = [*_prefixed(folded.text, known), *_structured(folded.text), *_labelled(folded.text, labels, known)]
    is_told = bool(found)
    found = [*(found or _heading_a_block(folded.text)), *_in_pieces(folded.text, labels, known)]
    for number in _bare(folded.text, known):
        if number.rank < _UNTOLD or not is_told or _goes_on(folded.text, found, number):
            found.append(number)
    return tuple(_mention(folded, text, mention) for mention in _in_precedence(found))


def _goes_on(text: str, found: Iterable[_Found], number: _Found) -> bool:
    """Whether a number without a word for code stands right behind a code, as in `AADSTS50076 and 50079`."""
    return any(_AND.fullmatch(text, before.end, number.start) for before in found if before.end <= number.start)


def _in_precedence(found: Iterable[_Found]) -> list[_Found]:
    best: dict[str, _Found] = {}
    last: dict[str, int] = {}
    for mention in sorted(found, key=lambda mention: (mention.rank, mention.start)):
        best.setdefault(mention.code, mention)
        if mention.rank == best[mention.code].rank:
            last[mention.code] = mention.start
    return sorted(best.values(), key=lambda mention: (mention.rank, -last[mention.code]))


def _mention(folded: Folded, text: str, found: _Found) -> CodeMention:
    start, end = folded.span(found.start, found.end)
    return CodeMention(found.code, text[start:end], start, end, is_certain=found.is_certain)


def _prefixed(text: str, known: Container[str]) -> Iterator[_Found]:
    for match in _PREFIXED.finditer(text):
        is_strict = match.group()[:6].upper() == "AADSTS"
        run = match["run"]
        count = len(run) - len(run.lstrip("0123456789"))
        follower = text[match.end() : match.end() + 1]
        if is_strict and count == len(run) and count in _DIGITS and not follower.isdigit():
            yield _Found(run, match.start(), match.end(), 0)
        elif not follower.isalnum() and (repaired := _repaired(match, known)):
            yield _Found(repaired, match.start(), match.end(), 0, is_certain=False)
        elif is_strict and count in _DIGITS:
            yield _Found(run[:count], match.start(), match.start("run") + count, 0)


def _repaired(match: re.Match[str], known: Container[str]) -> str | None:
    """The S of AADSTS may have been read as the 5 that the code begins with."""
    swallowed = "5" if match["s"] == "5" else ""
    return next(chain(_repairs(match["run"], known), _repairs(swallowed + match["run"], known)), None)


def _repairs(run: str, known: Container[str]) -> Iterator[str]:
    """Known codes that the damaged digits may stand for, also where the S of AADSTS was read twice."""
    for table in _DIGIT_REPAIRS:
        digits = run.translate(table)
        candidates = (digits, digits[1:]) if digits[0] == "5" else (digits,)
        for candidate in candidates:
            if len(candidate) in _DIGITS and candidate in known:
                yield candidate


def _structured(text: str) -> Iterator[_Found]:
    for pattern in _STRUCTURED:
        for match in pattern.finditer(text):
            yield _Found(match["run"], *match.span("run"), 1)
    for array in _ARRAY.finditer(text):
        for item in _ARRAY_ITEM.finditer(array["list"]):
            start = array.start("list") + item.start()
            yield _Found(item.group(), start, start + len(item.group()), 1)


def _labelled(text: str, labels: tuple[LabelHit, ...], known: Container[str]) -> Iterator[_Found]:
    is_block = any(hit.field in ("correlation_id", "request_id") for hit in labels)
    for hit in labels:
        end = hit.value_end or len(text)  # in a table a comma and a digit may follow, the next cell
        match = _LABELLED.match(text, hit.value_start, end) if hit.field == "error_code" else None
        if not match or text[match.start() - 1] == "-":
            continue
        run = match["run"]
        if run.isdigit() and len(run) in _DIGITS and (run in known or is_block):
            is_certain = is_block or _is_about_signing_in(text, match.start(), run)
            yield _Found(run, *match.span("run"), 1, is_certain)
        elif not run.isdigit() and (repaired := next(_repairs(run, known), None)):
            yield _Found(repaired, *match.span("run"), 1, is_certain=False)


def _heading_a_block(text: str) -> Iterator[_Found]:
    """Only where nothing else names a code: an address may end in a port there."""
    for match in _HEAD_OF_BLOCK.finditer(text):
        yield _Found(match["run"], *match.span("run"), 2, is_certain=False)


def _bare(text: str, known: Container[str]) -> Iterator[_Found]:
    is_alone = len(text.strip()) <= _ALONE
    for match in islice(_BARE.finditer(text), _MOST_NUMBERS):
        before = text[max(0, match.start() - 40) : match.start()]
        if match["run"] not in known or _THING_BEFORE.search(before) or _THING_AFTER.match(text, match.end()):
            continue
        if _WEAK_LABEL.search(before):
            is_certain = _is_about_signing_in(text, match.start(), match["run"])
            yield _Found(match["run"], *match.span("run"), 2, is_certain)
        elif is_alone or _is_said(text, before) or _is_about_signing_in(text, match.start(), match["run"]):
            yield _Found(match["run"], *match.span("run"), 3, is_certain=False)


def _in_pieces(text: str, labels: tuple[LabelHit, ...], known: Container[str]) -> Iterator[_Found]:
    labelled = {hit.value_start for hit in labels if hit.field == "error_code"}
    for match in islice(_PIECES.finditer(text), _MOST_NUMBERS):
        if match["run"].isdigit():
            continue
        before = text[max(0, match.start() - 40) : match.start()]
        is_prefixed = _PREFIX_BEFORE.search(before)
        is_labelled = is_prefixed or match.start() in labelled or _WEAK_LABEL_KEY.search(key(before))
        is_labelled = is_labelled or _SPACED_LABEL.search(before)
        whole = next(_wholes(match, known), None) if is_labelled else None
        if whole:
            code, end = whole
            yield _Found(code, match.start(), end, 0 if is_prefixed else 1, is_certain=False)


def _wholes(match: re.Match[str], known: Container[str]) -> Iterator[tuple[str, int]]:
    """Known codes that the pieces make up, with their ends, the longest first; none where the first is a whole code."""
    pieces = re.split("[ .,']", match["run"])
    if pieces[0].isdigit() and len(pieces[0]) in _DIGITS:
        return
    for count in range(len(pieces), 0, -1):
        run = "".join(pieces[:count])
        is_number = len(run) in _DIGITS and sum(map(str.isdigit, run)) >= _FEWEST_DIGITS
        code = next(_repairs(run, known), None) if is_number else None
        if code and len(code) == len(run):
            yield code, match.start() + len(run) + count - 1


def _is_said(text: str, before: str) -> bool:
    """Whether a text of one sentence tells which number the screen shows."""
    return len(text) <= _ONE_SENTENCE and _SAID_BEFORE.search(before) is not None


def _is_about_signing_in(text: str, position: int, run: str) -> bool:
    """Round numbers (50000, 90000) are amounts far more often than codes; few longer numbers are a code by chance."""
    around = text[max(0, position - _CONTEXT) : position + _CONTEXT]
    is_postcode = _POSTCODE.match(text, max(0, position - 2))
    folded = key(around)
    is_near = len(run) > SHORT_CODE_DIGITS or bool(guids(around)) or any(word in folded for word in _SIGN_IN_KEYS)
    return is_near and not is_postcode and not run.endswith("0000")
