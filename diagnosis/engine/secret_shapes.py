"""The shapes of secrets: parameters, headers, cookies, keys. Group `value` is the secret, `sign` what assigns it.

Sources: OAuth 2.0 (RFC 6749), JWT (RFC 7519), the parameters of Microsoft's sign-in pages, PEM (RFC 7468), and the
published prefixes of common cloud keys. Read 2026-11.
"""

import re

# A backslash begins an escape, whose meaning the next layer shows: "Error Code: 53003\nRequest Id".
_OPAQUE = r"[^\s\"'&,;<>{}()\[\]\x00\\]"
_QUERY = r"[^\s\"'&<>\x00\[\]\\]"
_ASSIGN = r"[\"'`]?\s{0,3}(?P<sign>=>|[=:])\s{0,3}[\"'`]?"
_PIECE = r"[\w=+/.~%-]"
_FLAGS = re.VERBOSE | re.IGNORECASE


def _parameter(names: str, value: str = _OPAQUE) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9])(?:{names}){_ASSIGN}(?P<value>{value}{{1,}})", _FLAGS)


def _query_parameter(names: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[?&\#;])(?:{names})(?P<sign>=)(?P<value>{_QUERY}{{1,}})", _FLAGS)


JWT = re.compile(r"(?<![A-Za-z0-9])(?P<value>eyJ(?:[\w-]{4,}\.[\w.=-]{4,}|[\w=-]{13,}))", re.VERBOSE)
# Codes and refresh tokens of Entra ("0.A…", "1.A…", older "OAQABAAIAA…") and of personal accounts ("M.C5…").
MICROSOFT_TOKEN = re.compile(
    r"""
    (?<![\w.-])
    (?P<value>
        (?: [01]\.A[\w-]{3,}(?:\.[\w-]{8,}){1,4} | [01]\.A[\w-]{24,} | O?AQABAA[AI]A[\w-]{20,}
          | M\.[CR][0-9]{1,4}_[A-Z0-9]{2,6}\.[\w.!*$-]{8,} )
    )
    """,
    re.VERBOSE,
)
TOKEN_PARAMETER = _parameter(
    r"""
    [A-Za-z0-9_.-]{0,40}[_-]?token | id_token_hint | client_info | SAMLResponse | SAMLRequest | SAMLart
    | client_assertion | assertion | wresult | x-ms-refreshtokencredential
    """
)
SECRET_PARAMETER = _parameter(
    r"""
    client[_-]?secret | app[_-]?secret | secret | api[_-]?key | x-api-key | ocp-apim-subscription-key | code_verifier
    | secret[_-]?access[_-]?key
    """
)
STATE_PARAMETER = _parameter(r"session_?state | flowToken | sFT | sCtx | canary | apiCanary | RelayState")
QUERY_STATE = _query_parameter(r"state | ctx | nonce | sso_nonce | session_?id | sid | flowToken | RelayState")
STATE = _parameter(r"(?<!device[ _])(?:state | ctx | sessionid)")
CODE_PARAMETER = re.compile(
    rf"(?<![\w.-])(?:authorization[_ ]?code | auth[_ ]?code | code){_ASSIGN}(?P<value>{_OPAQUE}{{1,}})",
    _FLAGS,
)
LOGIN_HINT = _parameter(r"(?:opaque_)?login_hint")
DEVICE_PARAMETER = _parameter(r"device_code | user_code")
# The fields in which Microsoft's sign-in page sends what was typed from a phone.
TYPED_CODE = _parameter("otc | AdditionalAuthData", "[0-9A-Za-z-]")

_COOKIE = r"[\w.%$-]{1,80}=[^;\s\"'\x00]*"
COOKIE_HEADER = re.compile(
    rf"""
    (?<![A-Za-z0-9])(?:set-)?cookie["']?\s{{0,3}}[:=]\s{{0,3}}["']?
    (?P<value>{_COOKIE}(?:;\s{{0,3}}(?:{_COOKIE}|[A-Za-z]{{1,20}}(?![\w:=]))){{0,400}})
    """,
    _FLAGS,
)
_COOKIE_NAMES = r"""
    ESTS[A-Z0-9_]{0,24} | esctx[\w-]{0,40} | buid | PRT | x-ms-(?:Device|RefreshToken)Credential[\w-]{0,20}
  | SignInStateCookie | CCState | fpc | FedAuth | rtFa | MSISAuth[\w-]{0,12} | \.AspNet(?:Core)?\.[\w.]{1,40}
  | AppServiceAuthSession | SPOIDCRL | OpenIdConnect\.nonce[\w.%-]{0,80}
"""
# The tab is that of a browser's cookie table.
COOKIE_NAME = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_COOKIE_NAMES})(?:{_ASSIGN}|\t)(?P<value>{_OPAQUE}{{8,}})",
    _FLAGS,
)
COOKIE_OPTION = re.compile(
    rf"(?<![\w-])(?:-b|--cookie)(?:\s{{1,3}}|=)[\"']?(?P<value>{_COOKIE}(?:;\s{{0,3}}{_COOKIE}){{0,400}})", _FLAGS
)
AUTHORIZATION = re.compile(
    r"""
    (?<![A-Za-z0-9])(?:proxy-)?authorization["']?\s{0,3}[:=]\s{0,3}["']?
    (?P<scheme>(?:Bearer|Basic|Digest|Negotiate|NTLM|PoP|Token|SharedKey|AWS4-HMAC-SHA256)\s{1,3})?
    (?P<value>[^\s"'<>\x00]{6,})
    """,
    _FLAGS,
)
SCHEME = re.compile(
    rf"(?<![A-Za-z0-9])(?:Bearer|Basic|Negotiate|NTLM|PoP)\s{{1,3}}(?P<value>{_PIECE}{{12,}})", re.VERBOSE
)
SIGNATURE = re.compile(
    rf"(?<=[?&;])(?:sig|signature|X-Amz-Signature|X-Goog-Signature)=(?P<value>{_QUERY}{{8,}})", _FLAGS
)
PEM = re.compile(
    r"""
    (?P<value>
        -{4,5}\s?BEGIN\s[A-Z0-9\s]{0,40}PRIVATE\sKEY(?:\sBLOCK)?\s?-{4,5}
        (?: (?:[^-\x00]|-(?!---)){0,20000} -{4,5}\s?END\s[A-Z0-9\s]{0,40}PRIVATE\sKEY(?:\sBLOCK)?\s?-{4,5}
          | (?:\s{1,4}[A-Za-z0-9+/=]{16,}){0,400} )
    )
    """,
    re.VERBOSE,
)
_SIX_DIGITS = r"[0-9](?:\n?[0-9]){5}"
BITLOCKER = re.compile(rf"(?<![0-9])(?P<value>{_SIX_DIGITS}(?:[\s-]{{1,4}}{_SIX_DIGITS}){{7}}|[0-9]{{48}})(?![0-9])")
CLOUD_KEY = re.compile(
    r"""
    (?<![A-Za-z0-9])
    (?P<value>
        (?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16} | gh[pousr]_[A-Za-z0-9]{20,} | github_pat_[A-Za-z0-9_]{20,}
      | glpat-[\w-]{16,} | xox[abeoprs]-[A-Za-z0-9-]{8,} | xapp-[A-Za-z0-9-]{16,} | AIza[\w-]{30,} | ya29\.[\w-]{16,}
      | sk-[A-Za-z0-9_-]{20,}
      | [sr]k_(?:live|test)_[A-Za-z0-9]{16,} | npm_[A-Za-z0-9]{30,} | pypi-[\w-]{30,} | hv[sb]\.[\w-]{20,}
      | SG\.[\w-]{16,}\.[\w-]{16,} | dop_v1_[a-f0-9]{40,}
    )
    (?![A-Za-z0-9])
    """,
    re.VERBOSE,
)
# Client secrets of Entra applications: three characters, a digit, Q~ and 31 to 34 more.
ENTRA_SECRET = re.compile(r"(?<![\w~.-])(?P<value>[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{30,36})(?![\w~-])")
CONNECTION_STRING = re.compile(
    r"""
    (?:AccountKey|SharedAccessKey|SharedSecret|InstrumentationKey)\s?=\s?
    (?P<value>[^\s;"'<>\[]{8,})
    """,
    _FLAGS,
)
SLACK_HOOK = re.compile(r"hooks\.slack\.com/(?:services|workflows)/(?P<value>[A-Za-z0-9/_-]{16,})")
URL_PASSWORD = re.compile(
    r"(?<![A-Za-z0-9])[a-z][a-z0-9+.-]{1,12}://[^\s/:@\"'<>]{1,80}:(?P<value>[^\s/@\"'<>\[]{3,80})@", re.IGNORECASE
)
# <input name="code" value="…">, {"name":"Cookie","value":"…"}: forms that carry a sign-in on, HAR files, cookies.
NAMED_VALUE = re.compile(
    r"""
    (?<![\w-])name["']?\s{0,3}[:=]\s{0,3}["'](?P<name>[\w.-]{1,60})["'] [^<>{}\x00]{0,80}?
    (?<![\w-])value["']?\s{0,3}[:=]\s{0,3}(?P<quote>["'])(?P<value>(?:(?!(?P=quote))[^\n\x00])+)
    """,
    _FLAGS,
)
INPUT = re.compile(r"<input\s(?P<attributes>[^<>\x00]{1,1500})", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"""
    (?<![\w-])(?P<name>type|name|id|autocomplete|value)\s?=\s?
    (?:(?P<quote>["'])(?=[^"'\x00]{0,1400}(?P=quote)))?(?P<value>(?(quote)[^"'\x00]{1,1400}|[^\s"'>/\x00]{1,400}))
    """,
    _FLAGS,
)
# What such a name makes of its value.
NAME_LABELS = tuple(
    (re.compile(names, _FLAGS), label)
    for names, label in (
        (r"code | authorization_code", "authorization code"),
        (r"\w{0,40}_token | id_token_hint | client_info | SAML(?:Response|Request|art) | wresult", "token"),
        (r"(?:client_)?assertion | (?:proxy-)?authorization", "token"),
        (r"(?:new|old|current|user)?[_-]?(?:passw(?:or)?d | pwd)", "password"),
        (rf"(?:set-)?cookie | {_COOKIE_NAMES}", "cookie"),
        (r"otc | otp | one-time-code | AdditionalAuthData | device_code | user_code", "one-time code"),
        (r"client_secret | code_verifier | (?:x-)?api-?key", "secret"),
        (r"session_?state | state | ctx | flowToken | canary | RelayState", "session state"),
    )
)
