from datetime import UTC, datetime
from time import process_time

import pytest

from diagnosis.tickets.forms import HandoffForm, ReplyForm, masked_data
from diagnosis.tickets.handoff import MESSAGE_LENGTH
from diagnosis.tickets.models import TimeSource
from diagnosis.tickets.prefill import prefill
from tests.tickets.conftest import BLOCK, IPHONE, JWT, NOW, PASSWORD, SIGNED_IN_AS, make_report

pytestmark = pytest.mark.django_db

DETECTED = datetime(2026, 11, 3, 8, 14, 27, tzinfo=UTC)
LEAST = {"user_id": SIGNED_IN_AS, "contact_phone": "+49 30 555 0123"}


@pytest.fixture
def berlin(settings):
    settings.TIME_ZONE = "Europe/Berlin"


def filled(posted, report=None, now=NOW):
    known = prefill(report or make_report())
    return HandoffForm(masked_data(posted, known), prefill=known, now=now)


def confirmed(posted, report=None):
    form = filled(posted, report)
    assert form.is_valid(), form.errors
    return form.confirmed()


def test_user_id_and_phone_are_enough():
    result = confirmed(LEAST)
    assert (result.user_principal_name, result.contact_phone) == (SIGNED_IN_AS, "+49 30 555 0123")
    assert (result.device, result.app) == ("Windows 10 (Unregistered)", "Office 365 Exchange Online")
    assert (result.occurred_at, result.occurred_at_source) == (DETECTED, TimeSource.PASTED)


def test_hostile_words_in_every_field_cost_no_more_time_than_one_text():
    posted = dict.fromkeys(HandoffForm.base_fields, "&code=a" * 9_000)
    began = process_time()
    assert not filled(posted).is_valid()
    assert process_time() - began < 2


def test_what_is_too_long_still_stands_in_its_box():
    form = filled({**LEAST, "device": "d" * 2_000, "message": "m" * 9_000})
    assert (form["device"].value(), form["message"].value()) == ("d" * 2_000, "m" * 9_000)
    assert set(form.errors) == {"device", "message"}


def test_user_id_and_mail_are_enough():
    assert confirmed({"user_id": SIGNED_IN_AS, "contact_email": "alex@example.com"}).contact_email == "alex@example.com"


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({"contact_phone": "555 0123"}, "user_id"),
        ({"user_id": SIGNED_IN_AS}, "contact_phone"),
        ({"user_id": SIGNED_IN_AS, "contact_email": "not a mail address"}, "contact_email"),
        ({"user_id": SIGNED_IN_AS, "contact_phone": "none"}, "contact_phone"),
        ({**LEAST, "time_zone": "Mars/Olympus"}, "time_zone"),
        ({**LEAST, "occurred_at": "yesterday"}, "occurred_at"),
        ({**LEAST, "occurred_at": "0001-01-01T00:00"}, "occurred_at"),
        ({**LEAST, "occurred_at": "2026-99-99T08:14"}, "occurred_at"),
        ({**LEAST, "occurred_at": "2026-11-04T08:14"}, "occurred_at"),
        ({**LEAST, "message": "m" * (MESSAGE_LENGTH + 1)}, "message"),
        ({**LEAST, "device": "d" * 201}, "device"),
        ({**LEAST, "device_choice": "a third"}, "device_choice"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_typed_is_lost(posted, field):
    form = filled(posted)
    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert all(form[name].value() == value for name, value in posted.items())


TIMES = {
    "untouched": ("2026-11-03T09:14", "Europe/Berlin", DETECTED, "pasted"),
    "zone alone changed": ("2026-11-03T09:14", "America/New_York", DETECTED, "pasted"),
    "shown in the browser's zone": ("2026-11-03T03:14", "America/New_York", DETECTED, "pasted"),
    "left empty": ("", "Europe/Berlin", DETECTED, "pasted"),
    "another minute": ("2026-11-03T09:10", "Europe/Berlin", datetime(2026, 11, 3, 8, 10, tzinfo=UTC), "entered"),
    "half an hour east": ("2026-11-03T12:30", "Asia/Kolkata", datetime(2026, 11, 3, 7, 0, tzinfo=UTC), "entered"),
    "summer": ("2026-07-01T10:00", "Europe/Berlin", datetime(2026, 7, 1, 8, 0, tzinfo=UTC), "entered"),
}


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(("local", "zone", "at", "source"), TIMES.values(), ids=TIMES)
def test_local_time_and_zone_become_one_instant(local, zone, at, source):
    result = confirmed({**LEAST, "occurred_at": local, "time_zone": zone})
    assert (result.occurred_at, result.occurred_at_source, result.time_zone) == (at, source, zone)


def test_a_time_in_the_gap_is_explained():
    form = filled({**LEAST, "occurred_at": "2026-03-29T02:30", "time_zone": "Europe/Berlin"})
    assert not form.is_valid()
    assert "02:30 did not exist" in str(form.errors["occurred_at"])
    assert "03:30" in str(form.errors["occurred_at"])


def test_a_time_that_came_twice_is_asked_and_the_answer_counts():
    posted = {**LEAST, "occurred_at": "2026-10-25T02:30", "time_zone": "Europe/Berlin"}
    form = filled(posted)
    assert not form.is_valid()
    assert form.asks_fold
    assert [str(label) for _value, label in form.fields["fold"].choices] == [
        "The first time (UTC+02:00)",
        "The second time, after clocks went back (UTC+01:00)",
    ]
    assert confirmed({**posted, "fold": "0"}).occurred_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert confirmed({**posted, "fold": "1"}).occurred_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.usefixtures("berlin")
def test_a_detected_time_in_the_fold_stands_without_a_question():
    report = make_report(BLOCK.replace("2026-11-03T08:14:27.318Z", "2026-10-25T01:30:12Z"))
    result = confirmed({**LEAST, "occurred_at": "2026-10-25T02:30", "time_zone": "Europe/Berlin"}, report)
    assert result.occurred_at == datetime(2026, 10, 25, 1, 30, 12, tzinfo=UTC)


def test_without_a_pasted_time_the_reports_own_stands_until_changed():
    report = make_report("Error Code: 53003")
    assert confirmed(LEAST, report).occurred_at_source == TimeSource.SUBMITTED
    assert confirmed(LEAST, report).occurred_at == NOW
    changed = confirmed({**LEAST, "occurred_at": "2026-11-03T07:00", "time_zone": "UTC"}, report)
    assert (changed.occurred_at.hour, changed.occurred_at_source) == (7, TimeSource.ENTERED)


def test_secrets_are_gone_before_the_form_holds_them():
    form = filled({**LEAST, "name": f"Bearer {JWT}", "message": f"My password: {PASSWORD}", "contact_phone": ""})
    assert not form.is_valid()
    shown = "".join(str(form[name]) for name in form.fields)
    assert JWT not in shown
    assert PASSWORD not in shown
    assert "[password removed]" in shown


def test_control_characters_and_hidden_directions_are_made_harmless():
    result = confirmed({**LEAST, "name": "Al\x00ex\u202eblA", "message": "a\r\nb\x07"})
    assert result.name == "Alex[U+202E]blA"
    assert result.message == "a\nb"


def test_the_device_in_hand_is_not_taken_for_another_that_failed():
    report = make_report("Error Code: 53003", device=IPHONE)
    assert confirmed(LEAST, report).device == "iOS 18 · Safari 18"
    other = confirmed({**LEAST, "device_choice": "other"}, report)
    assert (other.device, other.is_other_device) == ("", True)


def test_each_value_says_where_it_came_from():
    form = filled({**LEAST, "app": "Teams", "contact_phone": ""})
    assert not form.is_valid()
    assert (form.sources()["device"], form.sources()["app"], form.sources()["user_id"]) == (
        "pasted",
        "entered",
        "entered",
    )


def test_only_a_reply_needs_words():
    assert not ReplyForm({"action": "reply", "message": "  "}).is_valid()
    assert not ReplyForm({"message": ""}).is_valid()
    assert ReplyForm({"action": "works_now"}).is_valid()
    assert ReplyForm({"action": "not_me"}).is_valid()
    assert ReplyForm({"action": "resolve", "message": "words"}).action == "reply"
