"""Reading content files: what is wrong is said with the name of the file and the key in it."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from diagnosis.catalogue.content_row import ContentRow
from diagnosis.catalogue.reconcile import ContentError


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ContentError(path.name, "file", str(problem)) from problem


def build(path: Path, key: str, make: Callable[..., ContentRow], *parts: Any) -> Any:
    """Makes one unsaved row and validates it, naming file and key when something is missing or wrong."""
    try:
        row = make(*parts)
        row.clean_fields(exclude=["cause"])
    except KeyError as problem:
        raise ContentError(path.name, key, f"{problem.args[0]} is missing") from problem
    except ValidationError as problem:
        raise ContentError(path.name, key, "; ".join(problem.messages)) from problem
    except (AttributeError, TypeError, ValueError) as problem:
        raise ContentError(path.name, key, f"a value is of the wrong kind ({problem})") from problem
    return row


def check_names(path: Path, key: str, data: Mapping[str, Any], model: type[ContentRow], *more: str) -> None:
    """A misspelt name would be ignored in silence: with `only_with_code` a rule meant for one code holds for all."""
    known = {field.name for field in model._meta.concrete_fields} | set(more)
    if unknown := sorted(set(data) - known):
        raise ContentError(path.name, key, f"{unknown[0]} is no name that is known here")


def lines(values: list[str]) -> str:
    if not isinstance(values, list):
        raise TypeError("a list of lines is needed")
    return "\n".join(values)
