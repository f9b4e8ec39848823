"""A folded copy of a text, easier to read by rule, in which every character knows where it came from.

Folding undoes what mail, browsers, consoles and exports do to an error text: percent-encoding, HTML entities,
backslash escapes, quoted-printable, quote marks, odd spaces and dashes, zero-width characters. Spans found in the copy
map back to the text that was given.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

_ROUNDS = 3  # percent-encoded twice inside one more layer is the deepest nesting seen in real pastes

# Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties), and interlinear annotation.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
    r"|\[U\+(?:061C|20[0-9A-F]{2})\]"
)
_PERCENT = re.compile(
    r"%(?:[2-7][0-9A-F]|0[9AD])|%[CD][0-9A-F]%[89AB][0-9A-F]|%E[0-9A-F](?:%[89AB][0-9A-F]){2}|%F[0-4](?:%[89AB][0-9A-F]){3}",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BREAK = re.compile(
    r"\\{1,4}(?:r\\{1,4}n|[nr])|`r`n|<(?:br|/?(?:p|div|tr|li|ul|ol|table|h[1-6]))(?:\s[^<>]{0,200})?/?>", re.I
)
_INLINE_TAG = re.compile(r"</?(?:b|strong|i|em|u|span|font|code|a|wbr)(?:\s[^<>]{0,200})?/?>|<!--[^<>-]{0,40}-->", re.I)
_CELL_TAG = re.compile(r"</?t[dh](?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
# Quoted-printable (RFC 2045, section 6.7): mail source writes a sign as =3D and breaks a line by an equals sign.
_PRINTABLE = re.compile(r"=[ \t]{0,3}\n|=[2-7][0-9A-F]|=[CD][0-9A-F]=[89AB][0-9A-F]|=E[0-9A-F](?:=[89AB][0-9A-F]){2}")
_IS_PRINTABLE = re.compile(r"=3D|=[CDE][0-9A-F]=[89AB][0-9A-F]")
_SOFT_BREAK = re.compile(r"[^\s=]=\n[^\s=]")
_ENCODING_SIGNS = ("%", "&", "\\", "<", "`")
_BARE_SIGN = re.compile(r"=(?![ \t]{0,3}\n|[0-9A-F]{2})")  # would be written =3D
_ESCAPE = re.compile(r"""\\{1,4}(?:u([0-9a-fA-F]{4})|(t)|(["'/]))""")
_QUOTE_PREFIX = re.compile(r"(?m)^[ \t]{0,8}(?:[>|#*\u2022\u2502\u2503][ \t]?){1,8}[ \t]{0,8}")
_QUERY_TOKEN = re.compile(r"[^\s\"'<>]{12,}")
# A long address or token that a mail or console broke: the next line goes on with it, in one piece.
_WRAP = re.compile(
    r"""
    \n (?<=[\w=+/.~%&?;:@-]{20}\n) (?<!==\n) (?<![A-Za-z0-9+/]{24}=\n) [ \t]{0,60}
    (?! [0-9a-fA-F]{8}-[0-9a-fA-F]{4}- | AADSTS | https?: | [A-Z]?[a-z]{1,16}:?[ \t]*(?:\n|\Z) )
    (?= \S{20} | \S{1,400}[ \t]*(?:\n|\Z) )
    """,
    re.VERBOSE,
)
_NARROWEST, _LINES_OF_A_COLUMN = 12, 3
_NEW_START = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-|AADSTS|0x[0-9A-F]{8}|https?:")
_LINE_END = re.compile(r"\n[ \t]{0,60}")
_RARE = 0x10000
_ACCENT = re.compile("[^\\W\\d_][\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Folded:
    """`starts[i]`:`ends[i]` is the half-open span in the given text that folded character i stands for."""

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """The copy in which everything is undone: for reading facts."""
    folded = _without_invisible(_whole(text))
    if _IS_PRINTABLE.search(folded.text):
        folded = _printable(folded)
    for _ in range(_ROUNDS):
        plain = _one_layer(Folded(_QUERY_TOKEN.sub(_spaces_for_plus, folded.text), folded.starts, folded.ends))
        if plain.text == folded.text:
            break
        folded = plain
    return _plain_text(folded)


def layers(text: str, *, opaque: re.Pattern[str] | None = None) -> Iterator[Folded]:
    """A copy for each layer of encoding, the outermost first: for searching secrets, whose ends differ by layer.

    A plus stays a plus, it may be part of a secret. Where a line may have been broken inside a long piece, the copies
    come once with that line joined and once as it stands: only a reader can tell a broken token from two lines.
    What matches `opaque` stands as one NUL.
    """
    whole = _whole(text)
    folded = _without_invisible(rewrite(whole, opaque, lambda match: "\x00") if opaque else whole)
    yield from _read_through(folded)
    if _IS_PRINTABLE.search(folded.text) or (_SOFT_BREAK.search(folded.text) and not _BARE_SIGN.search(folded.text)):
        yield from _read_through(_printable(folded))


def _read_through(folded: Folded) -> Iterator[Folded]:
    yield from _decoded(folded)
    plain = _plain_text(folded)
    joined, column = _joined(plain), _column_joined(plain)
    for copy in (joined, column) if column.text != joined.text else (joined,):
        if copy.text != plain.text:
            yield copy
            yield from islice(_decoded(copy), 1, None)


def _decoded(folded: Folded) -> Iterator[Folded]:
    yield _plain_text(folded)
    for _ in range(_ROUNDS):
        inner = _one_layer(folded)
        if inner.text == folded.text:
            return
        folded = inner
        plain = _plain_text(folded)
        yield plain
        joined = _joined(plain)
        if joined.text != plain.text:
            yield joined


def _whole(text: str) -> Folded:
    return Folded(text, list(range(len(text))), list(range(1, len(text) + 1)))


def _without_invisible(folded: Folded) -> Folded:
    if folded.text.isascii() and "[U+" not in folded.text:
        return folded
    return rewrite(folded, _INVISIBLE, lambda match: "")


def _one_layer(folded: Folded) -> Folded:
    if not any(sign in folded.text for sign in _ENCODING_SIGNS):
        return folded
    folded = rewrite(folded, _ENTITY, lambda match: html.unescape(match.group())[:1])
    folded = rewrite(folded, _BREAK, lambda match: "\n")
    folded = rewrite(folded, _ESCAPE, _unescape)
    return rewrite(folded, _PERCENT, _decode_percent)


def _printable(folded: Folded) -> Folded:
    return rewrite(folded, _PRINTABLE, _decode_printable)


def _decode_printable(match: re.Match[str]) -> str:
    return (
        ""
        if match.group().endswith("\n")
        else bytes.fromhex(match.group().replace("=", "")).decode(errors="replace")[:1]
    )


def _joined(folded: Folded) -> Folded:
    return rewrite(folded, _WRAP, lambda match: "")


def _column_joined(folded: Folded) -> Folded:
    """A whole text broken at one width, also inside words: its full lines run on."""
    lengths = [len(line.strip(" \t")) for line in folded.text.split("\n")]
    counts = Counter(length for length in lengths if length >= _NARROWEST)
    longest = max(lengths)
    widths = {n for n, count in counts.items() if count >= _LINES_OF_A_COLUMN or (count > 1 and n == longest)}
    full = iter(lengths)
    return rewrite(folded, _LINE_END, lambda end: "" if next(full) in widths and _runs_on(end) else end.group())


def _runs_on(line_end: re.Match[str]) -> bool:
    text, start = line_end.string, line_end.start()
    return text[start - 2 : start] != "==" and not _NEW_START.match(text, line_end.end())


def _plain_text(folded: Folded) -> Folded:
    if "<" in folded.text:
        folded = rewrite(folded, _INLINE_TAG, lambda match: "")
        folded = rewrite(folded, _CELL_TAG, lambda match: "\t")
    if not folded.text.isascii():
        folded = rewrite(folded, _ACCENT, lambda match: unicodedata.normalize("NFC", match.group()))
        folded = Folded(folded.text.translate(_PLAIN), folded.starts, folded.ends)
    folded = _without_invisible(folded)
    return rewrite(folded, _QUOTE_PREFIX, lambda match: "")


def as_it_looks(text: str) -> str:
    """Without what nobody sees and in plain letters: `ａlex` with a zero-width space inside becomes `alex`."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def key(text: str) -> str:
    """Same length as `text`: no case, no accents, and letters that screen reading confuses made one (`ld`, `C0de`)."""
    return _MISREAD_DIGIT.sub(lambda match: _MISREAD[match.group()], text.translate(_KEY))


def rewrite(folded: Folded, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> Folded:
    """The copy with each match replaced; what is new stands for the span of its match."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in pattern.finditer(folded.text):
        new = replace(match)
        first, last = match.span()
        pieces += folded.text[position:first], new
        starts += folded.starts[position:first]
        ends += folded.ends[position:first]
        if len(new) == last - first:
            starts += folded.starts[first:last]
            ends += folded.ends[first:last]
        else:
            starts += [folded.starts[first]] * len(new)
            ends += [folded.ends[last - 1]] * len(new)
        position = last
    if not position:
        return folded
    pieces.append(folded.text[position:])
    return Folded("".join(pieces), starts + folded.starts[position:], ends + folded.ends[position:])


def _unescape(match: re.Match[str]) -> str:
    number, tab, mark = match.groups()
    if number:
        character = chr(int(number, 16))
        return "\ufffd" if "\ud800" <= character <= "\udfff" else character
    return "\t" if tab else mark


def _spaces_for_plus(match: re.Match[str]) -> str:
    token = match.group()
    is_query = "+" in token and ("%" in token or ("=" in token and "&" in token))
    return token.replace("+", " ") if is_query else token


def _decode_percent(match: re.Match[str]) -> str:
    return bytes.fromhex(match.group().replace("%", "")).decode(errors="replace")[:1]


class _Characters(dict[int, str]):
    """A translation table that fills itself, one character to one character. Rare planes are worked out each time:
    a process must not grow with all of Unicode."""

    def __init__(self, known: dict[str, str], compute: Callable[[str], str]) -> None:
        super().__init__({ord(old): new for old, new in known.items()})
        self._compute = compute

    def __missing__(self, number: int) -> str:
        new = self._compute(chr(number))
        character = new if len(new) == 1 else chr(number)
        if number < _RARE:
            self[number] = character
        return character


def _plain(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    return unicodedata.normalize("NFKC", character)


def _key(character: str) -> str:
    lower = character.casefold()
    if "\uac00" <= lower <= "\ud7a3":  # a Korean syllable is no letter with accents
        return lower
    base = unicodedata.normalize("NFD", lower)[:1] if len(lower) == 1 else lower
    return "i" if base == "l" else base


_QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'
)
_PLAIN = _Characters({**_QUOTES, "\u2212": "-", "\u00ad": "-", "\u2044": "/"}, _plain)
_KEY = _Characters({}, _key)
_MISREAD = {"0": "o", "1": "i", "|": "i", "5": "s"}
_MISREAD_DIGIT = re.compile(r"(?<![0-9])[015|](?=[a-z])")
