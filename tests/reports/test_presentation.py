from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from diagnosis.catalogue.models import Actor, Cause, CodeCause, ErrorCode
from diagnosis.reports.intake import submit_report
from diagnosis.reports.presentation import StepGroup, StepView, result_page


def group(*outcomes):
    """Own steps with these outcomes: None where the person has not said."""
    steps = [
        StepView(
            pk=number,
            instruction="Restart the app",
            detail="",
            link="",
            link_label="",
            platform="",
            is_own=True,
            can_be_tried=True,
            has_worked=outcome,
        )
        for number, outcome in enumerate(outcomes)
    ]
    return StepGroup(Actor.EMPLOYEE, "What you can do now", steps, is_folded=False)


def test_only_the_first_few_steps_stand_open():
    steps = group(None, None, None, None, None)
    assert ([step.pk for step in steps.first], [step.pk for step in steps.more]) == ([0, 1, 2], [3, 4])


@pytest.mark.parametrize(
    ("outcomes", "is_open"),
    [
        ((None, None, None, None), False),
        ((False, False, None, None), False),
        ((False, False, False, None), True),
        ((None, None, None, False), True),
    ],
)
def test_the_others_open_once_the_first_are_tried_or_one_of_them_is(outcomes, is_open):
    assert group(*outcomes).is_more_open is is_open


def test_a_step_that_only_hands_over_is_not_asked_about_nor_waited_for():
    steps = group(False, False, None, None)
    steps.steps[2] = replace(steps.steps[2], can_be_tried=False)
    assert steps.is_more_open


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "is_local"), [("53003", True), ("50105", False)])
def test_an_own_meaning_is_said_only_where_one_of_its_codes_was_read(code, is_local):
    texts = {"title": "T", "summary": "S", "meaning": "M", "source": "S", "reviewed_on": date(2026, 1, 1)}
    cause = Cause.objects.create(slug="vpn-first", local_codes="53003", **texts)
    CodeCause.objects.create(error_code=ErrorCode.objects.create(code=code), cause=cause)
    now = datetime(2026, 11, 3, 9, tzinfo=UTC)
    report = submit_report(text=f"Error Code: AADSTS{code}", headers={}, client="client", now=now)
    [view] = result_page(report).causes
    assert view.is_local is is_local
