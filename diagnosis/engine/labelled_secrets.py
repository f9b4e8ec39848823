"""Passwords, PINs, passes and one-time codes that a person wrote behind their name, in the languages of our readers.

An ordinary sentence must stay as it is: "I forgot my password", "password: expired", "my password is right".
"""

import re
from collections.abc import Iterator

from diagnosis.engine.literals import holds, lower_case, matches_at, starts
from diagnosis.engine.secret_values import (
    is_like_a_password,
    is_phrase,
    is_telling,
    is_unmistakable,
    may_be_secret,
    may_be_word,
)
from diagnosis.engine.secret_words import ONE_TIME_WORDS, PASS_WORDS, PASSWORD_WORDS, PIN_WORDS, VERBS
from diagnosis.engine.vocabulary import alternation

Span = tuple[int, int]

# Scripts without case and spaces write the label right behind the word before it: 我的密码.
_START = r"(?:(?<![0-9A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff])|(?=[\u3040-\u9fff\uac00-\ud7af]))"
_END = r"(?![0-9A-Za-z_-]|\.[0-9A-Za-z])"

_ASIDE = r"(?:\s?\([^()\n]{1,24}\)|\s(?:for|of|für|pour|para|voor)\s(?:user\s)?[^\s:=]{1,90})?"
# The password I use is …, das Passwort, das ich benutze, ist …
_CLAUSE = r"(?:,?\s(?:I|we|they|he|she|it|that|which|das|dass|ich|wir|que|qui|che|dat|die)(?:\s[^\W\d_]{1,15}){1,4},?)?"
_LINK = rf"""
    (?:
        ["'`*]{{0,3}} \s{{0,3}} (?P<sign>=>|->|[:=|]|\s-\s) (?P<gap>\s{{0,8}}\*{{0,2}}\s?)
      | \s{{1,3}} (?:{alternation(VERBS)}) :?\s{{1,3}}
      | [は是为為]\s{{0,3}}
    )
"""
_PASSWORD_LABEL = re.compile(
    rf"""
    (?: (?<![\w-])[\w-]{{1,30}}[_.-] | {_START} ) (?:{alternation(PASSWORD_WORDS)}) {_ASIDE} {_CLAUSE} {_LINK}
    [「『]? (?P<quote>["'`])?
    """,
    re.IGNORECASE | re.VERBOSE,
)
# $plainPassword = "…", adminPwd="…"
_VARIABLE = re.compile(
    r"(?<=[a-z0-9])(?:Password|Passwd|Passphrase|Pwd|Pass|PW)[\"']?\s?[:=]\s?[\"']?(?P<value>[^\s\"',;<>\x00]{3,100})"
)
_TAGGED = re.compile(
    r"<(?:password|pwd|passwd|clientsecret|secret|pin)>(?P<value>[^<>\n\x00\[]{1,200})</", re.IGNORECASE
)
# "Password Summer2026!", as two cells of a table come out: only what can hardly be the next word of a sentence.
_BARE = re.compile(
    rf"""{_START} (?:{alternation(PASSWORD_WORDS)}) (?:\s?\([^()\n]{{1,24}}\))?
    (?:(?P<tab>[ ]?\t)|[ ]{{1,3}}) (?P<value>[^\s"'<>\x00]{{6,60}})""",
    re.IGNORECASE | re.VERBOSE,
)
_BARE_PASS = re.compile(rf"{_START}(?:{alternation(PASS_WORDS)})\s{{1,3}}(?P<value>[^\s\"'<>\x00]{{6,60}})", re.I)
_REST = re.compile(r"[^\n\x00]{1,120}")
_CELL = re.compile(r"[^|\n\x00]{1,120}")
_QUOTED = {mark: re.compile(rf"(?:\\.|[^{mark}\\\n\x00]){{1,200}}(?={mark})") for mark in "\"'`"}

_PIN = re.compile(
    rf"{_START} (?:{alternation(PIN_WORDS)}) (?:{_LINK}|\s{{1,3}}) [\"'`]? (?P<value>[0-9]{{4,12}}){_END}",
    re.IGNORECASE | re.VERBOSE,
)
_ONE_TIME_CODE = re.compile(
    rf"""
    {_START} (?:{alternation(ONE_TIME_WORDS)}) {_ASIDE} (?:{_LINK}|\s{{1,3}}) ["'`]?
    (?P<value> [0-9]{{3}}[ -][0-9]{{3,4}} | [0-9]{{4}} | [0-9]{{6,10}}
      | (?=[A-Z0-9-]{{0,11}}[0-9])[A-Z0-9][A-Z0-9-]{{5,11}} )
   {_END}
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A PIN may hold letters where the policy asks for them.
_PIN_WITH_LETTERS = re.compile(
    rf"{_START}(?:{alternation(PIN_WORDS)})\s?[:=]\s{{0,3}}(?P<value>[\w-]{{4,16}}){_END}", re.IGNORECASE
)
# "482913 is your Contoso verification code", "Use code 482913 for Microsoft authentication": as text messages say it.
_TOLD_CODE = re.compile(
    rf"""
    (?<![\w.-])(?:G-)?(?P<value>[0-9]{{3}}[ -]?[0-9]{{3,5}})\s(?:is|ist|est|es|är|è|jest)\s(?:[\w-]{{1,20}}\s){{1,3}}?
        (?:{alternation(ONE_TIME_WORDS)})(?![^\W_])
      | {_START}use\s(?:the\s)?code\s(?P<used>[0-9]{{3}}[ -]?[0-9]{{3,5}})\s(?:for|as)\s
    """,
    re.IGNORECASE | re.VERBOSE,
)
_THREE_DIGITS_TWICE = re.compile("[0-9]{3}[ -]?[0-9]{3}")
_DEVICE_LOGIN = re.compile(r"microsoft\.com/link|devicelogin|deviceauth|device[ -]?(?:login )?code", re.IGNORECASE)
_DEVICE_CODE = re.compile(r"(?<![\w-])(?:(?=[0-9]{0,8}[A-Z])[A-Z0-9]{8,9}|[A-Z0-9]{4}-[A-Z0-9]{4})(?![\w-])")
_DEVICE_WORDS = ("microsoft.com/link", "device")
_DEVICE_BEFORE, _DEVICE_BEHIND = 60, 160
# What a password's name may be the end of: admin_password.
_NAME_BEFORE = re.compile(r"(?<![\w-])[\w-]{1,30}[_.-]\Z")
_LONGEST_BEFORE, _JOINTS = 31, ("_", ".", "-")
_PASSWORD, _PASS, _PIN_NAMES, _ONE_TIME = (
    tuple(map(lower_case, words)) for words in (PASSWORD_WORDS, PASS_WORDS, PIN_WORDS, ONE_TIME_WORDS)
)

_MAIL = re.compile(r"[\w.+#-]{1,90}@")
# Where a value ends: CJK and Hangul go on with the sentence without a space, "パスワードは通りましたが".
# An address goes on behind &, a tag begins at <.
_AROUND = re.compile(
    r"&(?=[\w.-]{1,40}=|$)|<(?=[a-z/!]|$)|[\"\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]|[,;]$|[)\]}]+[.,;]?$"
)
_PHRASE_END = re.compile(r"[,;|.]\s|\s[-(/]|[\"\\<>{}]")
_WORDS_OF_A_PHRASE = 4


def passwords(text: str) -> Iterator[Span]:
    """Spans of passwords, passes and recovery codes behind their labels."""
    lower = lower_case(text)
    names = starts(lower, _PASSWORD)
    for label in matches_at(_PASSWORD_LABEL, text, _with_names_before(text, names)):
        span = _quoted(text, label) or _unquoted(text, label)
        if span:
            yield span
    yield from _bare(text, names, starts(lower, _PASS))
    for variable in _VARIABLE.finditer(text) if holds(text, ("Pass", "Pwd", "PW")) else ():
        if is_telling(variable["value"]) or may_be_word(variable["value"]):
            yield variable.span("value")
    yield from (tag.span("value") for tag in (_TAGGED.finditer(text) if "</" in text else ()))


def one_time_codes(text: str) -> Iterator[Span]:
    """Spans of PINs, one-time codes and device login codes."""
    lower = lower_case(text)
    pins, names = starts(lower, _PIN_NAMES), starts(lower, _ONE_TIME)
    for pattern, places in ((_PIN, pins), (_ONE_TIME_CODE, names)):
        yield from (match.span("value") for match in matches_at(pattern, text, places))
    for pin in matches_at(_PIN_WITH_LETTERS, text, pins):
        if is_telling(pin["value"]):
            yield pin.span("value")
    may_be_told = (names or ("use" in lower and "code" in lower)) and _THREE_DIGITS_TWICE.search(text)
    for told in _TOLD_CODE.finditer(text) if may_be_told else ():
        yield told.span("value" if told["value"] else "used")
    reached = 0
    for place in matches_at(_DEVICE_LOGIN, text, starts(lower, _DEVICE_WORDS)):
        code = _DEVICE_CODE.search(text, max(reached, place.start() - _DEVICE_BEFORE), place.end() + _DEVICE_BEHIND)
        reached = max(reached, place.end())
        if code and (
            re.search("[0-9]", code.group()) or "code" in text[max(0, code.start() - 20) : code.start()].lower()
        ):
            yield code.span()
            reached = code.end()


def _with_names_before(text: str, names: list[int]) -> list[int]:
    """Where a label may begin: with one of these names, or with a longer name that it ends."""
    longer = (
        _NAME_BEFORE.search(text, max(0, name - _LONGEST_BEFORE), name)
        for name in names
        if text[name - 1 : name] in _JOINTS
    )
    return sorted({*names, *(found.start() for found in longer if found)})


def _bare(text: str, names: list[int], passes: list[int]) -> Iterator[Span]:
    """Behind the bare name, without a sign between them."""
    for match in matches_at(_BARE, text, names):
        if is_unmistakable(match["value"]) or (match["tab"] and is_like_a_password(match["value"])):
            yield match.span("value")
    yield from (match.span("value") for match in matches_at(_BARE_PASS, text, passes) if is_telling(match["value"]))


def _quoted(text: str, label: re.Match[str]) -> Span | None:
    quoted = _QUOTED[label["quote"]].match(text, label.end()) if label["quote"] else None
    if not quoted or not (label["sign"] or is_telling(quoted.group())) or not may_be_secret(quoted.group()):
        return None
    return quoted.span()


def _unquoted(text: str, label: re.Match[str]) -> Span | None:
    rest = (_CELL if label["sign"] == "|" else _REST).match(text, label.end())
    words = rest.group().split() if rest else []
    if not rest or not words:
        return None
    first = _AROUND.split(words[0], maxsplit=1)[0]
    if label["sign"] == "=":
        first = first.partition("&")[0]
    start = rest.start() + rest.group().index(words[0])
    is_alone = bool(label["sign"]) and len(words) == 1 and "\n" not in (label["gap"] or "")
    is_assigned = label["sign"] == "=" or (label["sign"] == ":" and not label["gap"])
    if is_telling(first) or ((is_alone or is_assigned) and may_be_word(first)):
        return start, start + len(first)
    phrase = _PHRASE_END.split(rest.group(), maxsplit=1)[0].rstrip(" .!)*\"'`")
    if is_phrase(phrase.split(), is_sentence=not label["sign"]):
        return start, rest.start() + len(phrase)
    if not label["sign"] or len(words) > _WORDS_OF_A_PHRASE:
        return None
    telling = next((word for word in words[1:] if is_telling(word)), None)
    if not telling:
        return None
    if _MAIL.match(first):  # user name/password: alex@contoso.com / …
        start = text.index(telling, start)
        return start, start + len(telling)
    return (start, rest.end()) if may_be_secret(first) else None
