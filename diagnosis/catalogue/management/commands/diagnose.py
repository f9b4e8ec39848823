"""Text in, diagnosis out; needs the database but no server."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diagnosis.catalogue.answer import as_values, diagnose
from diagnosis.catalogue.management.reading import BAD_INPUT, json_lines, read_input
from diagnosis.catalogue.models import Cause, Step
from diagnosis.catalogue.rules import current
from diagnosis.engine.types import Diagnosis, ErrorReport

NOT_RECOGNISED = 1
SHOWN_CAUSES = 3
SHOWN_REASONS = 5


class Command(BaseCommand):
    help = "Reads one error text (a file or standard input) and says what happened, why, and what to do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="a text file; standard input when left out")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="one JSON object instead of words")
        form.add_argument("--jsonl", action="store_true", help='JSON lines {"id", "text"} in, one answer line each out')

    def handle(self, *args: Any, **options: Any) -> None:
        text = read_input(options["file"])
        if options["jsonl"]:
            self._answer_lines(text)
            return
        if not text.strip():
            raise CommandError("There is no text to read. Paste the error text or name a file.", returncode=BAD_INPUT)
        report, diagnosis = diagnose(text, current())
        if options["json"]:
            self.stdout.write(json.dumps(as_values(report, diagnosis), ensure_ascii=False))
        else:
            self.stdout.writelines(f"{line}\n" for line in _words(report, diagnosis))
        if not (report.codes or report.client_codes or diagnosis.is_recognised):
            sys.exit(NOT_RECOGNISED)

    def _answer_lines(self, lines: str) -> None:
        rules = current()
        for case in json_lines(lines, names={"id", "text"}):
            answer = {"id": case["id"], **as_values(*diagnose(case["text"], rules))}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _words(report: ErrorReport, diagnosis: Diagnosis) -> Iterator[str]:
    yield "What was read"
    yield from (f"  {name:<16} {value}" for name, value in _read(report))
    if diagnosis.is_recognised:
        yield from _causes(diagnosis)
    else:
        yield "\nNot recognised. Send the text to your IT help desk; Microsoft explains codes at"
        yield "https://login.microsoftonline.com/error"


def _read(report: ErrorReport) -> Iterator[tuple[str, str]]:
    if not (report.codes or report.client_codes or report.facts):
        yield "nothing", "no code, no ID, no time"
    for mention in (*report.codes, *report.client_codes):
        yield "code", mention.code
    for fact in report.facts:
        yield fact.name.replace("_", " "), fact.value + ("" if fact.is_certain else "  (please check)")
    if report.masks:
        yield "secrets", f"{len(report.masks)} taken out"


def _causes(diagnosis: Diagnosis) -> Iterator[str]:
    """The first causes with their reasons; the steps of the first."""
    causes = {cause.slug: cause for cause in Cause.objects.with_steps()}
    for number, ranked in enumerate(diagnosis.causes[:SHOWN_CAUSES], start=1):
        cause = causes[ranked.slug]
        yield f"\n{number}. {cause.title} ({ranked.confidence}; {ranked.slug})"
        yield f"   {cause.summary}"
        reasons = dict.fromkeys(" ".join(item.words.split()) for item in ranked.evidence)
        yield "   Because of: " + ", ".join(f"“{words}”" for words in list(reasons)[:SHOWN_REASONS])
        if number == 1:
            yield from (f"   - {_who(step)}: {step.instruction}" for step in cause.steps.all())


def _who(step: Step) -> str:
    """The text may not say which system failed, so all are listed, each with its name."""
    return f"{step.get_actor_display()} ({step.get_platform_display()})" if step.platform else step.get_actor_display()
