"""How often the diagnosis is right, on labelled cases."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diagnosis.catalogue.answer import as_values, diagnose
from diagnosis.catalogue.rules import current
from diagnosis.catalogue.scoring import Calibration, Score


class Command(BaseCommand):
    help = "Scores the diagnosis on labelled cases, one JSON object a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.jsonl")
        parser.add_argument("--calibration", action="store_true", help="also how often each confidence word was right")

    def handle(self, *args: Any, **options: Any) -> None:
        cases = list(self._cases(Path(options["file"])))
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

    def _cases(self, path: Path) -> list[dict[str, Any]]:
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
            return [json.loads(line) for line in lines if line.strip()]
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as problem:
            raise CommandError(f"{path} can't be used: {problem}", returncode=2) from problem
