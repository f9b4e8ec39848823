"""Windows and Office codes around signing in, and the tags Office puts in brackets.

Written `0xCAA2000C`, `CAA2000C`, `8018000a`, unsigned `3399614476` or signed `-895352820`: all one 32-bit number.
"""

import re
from collections.abc import Container, Iterator

from diagnosis.engine.folded import Folded
from diagnosis.engine.types import CodeMention
from diagnosis.engine.vocabulary import CODE_WORDS, alternation

_PREFIXED = re.compile(r"(?<![0-9A-Za-z])[0Oo][xX][ ]?(?P<run>[0-9A-FOoQIlSsZzG]{8})(?![0-9A-Za-z])", re.IGNORECASE)
# Pulled apart by screen reading: `0xCAA2 000C`, `0 xCAA2000C`, `CAA2 000C`.
_H = r"[0-9A-FOoQIlSsZzG]"
_PIECES = re.compile(
    rf"""
    (?<![0-9A-Za-z-]) (?P<prefix>0[ ]?x[ ]?|o[ ]?x[ ]?)?
    (?P<run> C[ ]?A[ ]?A(?:[ ]?{_H}){{5}} | 8[ ]?[0OQ](?:[ ]?{_H}){{6}} | C[ ]?[0OQ][ ]?[0OQ](?:[ ]?{_H}){{5}} )
    (?![0-9A-Za-z])
    """,
    re.IGNORECASE | re.VERBOSE,
)
# CAA: token broker; 8018: device management; 801C: device registration; the rest: HRESULT and NTSTATUS families.
_UNPREFIXED = re.compile(
    r"""
    (?<![0-9A-Za-z-])
    (?P<run>CAA[0-9A-FOolIS]{5}|80(?:18|1C|19|07|09|28|29|04|08)[0-9A-F]{4}|C000[0-9A-F]{4})
    (?![0-9A-Za-z]|-[0-9a-f])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DECIMAL = re.compile(r"(?P<run>(?:(?<![0-9.])-|(?<![\w.+(-]))[0-9]{9,10})(?![\w.-])")
# As a spreadsheet writes a number: 3,399,614,476 or -895 352 820.
_GROUPED = re.compile(
    r"(?<![\w.,(-])(?P<run>-?[0-9]{1,3}(?P<sep>[,.' ])[0-9]{3}(?P=sep)[0-9]{3}(?:(?P=sep)[0-9]{3})?)"
    r"(?![\w-]|[.,' ][0-9])"
)
_SYMBOL = re.compile(r"(?<![0-9A-Za-z])(?P<run>AADB2C[0-9]{5}|OOBE[A-Z0-9]{3,8}|DeviceCapReached)(?![0-9A-Za-z])")
_FAMILY = re.compile(r"0x(?:CAA|8018|801C|8004DE)")
_HRESULT = re.compile(r"0x(?:CAA|80(?:0[4789]|1[89C]|2[89])|8004|C0[0-9])")
_CODE_LABEL = re.compile(
    rf"(?:{alternation(CODE_WORDS)}|fehlercode|foutcode|hibakód|felkod|status)[\s:=#\"'(\[]{{0,6}}$", re.IGNORECASE
)
_INTERNAL = re.compile(r"internal\s{0,2}error\s{0,2}code[\s:=]{0,6}$", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+[0-9]{1,3}|tel|telefon|phone|mobile|fax|call)\.?[\s:]{1,3}$", re.IGNORECASE)
_REPAIR = str.maketrans("OQILSZG", "0011526")

_TAG = re.compile(r"\[(?P<run>[0-9a-z]{4,6})\](?=[ \t]*(?:$|\n|We |Wir |Error))")


def read_client_codes(folded: Folded, text: str, known: Container[str]) -> tuple[CodeMention, ...]:
    """Every client code once, in order of appearance, canonical: `0x` and capitals."""
    readers = (_prefixed, _unprefixed, _in_pieces, _decimal, _grouped, _symbols)
    found = sorted((item for read in readers for item in read(folded.text, known)), key=lambda item: item[1])
    mentions: dict[str, CodeMention] = {}
    for code, start, end, is_certain in found:
        first, last = folded.span(start, end)
        mentions.setdefault(
            code, CodeMention(code, text[first:last], first, last, is_client=True, is_certain=is_certain)
        )
    return tuple(mentions.values())


def read_office_tags(folded: Folded, text: str) -> tuple[CodeMention, ...]:
    """`Something went wrong. [4usqa]`: says where in the code it failed, not why."""
    tags = []
    for match in _TAG.finditer(folded.text):
        tag = match["run"]
        if any(character.isdigit() for character in tag) and not (tag.isdigit() and len(tag) > 4):
            start, end = folded.span(*match.span("run"))
            tags.append(CodeMention(tag, text[start:end], start, end, is_client=True))
    return tuple(tags)


_Item = tuple[str, int, int, bool]


def _prefixed(text: str, known: Container[str]) -> Iterator[_Item]:
    for match in _PREFIXED.finditer(text):
        run = match["run"].upper()
        code = "0x" + run.translate(_REPAIR)
        is_exact = run == code[2:] and text[match.start()] == "0"
        if code in known or (is_exact and _HRESULT.match(code)):
            yield code, *match.span(), is_exact and " " not in match.group()


def _unprefixed(text: str, known: Container[str]) -> Iterator[_Item]:
    for match in _UNPREFIXED.finditer(text):
        run = match["run"].upper()
        code = "0x" + run.translate(_REPAIR)
        is_labelled = bool(_CODE_LABEL.search(text[max(0, match.start() - 24) : match.start()]))
        is_telling = not run.isdigit() or is_labelled
        is_exact = run == code[2:]
        if code in known or (is_exact and is_telling and _FAMILY.match(code)):
            yield code, *match.span(), is_exact


def _in_pieces(text: str, known: Container[str]) -> Iterator[_Item]:
    for match in _PIECES.finditer(text):
        code = "0x" + match["run"].replace(" ", "").upper().translate(_REPAIR)
        before = text[max(0, match.start() - 24) : match.start()]
        if " " in match.group() and code in known and (match["prefix"] or _CODE_LABEL.search(before)):
            yield code, *match.span(), False


def _decimal(text: str, known: Container[str]) -> Iterator[_Item]:
    for match in _DECIMAL.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        code = f"0x{int(match['run']) & 0xFFFFFFFF:08X}"
        is_labelled = bool(_CODE_LABEL.search(before)) and not _INTERNAL.search(before)
        if _PHONE.search(before):
            continue
        if (code in known and _HRESULT.match(code)) or (is_labelled and _FAMILY.match(code)):
            yield code, *match.span(), True


def _grouped(text: str, known: Container[str]) -> Iterator[_Item]:
    for match in _GROUPED.finditer(text):
        code = f"0x{int(re.sub('[^0-9-]', '', match['run'])) & 0xFFFFFFFF:08X}"
        before = text[max(0, match.start() - 40) : match.start()]
        if code in known and _HRESULT.match(code) and _CODE_LABEL.search(before) and not _INTERNAL.search(before):
            yield code, *match.span(), True


def _symbols(text: str, known: Container[str]) -> Iterator[_Item]:
    for match in _SYMBOL.finditer(text):
        yield match["run"], *match.span(), True
