"""Reading points in time as sign-in errors write them.

Forms seen: `2026-11-03T08:14:27.318Z` (page), `2026-11-03 08:14:27Z` (token error), `… 08:14:27.760 UTC` (dsregcmd),
`2015-12-15 21-09-31Z` (translated documents), `+02:00` offsets (PowerShell), `Tue, 03 Nov 2026 08:14:27 GMT` (HTTP),
and the reader's own locale (`9/3/2026, 3:32:53 PM`), which says neither the zone nor the order of day and month.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_D = r"[0-9OoQlI|SBZ]"
_ISO = re.compile(
    rf"""
    (?P<year>{_D}{{4}})[-/](?P<month>{_D}{{1,2}})[-/](?P<day>{_D}{{1,2}})
    [T\s,]{{1,6}}
    (?P<hour>{_D}{{1,2}})\s?[:.-]\s?(?P<minute>{_D}{{2}})
    (?:\s?[:.-]\s?(?P<second>{_D}{{2}})(?:\s?[.,:][0-9OoIlS]{{1,9}})?)?
    (?:\s?(?P<zone>Z(?![A-Za-z])|UTC|GMT|[+-][0-9]{{2}}:?[0-9]{{2}}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_NAMED = re.compile(
    r"""
    (?:[A-Za-z]{2,9},?\s{1,2})?
    (?:(?P<day>[0-9]{1,2})[\s-](?P<name>[A-Za-z]{3,9})|(?P<name2>[A-Za-z]{3,9})\s(?P<day2>[0-9]{1,2}))
    ,?[\s-](?P<year>[0-9]{4}),?\s(?:at\s)?
    (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?
    (?:\s?(?P<half>[AP]M))?(?:\s?(?P<zone>Z(?![A-Za-z])|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SLASHED = re.compile(
    r"""
    (?P<left>[0-9]{1,2})[/.](?P<right>[0-9]{1,2})[/.](?P<year>[0-9]{4}),?\s{1,3}
    (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?:\.[0-9]{1,9})?
    (?:\s?(?P<half>[AP]\.?M\b\.?))?(?:\s?(?P<zone>Z(?![A-Za-z])|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A year beyond them is no sign-in, and next to the ends of the calendar no zone can be added.
_YEARS = range(2000, 2100)
_DIGITS = str.maketrans("OoQlI|SBZ", "000111582")
_CANDIDATE = re.compile(r"(?<![0-9A-Za-z-])[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[T ]")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time at [start:end]. `value` is canonical UTC, or the written words where zone or order is not written."""

    start: int
    end: int
    value: str
    is_certain: bool


def read_time(text: str, position: int) -> Moment | None:
    """The time that stands exactly at `position`, None where there is none or it is no real date."""
    for read in (_read_iso, _read_named, _read_slashed):
        moment = read(text, position)
        if moment:
            return moment
    return None


def iso_times(text: str) -> Iterator[Moment]:
    """Every complete ISO time with a zone, in order."""
    for candidate in _CANDIDATE.finditer(text):
        moment = _read_iso(text, candidate.start())
        if moment and moment.is_certain:
            yield moment


def _read_iso(text: str, position: int) -> Moment | None:
    match = _ISO.match(text, position)
    if not match:
        return None
    parts = [match[name] or "00" for name in ("year", "month", "day", "hour", "minute", "second")]
    numbers = [int(part.translate(_DIGITS)) for part in parts]
    return _moment(match, numbers, is_certain="".join(parts).isdigit() and bool(match["second"]))


def _read_named(text: str, position: int) -> Moment | None:
    match = _NAMED.match(text, position)
    month = _MONTHS.get((match["name"] or match["name2"])[:3].lower()) if match else None
    if not match or not month:
        return None
    day = int(match["day"] or match["day2"])
    clock = [_hour(match["hour"], match["half"]), int(match["minute"]), int(match["second"])]
    return _moment(match, [int(match["year"]), month, day, *clock])


def _read_slashed(text: str, position: int) -> Moment | None:
    match = _SLASHED.match(text, position)
    if not match:
        return None
    left, right = int(match["left"]), int(match["right"])
    clock = [_hour(match["hour"], match["half"]), int(match["minute"]), int(match["second"] or 0)]
    day, month = (right, left) if right > 12 else (left, right)
    is_ordered = max(left, right) > 12 or left == right
    moment = _moment(match, [int(match["year"]), month, day, *clock])
    if moment and is_ordered:
        return moment
    return moment and Moment(match.start(), match.end(), match.group().strip(), False)


def _hour(written: str, half: str | None) -> int:
    hour = int(written)
    return hour % 12 + (12 if half[0] in "pP" else 0) if half else hour


def _moment(match: re.Match[str], numbers: list[int], *, is_certain: bool = True) -> Moment | None:
    if numbers[0] not in _YEARS:
        return None
    try:
        local = datetime(*numbers, tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
    zone = match["zone"]
    if not zone:
        return Moment(match.start(), match.end(), match.group().strip(), False)
    return Moment(match.start(), match.end(), (local - _offset(zone)).strftime("%Y-%m-%dT%H:%M:%SZ"), is_certain)


def _offset(zone: str) -> timedelta:
    if zone[0] not in "+-":
        return timedelta()
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return offset if zone[0] == "+" else -offset
