from datetime import UTC, datetime

import pytest

from diagnosis.engine.types import DeviceDetails
from diagnosis.tickets.models import TimeSource
from diagnosis.tickets.prefill import prefill
from tests.tickets.conftest import BLOCK, IPHONE, NOW, SIGNED_IN_AS, WINDOWS_EDGE, make_report

pytestmark = pytest.mark.django_db


def test_what_was_pasted_is_filled_in_and_marked():
    known = prefill(make_report(f"{SIGNED_IN_AS}\n{BLOCK}"))
    assert known.values == {
        "user_id": SIGNED_IN_AS,
        "app": "Office 365 Exchange Online",
        "device": "Windows 10 (Unregistered)",
        "device_choice": "this",
        "occurred_at": "2026-11-03T08:14",
        "time_zone": "UTC",
    }
    assert known.sources == dict.fromkeys(("user_id", "app", "device", "occurred_at"), "pasted")


def test_without_a_pasted_device_the_browser_tells():
    known = prefill(make_report("Error Code: 53003"))
    assert known.values["device"] == "Windows 11 · Edge 141"
    assert known.sources["device"] == "browser"


def test_where_nobody_tells_nothing_is_invented():
    known = prefill(make_report("Error Code: 53003", device=DeviceDetails()))
    assert (known.values["user_id"], known.values["device"], known.values["app"]) == ("", "", "")
    assert "device" not in known.sources


@pytest.mark.parametrize(
    ("device", "choice"),
    [
        (WINDOWS_EDGE, "this"),
        (IPHONE, "other"),
        (DeviceDetails(platform="Android", platform_version="15"), "other"),
        (DeviceDetails(platform="macOS"), "other"),
        (DeviceDetails(), "this"),
    ],
)
def test_a_browser_on_another_platform_means_another_device_failed(device, choice):
    assert prefill(make_report(device=device)).values["device_choice"] == choice


@pytest.mark.parametrize(
    ("answer", "device", "choice", "value"),
    [
        ("company_computer", IPHONE, "other", ""),
        ("personal_phone", WINDOWS_EDGE, "other", ""),
        ("company_computer", WINDOWS_EDGE, "this", "Windows 11 · Edge 141"),
        ("shared", WINDOWS_EDGE, "this", "Windows 11 · Edge 141"),
    ],
)
def test_an_answer_tells_that_another_device_failed(answer, device, choice, value):
    report = make_report("Error Code: 53003", device=device)
    report.answers.create(question="device_kind", answer=answer, answered_at=NOW)
    known = prefill(report)
    assert (known.values["device_choice"], known.values["device"]) == (choice, value)


def test_the_pasted_block_knows_the_device_better_than_an_answer():
    report = make_report(device=WINDOWS_EDGE)
    report.answers.create(question="device_kind", answer="company_phone", answered_at=NOW)
    assert prefill(report).values["device_choice"] == "this"


@pytest.mark.parametrize(("answer", "app"), [("teams", "Teams"), ("other", ""), ("browser", "")])
def test_an_app_that_was_named_in_an_answer_is_not_asked_again(answer, app):
    report = make_report("Error Code: 53003")
    report.answers.create(question="failing_app", answer=answer, answered_at=NOW)
    known = prefill(report)
    assert (known.values["app"], known.sources.get("app", "")) == (app, "answered" if app else "")


def test_the_time_is_shown_in_the_organisations_zone(settings):
    settings.TIME_ZONE = "Asia/Kolkata"
    known = prefill(make_report())
    assert known.values["occurred_at"] == "2026-11-03T13:44"
    assert known.anchor.at == datetime(2026, 11, 3, 8, 14, 27, tzinfo=UTC)
    assert known.anchor_source == TimeSource.PASTED


def test_without_a_time_the_one_of_the_report_stands_in():
    known = prefill(make_report("Error Code: 53003"))
    assert known.values["occurred_at"] == "2026-11-03T09:00"
    assert (known.anchor.at, known.anchor_source) == (NOW, TimeSource.SUBMITTED)
    assert known.sources["occurred_at"] == "submitted"


@pytest.mark.parametrize("written", ["03/09/2026, 15:32:53", "2026-11-03 08:14:27"])
def test_a_time_that_can_be_read_two_ways_is_asked(written):
    known = prefill(make_report(BLOCK.replace("2026-11-03T08:14:27.318Z", written)))
    assert known.values["occurred_at"] == ""
    assert known.unclear_time == written
    assert known.anchor_source == TimeSource.SUBMITTED
