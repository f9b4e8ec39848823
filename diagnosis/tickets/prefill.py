"""What the hand-off page can fill in before the person types, and where each value came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.models import Platform
from diagnosis.engine.serialize import from_json
from diagnosis.engine.types import ErrorReport, Fact
from diagnosis.reports.models import Report
from diagnosis.reports.questions import answer_label
from diagnosis.reports.readings import device_in_hand, failing_platform, moment_of, platform_named
from diagnosis.tickets.clock import Anchor, shown_in
from diagnosis.tickets.handoff import LINE_LENGTHS
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
    shown = anchor.shown.isoformat(timespec="minutes") if anchor.shown else ""
    in_hand = device_in_hand(report.device)[: LINE_LENGTHS["device"]]
    known = {
        **_known(report, reading, in_hand),
        "occurred_at": (shown, time.source if time and anchor_source == TimeSource.PASTED else anchor_source),
        "time_zone": (settings.TIME_ZONE, ""),
    }
    return Prefill(
        values={name: value for name, (value, _source) in known.items()},
        sources={name: source for name, (value, source) in known.items() if value and source},
        anchor=anchor,
        anchor_source=anchor_source,
        unclear_time=time.raw if time and anchor_source != TimeSource.PASTED else "",
        browser_device=in_hand,
    )


def _known(report: Report, reading: ErrorReport, in_hand: str) -> dict[str, tuple[str, str]]:
    """(value, source) by field name, cut to the fields: nobody should have to shorten what they never typed."""
    answers = dict(report.answers.values_list("question", "answer"))
    is_other = contradicts(reading, report.device, answers)
    user, app, platform = reading.fact("user"), reading.fact("app_name"), reading.fact("device_platform")
    browser_device = "" if is_other else in_hand
    return {
        "user_id": (user.value, user.source) if user else ("", ""),
        "app": (app.value[: LINE_LENGTHS["app"]], app.source) if app else (_named_app(answers), "answered"),
        "device": (pasted_device(reading), platform.source) if platform else (browser_device, "browser"),
        "device_choice": ("other" if is_other else "this", ""),
    }


def contradicts(reading: ErrorReport, device: Mapping[str, str], answers: Mapping[str, str]) -> bool:
    """Whether the pasted block, or else an answer, speaks of another device than the one in hand."""
    failing, in_hand = failing_platform(reading), platform_named(device.get("platform", ""))
    if not in_hand:
        return False
    if failing:
        return failing != in_hand
    _owner, _separator, kind = answers.get("device_kind", "").rpartition("_")
    return kind == ("computer" if in_hand in HANDHELD else "phone")


def pasted_device(reading: ErrorReport) -> str:
    """As in `Windows 10 (Unregistered)`, cut to its field; "" where the text names no platform."""
    platform, state = reading.fact("device_platform"), reading.fact("device_state")
    if platform is None:
        return ""
    device = f"{platform.value} ({state.value})" if state else platform.value
    return device[: LINE_LENGTHS["device"]]


def _named_app(answers: Mapping[str, str]) -> str:
    app = answers.get("failing_app", "")
    return answer_label("failing_app", app) if app in NAMED_APPS else ""


def _anchor(time: Fact | None, created_at: datetime) -> tuple[Anchor, TimeSource]:
    """Where zone or day/month order is not written, nothing is shown and the person is asked."""
    if time is None:
        return Anchor(created_at, shown_in(created_at, settings.TIME_ZONE)), TimeSource.SUBMITTED
    at = moment_of(time.value) if time.is_certain else None
    if at is None:
        return Anchor(created_at, None), TimeSource.SUBMITTED
    return Anchor(at, shown_in(at, settings.TIME_ZONE)), TimeSource.PASTED
