"""A wall-clock time and its zone become one instant in UTC. What is not certain is said, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

EARLIEST = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall-clock time has no zone

# Where most people are; the rest follows in alphabetical order.
COMMON_ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Warsaw",
    "Europe/Athens",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The instant the form is prefilled from, and the wall-clock minute it was shown as (None: left empty)."""

    at: datetime
    shown: datetime | None


def minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def shown_in(at: datetime, zone: str) -> datetime:
    """The naive wall-clock minute of an instant in a zone, as a date-time field shows it."""
    return minute(at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0))


def instants(local: datetime, zone: str) -> tuple[datetime, ...]:
    """Every UTC instant this wall-clock time names there: none where clocks skip it, two where it comes twice."""
    place = ZoneInfo(zone)
    candidates = {local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(at for at in candidates if at.astimezone(place).replace(tzinfo=None) == local))


def stands(anchor: Anchor, local: datetime, named: Sequence[datetime]) -> bool:
    """Whether what was posted still means the anchor: its text is untouched, or it names the same minute."""
    if anchor.shown is not None and minute(local) == anchor.shown:
        return True
    return minute(anchor.at) in [minute(at) for at in named]


@cache
def other_zones() -> tuple[str, ...]:
    """Zones by place, without the aliases that only old systems use."""
    return tuple(sorted(name for name in available_timezones() if _is_place(name) and name not in COMMON_ZONES))


def _is_place(name: str) -> bool:
    region = name.partition("/")[0]
    return region in {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def is_zone(name: str) -> bool:
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
