"""What goes along with a ticket by itself: codes, IDs, steps tried and answers, as the report holds them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnosis.engine.serialize import from_json
from diagnosis.engine.types import ErrorReport, FactName
from diagnosis.reports.models import Report, StepOutcome
from diagnosis.reports.questions import QUESTIONS, answer_label
from diagnosis.reports.readings import FACT_LABELS

# The others are confirmed on the hand-off page itself.
SENT_FACTS: tuple[FactName, ...] = ("request_id", "correlation_id", "device_id", "ip", "tenant_id", "app_id")


@dataclass(frozen=True, slots=True)
class Line:
    """`name` is the engine's word for it, `label` the reader's."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class GoesAlong:
    codes: Sequence[str]
    facts: Sequence[Line]
    outcomes: Sequence[StepOutcome]
    answers: Sequence[Line]
    masked_count: int


def goes_along(report: Report) -> GoesAlong:
    reading = from_json(report.text, report.reading)
    return GoesAlong(
        codes=shown_codes(reading),
        facts=[Line(name, str(FACT_LABELS[name]), fact.value) for name in SENT_FACTS if (fact := reading.fact(name))],
        outcomes=list(report.outcomes.all()),
        answers=answer_lines(report.answers.values_list("question", "answer")),
        masked_count=report.masked_count,
    )


def shown_codes(reading: ErrorReport) -> list[str]:
    """Each code once, in order of precedence: AADSTS53003, 0xCAA2000C, then what Office writes."""
    server = [mention.code if not mention.code.isdecimal() else f"AADSTS{mention.code}" for mention in reading.codes]
    others = [mention.code for mention in (*reading.client_codes, *reading.office_tags)]
    return list(dict.fromkeys([*server, *others]))


def answer_lines(answers: Iterable[tuple[str, str]]) -> list[Line]:
    """In the order the questions are asked."""
    given = dict(answers)
    return [
        Line(question, str(label), answer_label(question, given[question]))
        for question, (label, _labels) in QUESTIONS.items()
        if question in given
    ]
