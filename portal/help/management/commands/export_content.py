"""Rows to files: causes, steps, codes, signatures, examples, labels, articles and the FAQ."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.help.export import content_files


class Command(BaseCommand):
    help = (
        "Writes the content as files, laid out as in the project's folder: copy them over it, look at the difference, "
        "and load_content takes the rows for unedited. Drafts are not exported: what is live counts. Comments inside "
        "the files are not kept, those at their top are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        usual = settings.VAR_DIR / "content-export"
        parser.add_argument(
            "folder", nargs="?", type=Path, default=usual, help=f"a new or an empty folder; {usual} unless given"
        )
        parser.add_argument(
            "--force", action="store_true", help="write into a folder that holds something; other files there stay"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            if folder.exists() and any(folder.iterdir()) and not options["force"]:
                raise CommandError(f"{folder} is not empty. Name another folder, or add --force to write over it.")
            for export in content_files():
                for path, text in export.files.items():
                    _write(folder / path, text)
                if options["verbosity"] > 0:
                    self.stdout.write(f"  {export.kind}: {export.rows} rows in {len(export.files)} files")
        except OSError as problem:
            raise CommandError(f"Not exported. {problem}") from problem
        if options["verbosity"] > 0:
            self.stdout.write(f"The content stands in {folder}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
