"""How well the ranking answers writers it never learned from: whole batches of examples are left out in turn."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from diagnosis.catalogue.answer import diagnose
from diagnosis.catalogue.models import Example
from diagnosis.catalogue.rules import Current, published_rules
from diagnosis.catalogue.scoring import Share
from diagnosis.engine.match import compile_rules
from diagnosis.engine.types import ExampleRule, Rules


@dataclass(frozen=True, slots=True)
class Lesson:
    text: str
    slug: str | None
    language: str
    batch: str


@dataclass(slots=True)
class LeftOut:
    """Shares by kind: `en`, other languages, and false alarms on texts that are nothing of ours."""

    first: dict[str, Share] = field(default_factory=lambda: {"en": Share(), "other languages": Share()})
    among_three: dict[str, Share] = field(default_factory=lambda: {"en": Share(), "other languages": Share()})
    alarms: dict[str, Share] = field(default_factory=lambda: {"en": Share(), "other languages": Share()})
    likely: Share = field(default_factory=Share)
    possible: Share = field(default_factory=Share)

    def add(self, lesson: Lesson, answered: list[tuple[str, str]]) -> None:
        """`answered` holds (slug, word for confidence) of each ranked cause, best first."""
        kind = "en" if lesson.language == "en" else "other languages"
        slugs = [slug for slug, _ in answered]
        if lesson.slug is None:
            self.alarms[kind].count(bool(slugs))
        else:
            self.first[kind].count(slugs[:1] == [lesson.slug])
            self.among_three[kind].count(lesson.slug in slugs[:3])
        if answered:
            word = self.likely if answered[0][1] == "likely" else self.possible
            word.count(slugs[0] == lesson.slug)

    def table(self) -> Iterator[str]:
        for kind in self.first:
            yield f"{kind:<16} top-1 {self.first[kind]}   top-3 {self.among_three[kind]}"
            yield f"{kind:<16} false alarms {self.alarms[kind]}"
        yield f"likely           right {self.likely}"
        yield f"possible         right {self.possible}"


def evaluate_left_out(groups: int) -> Iterator[LeftOut]:
    """The running score after each group; learning from the others takes some ten seconds each time."""
    rules = published_rules()
    lessons = [
        Lesson(text, slug, language, batch)
        for text, slug, language, batch in Example.objects.filter(is_published=True)
        .order_by("key")
        .values_list("text", "cause__slug", "language", "batch")
    ]
    batches = sorted({lesson.batch for lesson in lessons})
    score = LeftOut()
    for number in range(groups):
        left_out = set(batches[number::groups])
        hidden = {lesson.text for lesson in lessons if lesson.batch in left_out}
        taught = _without(rules, hidden)
        for lesson in lessons:
            if lesson.batch in left_out:
                causes = diagnose(lesson.text, taught)[1].causes
                score.add(lesson, [(cause.slug, cause.confidence) for cause in causes])
        yield score


def _without(rules: Rules, hidden: set[str]) -> Current:
    kept: tuple[ExampleRule, ...] = tuple(example for example in rules.examples if example.text not in hidden)
    return Current(-1, compile_rules(replace(rules, examples=kept)), frozenset(rules.codes))
