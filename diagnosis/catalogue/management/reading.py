"""What the commands read: one file or standard input, as a text or as JSON lines. Bad input ends with exit code 2."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

BAD_INPUT = 2


def read_input(file: str | None) -> str:
    """UTF-8 with or without a byte order mark; bytes that are no UTF-8 are replaced."""
    try:
        data = Path(file).read_bytes() if file else sys.stdin.buffer.read()
    except OSError as problem:
        raise CommandError(f"{file} can't be read: {problem.strerror}.", returncode=BAD_INPUT) from problem
    return data.decode("utf-8-sig", errors="replace")


def json_lines(lines: str, *, names: set[str]) -> Iterator[dict[str, Any]]:
    """One object a line, each with these names; its `text` is a string. Blank lines are skipped."""
    for number, line in enumerate(lines.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError:
            case = None
        if not isinstance(case, dict) or names - set(case) or not isinstance(case["text"], str):
            wanted = ", ".join(f'"{name}"' for name in sorted(names))
            raise CommandError(f"Line {number} is not a JSON object with {wanted}.", returncode=BAD_INPUT)
        yield case
