"""Codes, facts, answers and phrases add up to one ranking with visible reasons."""

import pytest

from diagnosis.engine.extract import extract
from diagnosis.engine.mask import mask
from diagnosis.engine.match import CompiledRules, compile_rules, match
from diagnosis.engine.types import CodeRule, Diagnosis, ErrorReport, FactRule, PhraseRule, Rules
from tests.engine.known_labels import LABELS

POLICY, PLACE, DEVICE, FLOW, RISK = (
    "conditional-access-policy",
    "sign-in-location",
    "device-not-registered",
    "auth-flow-blocked",
    "user-risk",
)
RULES = compile_rules(
    Rules(
        codes={
            "53003": CodeRule("53003", ((POLICY, 1.0), (PLACE, 0.5), (DEVICE, 0.5), (FLOW, 0.45))),
            "50053": CodeRule("50053", (("account-locked", 1.0),)),
            "70002": CodeRule("70002", (("wrong-credentials", 1.0),)),
            "100007": CodeRule("100007", (("app-misconfigured", 0.5),), is_reviewed=False),
            "0xCAA2000C": CodeRule("0xCAA2000C", (("mfa-required", 1.0),)),
        },
        phrases=(
            PhraseRule("risk", RISK, "user risk policy prevented authentication", 3.0),
            PhraseRule("place", PLACE, "came from an unexpected location", 3.0),
        ),
        facts=(
            FactRule("cli", FLOW, "app_name", "~azure cli", 2.6, frozenset({"53003"})),
            FactRule("unregistered", DEVICE, "device_state", "unregistered", 1.0, frozenset({"53003"})),
            FactRule("travelling", PLACE, "network", "travelling", 2.4),
            FactRule("office", PLACE, "network", "office", -1.0),
        ),
    )
)
BLOCK = "You don't have access to this\nError Code: 53003\nApp name: {app}\nDevice state: Unregistered\n"


def read(text: str) -> ErrorReport:
    return extract(mask(text), labels=LABELS, known_codes=frozenset(RULES.codes))


def ranked(text: str, rules: CompiledRules = RULES, **answers: str) -> Diagnosis:
    return match(read(text), rules, answers)


def slugs(diagnosis: Diagnosis) -> list[str]:
    return [cause.slug for cause in diagnosis.causes]


def test_a_code_gives_its_cause_and_shows_its_words() -> None:
    top = ranked(BLOCK.format(app="Outlook")).causes[0]

    assert (top.slug, top.confidence) == (POLICY, "likely")
    assert top.evidence[0].words == "53003"
    text = read(BLOCK.format(app="Outlook")).text
    assert text[top.evidence[0].start : top.evidence[0].end] == "53003"


def test_a_fact_of_the_block_lifts_one_of_the_causes_of_its_code() -> None:
    assert slugs(ranked(BLOCK.format(app="Microsoft Azure CLI")))[0] == FLOW
    assert slugs(ranked(BLOCK.format(app="Outlook")))[:2] == [POLICY, DEVICE]


def test_an_answer_lifts_and_lowers() -> None:
    text = BLOCK.format(app="Outlook")

    assert slugs(ranked(text, network="travelling"))[0] == PLACE
    before = next(cause for cause in ranked(text).causes if cause.slug == PLACE)
    after = next(cause for cause in ranked(text, network="office").causes if cause.slug == PLACE)
    assert after.score == pytest.approx(before.score - 1.0)
    answer = ranked(text, network="travelling").causes[0].evidence
    assert [(item.kind, item.words, item.start) for item in answer if item.kind == "answer"] == [
        ("answer", "network=travelling", None)
    ]


def test_a_reviewed_code_outweighs_a_phrase_that_it_is_not_linked_to() -> None:
    assert slugs(ranked("AADSTS53003. User risk policy prevented authentication"))[:1] == [POLICY]


def test_the_cause_of_several_codes_is_the_innermost() -> None:
    text = "AADSTS70002: Error validating credentials. AADSTS50053: You tried too often."

    assert slugs(ranked(text))[0] == "account-locked"


def test_a_client_code_stands_behind_a_server_code() -> None:
    assert slugs(ranked("0xCAA2000C The request requires interaction. AADSTS53003: blocked"))[0] == POLICY
    assert slugs(ranked("Sign-in failed, error 0xCAA2000C"))[0] == "mfa-required"


def test_a_code_known_only_by_name_is_possible_at_most() -> None:
    assert [cause.confidence for cause in ranked("AADSTS100007: failed").causes] == ["possible"]


def test_a_phrase_alone_is_enough_where_it_is_strong() -> None:
    top = ranked("User risk policy prevented authentication.").causes[0]

    assert top.slug == RISK
    assert top.evidence[0].words == "User risk policy prevented authentication"


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂", "The printer says 53 pages", "AADSTS530039: unknown", "\x00\x01"])
def test_what_no_rule_speaks_for_is_not_recognised(text: str) -> None:
    assert not ranked(text).is_recognised


def test_without_any_rules_nothing_is_recognised() -> None:
    assert not ranked("AADSTS53003", compile_rules(Rules())).is_recognised


def test_every_cause_has_a_reason() -> None:
    assert all(cause.evidence for cause in ranked(BLOCK.format(app="Microsoft Azure CLI"), network="vpn").causes)
