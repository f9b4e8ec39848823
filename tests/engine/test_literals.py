"""Looking for words first finds what the patterns alone find."""

import re

from diagnosis.engine.literals import lower_case, matches_at, starts

TEXT = "PIN: 4711, pin-code 1234, a pinpin 99, ΚΩΔΙΚΌΣ: x, İD 7, hıd 8"


def test_lower_case_keeps_the_length_and_folds_as_patterns_do() -> None:
    assert len(lower_case(TEXT)) == len(TEXT)
    assert "κωδικόσ" in lower_case(TEXT)
    assert lower_case("İD hıd") == "id hid"


def test_places_of_words_find_what_the_pattern_finds() -> None:
    pattern = re.compile(r"(?<!\w)(?:pin|pin-code|id)\s?:?\s?[0-9]+", re.IGNORECASE)
    places = starts(lower_case(TEXT), ("pin", "pin-code", "id"))
    assert [m.span() for m in matches_at(pattern, TEXT, places)] == [m.span() for m in pattern.finditer(TEXT)]


def test_matches_do_not_overlap() -> None:
    pattern = re.compile("aba")
    assert [m.start() for m in matches_at(pattern, "ababa", starts("ababa", ("aba",)))] == [0]
