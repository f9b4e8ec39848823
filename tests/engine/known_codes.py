"""The canonical codes of the content files, as the catalogue gives them to the engine."""

import csv
from pathlib import Path

_CONTENT = Path(__file__).parents[2] / "diagnosis" / "catalogue" / "content"
KNOWN_CODES = frozenset(
    row["code"]
    for name in ("codes.csv", "codes-longtail.csv", "client-codes.csv")
    for row in csv.DictReader(_CONTENT.joinpath(name).read_text(encoding="utf-8").splitlines())
)
