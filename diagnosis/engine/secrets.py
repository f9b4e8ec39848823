"""What a secret looks like: one named rule per kind, each linear and bounded.

A rule captures only the secret itself as group `value`; the words around it stay readable. Error codes, and mail
addresses in a sign-in hint, are no secrets.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from diagnosis.engine.command_secrets import command_passwords
from diagnosis.engine.labelled_secrets import one_time_codes, passwords
from diagnosis.engine.literals import holds, lower_case, matches_at, starts
from diagnosis.engine.secret_shapes import (
    ATTRIBUTE,
    AUTHORIZATION,
    BITLOCKER,
    CLOUD_KEY,
    CODE_PARAMETER,
    CONNECTION_STRING,
    COOKIE_HEADER,
    COOKIE_NAME,
    COOKIE_OPTION,
    DEVICE_PARAMETER,
    ENTRA_SECRET,
    INPUT,
    JWT,
    LOGIN_HINT,
    MICROSOFT_TOKEN,
    NAME_LABELS,
    NAMED_VALUE,
    PEM,
    QUERY_STATE,
    SCHEME,
    SECRET_PARAMETER,
    SIGNATURE,
    SLACK_HOOK,
    STATE,
    STATE_PARAMETER,
    TOKEN_PARAMETER,
    TYPED_CODE,
    URL_PASSWORD,
)
from diagnosis.engine.sign_in_pairs import sign_in_pairs
from diagnosis.engine.told_codes import told_codes

# The gravest first: an authorization code can be used at once by whoever asked for it.
LABELS = (
    "authorization code",
    "token",
    "password",
    "cookie",
    "one-time code",
    "recovery key",
    "secret",
    "signature",
    "session state",
    "key",
    "sign-in hint",
)

_ERROR_PAGE = re.compile(r"(?:error|wamerrors)\s?\?\s?$", re.IGNORECASE)
# The sign-in hosts of every cloud; with one of them a number may stand behind other parameters.
_MICROSOFT_HOST = re.compile(
    r"(?:^|[\s/\"'<(])login\.(?:microsoftonline\.(?:com|us|de)|partner\.microsoftonline\.cn|microsoft\.com|windows\.net|live\.com)/\S*$",
    re.IGNORECASE,
)
_ERROR_NUMBER = re.compile(r"(?:3D)?(?:AADSTS)?[0-9]{5,7}(?![0-9A-Za-z])", re.IGNORECASE)
_ERROR_BEFORE = re.compile(r"(?:error|err|erreur|fehler|status|result|reason)[ _+-]?$", re.IGNORECASE)
_ADDRESS_LENGTH = 400
_ERROR_CODE = re.compile(
    r"(?:-?[0-9]{1,10}|0x[0-9A-F]{1,8}|CAA[0-9A-F]{5}|80[0-9A-F]{6}|AADSTS[0-9]{5,7})[.:,]?$", re.IGNORECASE
)
_WORDS = re.compile(r"[A-Za-z]{1,40}(?:[ _.:/-][A-Za-z]{1,40}){0,8}[.:!?]?$")
_MAIL = re.compile(r"[\w.+#%-]{1,90}(?:@|%(?:25){0,2}40)[\w.-]{1,120}")
_PLACEHOLDER = re.compile(
    r"(?:\.{3,}|[*\u2022]+|x{3,}|null|none|undefined|true|false|empty|missing|expired|redacted|hidden|removed|\u2026)$",
    re.IGNORECASE,
)
_LONG = 12
_INNER_CAPITAL = re.compile(r"[A-Za-z0-9][A-Z]")

_COOKIE_WORDS = (
    *("ests", "esctx", "buid", "prt", "x-ms-", "cookie", "ccstate", "fpc", "fedauth", "rtfa", "msisauth", ".aspnet"),
    *("appserviceauth", "spoidcrl", "openidconnect"),
)
_STATE_WORDS = ("session_state", "sessionstate", "flowtoken", "sft", "sctx", "canary", "relaystate")
_KEY_WORDS = (
    *("akia", "asia", "abia", "acca", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "xapp-"),
    *(
        "aiza",
        "ya29.",
        "sk-",
        "sk_live_",
        "rk_live_",
        "sk_test_",
        "rk_test_",
        "npm_",
        "pypi-",
        "hvs.",
        "hvb.",
        "sg.",
        "dop_v1_",
    ),
)

Rule = Callable[[str], Iterator["Secret"]]
_Test = Callable[[re.Match[str]], bool]
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret at [start:end] of the text that was searched."""

    label: str
    start: int
    end: int


def find_secrets(text: str) -> list[Secret]:
    """Every secret in the text, in no order; stretches may overlap."""
    lower = lower_case(text)
    return [secret for words, rule in _RULES if holds(lower, words) for secret in rule(text)]


def _every(pattern: re.Pattern[str], label: str, is_secret: _Test) -> Rule:
    def rule(text: str) -> Iterator[Secret]:
        for match in pattern.finditer(text):
            if not match["value"].startswith("[") and is_secret(match):
                yield Secret(label, *match.span("value"))

    return rule


def _beginning(words: tuple[str, ...], pattern: re.Pattern[str], label: str, is_secret: _Test) -> tuple[_Words, Rule]:
    """For a pattern that begins with one of the words."""

    def rule(text: str) -> Iterator[Secret]:
        for match in matches_at(pattern, text, starts(lower_case(text), words)):
            if not match["value"].startswith("[") and is_secret(match):
                yield Secret(label, *match.span("value"))

    return words, rule


def _always(match: re.Match[str]) -> bool:
    return True


def _is_given(match: re.Match[str]) -> bool:
    return not _PLACEHOLDER.match(match["value"])


def _is_opaque(match: re.Match[str]) -> bool:
    """Not an ordinary word, a placeholder or an error code."""
    value = match["value"]
    return not (_WORDS.match(value) or _PLACEHOLDER.match(value) or _ERROR_CODE.match(value))


def _is_assigned(match: re.Match[str]) -> bool:
    """`name=value` and a quoted value leave no doubt; `name: value` may be a sentence."""
    is_code = match["value"].upper().startswith("AADSTS")
    is_quoted = match.string[match.start("value") - 1] in "\"'`"
    return _is_given(match) and not is_code and (match["sign"] == "=" or is_quoted or _is_opaque(match))


def _is_long(match: re.Match[str]) -> bool:
    value = match["value"]
    return len(value) >= _LONG and _is_opaque(match) and any(character.isdigit() for character in value)


def _is_hint(match: re.Match[str]) -> bool:
    return _is_long(match) and not _MAIL.fullmatch(match["value"])


def _is_mixed(match: re.Match[str]) -> bool:
    """Opaque, or letters alone as Base64 mixes them: for places where no name of an error stands."""
    return _is_opaque(match) or (len(match["value"]) >= _LONG and bool(_INNER_CAPITAL.search(match["value"])))


def _is_credential(match: re.Match[str]) -> bool:
    return _is_mixed(match) if match["scheme"] else _is_long(match)


def _is_scheme_value(match: re.Match[str]) -> bool:
    return _is_opaque(match) and not match["value"].lower().startswith(("authorization_uri", "realm", "error"))


def _is_cookie(match: re.Match[str]) -> bool:
    return _is_opaque(match) or ("=" in (match["sign"] or "") and _is_mixed(match))


def _is_authorization_code(match: re.Match[str]) -> bool:
    """In an address always, unless a Microsoft error page carries an error number; elsewhere it must look like one."""
    before = match.string[max(0, match.start() - _ADDRESS_LENGTH) : match.start()]
    if before[-1:] not in ("?", "&", "#"):
        is_error = _ERROR_BEFORE.search(before) or _ERROR_NUMBER.match(match["value"].lstrip("+"))
        return not is_error and _is_long(match) and len(match["value"]) > _LONG
    return _is_given(match) and not (_ERROR_NUMBER.match(match["value"]) and _is_error_page(before))


def _is_error_page(address: str) -> bool:
    return bool(_ERROR_PAGE.search(address[-12:]) or _MICROSOFT_HOST.search(address))


def _is_cookie_list(match: re.Match[str]) -> bool:
    return len(match["value"]) >= 8


# A page also names its error's code, and a device's state, in this way.
_NAMED = {"authorization code": _is_long, "session state": _is_mixed}


def _named_values(text: str) -> Iterator[Secret]:
    for match in NAMED_VALUE.finditer(text):
        label = _label(match["name"])
        if label and not match["value"].startswith("[") and _NAMED.get(label, _is_given)(match):
            yield Secret(label, *match.span("value"))


def _input_fields(text: str) -> Iterator[Secret]:
    """<input type="password" value="…">, its attributes in any order."""
    for field in INPUT.finditer(text):
        attributes = {match["name"].lower(): match for match in ATTRIBUTE.finditer(text, *field.span("attributes"))}
        value = attributes.pop("value", None)
        labels = (_label(match["value"]) for match in attributes.values())
        label = next((label for label in labels if label), None)
        if value and label and not value["value"].startswith("[") and _NAMED.get(label, _is_given)(value):
            yield Secret(label, *value.span("value"))


def _label(name: str) -> str | None:
    return next((label for names, label in NAME_LABELS if names.fullmatch(name)), None)


def _spans(read: Callable[[str], Iterator[tuple[int, int]]], label: str) -> Rule:
    return lambda text: (Secret(label, *span) for span in read(text))


# Each with words, in small letters, of which the text must hold one.
_ALWAYS = ("",)
_RULES: tuple[tuple[_Words, Rule], ...] = (
    (("private",), _every(PEM, "key", _always)),
    (("cookie",), _every(COOKIE_HEADER, "cookie", _always)),
    (_COOKIE_WORDS, _every(COOKIE_NAME, "cookie", _is_cookie)),
    (("-b", "--cookie"), _every(COOKIE_OPTION, "cookie", _is_cookie_list)),
    (("authorization",), _every(AUTHORIZATION, "token", _is_credential)),
    _beginning(("bearer", "basic", "negotiate", "ntlm", "pop"), SCHEME, "token", _is_scheme_value),
    _beginning(("eyj",), JWT, "token", _always),
    (("code",), _every(CODE_PARAMETER, "authorization code", _is_authorization_code)),
    (("0.a", "1.a", "aqabaa", "m.c", "m.r"), _every(MICROSOFT_TOKEN, "token", _always)),
    (("token", "client_info", "saml", "assertion", "wresult"), _every(TOKEN_PARAMETER, "token", _is_assigned)),
    (("secret", "api", "code_verifier"), _every(SECRET_PARAMETER, "secret", _is_assigned)),
    (_STATE_WORDS, _every(STATE_PARAMETER, "session state", _is_assigned)),
    (("state=", "ctx=", "nonce=", "id=", "flowtoken="), _every(QUERY_STATE, "session state", _is_given)),
    _beginning(("state", "ctx", "sessionid"), STATE, "session state", _is_long),
    (("login_hint",), _every(LOGIN_HINT, "sign-in hint", _is_hint)),
    (("device_code", "user_code"), _every(DEVICE_PARAMETER, "one-time code", _is_assigned)),
    (("otc", "additionalauthdata"), _every(TYPED_CODE, "one-time code", _is_assigned)),
    (("value",), _named_values),
    (("<input",), _input_fields),
    (("sig=", "signature="), _every(SIGNATURE, "signature", _is_given)),
    (_ALWAYS, _every(BITLOCKER, "recovery key", _always)),
    _beginning(_KEY_WORDS, CLOUD_KEY, "key", _always),
    (("q~",), _every(ENTRA_SECRET, "secret", _always)),
    (("key", "sharedsecret"), _every(CONNECTION_STRING, "key", _is_given)),
    (("hooks.slack.com",), _every(SLACK_HOOK, "key", _always)),
    (("://",), _every(URL_PASSWORD, "password", _is_given)),
    (_ALWAYS, _spans(passwords, "password")),
    (_ALWAYS, _spans(command_passwords, "password")),
    (_ALWAYS, _spans(sign_in_pairs, "password")),
    (_ALWAYS, _spans(one_time_codes, "one-time code")),
    (_ALWAYS, _spans(told_codes, "one-time code")),
)
