"""The view model of the result page. Built from stored rows; the template only shows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.models import Actor, Cause, Platform, Step
from diagnosis.engine.serialize import from_json
from diagnosis.reports.forms import ContextForm
from diagnosis.reports.marking import Segment, Span
from diagnosis.reports.models import Match, Report
from diagnosis.reports.questions import QUESTIONS
from diagnosis.reports.readings import (
    CodeView,
    FactView,
    codes_of,
    codes_to_ask,
    device_in_hand,
    facts_of,
    failing_platform,
    platform_named,
    segments_of,
)
from diagnosis.reports.reasons import Reason, reasons_of, telling

SHOWN_CAUSES = 4
SHOWN_STEPS = 3
ACTOR_ORDER = [Actor.EMPLOYEE, Actor.IT, Actor.ORGANISATION, Actor.MICROSOFT]
ACTOR_TITLES = {
    Actor.EMPLOYEE: _("What you can do now"),
    Actor.IT: _("What your IT staff can do"),
    Actor.ORGANISATION: _("What the other organisation must do"),
    Actor.MICROSOFT: _("What Microsoft must do"),
}
# Who must act, and what that means for the person now.
ACTOR_SENTENCES = {
    Actor.EMPLOYEE: (
        _("You can most likely end this yourself."),
        _("Try the steps one at a time. If none of them helps, send it to IT."),
    ),
    Actor.IT: (
        _("Only your IT staff can end this."),
        _("Send it to them. Meanwhile these steps may show you a way around."),
    ),
    Actor.ORGANISATION: (
        _("Only the organisation you want to sign in to can end this."),
        _("Send it to your IT staff: they know whom to ask there."),
    ),
    Actor.MICROSOFT: (
        _("The fault is on Microsoft’s side."),
        _("Waiting is usually all anybody can do. Tell IT if it keeps you from working."),
    ),
}
# The platform that failed and the one in hand, "" where nothing tells.
Systems = tuple[str, str]
CONFIDENCE = {"likely": _("Likely"), "possible": _("Possible")}


@dataclass(frozen=True, slots=True)
class StepView:
    """`has_worked` is None until the person said so. Nothing to try is asked about where a step only hands over."""

    pk: int
    instruction: str
    detail: str
    link: str
    link_label: str
    platform: str
    is_own: bool
    can_be_tried: bool
    has_worked: bool | None

    @property
    def is_tried(self) -> bool:
        return self.has_worked is not None


@dataclass(frozen=True, slots=True)
class StepGroup:
    """The steps of one actor. Others' steps stay folded, and so do a person's own after the first few."""

    actor: str
    title: Promise | str
    steps: list[StepView]
    is_folded: bool

    @property
    def first(self) -> list[StepView]:
        return self.steps[:SHOWN_STEPS]

    @property
    def more(self) -> list[StepView]:
        return self.steps[SHOWN_STEPS:]

    @property
    def is_more_open(self) -> bool:
        """Once the first few are all tried, or one of the others is."""
        return all(step.is_tried for step in self.first if step.can_be_tried) or any(
            step.is_tried for step in self.more
        )


@dataclass(frozen=True, slots=True)
class CauseView:
    slug: str
    title: str
    summary: str
    confidence: str
    confidence_label: Promise | str
    actor: str
    who_acts: Promise | str
    advice: Promise | str
    waiting_time: str
    is_local: bool
    reasons: list[Reason]
    groups: list[StepGroup]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """`causes` is empty where nothing was recognised; `ticket_reference` is "" while there is no ticket."""

    causes: list[CauseView]
    codes: list[CodeView]
    codes_to_ask: list[str]
    facts: list[FactView]
    segments: list[Segment]
    device: str
    context_form: ContextForm
    ticket_reference: str

    @property
    def is_answered(self) -> bool:
        return any(self.context_form.initial.values())

    @property
    def unknown_codes(self) -> list[CodeView]:
        return [code for code in self.codes if not code.is_known]

    @property
    def has_marks(self) -> bool:
        return any(segment.kind == "read" for segment in self.segments)


def result_page(report: Report, context_form: ContextForm | None = None) -> ResultPage:
    """Everything the page shows; the number of queries does not grow with what was read."""
    reading = from_json(report.text, report.reading)
    matches = list(_shown(report))
    tried: dict[int | None, bool] = dict(report.outcomes.values_list("step_id", "has_worked"))
    systems = failing_platform(reading), platform_named(report.device.get("platform", ""))
    codes = codes_of(reading)
    read = {mention.code for mention in (*reading.codes, *reading.client_codes)}
    return ResultPage(
        causes=[_cause_view(match, systems, tried, read) for match in matches],
        codes=codes,
        codes_to_ask=[] if matches or codes else codes_to_ask(reading),
        facts=facts_of(reading),
        segments=segments_of(reading, _spans(matches)),
        device=device_in_hand(report.device),
        context_form=context_form or ContextForm(initial=_answers(report)),
        ticket_reference=_ticket_reference(report),
    )


def _shown(report: Report) -> Iterable[Match]:
    matches = report.matches.filter(cause__is_published=True).order_by("rank")[:SHOWN_CAUSES]
    causes = Cause.objects.with_steps().in_bulk([match.cause_id for match in matches])
    for match in matches:
        match.cause = causes[match.cause_id]
    return matches


def _answers(report: Report) -> dict[str, str]:
    given = dict(report.answers.values_list("question", "answer"))
    return {question: given.get(question, "") for question in QUESTIONS}


def _spans(matches: Iterable[Match]) -> Iterator[Span]:
    for match in matches:
        for evidence in telling(match.evidence):
            if evidence["start"] is not None:
                yield evidence["start"], evidence["end"]


def _cause_view(match: Match, systems: Systems, tried: Mapping[int | None, bool], codes: set[str]) -> CauseView:
    cause = match.cause
    who_acts, advice = ACTOR_SENTENCES[Actor(cause.who_acts)]
    return CauseView(
        slug=cause.slug,
        title=cause.title,
        summary=cause.summary,
        confidence=match.confidence,
        confidence_label=CONFIDENCE[match.confidence],
        actor=cause.who_acts,
        who_acts=who_acts,
        advice=advice,
        waiting_time=cause.waiting_time,
        is_local=not codes.isdisjoint(cause.local_codes.split()),
        reasons=reasons_of(match.evidence),
        groups=list(_groups(cause, systems, tried)),
    )


def _groups(cause: Cause, systems: Systems, tried: Mapping[int | None, bool]) -> Iterator[StepGroup]:
    """Steps for another system than the failing one are left out; where none is named, those of the device in hand
    come before those of the others."""
    failing, in_hand = systems
    steps = [step for step in cause.steps.all() if not failing or step.platform in ("", failing)]
    near = ("", failing or in_hand)
    steps.sort(key=lambda step: (ACTOR_ORDER.index(Actor(step.actor)), step.platform not in near, step.position))
    has_own = any(step.actor == Actor.EMPLOYEE for step in steps)
    for actor, group in groupby(steps, key=lambda step: Actor(step.actor)):
        is_folded = has_own and actor != Actor.EMPLOYEE
        yield StepGroup(actor, ACTOR_TITLES[actor], [_step_view(step, tried) for step in group], is_folded)


def _step_view(step: Step, tried: Mapping[int | None, bool]) -> StepView:
    return StepView(
        pk=step.pk,
        instruction=step.instruction,
        detail=step.detail,
        link=step.link,
        link_label=step.link.removeprefix("https://").rstrip("/"),
        platform=str(Platform(step.platform).label) if step.platform else "",
        is_own=step.actor == Actor.EMPLOYEE,
        can_be_tried=step.actor == Actor.EMPLOYEE and not step.is_hand_off,
        has_worked=tried.get(step.pk),
    )


def _ticket_reference(report: Report) -> str:
    """The ticket belongs to a later layer: only its relation is known here, and its link never shown."""
    try:
        return str(report.ticket.reference)
    except ObjectDoesNotExist:
        return ""
