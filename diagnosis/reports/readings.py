"""View models of "what we read": codes, facts and the text with the exact words marked, from stored rows alone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.models import ErrorCode, Platform
from diagnosis.engine.types import CodeMention, ErrorReport, Fact
from diagnosis.reports.marking import Segment, Span, segments

FACT_LABELS: Mapping[str, Promise | str] = {
    "timestamp": _("Time of the error"),
    "user": _("Account"),
    "app_name": _("App"),
    "device_platform": _("Device system"),
    "device_state": _("Device state"),
    "ip": _("IP address"),
    "request_id": _("Request ID"),
    "correlation_id": _("Correlation ID"),
    "device_id": _("Device ID"),
    "app_id": _("App ID"),
    "tenant_id": _("Tenant ID"),
}
SOURCE_LABELS: Mapping[str, Promise | str] = {
    "pasted": _("from your text"),
    "entered": _("as you said"),
    "browser": _("from your browser"),
    "ocr": _("from your picture"),
}
# Beginnings of platform names, as Microsoft's error block and browsers write them.
PLATFORMS = (
    (("windows",), Platform.WINDOWS),
    (("mac",), Platform.MAC),
    (("ios", "ipados", "iphone", "ipad"), Platform.IOS),
    (("android",), Platform.ANDROID),
    (("linux", "ubuntu"), Platform.LINUX),
)
# Server codes have five digits, their sub-codes one or two more: 530035 belongs to 53003.
SUB_CODE = re.compile(r"(\d{5})\d{1,2}")
# A number typed alone, as an answer to "what is the code?". The engine reads only known ones out of so few words.
TYPED_NUMBER = re.compile(
    r"[\W_]*(?:(?:microsoft|sign-?in|aadsts|error|code|number|no|nr)[\W_]*){0,5}(\d{5,7})\W*", re.I
)
TYPED_LENGTH = 60
# Any number of that length, to be asked about where nothing else was recognised.
ANY_NUMBER = re.compile(r"(?<![\w.,-])\d{5,7}(?![\w-]|[.,]\d)")
ASKED_LENGTH = 2_000
ASKED_CODES = 2
SHOWN_CODES = 8
# Microsoft's own page about one code. It is only ever linked, never fetched.
MICROSOFT_LOOKUP = "https://login.microsoftonline.com/error?code="


@dataclass(frozen=True, slots=True)
class CodeView:
    """`related` is the known parent of an unknown sub-code: something to read, never an answer.

    `note` is "" for a code that nobody reviewed; `lookup` is Microsoft's own page, where ours say little.
    """

    display: str
    code: str
    note: str
    is_known: bool
    related: ErrorCode | None = None
    lookup: str = ""


@dataclass(frozen=True, slots=True)
class FactView:
    """`iso` is set where the value is a UTC time: the same moment for machines."""

    name: str
    label: Promise | str
    value: str
    source: Promise | str
    is_pasted: bool
    is_certain: bool
    iso: str = ""

    @property
    def is_id(self) -> bool:
        """Whether only machines and IT read it."""
        return self.name == "ip" or self.name.endswith("_id")


def codes_of(reading: ErrorReport) -> list[CodeView]:
    """The codes of the text, the cause first, and no more than anybody would read; one query for all of them."""
    mentions = (*reading.codes, *reading.client_codes)
    codes = list(dict.fromkeys(mention.code for mention in mentions)) or _typed_number(reading.text)
    codes = codes[:SHOWN_CODES]
    wanted = {*codes, *filter(None, map(parent_of, codes))}
    known = {row.code: row for row in ErrorCode.objects.filter(code__in=wanted, is_published=True)}
    return [_code_view(code, known) for code in codes]


def codes_to_ask(reading: ErrorReport) -> list[str]:
    """Known codes among the numbers of a text whose words say nothing of signing in: the person knows which it is."""
    numbers = dict.fromkeys(ANY_NUMBER.findall(reading.text[:ASKED_LENGTH]))
    known = set(ErrorCode.objects.filter(code__in=numbers, is_published=True).values_list("code", flat=True))
    return [number for number in numbers if number in known][:ASKED_CODES]


def facts_of(reading: ErrorReport) -> list[FactView]:
    """One line for each kind of fact, in the order in which a person would ask for them."""
    return [_fact_view(fact) for name in FACT_LABELS if (fact := reading.fact(name))]  # type: ignore[arg-type]


def segments_of(reading: ErrorReport, evidence: Iterable[Span]) -> list[Segment]:
    found: tuple[CodeMention | Fact, ...] = (
        *reading.codes,
        *reading.client_codes,
        *reading.office_tags,
        *reading.facts,
    )
    return segments(
        reading.text,
        read=[*((item.start, item.end) for item in found), *evidence],
        masked=[(mask.start, mask.end) for mask in reading.masks],
    )


def failing_platform(reading: ErrorReport) -> str:
    """The platform on which the sign-in failed, "" where the text does not say."""
    fact = reading.fact("device_platform")
    return platform_named(fact.value) if fact else ""


def platform_named(name: str) -> str:
    """`iPadOS` and `iOS 18` → "ios"; "" for a name nobody knows."""
    lowered = name.lower()
    return next((str(platform) for starts, platform in PLATFORMS if lowered.startswith(starts)), "")


def device_in_hand(device: Mapping[str, str]) -> str:
    """`Windows 11 · Edge 131`, or "" where the browser says nothing."""
    system = f"{device.get('platform', '')} {device.get('platform_version', '')}".strip()
    browser = f"{device.get('browser', '')} {device.get('browser_version', '')}".strip()
    return " · ".join(filter(None, [system, device.get("model", ""), browser]))


def parent_of(code: str) -> str:
    """`530039` → `53003`; "" for a code that is nobody's sub-code."""
    match = SUB_CODE.fullmatch(code)
    return match[1] if match else ""


def moment_of(value: str) -> datetime | None:
    """A canonical time in UTC; None for one that was kept as it stood because its zone or order is not written."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _typed_number(text: str) -> list[str]:
    match = TYPED_NUMBER.fullmatch(text) if len(text) <= TYPED_LENGTH else None
    return [match[1]] if match else []


def _code_view(code: str, known: Mapping[str, ErrorCode]) -> CodeView:
    row = known.get(code)
    lookup = f"{MICROSOFT_LOOKUP}{code}" if code.isdecimal() else ""
    if row is None:
        display = f"AADSTS{code}" if code.isdecimal() else code
        return CodeView(display, code, "", False, known.get(parent_of(code)), lookup)
    if row.is_reviewed:
        return CodeView(row.display, row.code, row.note, is_known=True)
    return CodeView(row.display, row.code, "", is_known=True, lookup=lookup)


def _fact_view(fact: Fact) -> FactView:
    at = moment_of(fact.value) if fact.name == "timestamp" else None
    return FactView(
        name=fact.name,
        label=FACT_LABELS[fact.name],
        value=f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else fact.value,
        source=SOURCE_LABELS[fact.source],
        is_pasted=fact.source == "pasted",
        is_certain=fact.is_certain,
        iso=at.isoformat() if at else "",
    )
