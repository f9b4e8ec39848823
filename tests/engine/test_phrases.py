"""Phrases are found in spite of slips, and not in texts that merely share their words."""

import pytest

from diagnosis.engine.phrases import compile_phrases, find_phrases, is_close
from diagnosis.engine.types import PhraseRule
from diagnosis.engine.words import fold, split_words

PLACE = PhraseRule("place", "sign-in-location", "blocked because it came from an unexpected location", 3.0)
RISK = PhraseRule("risk", "user-risk", "user risk policy prevented authentication", 3.0)
KANJI = PhraseRule("ja", "conditional-access-policy", "アクセス権がありません", 3.0)
OTHERS = tuple(PhraseRule(f"other-{n}", "x", f"the account number{n} was blocked by policy", 1.0) for n in range(5))
INDEX = compile_phrases((PLACE, RISK, KANJI, *OTHERS))


def keys(text: str) -> list[str]:
    folded = fold(text)
    return [hit.rule.key for hit in find_phrases(INDEX, folded, split_words(folded))]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sign-in was blocked because it came from an unexpected location.", "place"),
        ("SIGN-IN WAS BLOCKED BECAUSE IT CAME FROM AN UNEXPECTED LOCATION", "place"),
        ("blocked because it came from an unexpeted locatlon", "place"),
        ("blocked because it came\n   from an   unexpected location", "place"),
        ("User risk policy has prevented your authentication", "risk"),
        ("エラー: これに対するアクセス権がありませんでした", "ja"),
    ],
)
def test_a_phrase_is_found_as_people_paste_it(text: str, key: str) -> None:
    assert key in keys(text)


@pytest.mark.parametrize(
    "text",
    ["", "!!!", "The location of the printer is unexpected", "a policy prevented me", "risk of rain, no location"],
)
def test_shared_words_are_no_phrase(text: str) -> None:
    assert keys(text) == []


def test_a_hit_points_at_its_words() -> None:
    text = "Hello. User risk policy prevented authentication, they say."
    folded = fold(text)

    [hit] = find_phrases(INDEX, folded, split_words(folded))

    assert text[hit.start : hit.end] == "User risk policy prevented authentication"
    assert hit.share == pytest.approx(1.0)


def test_a_phrase_is_found_inside_a_long_paste() -> None:
    assert keys("lorem ipsum dolor " * 2000 + RISK.phrase + " sit amet" * 2000) == ["risk"]


@pytest.mark.parametrize(
    ("first", "second", "close"),
    [
        ("location", "locatlon", True),
        ("location", "locaton", True),
        ("location", "locations", True),
        ("location", "vocation", True),
        ("location", "vacations", False),
        ("user", "used", False),
        ("policy", "police", True),
        ("policy", "pol", False),
    ],
)
def test_one_letter_may_differ_in_long_words(first: str, second: str, close: bool) -> None:
    assert is_close(first, second) is close
    assert is_close(second, first) is close
