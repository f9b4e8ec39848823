"""A number is a sign-in code only where the words around it allow it."""

import pytest

from diagnosis.engine.extract import extract
from diagnosis.engine.foreign import without_foreign_codes
from diagnosis.engine.mask import mask
from diagnosis.engine.match import compile_rules
from diagnosis.engine.types import ExampleRule, Rules
from tests.engine.known_labels import LABELS

OTHERS = (
    "the coffee machine stopped with a fault",
    "my parcel is stuck at the customs",
    "the drive panel shows a fault",
)
OURS = ("I cannot sign in to Outlook", "Teams asks me to sign in again and again", "Microsoft blocks my account")
RULES = compile_rules(
    Rules(
        examples=tuple(ExampleRule(text, None) for text in OTHERS)
        + tuple(ExampleRule(text, "user-risk") for text in OURS),
        concepts={
            "microsoft": ("outlook", "teams", "microsoft"),
            "parcel": ("parcel*", "customs"),
            "machine": ("machine",),
        },
        topics={"microsoft": ("microsoft",), "elsewhere": ("parcel", "machine")},
    )
)


def codes(text: str) -> list[str]:
    report = extract(mask(text), labels=LABELS, known_codes={"53003", "530032"})
    return [mention.code for mention in without_foreign_codes(report, RULES).codes]


@pytest.mark.parametrize(
    "text",
    [
        "Error Code: 53003 on the coffee machine, the machine stopped with a fault",
        "The drive panel shows a fault: error 53003, please send somebody",
        "Error 53003: my parcel is stuck at the customs",
    ],
)
def test_a_number_of_another_thing_is_no_code(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "53003",
        "error 53003",
        "AADSTS53003 on the coffee machine, the machine stopped with a fault",
        "Error code 53003 when I open Outlook in the morning",
        "the panel shows 530032 and stopped with a fault today",
        "Error Code: 53003 the machine stopped\nRequest Id: 7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00",
    ],
)
def test_a_code_stays_where_anything_speaks_for_it(text: str) -> None:
    assert codes(text) in (["53003"], ["530032"])
