"""An ErrorReport as plain JSON values and back. The text itself is kept elsewhere, once."""

from dataclasses import asdict
from typing import Any

from diagnosis.engine.types import CodeMention, ErrorReport, Fact, Mask

_CODE_LISTS = ("codes", "client_codes", "office_tags")


def to_json(report: ErrorReport) -> dict[str, Any]:
    """Everything but the text, as dictionaries of strings, numbers and booleans."""
    reading: dict[str, Any] = {name: [asdict(mention) for mention in getattr(report, name)] for name in _CODE_LISTS}
    reading["facts"] = [asdict(fact) for fact in report.facts]
    reading["masks"] = [asdict(mask) for mask in report.masks]
    return reading


def from_json(text: str, data: dict[str, Any]) -> ErrorReport:
    """The report that `to_json` was given, for the same text. Missing lists are empty."""
    mentions = {name: tuple(CodeMention(**item) for item in data.get(name, ())) for name in _CODE_LISTS}
    return ErrorReport(
        text=text,
        codes=mentions["codes"],
        client_codes=mentions["client_codes"],
        office_tags=mentions["office_tags"],
        facts=tuple(Fact(**item) for item in data.get("facts", ())),
        masks=tuple(Mask(**item) for item in data.get("masks", ())),
    )
