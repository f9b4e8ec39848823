"""Labels are given rules; without them the order of the block still tells what is what."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine.extract import extract
from diagnosis.engine.folded import fold
from diagnosis.engine.labels import LabelIndex, compile_labels, find_labels
from diagnosis.engine.mask import mask
from diagnosis.engine.types import DEVICE_STATES, LABEL_FIELDS, ErrorReport, LabelRule
from tests.engine.known_labels import LABELS, rules_of

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "sv", "hu", "ja", "zh", "ko", "ru", "tr")
NO_LABELS = LabelIndex()
BLOCK = {
    "error_code": "53003",
    "request_id": "7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00",
    "correlation_id": "019f2b77-41c8-7d20-8f11-6a0b5c3d9e42",
    "timestamp": "2026-11-03T08:14:27Z",
    "app_name": "Office 365 Exchange Online",
    "app_id": "11112222-aaaa-4444-8888-cccc9999dddd",
    "ip": "203.0.113.44",
}
FACTS = {name: value for name, value in BLOCK.items() if name != "error_code"}


def read(text: str, labels: LabelIndex) -> ErrorReport:
    return extract(mask(text), labels=labels, known_codes={"53003"})


def facts(report: ErrorReport) -> dict[str, str]:
    return {fact.name: fact.value for fact in report.facts}


@pytest.mark.parametrize(
    "line",
    ["Xq wzü kxs: {}", "Xq wzü kxs\uff1a{}", "Xq wzü kxs\t{}", "Xq wzü kxs\n{}", "Xq wzü kxs:\n\n  {}", "{}"],
    ids=repr,
)
@pytest.mark.parametrize("head", ["", "Zq vvk jjf\n\n"])
def test_the_block_is_read_by_its_order_where_no_label_is_known(line: str, head: str) -> None:
    report = read(head + "\n".join(line.format(value) for value in BLOCK.values()), NO_LABELS)
    assert [mention.code for mention in report.codes] == ["53003"]
    assert facts(report) == FACTS
    assert not any(fact.is_certain for fact in report.facts)


def test_a_code_nobody_knows_is_read_where_it_heads_a_block() -> None:
    text = "\n".join(f"Xq wzü kxs: {value}" for value in BLOCK.values()).replace("53003", "539999")
    assert [(mention.code, mention.is_certain) for mention in read(text, NO_LABELS).codes] == [("539999", False)]
    named = text.replace("539999", "AADSTS50011: not http://localhost:44321")
    assert [mention.code for mention in read(named, NO_LABELS).codes] == ["50011"]
    assert read("Order 539999\nsent to\nnobody", NO_LABELS).codes == ()


def test_what_another_label_names_is_no_app() -> None:
    block = [f"Xq wzü kxs: {value}" for value in BLOCK.values()]
    block[5] = f"Resource ID: {BLOCK['app_id']}"
    assert set(facts(read("\n".join(block), LABELS))) == {"request_id", "correlation_id", "timestamp"}


def test_the_block_in_the_order_of_a_page_fills_only_what_no_label_tells() -> None:
    text = "\n".join(f"Xq wzü kxs: {value}" for value in BLOCK.values()) + "\nIP address: 198.51.100.7\n"
    report = read(text, LABELS)
    assert facts(report) == {**FACTS, "ip": "198.51.100.7"}
    assert [fact.name for fact in report.facts if fact.is_certain] == ["ip"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_of_a_language_is_read(language: str) -> None:
    rules = rules_of(language)
    names = {kind: [name for rule in rules if rule.field == kind for name in rule.names] for kind in LABEL_FIELDS}
    more = {"device_id": "not available", "device_platform": "Windows 10", "device_state": "Unregistered"}
    values = {**BLOCK, **more, "user": "alex.wilber@contoso.com"}
    longest = max(len(names[kind]) for kind in values)
    absent, state = (
        next(rule.names for rule in rules if rule.field == kind) for kind in ("not_available", "state_unregistered")
    )
    for number in range(longest):
        values["device_id"] = absent[number % len(absent)]
        values["device_state"] = state[number % len(state)]
        text = "\n".join(f"{names[kind][number % len(names[kind])]}: {value}" for kind, value in values.items())
        report = read(text, LABELS)
        assert [mention.code for mention in report.codes] == ["53003"]
        wanted = {"device_platform": "Windows 10", "device_state": "Unregistered", "user": "alex.wilber@contoso.com"}
        assert facts(report) == FACTS | wanted, text


def test_a_state_is_reported_as_microsoft_writes_it() -> None:
    for kind, state in DEVICE_STATES.items():
        for language in ("en", *LANGUAGES):
            for name in (name for rule in rules_of(language) if rule.field == kind for name in rule.names):
                assert facts(read(f"Device state: {name}\n", LABELS)) == {"device_state": state}, name


def test_a_name_is_literal_and_may_be_written_as_a_page_sets_it() -> None:
    labels = compile_labels([LabelRule("ip", ("Nom (.*) d’appareil",))])
    assert facts(read("nom (.*) D'APPAREIL: 203.0.113.44", labels)) == {"ip": "203.0.113.44"}
    assert facts(read("Nom xyz d'appareil: 203.0.113.44", labels)) == {}


def test_korean_words_that_only_begin_with_the_same_sounds_are_no_label() -> None:
    assert [hit.field for hit in find_labels(fold("사용자: 1"), LABELS)] == ["user"]
    assert find_labels(fold("성영진: 1"), LABELS) == ()


def test_a_name_claimed_twice_belongs_to_the_first_field() -> None:
    rules = [LabelRule("other", ("Kennung",)), LabelRule("request_id", ("Kennung",))]
    for given_rules in (rules, rules[::-1]):
        hits = find_labels(fold("Kennung: 1"), compile_labels(given_rules))
        assert [hit.field for hit in hits] == ["request_id"]


NAMES = st.text(st.sampled_from("abmrnlI1O0 -._(*[\\^$|ß'İ相ー가ก้"), max_size=8)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(LABEL_FIELDS), NAMES), max_size=6), st.lists(NAMES, max_size=6))
def test_no_name_can_break_the_reading(given_names: list[tuple[str, str]], more: list[str]) -> None:
    labels = compile_labels(LabelRule(kind, (name,)) for kind, name in given_names)
    text = ": 1\n".join([*(name for _, name in given_names), *more])
    hits = find_labels(fold(text), labels)
    assert all(hit.start < hit.end <= hit.value_start for hit in hits)
    extract(mask(text.replace("rn", "m")), labels=labels)
