"""A user and a password beside each other without a label: `alex@contoso.com / …` behind a word for signing in."""

import re
from collections.abc import Iterator

from diagnosis.engine.literals import holds, lower_case, matches_at
from diagnosis.engine.secret_values import is_like_a_password, is_unmistakable, may_be_word
from diagnosis.engine.secret_words import CREDENTIAL_WORDS, NO_USERS, PASSWORD_WORDS, SIGNING_IN_WORDS
from diagnosis.engine.vocabulary import alternation

Span = tuple[int, int]

_VALUE = r"(?![0-9]{2,5}(?:[/?#\s]|$))(?P<value>[^\s\"'<>\x00\[/\\|:,;][^\s\"'<>\x00\\]{3,60})(?P<rest>[^\n]{0,60})"
_AND = r"(?:and|und|et|y|e|en|with|mit|avec|con)"
_MAIL_PAIR = re.compile(
    rf"""
    (?<![\w.+\#'@/-]) [\w.+\#'-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}
    (?P<between> [ ]?(?:[:/|;,]|=>|->)[ ]? | [ ]-[ ] | [ ]?\t | [ ]{{1,3}}(?:{_AND}[ ])? | [ \t]{{0,3}}\n[ \t>]{{0,4}} )
    {_VALUE}
    """,
    re.VERBOSE,
)
_USER_PAIR = re.compile(rf"(?<![\w.\\-])(?P<user>\w[\w.\\-]{{1,63}})[ ]?[:/|][ ]?(?={_VALUE})")
_WORD_BEFORE = re.compile(
    rf"""
    (?<![^\W_]) (?P<word>{alternation(CREDENTIAL_WORDS + SIGNING_IN_WORDS)}) (?![^\W_])
    (?:\s(?:with|as|using|is|are|mit|als|avec|con|com|met|data|details))? (?:\s?[:=-]|\s) [\s>*]{{0,6}}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SIGNING_IN = re.compile(rf"(?<![^\W_])(?:{alternation(CREDENTIAL_WORDS + SIGNING_IN_WORDS)})(?![^\W_])", re.IGNORECASE)
_CREDENTIALS = re.compile(rf"(?<![^\W_])(?:{alternation(CREDENTIAL_WORDS)})(?![^\W_])", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:$|[\"'<\\)}\]|])")
_CONTEXT, _LONGEST_WORD = 100, 60
_BEFORE_AT, _LONGEST_USER = re.compile(r"[\w.+#'-]{1,64}\Z"), 64
_WORDS = tuple(map(lower_case, CREDENTIAL_WORDS + SIGNING_IN_WORDS))


def sign_in_pairs(text: str) -> Iterator[Span]:
    """Spans of the passwords in such pairs."""
    for pair in matches_at(_MAIL_PAIR, text, _mail_starts(text)):
        before = text[max(0, pair.start() - _CONTEXT) : pair.start()]
        if _is_pair(pair, bool(_SIGNING_IN.search(before)), bool(_CREDENTIALS.search(before))):
            yield _bare_value(pair)
    for pair in _USER_PAIR.finditer(text) if holds(lower_case(text), _WORDS) else ():
        if _is_users(text, pair):
            yield _bare_value(pair)


def _mail_starts(text: str) -> Iterator[int]:
    for sign in re.finditer("@", text):
        if user := _BEFORE_AT.search(text, max(0, sign.start() - _LONGEST_USER), sign.start()):
            yield user.start()


def _is_users(text: str, pair: re.Match[str]) -> bool:
    value = pair["value"]
    if pair["user"].lower() in NO_USERS or set(":/") & set(value):
        return False
    is_likely = is_like_a_password(value)
    if not is_likely and not _is_only_word(pair, is_about_credentials=True):
        return False
    before = _WORD_BEFORE.search(text, max(0, pair.start() - _LONGEST_WORD), pair.start())
    return bool(before and (is_likely or _CREDENTIALS.fullmatch(before["word"])))


def _is_pair(pair: re.Match[str], is_signing_in: bool, is_about_credentials: bool) -> bool:
    value, between = pair["value"], pair["between"]
    is_apart = bool(between.strip(" "))
    if "\n" in between:
        return is_signing_in and is_unmistakable(value) and _is_last(pair)
    if is_signing_in and is_like_a_password(value):
        return True
    if is_apart and is_unmistakable(value) and _is_last(pair):
        return True
    return is_apart and _is_only_word(pair, is_about_credentials)


def _is_only_word(pair: re.Match[str], is_about_credentials: bool) -> bool:
    value = pair["value"].lower()
    is_free = value not in PASSWORD_WORDS and value not in NO_USERS and may_be_word(value)
    return is_about_credentials and is_free and _is_last(pair)


def _is_last(pair: re.Match[str]) -> bool:
    return bool(_ENDS.match(pair["rest"]))


def _bare_value(pair: re.Match[str]) -> Span:
    start, end = pair.span("value")
    return start, end - (len(pair["value"]) - len(pair["value"].rstrip(".,;:)")))
