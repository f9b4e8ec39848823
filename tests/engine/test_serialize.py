import json
from pathlib import Path

import pytest

from diagnosis.engine.extract import extract
from diagnosis.engine.mask import mask
from diagnosis.engine.serialize import from_json, to_json
from tests.engine.known_codes import KNOWN_CODES
from tests.engine.known_labels import LABELS
from tests.engine.test_cases import CASES, read_case


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_report_survives_the_way_through_json(path: Path) -> None:
    report = extract(mask(read_case(path).text), labels=LABELS, known_codes=KNOWN_CODES)
    assert from_json(report.text, json.loads(json.dumps(to_json(report)))) == report


def test_reading_does_not_repeat_the_text() -> None:
    report = extract(mask("I typed this long sentence, AADSTS53003"), labels=LABELS)
    assert "long sentence" not in json.dumps(to_json(report))


def test_an_empty_reading_is_an_empty_report() -> None:
    assert from_json("text", {}).facts == ()
