"""What a secret looks like: one named rule per kind, each linear and bounded, on the folded copy of a text.

A rule captures only the secret itself as group `value`; the words around it stay readable.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from diagnosis.engine.labelled_secrets import one_time_codes, password_values

TOKEN, CODE, PASSWORD, COOKIE, ONE_TIME = "token", "authorization code", "password", "cookie", "one-time code"
RECOVERY, SECRET, SIGNATURE, STATE, KEY, HINT = (
    "recovery key",
    "secret",
    "signature",
    "session state",
    "key",
    "sign-in hint",
)
LABELS = (TOKEN, CODE, PASSWORD, COOKIE, ONE_TIME, RECOVERY, SECRET, SIGNATURE, STATE, KEY, HINT)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret at [start:end] of the folded text."""

    label: str
    start: int
    end: int


_END = r"\s\"'&,;<>{}()\[\]\x00"
_OPAQUE = rf"[^{_END}]"
_ASSIGN = r"[\"'`]?\s{0,3}(?:=>|[=:])\s{0,3}[\"'`]?"
# A wrapped value goes on at the start of the next line, in one piece, where the line before is full of it.
_WRAPPED = r"(?:(?<=[\w=+/.~%-]{24})\n[ \t]{0,8}[\w=+/.~%-]{4,}(?=[ \t]*(?:$|[\n\"'&,;<}\])])))*"


def _parameter(names: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9])(?:{names}){_ASSIGN}(?P<value>{_OPAQUE}{{1,}}{_WRAPPED})", re.IGNORECASE)


_JWT = re.compile(r"(?<![A-Za-z0-9])(?P<value>eyJ[\w-]{6,}(?:\n?\.?\n?[\w-]{8,}){0,400}(?:\.[\w-]{0,}){0,4})")
_MICROSOFT_TOKEN = re.compile(
    rf"(?<![\w.-])(?P<value>(?:[01]\.A[\w-]{{3,}}(?:\.[\w-]{{8,}}){{1,4}}|[01]\.A[\w-]{{24,}}|OAQABAAIAA[\w-]{{20,}}|AQABAAAAAA[\w-]{{20,}}"
    rf"|M\.[CR][0-9]{{1,4}}_[A-Z0-9]{{2,6}}\.[\w.!*$-]{{8,}}){_WRAPPED})"
)
_TOKEN_PARAMETER = _parameter(
    r"[A-Za-z0-9_.-]{0,40}[_-]?token|id_token_hint|client_info|SAMLResponse|SAMLRequest|SAMLart|client_assertion|assertion|wresult|x-ms-refreshtokencredential"
)
_SECRET_PARAMETER = _parameter(
    r"client[_-]?secret|clientsecret|app[_-]?secret|secret|api[_-]?key|apikey|x-api-key|ocp-apim-subscription-key|code_verifier|secret[_-]?access[_-]?key"
)
_STATE_PARAMETER = _parameter(r"session_?state|flowToken|sFT|sFTName|sCtx|canary|apiCanary|RelayState")
_QUERY_STATE = re.compile(
    rf"(?<=[?&#;])(?:state|ctx|nonce|sso_nonce|session_?id|sid){_ASSIGN}(?P<value>{_OPAQUE}{{1,}}{_WRAPPED})",
    re.IGNORECASE,
)
_OPAQUE_STATE = _parameter(r"(?<!device[ _])(?<!device)(?:state|ctx|sessionid)")
_LOGIN_HINT = _parameter(r"login_hint|opaque_login_hint")
_DEVICE_PARAMETER = _parameter(r"device_code|user_code")

_COOKIE_HEADER = re.compile(
    r"(?<![A-Za-z0-9])(?:set-)?cookie\d?[\"']?\s{0,3}[:=]\s{0,3}(?P<quote>[\"'])?(?P<value>[\w.%$-]{1,80}=[^\n\"'\x00]{1,}(?:\n[ \t]{1,8}[^\n\"'\x00:]{8,})*)",
    re.IGNORECASE,
)
_COOKIE_NAME = re.compile(
    rf"(?<![A-Za-z0-9])(?:ESTS[A-Z0-9_]{{0,24}}|esctx[\w-]{{0,40}}|buid|PRT|x-ms-(?:DeviceCredential|RefreshTokenCredential)[\w-]{{0,20}}|SignInStateCookie|CCState|fpc|FedAuth|rtFa|MSISAuth[\w-]{{0,12}}"
    rf"|\.AspNet(?:Core)?\.[\w.]{{1,40}}|AppServiceAuthSession|SPOIDCRL|OpenIdConnect\.nonce[\w.%-]{{0,80}}){_ASSIGN}(?P<value>{_OPAQUE}{{8,}}{_WRAPPED})",
    re.IGNORECASE,
)
_AUTHORIZATION = re.compile(
    r"(?<![A-Za-z0-9])(?:proxy-)?authorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<value>(?:(?:Bearer|Basic|Digest|Negotiate|NTLM|PoP|Token|SharedKey|AWS4-HMAC-SHA256)\s{1,3})?[^\s\"'<>\x00\[]{8,}"
    rf"{_WRAPPED})",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    rf"(?<![A-Za-z0-9])(?:Bearer|Basic|Negotiate|NTLM|PoP)\s{{1,3}}(?P<value>[\w=+/.~-]{{12,}}{_WRAPPED})"
)
_SIGNATURE = re.compile(r"(?<=[?&;])sig=(?P<value>[^\s\"'&<>\x00\[]{8,})", re.IGNORECASE)
_PEM = re.compile(
    r"(?P<value>-{4,5}\s?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?\s?-{4,5}[^\-\x00]{0,20000}(?:-{4,5}\s?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?\s?-{4,5})?)"
)
_BITLOCKER = re.compile(r"(?<![0-9])(?P<value>[0-9]{6}(?:[\s-]{1,4}[0-9]{6}){7})(?![0-9])")
_CLOUD_KEY = re.compile(
    r"""(?<![A-Za-z0-9])(?P<value>
      (?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}
    | gh[pousr]_[A-Za-z0-9]{20,}
    | github_pat_[A-Za-z0-9_]{20,}
    | glpat-[\w-]{16,}
    | xox[abeoprs]-[A-Za-z0-9-]{8,}
    | xapp-[A-Za-z0-9-]{16,}
    | AIza[\w-]{30,}
    | ya29\.[\w-]{16,}
    | sk-[A-Za-z0-9_-]{20,}
    | [sr]k_(?:live|test)_[A-Za-z0-9]{16,}
    | npm_[A-Za-z0-9]{30,}
    | pypi-[\w-]{30,}
    | hv[sb]\.[\w-]{20,}
    | SG\.[\w-]{16,}\.[\w-]{16,}
    | dop_v1_[a-f0-9]{40,}
    )(?![A-Za-z0-9])""",
    re.VERBOSE,
)
# Entra client secrets: three characters, a digit, Q~ and 31 to 34 more.
_ENTRA_SECRET = re.compile(r"(?<![\w~.-])(?P<value>[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{30,36})(?![\w~-])")
_CONNECTION_STRING = re.compile(
    rf"(?:AccountKey|SharedAccessKey|SharedSecret|SharedAccessSignature|InstrumentationKey)\s?=\s?(?P<value>[^\s;\"'<>\[]{{8,}})",
    re.IGNORECASE,
)
_SLACK_HOOK = re.compile(r"hooks\.slack\.com/(?:services|workflows)/(?P<value>[A-Za-z0-9/_-]{16,})")
_URL_PASSWORD = re.compile(
    r"(?<![A-Za-z0-9])[a-z][a-z0-9+.-]{1,12}://[^\s/:@\"'<>]{1,80}:(?P<value>[^\s/@\"'<>\[]{3,80})@", re.IGNORECASE
)

_MICROSOFT_ERROR = re.compile(r"(?:error|wamerrors)\s?\?\s?$", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]{1,10}|0x[0-9A-Fa-f]{1,8}|CAA[0-9A-Fa-f]{5}|AADSTS[0-9]{5,7}|80[0-9A-Fa-f]{6}")
_EXACT_NUMBER = re.compile(r"[0-9]{5,7}$")
_WORDS = re.compile(r"[A-Za-z]{1,}(?:[ _.:-][A-Za-z]{1,})*[.:]?$")
_MAIL = re.compile(r"[\w.+#-]{1,90}@[\w.-]{1,120}")
_PLACEHOLDER = re.compile(
    r"(?:\.{3,}|\*+|x{3,}|null|none|undefined|true|false|empty|missing|expired|redacted|hidden|removed|\u2026)$",
    re.IGNORECASE,
)


def find_secrets(text: str) -> list[Secret]:
    """Every secret in the folded text, in no order; stretches may overlap."""
    return [secret for rule in _RULES for secret in rule(text)]


def _all(
    pattern: re.Pattern[str], label: str, is_secret: Callable[[str], bool] = lambda value: True
) -> Callable[[str], Iterator[Secret]]:
    def rule(text: str) -> Iterator[Secret]:
        for match in pattern.finditer(text):
            if is_secret(match["value"]) and not match["value"].startswith("["):
                yield Secret(label, *match.span("value"))

    return rule


def _is_opaque(value: str) -> bool:
    """Not an ordinary word, a placeholder or an error number."""
    return (
        not (_WORDS.match(value) and len(value) < 40) and not _PLACEHOLDER.match(value) and not _NUMBER.fullmatch(value)
    )


def _is_long_opaque(value: str) -> bool:
    return len(value) >= 12 and _is_opaque(value) and any(character.isdigit() for character in value)


def _is_given(value: str) -> bool:
    return not _PLACEHOLDER.match(value)


def _is_hint(value: str) -> bool:
    return _is_long_opaque(value) and not _MAIL.fullmatch(value)


def _is_credential(value: str) -> bool:
    words = value.split(None, 1)
    return len(words) == 2 and _is_opaque(words[1]) or _is_long_opaque(value)


def _is_scheme_value(value: str) -> bool:
    return _is_opaque(value) and not value.lower().startswith(("authorization_uri", "realm", "error"))


def _authorization_codes(text: str) -> Iterator[Secret]:
    """`code=` in an address is a secret unless a Microsoft error page carries it; elsewhere it must look like one."""
    for match in _CODE_LABEL.finditer(text):
        value = match["value"]
        if value.startswith("["):
            continue
        before = text[max(0, match.start() - 12) : match.start()]
        in_address = before[-1:] in ("?", "&", "#")
        if in_address and not (_EXACT_NUMBER.match(value) and _MICROSOFT_ERROR.search(before)) and _is_given(value):
            yield Secret(CODE, *match.span("value"))
        elif not in_address and len(value) >= 16 and _is_long_opaque(value):
            yield Secret(CODE, *match.span("value"))


_CODE_LABEL = re.compile(
    rf"(?<![\w.-])(?:authorization[_ ]?code|auth[_ ]?code|code){_ASSIGN}(?P<value>{_OPAQUE}{{1,}}{_WRAPPED})",
    re.IGNORECASE,
)


def _passwords(text: str) -> Iterator[Secret]:
    for start, end in password_values(text):
        yield Secret(PASSWORD, start, end)


def _one_time(text: str) -> Iterator[Secret]:
    for start, end in one_time_codes(text):
        yield Secret(ONE_TIME, start, end)


_RULES: tuple[Callable[[str], Iterator[Secret]], ...] = (
    _all(_PEM, KEY),
    _all(_COOKIE_HEADER, COOKIE),
    _all(_COOKIE_NAME, COOKIE, _is_opaque),
    _all(_AUTHORIZATION, TOKEN, _is_credential),
    _all(_SCHEME, TOKEN, _is_scheme_value),
    _all(_JWT, TOKEN),
    _authorization_codes,
    _all(_MICROSOFT_TOKEN, TOKEN),
    _all(_TOKEN_PARAMETER, TOKEN, _is_opaque),
    _all(_SECRET_PARAMETER, SECRET, _is_opaque),
    _all(_STATE_PARAMETER, STATE, _is_opaque),
    _all(_QUERY_STATE, STATE, _is_given),
    _all(_OPAQUE_STATE, STATE, _is_long_opaque),
    _all(_LOGIN_HINT, HINT, _is_hint),
    _all(_DEVICE_PARAMETER, ONE_TIME, _is_opaque),
    _all(_SIGNATURE, SIGNATURE),
    _all(_BITLOCKER, RECOVERY),
    _all(_CLOUD_KEY, KEY),
    _all(_ENTRA_SECRET, SECRET),
    _all(_CONNECTION_STRING, KEY),
    _all(_SLACK_HOOK, KEY),
    _all(_URL_PASSWORD, PASSWORD),
    _passwords,
    _one_time,
)
