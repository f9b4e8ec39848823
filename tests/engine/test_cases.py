"""Each file in cases/ is one pasted text with what must be read from it: `name: value` lines, a line `---`, the text.

Names are `codes` and `client_codes` (the cause first), `office_tags`, `masks` (labels in order), `unsure` (facts to be
confirmed) and the facts. What a file does not name must not be found.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from diagnosis.engine.extract import extract
from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import clean
from diagnosis.engine.types import FACT_NAMES
from tests.engine.known_codes import KNOWN_CODES
from tests.engine.known_labels import LABELS

CASES = sorted(Path(__file__).parent.joinpath("cases").glob("*.txt"))
LISTS = ("codes", "client_codes", "office_tags", "masks", "unsure")


@dataclass(frozen=True)
class Case:
    expected: dict[str, str]
    text: str


def read_case(path: Path) -> Case:
    head, _, text = f"\n{path.read_text(encoding='utf-8')}".partition("\n---\n")
    expected = dict(line.split(": ", 1) for line in head.splitlines() if line and not line.startswith("#"))
    assert not set(expected) - {*FACT_NAMES, *LISTS}, f"{path.name} names something unknown"
    return Case(expected, text)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_text_is_read_as_its_case_says(path: Path) -> None:
    case = read_case(path)
    report = extract(mask(clean(case.text).text), labels=LABELS, known_codes=KNOWN_CODES)
    found = {fact.name: fact.value for fact in report.facts}
    found["codes"] = ", ".join(mention.code for mention in report.codes)
    found["client_codes"] = ", ".join(mention.code for mention in report.client_codes)
    found["office_tags"] = ", ".join(mention.code for mention in report.office_tags)
    found["masks"] = ", ".join(found_mask.label for found_mask in report.masks)
    if "unsure" in case.expected:
        found["unsure"] = ", ".join(fact.name for fact in report.facts if not fact.is_certain)
    assert {name: value for name, value in found.items() if value} == case.expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_span_points_at_its_words(path: Path) -> None:
    report = extract(mask(clean(read_case(path).text).text), labels=LABELS, known_codes=KNOWN_CODES)
    for words in (*report.facts, *report.codes, *report.client_codes, *report.office_tags):
        assert words.raw == report.text[words.start : words.end] != ""


def test_there_are_cases_for_every_fact() -> None:
    named = {name for path in CASES for name in read_case(path).expected}
    assert named >= {*FACT_NAMES, *LISTS}
