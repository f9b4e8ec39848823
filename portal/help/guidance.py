"""What the catalogue says about causes, arranged for a page: who acts, and what each of them does."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.models import Actor, Cause, ErrorCode, Step

ICONS = {
    Actor.EMPLOYEE: "user",
    Actor.IT: "wrench",
    Actor.ORGANISATION: "building-2",
    Actor.MICROSOFT: "cloud",
}
HEADINGS = {
    Actor.EMPLOYEE: _("What you can do"),
    Actor.IT: _("What your IT staff can do"),
    Actor.ORGANISATION: _("What the other organisation must do"),
    Actor.MICROSOFT: _("What only Microsoft can do"),
}
WHO_CAN_FIX = {
    "user": _("Often you yourself"),
    "it_admin": _("Your IT staff"),
    "app_developer": _("The people who run the app"),
    "nobody_wait": _("Nobody: it usually passes by itself"),
    "microsoft": _("Microsoft"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """The steps of one actor, in order."""

    actor: Actor
    heading: str | Promise
    icon: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """One cause with its published steps by actor. `weight` is how strongly a code points to it, 1 without a code."""

    cause: Cause
    parts: tuple[Part, ...]
    weight: float = 1.0

    @property
    def employee_parts(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.actor is Actor.EMPLOYEE)

    @property
    def other_parts(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.actor is not Actor.EMPLOYEE)


def guidance_on(cause: Cause, weight: float = 1.0) -> Guidance:
    """`cause` comes from `with_steps()`."""
    steps = list(cause.steps.all())
    parts = [
        Part(actor, HEADINGS[actor], ICONS[actor], tuple(step for step in steps if step.actor == actor))
        for actor in Actor
    ]
    return Guidance(cause, tuple(part for part in parts if part.steps), weight)


def core_guidance() -> list[Guidance]:
    """The common causes of error 53003: two queries."""
    return [guidance_on(cause) for cause in Cause.objects.published().with_steps().filter(is_core=True)]


def code_guidance(code: ErrorCode) -> list[Guidance]:
    """The causes of a code from `find_code`: the organisation's own first, then the usual one; three queries."""
    local = [cause for cause in Cause.objects.published().local() if code.code in cause.local_codes.split()]
    weights = {cause.pk: 1.0 for cause in reversed(local)}
    weights |= {link.cause_id: link.weight for link in code.links.all() if link.cause_id not in weights}
    causes = Cause.objects.published().with_steps().in_bulk(list(weights))
    return [guidance_on(causes[pk], weight) for pk, weight in weights.items() if pk in causes]


def who_can_fix(code: ErrorCode) -> str | Promise:
    return WHO_CAN_FIX.get(code.who_can_fix, "")


def causes_of(items: Iterable[Guidance]) -> list[Cause]:
    return [item.cause for item in items]
