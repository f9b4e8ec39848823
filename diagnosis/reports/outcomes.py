"""Use cases: what a step did, and whether the person can sign in again."""

from datetime import datetime

from django.db import transaction

from diagnosis.catalogue.models import Step
from diagnosis.reports.models import Report, StepOutcome


@transaction.atomic
def record_step(*, report: Report, step: Step, has_worked: bool, now: datetime) -> StepOutcome:
    """Keeps the last word on a step. One that worked solves the report."""
    outcome, _ = StepOutcome.objects.update_or_create(
        report=report,
        step=step,
        defaults={"instruction": step.instruction, "has_worked": has_worked, "recorded_at": now},
    )
    if has_worked:
        record_solved(report=report, now=now)
    return outcome


def record_solved(*, report: Report, now: datetime) -> None:
    """The first time counts; saying it again changes nothing."""
    Report.objects.filter(pk=report.pk, solved_at=None).update(solved_at=now)


@transaction.atomic
def take_back_solved(*, report: Report) -> None:
    """Then no step has helped either, whatever was said before."""
    Report.objects.filter(pk=report.pk).update(solved_at=None)
    report.outcomes.filter(has_worked=True).update(has_worked=False)
