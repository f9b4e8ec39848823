"""Text in, diagnosis out; needs the database but no server."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diagnosis.catalogue.answer import as_values, diagnose
from diagnosis.catalogue.models import Cause
from diagnosis.catalogue.rules import current
from diagnosis.engine.types import Diagnosis, ErrorReport

RECOGNISED, NOT_RECOGNISED, BAD_INPUT = 0, 1, 2
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
        data = self._read(options["file"])
        if options["jsonl"]:
            self._answer_lines(data)
            return
        text = data.decode(errors="replace")
        if not text.strip():
            raise CommandError("There is no text to read. Paste the error text or name a file.", returncode=BAD_INPUT)
        report, diagnosis = diagnose(text, current())
        if options["json"]:
            self.stdout.write(json.dumps(as_values(report, diagnosis), ensure_ascii=False))
        else:
            self.stdout.writelines(f"{line}\n" for line in _words(report, diagnosis))
        if not (report.codes or report.client_codes or diagnosis.is_recognised):
            sys.exit(NOT_RECOGNISED)

    def _read(self, file: str | None) -> bytes:
        try:
            return Path(file).read_bytes() if file else sys.stdin.buffer.read()
        except OSError as problem:
            raise CommandError(f"{file} can't be read: {problem.strerror}.", returncode=BAD_INPUT) from problem

    def _answer_lines(self, data: bytes) -> None:
        rules = current()
        for number, line in enumerate(data.decode(errors="replace").split("\n"), start=1):
            if not line.strip():
                continue
            try:
                case = json.loads(line)
                identity, text = case["id"], str(case["text"])
            except (ValueError, KeyError, TypeError) as problem:
                raise CommandError(
                    f'Line {number} is not a JSON object with "id" and "text".', returncode=BAD_INPUT
                ) from problem
            answer = {"id": identity, **as_values(*diagnose(text, rules))}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _words(report: ErrorReport, diagnosis: Diagnosis) -> Iterable[str]:
    yield "What was read"
    read = [("code", mention.code) for mention in (*report.codes, *report.client_codes)]
    read += [
        (fact.name.replace("_", " "), fact.value + ("" if fact.is_certain else "  (please check)"))
        for fact in report.facts
    ]
    yield from (f"  {name:<16} {value}" for name, value in read or [("nothing", "no code, no ID, no time")])
    if report.masks:
        yield f"  {'secrets':<16} {len(report.masks)} taken out"
    if not diagnosis.is_recognised:
        yield "\nNot recognised. Send the text to your IT help desk; Microsoft explains codes at"
        yield "https://login.microsoftonline.com/error"
        return
    causes = {cause.slug: cause for cause in Cause.objects.with_steps()}
    for number, ranked in enumerate(diagnosis.causes[:SHOWN_CAUSES], start=1):
        cause = causes[ranked.slug]
        yield f"\n{number}. {cause.title} ({ranked.confidence}; {ranked.slug})"
        yield f"   {cause.summary}"
        reasons = dict.fromkeys(" ".join(item.words.split()) for item in ranked.evidence)
        yield "   Because of: " + ", ".join(f"“{words}”" for words in list(reasons)[:SHOWN_REASONS])
        if number == 1:
            yield from (f"   - {step.get_actor_display()}: {step.instruction}" for step in cause.steps.all())
