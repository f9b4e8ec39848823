"""Ranks the causes of a report: once when it is made, and again from what was stored when a question is answered."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from diagnosis.catalogue.models import Cause
from diagnosis.catalogue.rules import current
from diagnosis.engine.match import match
from diagnosis.engine.serialize import from_json
from diagnosis.engine.types import Diagnosis
from diagnosis.reports.models import ContextAnswer, Match, Report

KEPT_CAUSES = 10


@transaction.atomic
def answer_questions(*, report: Report, answers: Mapping[str, str], now: datetime) -> None:
    """Keeps the answers, "" taking an earlier one back, and ranks anew."""
    _lock(report)
    report.answers.filter(question__in=[question for question, answer in answers.items() if not answer]).delete()
    given = [
        ContextAnswer(report=report, question=question, answer=answer, answered_at=now)
        for question, answer in answers.items()
        if answer
    ]
    ContextAnswer.objects.bulk_create(
        given,
        update_conflicts=True,
        unique_fields=["report", "question"],
        update_fields=["answer", "answered_at"],
    )
    rank(report)


@transaction.atomic
def rank(report: Report) -> None:
    """Replaces the report's matches by today's ranking of what was read and answered."""
    _lock(report)
    answers = dict(report.answers.values_list("question", "answer"))
    reading = from_json(report.text, report.reading)
    report.matches.all().delete()
    store(report, match(reading, current().compiled, answers))


def store(report: Report, diagnosis: Diagnosis) -> None:
    """Writes the ranked causes of a report that has none, best first. A cause deleted meanwhile is left out."""
    kept = diagnosis.causes[:KEPT_CAUSES]
    causes = dict(Cause.objects.filter(slug__in=[ranked.slug for ranked in kept]).values_list("slug", "pk"))
    Match.objects.bulk_create(
        Match(
            report=report,
            cause_id=causes[ranked.slug],
            rank=rank,
            score=ranked.score,
            confidence=ranked.confidence,
            evidence=[asdict(evidence) for evidence in ranked.evidence],
        )
        for rank, ranked in enumerate((ranked for ranked in kept if ranked.slug in causes), start=1)
    )


def _lock(report: Report) -> None:
    """Two answers at once rank one after the other; SQLite's transaction is a lock of its own."""
    Report.objects.select_for_update().only("pk").get(pk=report.pk)
