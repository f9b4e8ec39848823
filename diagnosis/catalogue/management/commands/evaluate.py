"""How often the diagnosis is right, on labelled cases."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from diagnosis.catalogue.answer import as_values, diagnose
from diagnosis.catalogue.left_out import evaluate_left_out
from diagnosis.catalogue.management.reading import json_lines, read_input
from diagnosis.catalogue.rules import current
from diagnosis.catalogue.scoring import Calibration, Score

CASE = {"text", "kind", "lang", "expect", "acceptable_causes"}


class Command(BaseCommand):
    help = "Scores the diagnosis on labelled cases, one JSON object a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE.jsonl", help="standard input when left out")
        parser.add_argument(
            "--left-out",
            action="store_true",
            help="instead of a file: our own examples, each group of batches answered by what the others taught",
        )
        parser.add_argument("--groups", type=int, default=8, help="how many groups the batches are left out in")
        parser.add_argument("--calibration", action="store_true", help="also how often each confidence word was right")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["left_out"]:
            self._left_out(options["groups"])
            return
        cases = list(json_lines(read_input(options["file"]), names=CASE))
        rules = current()
        score, calibration = Score(), Calibration()
        started = time.monotonic()
        for case in cases:
            report, diagnosis = diagnose(case["text"], rules)
            score.add(case, as_values(report, diagnosis))
            calibration.add(case, diagnosis)
        took = time.monotonic() - started
        self.stdout.write(f"cases {score.cases}  predictions missing 0  time {took:.1f}s")
        self.stdout.writelines(f"{line}\n" for line in score.table())
        if options["calibration"]:
            self.stdout.writelines(f"{line}\n" for line in calibration.table())

    def _left_out(self, groups: int) -> None:
        scores = evaluate_left_out(groups)
        for number in range(1, groups + 1):
            score = next(scores)
            self.stderr.write(f"group {number} of {groups} is answered")
        self.stdout.writelines(f"{line}\n" for line in score.table())
