"""Whole batches are left out: what a text itself taught must not answer it."""

from datetime import date

import pytest
from django.core.management import call_command

from diagnosis.catalogue.models import Cause, Example

pytestmark = pytest.mark.django_db
TEXTS = {
    "anna": ["a stranger used my login", "the canteen has soup today"],
    "bert": ["somebody else, a stranger, used my login", "today the canteen has no soup"],
    "carla": ["the soup of the canteen is cold today", "the canteen closes with soup today"],
}


@pytest.fixture
def lessons() -> None:
    cause = Cause.objects.create(
        slug="user-risk", title="T", summary="S", meaning="M", source="S", reviewed_on=date(2026, 1, 1)
    )
    for batch, (ours, other) in TEXTS.items():
        Example.objects.create(key=f"{batch}-ours", batch=batch, cause=cause, text=ours)
        Example.objects.create(key=f"{batch}-other", batch=batch, cause=None, text=other)


def test_what_only_one_writer_says_is_missed_and_what_others_say_is_found(
    lessons: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("evaluate", "--left-out", "--groups", "3")

    printed = capsys.readouterr()
    assert "top-1  66.7% (2/3)" in printed.out
    assert "false alarms   0.0% (0/3)" in printed.out
    assert "group 3 of 3" in printed.err
