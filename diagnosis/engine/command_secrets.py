"""Passwords that commands and scripts carry: options, places behind a verb, constructors.

Sources: the manuals of curl, net use, net user, az, sshpass, mysql, sqlcmd and PowerShell. Read 2026-11.
"""

import re
from collections.abc import Iterator

from diagnosis.engine.literals import holds, lower_case
from diagnosis.engine.secret_values import is_telling, may_be_word

Span = tuple[int, int]

_FLAGS = re.IGNORECASE | re.VERBOSE
_VALUE = (
    r"""(?: (?P<quote>["'])(?P<quoted>[^"'\n\x00\[][^"'\n\x00]{0,199}) | (?P<plain>[^\s"'\x00\[][^\s"'\x00]{2,199}) )"""
)
# az login -u … -p …, --password …, ConvertTo-SecureString "…". A sentence may also be about the option.
_OPTION = re.compile(
    rf"""
    (?<![\w-])
    (?: --?(?:password|passwd|client-secret|secret|pass|pw)(?:\s{{1,4}}|=)
      | (?:-u|--username)\s{{1,3}}\S{{1,90}}\s{{1,3}}-p\s{{1,3}}
      | ConvertTo-SecureString\s{{1,3}}(?:-(?:String|AsPlainText|Force)\s{{1,3}}){{0,3}} )
    {_VALUE}
    """,
    _FLAGS,
)
_ABOUT_OPTIONS = frozenset(("option", "parameter", "argument", "switch", "value", "prompt", "file", "stdin", "instead"))
# A user and a password as one word: curl -u user:password, smbclient -U user%password.
_USER_PAIR = re.compile(
    r"""
    (?<![\w-])(?: -u\s{1,3} | --(?:proxy-)?user(?:\s{1,3}|=) | (?<=curl\s)-u )
    (?P<quote>["'])?[^\s:%"'/]{1,90}[:%]
    (?P<value>(?(quote)[^"'\n\x00]{2,200}|(?!//)[^\s"'\x00]{2,200}))
    """,
    _FLAGS,
)
# Each with what must all stand in the text.
_PLACES = tuple(
    (words.split(), re.compile(pattern, _FLAGS))
    for words, pattern in (
        (
            "net use",
            r"""(?<!\w)net1?\s{1,3}use\s[^\n\x00]{0,160}?/u(?:ser)?:\S{1,90}[ ]{1,3}
            (?P<value>[^\s/*\[\x00][^\s\x00]{2,99})""",
        ),
        (
            "net use",
            r"""(?<!\w)net1?\s{1,3}use\s{1,3}(?:[a-z]:|\*)?\s{0,3}\\{2,8}[^\s\x00]{1,160}[ ]{1,3}
            (?P<value>[^\s/*\[\x00][^\s\x00]{2,99})(?=\s{1,3}/)""",
        ),
        (
            "net user",
            r"""(?<!\w)net1?\s{1,3}user\s{1,3}[\w.$-]{1,60}\s{1,3}
            (?P<value>[^\s/*\[\x00][^\s\x00]{2,99})(?=[ ]{1,3}/|[ ]*(?:\n|\Z))""",
        ),
        ("mysql -p", r"(?<!\w)mysql(?:dump|admin)?\s[^\n\x00]{0,120}?(?<=\s)-p(?P<value>[^\s\[\x00-][^\s\x00]{2,99})"),
        ("sshpass", r"(?<!\w)sshpass\s{1,3}-p\s{0,3}[\"']?(?P<value>[^\s\"'\[\x00]{3,99})"),
        (
            "ldap",
            r"(?<!\w)ldap(?:search|modify|whoami)\s[^\n\x00]{0,160}?(?<=\s)-w\s{1,3}[\"']?(?P<value>[^\s\"'\[\x00]{3,99})",
        ),
        ("sqlcmd", r"(?<!\w)sqlcmd\s[^\n\x00]{0,160}?(?<=\s)-P\s{0,3}[\"']?(?P<value>[^\s\"'\[\x00]{3,99})"),
        (
            "credential",
            r"""(?<!\w)(?:NetworkCredential|PSCredential)["'\]:\w]{0,12}\s{0,3}\(\s{0,3}["'][^"'\n\x00]{1,90}["']\s{0,3},\s{0,3}
            ["'](?P<value>[^"'\n\x00\[]{2,200})["']""",
        ),
        ("auth l", r"(?<!\w)AUTH\s(?:PLAIN|LOGIN)\s(?P<value>[A-Za-z0-9+/=]{8,400})(?![\w-])"),
        ("; p =", r"(?<=;)\s?(?:password|pwd)\s?=\s?(?P<value>[^;\n\"'<>\x00\[]{1,128})(?=[;\"'\n]|\Z)"),
    )
)


def command_passwords(text: str) -> Iterator[Span]:
    """Spans of passwords that stand where a command or a script takes them."""
    lower = lower_case(text)
    may_have_option = holds(lower, ("-p", "-secret", "-client-secret", "securestring"))
    for option in _OPTION.finditer(text) if may_have_option else ():
        if option["quoted"] or _is_given(option["plain"]):
            yield option.span("quoted" if option["quoted"] else "plain")
    for pair in _USER_PAIR.finditer(text) if "-u" in lower or "-proxy-user" in lower else ():
        if not pair["value"].startswith("["):
            yield pair.span("value")
    for words, place in _PLACES:
        if all(word in lower for word in words):
            yield from (match.span("value") for match in place.finditer(text))


def _is_given(value: str) -> bool:
    return is_telling(value) or (may_be_word(value) and value.lower() not in _ABOUT_OPTIONS)
