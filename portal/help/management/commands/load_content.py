"""Files to rows: causes, steps, codes, signatures, examples, articles and the FAQ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from diagnosis.catalogue.loader import load_content as load_catalogue
from diagnosis.catalogue.reconcile import ContentError, LoadResult
from diagnosis.catalogue.rules import current
from portal.help.loader import load_content as load_help


class Command(BaseCommand):
    help = "Loads the content files. Rows edited in the admin are left alone and listed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                result = load_catalogue()
                result.add(load_help())
        except ContentError as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from problem
        if options["verbosity"] > 0:
            self._say(result)
        current()  # learning takes seconds: here somebody waits for it, in front of a visitor nobody should

    def _say(self, result: LoadResult) -> None:
        self.stdout.write(
            f"Content: {len(result.created)} rows new, {len(result.updated)} updated, {len(result.retired)} retired, "
            f"{result.unchanged} unchanged, {len(result.kept)} kept as edited in the admin."
        )
        for name in result.kept:
            self.stdout.write(f"  kept your edit: {name}")
        if result.has_changed:
            self.stdout.write("Learning from the examples, which takes some seconds …")
