"""The diagnose and evaluate commands, as scripts call them."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from diagnosis.catalogue.loader import CONTENT, load_labels
from diagnosis.catalogue.models import Actor, Cause, CodeCause, ErrorCode, Step

pytestmark = pytest.mark.django_db
TEXT = "AADSTS53003: Access has been blocked. Correlation ID: 019f2b77-41c8-7d20-8f11-6a0b5c3d9e42"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    cause = Cause.objects.create(
        slug="conditional-access-policy",
        title="A rule blocks this",
        summary="A rule stopped this sign-in.",
        meaning="…",
        source="test",
        reviewed_on="2026-11-22",
    )
    Step.objects.create(cause=cause, key="a", actor=Actor.EMPLOYEE, instruction="Use the managed device")
    Step.objects.create(cause=cause, key="b", actor=Actor.EMPLOYEE, platform="mac", instruction="Open Company Portal")
    code = ErrorCode.objects.create(code="53003")
    CodeCause.objects.create(error_code=code, cause=cause)
    load_labels(CONTENT)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("diagnose", *arguments, stdout=out)
    return out.getvalue()


def file(tmp_path: Path, content: str | bytes) -> str:
    path = tmp_path / "error.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_words_for_a_person(tmp_path: Path) -> None:
    out = run(file(tmp_path, TEXT))

    for expected in (
        "53003",
        "019f2b77-41c8",
        "A rule blocks this",
        "A rule stopped",
        "“AADSTS53003”",
        "You: Use the managed device",
        "You (Mac): Open Company Portal",
    ):
        assert expected in out


def test_one_json_object_for_a_script(tmp_path: Path) -> None:
    answer = json.loads(run(file(tmp_path, TEXT), "--json"))

    assert answer["codes"] == [53003]
    assert answer["client_codes"] == []
    assert answer["causes"][0]["slug"] == "conditional-access-policy"
    assert answer["causes"][0]["evidence"] == ["AADSTS53003"]
    assert answer["details"]["correlation_id"] == "019f2b77-41c8-7d20-8f11-6a0b5c3d9e42"
    assert answer["details"]["tenant_id"] is None
    assert len(answer["details"]) == 11


def test_nothing_recognised_exits_with_1(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        run(file(tmp_path, "The printer is on fire"))
    assert stop.value.code == 1


@pytest.mark.parametrize("content", ["", "  \n "])
def test_no_text_exits_with_2(tmp_path: Path, content: str) -> None:
    with pytest.raises(CommandError) as stop:
        run(file(tmp_path, content))
    assert stop.value.returncode == 2


def test_a_missing_file_exits_with_2() -> None:
    with pytest.raises(CommandError) as stop:
        run("/does/not/exist")
    assert stop.value.returncode == 2


def test_binary_input_is_read_as_far_as_possible(tmp_path: Path) -> None:
    assert "53003" in run(file(tmp_path, b"\x00\xff\xfe AADSTS53003 \x80"))


def test_a_batch_answers_line_by_line(tmp_path: Path) -> None:
    lines = [{"id": "a", "text": TEXT}, {"id": 2, "text": ""}, {"id": "c", "text": "hello\u2028there"}]
    path = file(tmp_path, "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n")

    answers = [json.loads(line) for line in run(path, "--jsonl").splitlines()]

    assert [answer["id"] for answer in answers] == ["a", 2, "c"]
    assert answers[0]["codes"] == [53003]
    assert answers[1]["causes"] == []


@pytest.mark.parametrize("line", ["not json", "[]", '{"id": 1}', '{"id": 1, "text": null}', '"text"'])
def test_a_broken_batch_line_is_named_and_exits_with_2(tmp_path: Path, line: str) -> None:
    with pytest.raises(CommandError, match="Line 2") as stop:
        run(file(tmp_path, f'{{"id": 1, "text": "x"}}\n{line}\n'), "--jsonl")
    assert stop.value.returncode == 2


def test_a_byte_order_mark_is_no_part_of_the_input(tmp_path: Path) -> None:
    [answer] = run(file(tmp_path, "\ufeff" + json.dumps({"id": 1, "text": TEXT})), "--jsonl").splitlines()

    assert json.loads(answer)["codes"] == [53003]


@pytest.mark.parametrize("content", ["{", '{"text": "x", "expect": {}}'])
def test_evaluate_names_a_line_that_is_no_labelled_case(tmp_path: Path, content: str) -> None:
    with pytest.raises(CommandError, match="Line 1") as stop:
        call_command("evaluate", file(tmp_path, content))
    assert stop.value.returncode == 2


def test_evaluate_counts_what_is_right_and_wrong(tmp_path: Path) -> None:
    empty = dict.fromkeys(("request_id", "timestamp", "app_name", "app_id", "ip", "device_platform", "device_state"))
    expect = {
        "codes": [53003],
        "client_codes": ["0xCAA2000C"],
        "correlation_id": "{019F2B77-41C8-7D20-8F11-6A0B5C3D9E42}",
    }
    case = {"kind": "mixed", "lang": "de", "acceptable_causes": ["conditional-access-policy"], "note": ""}
    cases = [
        {
            "id": 1,
            "text": TEXT,
            "expect": {**empty, **expect, "device_id": None, "user": "x@y", "tenant_id": None},
            **case,
        },
        {"id": 2, "text": "AADSTS53003", "expect": {"codes": []}, **case, "kind": "negative", "note": "hard one"},
    ]
    out = io.StringIO()

    call_command("evaluate", file(tmp_path, "\n".join(json.dumps(case) for case in cases)), "--calibration", stdout=out)

    table = out.getvalue()
    assert "main-code accuracy          100.0% (1/1)" in table
    assert "all-codes exact set          50.0% (1/2)   codes invented where none is: 1" in table
    assert "client-code recall            0.0% (0/1)" in table
    assert "cause localized        top-1 100.0% (1/1)" in table
    assert "negative false alarms       100.0% (1/1)   hard ones 100.0% (1/1)" in table
    assert "(1/0/0)" in table
    assert "user              0.000  0.000  0.000   (0/0/1)" in table
    assert "fieldF1=0.667" in table
    assert table.splitlines()[-1].split() == ["likely", "by", "code", "50.0%", "(1/2)"]
