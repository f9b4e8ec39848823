"""The labels of the content files, as the catalogue gives them to the engine."""

import tomllib
from pathlib import Path

from diagnosis.engine.labels import compile_labels
from diagnosis.engine.types import LabelRule

_FILES = Path(__file__).parents[2] / "diagnosis" / "catalogue" / "content" / "labels"


def rules_of(language: str) -> list[LabelRule]:
    rows = tomllib.loads((_FILES / f"{language}.toml").read_text(encoding="utf-8"))["label"]
    return [LabelRule(row["field"], tuple(row["names"])) for row in rows]


LABEL_RULES = tuple(rule for path in sorted(_FILES.glob("*.toml")) for rule in rules_of(path.stem))
LABELS = compile_labels(LABEL_RULES)
