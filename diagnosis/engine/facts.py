"""Readers of labelled facts and of the facts that stand in Microsoft's own sentences."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from diagnosis.engine.labels import LabelHit, LabelIndex, known_value
from diagnosis.engine.times import read_time
from diagnosis.engine.types import FactName
from diagnosis.engine.values import Value, read_address, read_guid, read_mail


@dataclass(frozen=True, slots=True)
class Reading:
    """The folded text, its labels, where the code stands that the facts should belong to, and the words of values."""

    text: str
    labels: tuple[LabelHit, ...]
    cause: int
    index: LabelIndex

    def labels_between(self, start: int, end: int) -> tuple[LabelHit, ...]:
        """Labels that start in [start:end]."""
        first = bisect_left(self.labels, start, key=attrgetter("start"))
        return self.labels[first : bisect_left(self.labels, end, lo=first, key=attrgetter("start"))]

    def hits(self, *fields: str) -> Iterator[LabelHit]:
        """Labels of `fields`: first those behind the cause in order, then those before it, nearest first."""
        found = [hit for hit in self.labels if hit.field in fields]
        yield from (hit for hit in found if hit.start >= self.cause)
        yield from reversed([hit for hit in found if hit.start < self.cause])


_GUID = r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
_NAME = r"(?P<name>(?:[^()\n\x00]|\([^()\n\x00]{0,40}\)){1,80})"
_QUOTE = r"[\"'(]{1,2}"
# AADSTS50020, 50105, 90072: application '<id>'(<name>), in any language.
_APP_WITH_NAME = re.compile(rf"'(?P<id>{_GUID})'\s?\({_NAME}\)")
# AADSTS50105: configured the application Expenses ('<id>'), in French l'application Expenses (« <id> »)
_NAMED_APP = re.compile(
    rf"""\bapplication\s(?P<name>[^'"(\n\x00]{{2,80}}?)\s?\(["']\s?(?P<id>{_GUID})\s?["']\)""", re.IGNORECASE
)
# AADSTS65001: the application with ID '<id>' named '<name>'
_APP_ID_NAMED = re.compile(
    rf"\bapplication with ID '(?P<id>{_GUID})' named '(?P<name>[^'\n\x00]{{1,80}})'", re.IGNORECASE
)
_APP_SENTENCES = (_APP_ID_NAMED, _NAMED_APP, _APP_WITH_NAME)
# AADSTS700016, 50011, 7000215: application with identifier '<id>', for the application: '<id>', app '<id>'
_APP_ID = re.compile(
    rf"""
    \b(?:application|app|client|anwendung|aplicaci\u00f3n|aplicativo|applicazione|applicatie|toepassing|aplikacj[ia])\b
    [^'"\n(]{{0,50}}[:\s]{_QUOTE}(?P<id>{_GUID})["')]
    """,
    re.IGNORECASE | re.VERBOSE,
)
_APP_NAME = re.compile(
    r"\b(?:application|app)\s(?:named\s)?(?P<quote>[\"'])(?P<name>[^\"'\n\x00]{2,80})(?P=quote)", re.IGNORECASE
)
_IS_RESOURCE = re.compile(r"(?:resource|ressource|recurso|risorsa)\W{1,3}$", re.IGNORECASE)
_ONLY_GUID = re.compile(rf"\{{?{_GUID}\}}?")
_TRAILING_ID = re.compile(rf"\s?[(\[]{_GUID}[)\]]$")

_TENANT = re.compile(
    rf"""
    \b(?:tenants?|directory|organi[sz]ation|mandant(?:en)?|verzeichnis|locataire|inquilino|locat\u00e1rio)
    (?:\s(?:with|id|identifier|named|name|is)){{0,3}}[\s:=]{{1,3}}
    (?:["']?[\w. -]{{1,60}}["']?\s?\()?["'(]{{0,2}}(?P<id>{_GUID})
    """,
    re.IGNORECASE | re.VERBOSE,
)
# AADSTS50034: does not exist in the <id> directory
_IN_TENANT = re.compile(rf"\bin\sthe\s[\"']?(?P<id>{_GUID})[\"']?\s(?:directory|tenant)\b", re.IGNORECASE)
_TENANT_ADDRESS = re.compile(
    rf"login\.(?:microsoftonline|windows|partner\.microsoftonline)[a-z.-]{{1,20}}(?::443)?/(?P<id>{_GUID})",
    re.IGNORECASE,
)

_USER_SENTENCE = re.compile(
    r"""
    \b(?:user\ account|signed[ -]in\ user|user|account|benutzer|benutzerkonto|utilisateur|usuario|utente|gebruiker)
    \s?[:=]?\s?["'({<]{0,2}(?=[\w.+\#-]{1,90}@)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TEXT_VALUE = re.compile(r"[^\n\t|\x00<>{}]{1,160}")
_QUOTED_VALUE = {mark: re.compile(rf"[^{mark}\n\x00]{{1,160}}") for mark in "\"'`"}
_ENDS_VALUE = re.compile(r"[ ]?[\"']?[ ]?[:=]")
_PLATFORM_VERSION = re.compile(r"[ ]?[0-9]{1,5}(?:\.[0-9]{1,6}){0,3}")


def labelled_guid(*fields: str) -> Callable[[Reading], Value | None]:
    """A reader of the GUID that stands directly behind one of the labels."""

    def read(reading: Reading) -> Value | None:
        values = (read_guid(reading.text, hit.value_start) for hit in reading.hits(*fields))
        return next((value for value in values if value), None)

    return read


def timestamp(reading: Reading) -> Value | None:
    for field in ("timestamp", "time"):
        moments = [moment for hit in reading.hits(field) if (moment := read_time(reading.text, hit.value_start))]
        if moments:
            first = min(moments, key=lambda moment: not moment.value.endswith("Z"))  # UTC before a time without a zone
            return Value(first.value, first.start, first.end, first.is_certain)
    return None


def app_name(reading: Reading) -> Value | None:
    for hit in reading.hits("app_name", "app"):
        value = _text_value(reading, hit) if hit.is_separated and _is_named(reading, hit) else None
        if value and not _ONLY_GUID.match(value.value):
            return value
    for match in _app_matches(reading, _APP_SENTENCES):
        return Value(match["name"].strip(), *match.span("name"))
    for match in _app_matches(reading, (_APP_NAME,)):
        if not _ONLY_GUID.fullmatch(match["name"]):
            return Value(match["name"], *match.span("name"))
    return None


def app_id(reading: Reading) -> Value | None:
    labelled = labelled_guid("app_id")(reading)
    if labelled:
        return labelled
    for match in _app_matches(reading, (*_APP_SENTENCES, _APP_ID)):
        return Value(match["id"].lower(), *match.span("id"))
    return labelled_guid("app_name", "app")(reading)


def ip(reading: Reading) -> Value | None:
    values = (read_address(reading.text, hit.value_start) for hit in reading.hits("ip"))
    return next((value for value in values if value), None)


def device_platform(reading: Reading) -> Value | None:
    for hit in reading.hits("device_platform"):
        known = known_value(reading.text, hit.value_start, reading.index.platforms)
        if known:
            name, end = known
            version = _PLATFORM_VERSION.match(reading.text, end)
            end = version.end() if version else end
            return Value(name + (version.group() if version else ""), hit.value_start, end)
        value = _text_value(reading, hit) if hit.is_separated else None
        if value:
            return value
    return None


def device_state(reading: Reading) -> Value | None:
    for hit in reading.hits("device_state"):
        known = known_value(reading.text, hit.value_start, reading.index.states)
        if known:
            return Value(known[0], hit.value_start, known[1])
        between = reading.text[hit.end : hit.value_start]
        is_told = hit.value_end is not None or (":" in between and "\n" not in between)
        value = _text_value(reading, hit) if is_told else None
        if value:
            return value
    return None


def user(reading: Reading) -> Value | None:
    sentence = (read_mail(reading.text, match.end()) for match in _USER_SENTENCE.finditer(reading.text))
    labelled = (read_mail(reading.text, hit.value_start) for hit in reading.hits("user"))
    return next((value for value in (*labelled, *sentence) if value), None)


def tenant_id(reading: Reading) -> Value | None:
    labelled = labelled_guid("tenant_id")(reading)
    if labelled:
        return labelled
    for pattern in (_TENANT, _IN_TENANT, _TENANT_ADDRESS):
        match = pattern.search(reading.text)
        if match:
            return Value(match["id"].lower(), *match.span("id"))
    return None


def _is_named(reading: Reading, hit: LabelHit) -> bool:
    """`App` and `Application` are ordinary words: they name the app only with a colon, on their own line."""
    between = reading.text[hit.end : hit.value_start]
    return (
        hit.field == "app_name"
        or hit.value_end is not None
        or ("\n" not in between and any(mark in between for mark in ":=\t"))
    )


def _app_matches(reading: Reading, patterns: tuple[re.Pattern[str], ...]) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        for match in pattern.finditer(reading.text):
            if not _IS_RESOURCE.search(reading.text[max(0, match.start() - 16) : match.start()]):
                yield match


def _text_value(reading: Reading, hit: LabelHit) -> Value | None:
    """The words behind a label: to its known end, the closing quote, the line end, or the next label with a separator
    behind it."""
    pattern = _QUOTED_VALUE.get(hit.quote, _TEXT_VALUE)
    match = pattern.match(reading.text, hit.value_start)
    if not match or (hit.value_end is None and _is_label_line(reading, hit)):
        return None
    end = hit.value_end or (match.end() if hit.quote else _end_of_value(reading, hit.value_start, match.end()))
    value = _TRAILING_ID.sub("", reading.text[hit.value_start : end].rstrip(" ,;*_`\"'\\")).rstrip()
    if not value or reading.index.is_absent(value):
        return None
    return Value(value, hit.value_start, hit.value_start + len(value))


def _is_label_line(reading: Reading, hit: LabelHit) -> bool:
    """An empty value: what stands behind the label is the next label."""
    here = reading.labels_between(hit.value_start, hit.value_start + 1)
    return any(other.is_separated or other.field in ("app_id", "ip") for other in here)


def _end_of_value(reading: Reading, start: int, end: int) -> int:
    for other in reading.labels_between(start + 1, end):
        if _starts_next_field(reading, other):
            return other.start
    return end


def _starts_next_field(reading: Reading, label: LabelHit) -> bool:
    text, index = reading.text, reading.index
    if label.field in ("app", "time"):
        return False
    if _ENDS_VALUE.match(text, label.end):
        return True
    if label.field in ("app_id", "device_id", "correlation_id", "request_id"):
        return bool(read_guid(text, label.value_start) or known_value(text, label.value_start, index.absent))
    if label.field == "ip":
        return bool(read_address(text, label.value_start))
    known = {"device_state": index.states, "device_platform": index.platforms}.get(label.field)
    return known is not None and known_value(text, label.value_start, known) is not None


READERS: tuple[tuple[FactName, Callable[[Reading], Value | None]], ...] = (
    ("correlation_id", labelled_guid("correlation_id")),
    ("request_id", labelled_guid("request_id")),
    ("timestamp", timestamp),
    ("app_name", app_name),
    ("app_id", app_id),
    ("ip", ip),
    ("device_platform", device_platform),
    ("device_state", device_state),
    ("device_id", labelled_guid("device_id")),
    ("user", user),
    ("tenant_id", tenant_id),
)
