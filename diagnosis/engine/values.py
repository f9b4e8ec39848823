"""Reading one value that stands exactly at a position: GUIDs, addresses, mail addresses; damaged ones where asked."""

import ipaddress
import re
from dataclasses import dataclass

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])", re.IGNORECASE)
_GUID_ANYWHERE = re.compile(
    r"(?<![0-9A-Za-z-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9A-Za-z-])", re.IGNORECASE
)
_IPV4 = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9A-Za-z]|\.[0-9])")
_IPV4_DAMAGED = re.compile(r"[0-9OoQlI|SB]{1,3}(?:\s?[.,]\s?[0-9OoQlI|SB]{1,3}){3}(?![0-9A-Za-z]|\.[0-9])")
_IPV6 = re.compile(
    r"[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?::[0-9]{1,3}(?:\.[0-9]{1,3}){3})?(?![0-9A-Za-z:])", re.IGNORECASE
)
_MAIL = re.compile(r"\w[\w.+#'-]{0,89}@(?:[A-Za-z0-9\u00c0-\u024f-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9_])")
_MAIL_ANYWHERE = re.compile(
    r"(?<![\w.+#@/-])\w[\w.+#'-]{0,89}@(?:[A-Za-z0-9\u00c0-\u024f-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w@])"
)

# Screen reading confuses these; letters that are hexadecimal digits themselves stay as they are.
_HEX_REPAIR = {
    "O": "0",
    "o": "0",
    "Q": "0",
    "l": "1",
    "I": "1",
    "i": "1",
    "|": "1",
    "S": "5",
    "s": "5",
    "Z": "2",
    "z": "2",
    "G": "6",
    "g": "9",
}
_HEX = "0123456789abcdefABCDEF"
_DIGIT_REPAIR = str.maketrans("OoQlI|SB", "00011158")
_GUID_WINDOW = 72


@dataclass(frozen=True, slots=True)
class Value:
    """A canonical value and where it stands; `is_certain` is False where characters were repaired."""

    value: str
    start: int
    end: int
    is_certain: bool = True


def read_guid(text: str, position: int) -> Value | None:
    """A GUID in lower case, also one wrapped at a line end, without hyphens or damaged by screen reading."""
    match = _GUID.match(text, position)
    if match:
        return Value(match.group().lower(), match.start(), match.end())
    return _read_damaged_guid(text, position)


def guids(text: str) -> list[Value]:
    """Every undamaged GUID of the text, in order."""
    return [Value(match.group().lower(), *match.span()) for match in _GUID_ANYWHERE.finditer(text)]


def _read_damaged_guid(text: str, position: int) -> Value | None:
    digits: list[str] = []
    is_certain, hyphens = True, 0
    for index in range(position, min(position + _GUID_WINDOW, len(text))):
        character = text[index]
        if len(digits) == 32:
            return _damaged(digits, position, index, is_certain and hyphens == 4) if not character.isalnum() else None
        if character in _HEX:
            digits.append(character.lower())
        elif character in _HEX_REPAIR:
            digits.append(_HEX_REPAIR[character])
            is_certain = False
        elif character in "-_~" and digits:
            hyphens += 1
        elif character != "\n" and not (character == " " and digits):
            return None
        elif character == " " and text[index - 1] != "\n" and text[index + 1 : index + 2] != "\n":
            is_certain = False
    end = min(position + _GUID_WINDOW, len(text))
    return _damaged(digits, position, end, is_certain and hyphens == 4) if len(digits) == 32 else None


def _damaged(digits: list[str], start: int, end: int, is_certain: bool) -> Value:
    plain = "".join(digits)
    value = "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))
    return Value(value, start, end, is_certain)


def read_address(text: str, position: int) -> Value | None:
    """An IPv4 or IPv6 address; a port behind it is left out."""
    for pattern in (_IPV4, _IPV6):
        match = pattern.match(text, position)
        if match and _is_address(match.group()):
            return Value(match.group().lower(), *match.span())
    match = _IPV4_DAMAGED.match(text, position)
    repaired = re.sub(r"\s", "", match.group()).replace(",", ".").translate(_DIGIT_REPAIR) if match else ""
    return Value(repaired, match.start(), match.end(), False) if match and _is_address(repaired) else None


def _is_address(written: str) -> bool:
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return True


def read_mail(text: str, position: int) -> Value | None:
    match = _MAIL.match(text, position)
    return Value(match.group().lower(), *match.span()) if match else None


def mails(text: str) -> list[Value]:
    """Every mail address of the text, in order."""
    return [Value(match.group().lower(), *match.span()) for match in _MAIL_ANYWHERE.finditer(text)]
