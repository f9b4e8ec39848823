"""Rows under a line of column names: the sign-in log as a CSV export, or copied out of a table.

Each cell of a known column is a label with its value, so that every reader of labelled values reads tables too.
Source: the download of the Entra sign-in log, read 2026-11.
"""

import re
from collections.abc import Iterator

from diagnosis.engine.labels import LabelHit, LabelIndex

MARKS = ("\t", ",", ";", "|")
FEWEST_COLUMNS = 4
MOST_COLUMNS = 120
MOST_ROWS = 20
LONGEST_LINE = 8_000
_CELLS = {
    mark: re.compile(rf'[ ]?"(?P<quoted>[^"\n]{{0,400}})"[ ]?|(?P<plain>[^{re.escape(mark)}\n]{{0,400}})')
    for mark in MARKS
}
# A line of columns has one of these; a sentence that lists things hardly has.
IDENTIFYING = {"correlation_id", "request_id", "app_id", "device_id", "tenant_id", "error_code"}

_ZONE = re.compile(r"[ ]?\[[A-Z]{2,4}\]$")

Cell = tuple[int, int]


def column_hits(text: str, labels: LabelIndex) -> tuple[list[LabelHit], set[int]]:
    """A hit for each filled cell whose column is known, row by row. Every hit of a row stands where its code does:
    what belongs to a code is in its row, not behind it.

    With them every position in a line of columns that has rows: what stands there labels nothing behind it.
    """
    hits: list[LabelHit] = []
    names: set[int] = set()
    fields: list[str | None] = []
    head = range(0)
    mark, rows, position = "", 0, 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        if len(line) > LONGEST_LINE:
            fields = []
        elif found := _columns(line, labels):
            (mark, fields), rows, head = found, 0, range(start, position)
        elif fields and rows < MOST_ROWS and line.count(mark) >= FEWEST_COLUMNS - 1:
            rows += 1
            names.update(head)
            hits += _hits(line, start, mark, fields)
        else:
            fields = []
    return hits, names


def _columns(line: str, labels: LabelIndex) -> tuple[str, list[str | None]] | None:
    mark = max(MARKS, key=line.count)
    if line.count(mark) < FEWEST_COLUMNS - 1:
        return None
    fields = [_field(line[start:end], labels) for start, end in _cells(line, mark)]
    known = {field for field in fields if field}
    return (mark, fields) if len(known) >= FEWEST_COLUMNS and len(known & IDENTIFYING) >= 1 else None


def _field(name: str, labels: LabelIndex) -> str | None:
    """In the sign-in log's own table the column Id is the request, and a column may name its zone: `Date [UTC]`."""
    bare = _ZONE.sub("", name)
    return "request_id" if bare.lower() == "id" else labels.field_of(bare)


def _hits(line: str, start: int, mark: str, fields: list[str | None]) -> list[LabelHit]:
    cells = [(field, *cell) for field, cell in zip(fields, _cells(line, mark), strict=False) if field]
    place = start + next((first for field, first, _ in cells if field == "error_code"), 0)
    return [
        LabelHit(field, place, place, start + first, is_separated=True, quote="", value_end=start + last)
        for field, first, last in cells
        if last > first
    ]


def _cells(line: str, mark: str) -> Iterator[Cell]:
    """Where the words of each cell stand, without quote marks."""
    position = 0
    for _ in range(MOST_COLUMNS):
        cell = _CELLS[mark].match(line, position)
        if cell is None:
            return
        first, last = cell.span("quoted" if cell["quoted"] is not None else "plain")
        words = line[first:last]
        yield first + len(words) - len(words.lstrip()), last - (len(words) - len(words.rstrip()))
        if line[cell.end() : cell.end() + 1] != mark:
            return
        position = cell.end() + 1
