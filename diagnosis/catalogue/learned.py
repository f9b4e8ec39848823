"""What the examples teach, kept under VAR_DIR: learning takes many seconds, reading it again a fraction of one."""

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from diagnosis import engine
from diagnosis.engine.match import learn
from diagnosis.engine.prose import ProseModel
from diagnosis.engine.types import Rules

KEPT_MODELS = 5


def learned(rules: Rules) -> ProseModel:
    """The same for every process, also where nothing can be written: weights are rounded when they are packed."""
    place = _place(rules)
    try:
        with place.open(encoding="utf-8") as lines:
            model = _read(lines)
        with suppress(OSError):
            place.touch()  # what is in use outlives what was only tried
        return model
    except (OSError, ValueError, TypeError):  # not learned yet, or damaged
        model = learn(rules)
    with suppress(OSError):  # a full disk costs time at the next start, never a diagnosis
        _keep(place, model)
    return model


def _place(rules: Rules) -> Path:
    lessons = [(example.text, example.slug, example.importance) for example in rules.examples]
    taught = json.dumps([lessons, dict(rules.concepts), dict(rules.topics)], sort_keys=True)
    digest = hashlib.sha256(taught.encode() + _engine_source()).hexdigest()
    return Path(settings.VAR_DIR) / f"learned-{digest[:24]}.txt"


@cache
def _engine_source() -> bytes:
    """An engine that may learn in another way does not read what an older one kept."""
    folder = Path(engine.__path__[0])
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))


def _keep(path: Path, model: ProseModel) -> None:
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(_written(model))
    part.replace(path)
    files = sorted(path.parent.glob("learned-*"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in files[KEPT_MODELS:]:
        old.unlink(missing_ok=True)


def _written(model: ProseModel) -> Iterator[str]:
    """A line of classes and the number of features, then a feature and its packed weights on each line."""
    yield json.dumps([len(model.rows), *model.classes]) + "\n"
    for name, row in model.rows.items():
        yield f"{name}\t{row:x}\n"


def _read(lines: Iterator[str]) -> ProseModel:
    """Line by line: the whole text would take tens of megabytes for a moment, and a process keeps what it took."""
    size, *classes = json.loads(next(lines, ""))
    rows = {name: int(row, 16) for name, _, row in (line.partition("\t") for line in lines)}
    if len(rows) != size:
        raise ValueError("the file ends early")
    return ProseModel(tuple(classes), rows)
