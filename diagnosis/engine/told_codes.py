"""One-time codes that a person tells in a sentence: "my code is …", "the code they sent me: …", "they texted me …".

An error code is told in the same words. So a number counts only where somebody sent it, typed it or calls it theirs,
and never where Microsoft's own codes begin with its digits.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from diagnosis.engine.literals import matches_at
from diagnosis.engine.secret_words import (
    CODE_NOUNS,
    CODE_OWNERS,
    CODE_SENDERS,
    CODE_SENDING,
    CODE_TYPING,
    OTHER_CODES,
    VERBS,
)
from diagnosis.engine.vocabulary import alternation

Span = tuple[int, int]

_NUMBER = re.compile(
    r"""
    (?<![0-9A-Za-z_.,:/%+=$&\u20ac\u00a3@-]) (?<![.,][ ]) (?P<value>
        (?:G-)?[0-9]{6} | [0-9]{8} | [0-9]{4} | [0-9]{3}[ -][0-9]{3} | [0-9]{4}[ -][0-9]{4}
      | [0-9]{2}(?:[ ][0-9]{2}){2} )
    (?! [0-9A-Za-z_/%@-] | [.,:][0-9] | [ ][0-9] | [ ]?[\u20ac$\u00a3] )
    """,
    re.VERBOSE,
)
_DIGITS = re.compile("[0-9]+|G-(?=[0-9])")  # where such a number can begin
# The first digits of Microsoft's sign-in error numbers with six digits or more, and of its device codes without 0x.
_ERROR_NUMBER = re.compile(
    r"""
    (?: 100 | 12[01] | 13[015] | 140 | 16[05] | 180 | 200 | 219 | 22[01] | 2[345]0 | 293 | 300 | 39[29] | 400
      | 50[012] | 510 | 530 | 600 | 650 | 699 | 70[01] | 750 | 80[0-9] | 90[01] ) [0-9]{3,5}$
    """,
    re.VERBOSE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？]|\n\s{0,8}\n")
_BEFORE, _BEHIND, _NEAR = 110, 50, 40
_SHORTEST = 6  # digits of a code that only the words around it give away

_NOUN = re.compile(
    rf"(?<![0-9A-Za-z\u00c0-\u024f\u0370-\u052f])(?:{alternation(CODE_NOUNS)})(?![0-9A-Za-z\u00c0-\u024f\u0370-\u052f])",
    re.IGNORECASE,
)
_OTHER = re.compile(rf"(?<![^\W_])(?:{alternation(OTHER_CODES)})(?![^\W_])", re.IGNORECASE)
_OTHER_BEFORE = re.compile(rf"(?<![^\W_])(?:{alternation(OTHER_CODES)})[\s-]{{1,3}}$", re.IGNORECASE)
_OWNER = re.compile(
    rf"(?:(?<![^\W_])(?:{alternation(CODE_OWNERS)})|我的|你的|您的)(?:\s[\w-]{{1,20}}){{0,2}}\s{{0,2}}$", re.IGNORECASE
)
_TYPING = re.compile(rf"(?<![^\W_])(?:{alternation(CODE_TYPING)})(?:\s[\w'-]{{1,12}}){{0,3}}\s{{0,2}}$", re.IGNORECASE)
_DIRECT = re.compile(
    rf"""[\s:"'*(=,-]{{0,4}}(?:(?:{alternation(VERBS)}|是|は|為|为)(?![^\W\d_])[\s:"'*(]{{0,4}}|は|是)?$""",
    re.IGNORECASE,
)
_SENDING = re.compile(
    rf"(?<![^\W_])(?:{alternation(CODE_SENDING)})(?![^\W_])|收到|短信|簡訊|届い|送られ|受け取|받은|문자|보낸",
    re.IGNORECASE,
)
_SENDER = re.compile(rf"(?<![^\W_])(?:{alternation(CODE_SENDERS)})[\s:\"'*(=-]{{1,4}}$", re.IGNORECASE)


def told_codes(text: str) -> Iterator[Span]:
    """Spans of one-time codes in sentences."""
    numbers = [number for number in matches_at(_NUMBER, text, _places(text)) if _may_be_code(number["value"])]
    nouns = [noun.span() for noun in _NOUN.finditer(text)] if numbers else []
    for number in numbers:
        digits = re.sub("[^0-9]", "", number["value"])
        first = max(0, number.start() - _BEFORE)
        sentence = number.start() - len(_SENTENCE_END.split(text[first : number.start()])[-1])
        behind = _SENTENCE_END.split(text[number.end() : number.end() + _BEHIND], maxsplit=1)[0]
        noun = nouns[place - 1] if (place := bisect_left(nouns, (number.start(), 0))) else None
        is_told = len(digits) >= _SHORTEST and bool(_SENDER.search(text[sentence : number.start()]))
        if noun and not is_told and sentence <= noun[0] < noun[1] <= number.start():
            is_told = _is_told(digits, text[sentence : noun[0]], text[noun[1] : number.start()], behind)
        if is_told:
            yield number.span("value")


def _places(text: str) -> Iterator[int]:
    return (digits.start() for digits in _DIGITS.finditer(text))


def _may_be_code(value: str) -> bool:
    digits = re.sub("[^0-9]", "", value)
    return not (_YEAR.match(digits) or _ERROR_NUMBER.match(digits))


def _is_told(digits: str, lead: str, between: str, behind: str) -> bool:
    """`lead` and `between` are the words before the word for code, and between it and the number."""
    if _OTHER_BEFORE.search(lead) or _OTHER.search(between):
        return False
    is_whole = len(digits) >= _SHORTEST
    if _DIRECT.match(between) and (_OWNER.search(lead) or (is_whole and _TYPING.search(lead))):
        return True
    return is_whole and any(_SENDING.search(words) for words in (between, lead[-_NEAR:], behind))
