from datetime import UTC, datetime

import pytest

from diagnosis.tickets.clock import COMMON_ZONES, Anchor, instants, is_zone, other_zones, shown_in, stands

DETECTED = datetime(2026, 11, 3, 8, 14, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "zone", "expected"),
    [
        ("2026-11-03 08:14", "UTC", ["2026-11-03 08:14"]),
        ("2026-11-03 09:14", "Europe/Berlin", ["2026-11-03 08:14"]),
        ("2026-07-03 09:14", "Europe/Berlin", ["2026-07-03 07:14"]),
        ("2026-11-03 13:44", "Asia/Kolkata", ["2026-11-03 08:14"]),
        ("2026-11-03 13:59", "Asia/Kathmandu", ["2026-11-03 08:14"]),
        ("2026-11-03 18:44", "Australia/Adelaide", ["2026-11-03 08:14"]),
        ("2026-11-03 04:44", "America/St_Johns", ["2026-11-03 08:14"]),
        ("2026-11-02 21:14", "Pacific/Pago_Pago", ["2026-11-03 08:14"]),
        ("2026-11-03 22:14", "Pacific/Kiritimati", ["2026-11-03 08:14"]),
        ("2026-03-29 02:30", "Europe/Berlin", []),
        ("2026-03-08 02:00", "America/New_York", []),
        ("2026-03-08 03:00", "America/New_York", ["2026-03-08 07:00"]),
        ("2026-10-25 02:30", "Europe/Berlin", ["2026-10-25 00:30", "2026-10-25 01:30"]),
        ("2026-11-01 01:59", "America/New_York", ["2026-11-01 05:59", "2026-11-01 06:59"]),
        ("2026-04-05 01:45", "Australia/Lord_Howe", ["2026-04-04 14:45", "2026-04-04 15:15"]),
    ],
)
def test_a_local_time_names_none_one_or_two_instants(local, zone, expected):
    found = instants(datetime.fromisoformat(local), zone)
    assert [f"{at:%Y-%m-%d %H:%M}" for at in found] == expected
    assert all(at.tzinfo is UTC for at in found)


def test_an_instant_is_shown_as_the_minute_on_the_wall():
    assert shown_in(DETECTED, "Asia/Kolkata") == datetime(2026, 11, 3, 13, 44)


def test_untouched_text_keeps_the_detected_instant_whatever_the_zone_says():
    anchor = Anchor(DETECTED, datetime(2026, 11, 3, 9, 14))
    local = datetime(2026, 11, 3, 9, 14)
    assert stands(anchor, local, instants(local, "America/New_York"))


def test_the_same_minute_told_in_another_zone_keeps_the_detected_instant():
    anchor = Anchor(DETECTED, datetime(2026, 11, 3, 9, 14))
    local = datetime(2026, 11, 3, 3, 14)
    assert stands(anchor, local, instants(local, "America/New_York"))


def test_another_minute_is_another_time():
    anchor = Anchor(DETECTED, datetime(2026, 11, 3, 9, 14))
    local = datetime(2026, 11, 3, 9, 15)
    assert not stands(anchor, local, instants(local, "Europe/Berlin"))


def test_each_zone_is_offered_once_and_exists():
    offered = [*COMMON_ZONES, *other_zones()]
    assert len(offered) == len(set(offered))
    assert all(is_zone(name) for name in offered)
    assert "America/St_Johns" in offered
    assert not is_zone("Mars/Olympus")
