"""What the hand-off page can fill in before the person types, and where each value came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.models import Platform
from diagnosis.engine.serialize import from_json
from diagnosis.engine.types import ErrorReport, Fact
from diagnosis.reports.forms import answer_label
from diagnosis.reports.models import Report
from diagnosis.reports.readings import PLATFORMS, device_in_hand, failing_platform
from diagnosis.tickets.clock import Anchor, shown_in
from diagnosis.tickets.models import TimeSource

SOURCE_WORDS = {
    "pasted": _("From the text you pasted"),
    "ocr": _("From your screenshot"),
    "browser": _("From this browser"),
    "answered": _("As you said before"),
    "submitted": _("The time you pasted the error; change it if it happened earlier"),
}


# Answers that name the app just as one would write it here.
NAMED_APPS = frozenset({"outlook", "teams"})
HANDHELD = frozenset({Platform.IOS, Platform.ANDROID})


@dataclass(frozen=True, slots=True)
class Prefill:
    """`values` and `sources` go by the form's field names; a source is one of SOURCE_WORDS, or "entered"."""

    values: Mapping[str, str]
    sources: Mapping[str, str]
    anchor: Anchor
    anchor_source: TimeSource
    unclear_time: str
    browser_device: str

    def changed(self, posted: Mapping[str, str]) -> Mapping[str, str]:
        """The sources after a submit: what differs from the prefill was entered."""
        return {
            name: self.sources.get(name, "") if value == self.values.get(name, "") else "entered"
            for name, value in posted.items()
            if value
        }


def prefill(report: Report) -> Prefill:
    reading = from_json(report.text, report.reading)
    time = reading.fact("timestamp")
    anchor, anchor_source = _anchor(time, report.created_at)
    answers = dict(report.answers.values_list("question", "answer"))
    in_hand = device_in_hand(report.device)
    is_other = contradicts(reading, report.device, answers)
    user, app, platform = reading.fact("user"), reading.fact("app_name"), reading.fact("device_platform")
    values = {
        "user_id": user.value if user else "",
        "app": app.value if app else _named_app(answers),
        "device": pasted_device(reading) or ("" if is_other else in_hand),
        "device_choice": "other" if is_other else "this",
        "occurred_at": anchor.shown.isoformat(timespec="minutes") if anchor.shown else "",
        "time_zone": settings.TIME_ZONE,
    }
    sources = {
        "user_id": user.source if user else "",
        "app": app.source if app else "answered",
        "device": platform.source if platform else "browser",
        "occurred_at": time.source if time and anchor_source == TimeSource.PASTED else anchor_source,
    }
    return Prefill(
        values=values,
        sources={name: source for name, source in sources.items() if values[name]},
        anchor=anchor,
        anchor_source=anchor_source,
        unclear_time=time.raw if time and anchor_source != TimeSource.PASTED else "",
        browser_device=in_hand,
    )


def contradicts(reading: ErrorReport, device: Mapping[str, str], answers: Mapping[str, str]) -> bool:
    """Whether the pasted block, or else an answer, speaks of another device than the one in hand."""
    failing, in_hand = failing_platform(reading), _platform_of(device.get("platform", ""))
    if not in_hand:
        return False
    if failing:
        return failing != in_hand
    _owner, _separator, kind = answers.get("device_kind", "").rpartition("_")
    return kind == ("computer" if in_hand in HANDHELD else "phone")


def pasted_device(reading: ErrorReport) -> str:
    """As in `Windows 10 (Unregistered)`; "" where the text names no platform."""
    platform, state = reading.fact("device_platform"), reading.fact("device_state")
    if platform is None:
        return ""
    return f"{platform.value} ({state.value})" if state else platform.value


def _named_app(answers: Mapping[str, str]) -> str:
    app = answers.get("failing_app", "")
    return answer_label("failing_app", app) if app in NAMED_APPS else ""


def _anchor(time: Fact | None, created_at: datetime) -> tuple[Anchor, TimeSource]:
    if time is None:
        return Anchor(created_at, shown_in(created_at, settings.TIME_ZONE)), TimeSource.SUBMITTED
    at = _instant(time)
    if at is None:
        return Anchor(created_at, None), TimeSource.SUBMITTED
    return Anchor(at, shown_in(at, settings.TIME_ZONE)), TimeSource.PASTED


def _instant(time: Fact) -> datetime | None:
    """None where zone or day/month order is not written: then the person is asked."""
    try:
        at = parse_datetime(time.value) if time.is_certain else None
    except ValueError:
        return None
    return at if at and at.tzinfo else None


def _platform_of(name: str) -> str:
    lowered = name.lower()
    return next((str(platform) for starts, platform in PLATFORMS if lowered.startswith(starts)), "")
