from hypothesis import given
from hypothesis import strategies as st

from diagnosis.engine.normalize import LIMIT, clean


def test_nul_and_control_characters_are_dropped_but_line_ends_and_tabs_stay() -> None:
    assert clean("a\x00b\x07c\r\nd\te\rf\u2028g").text == "abc\nd\te\nf\ng"


def test_bidirectional_controls_become_visible() -> None:
    assert clean("abc\u202egnp.exe").text == "abc[U+202E]gnp.exe"


def test_text_over_the_limit_is_cut_between_characters_and_says_so() -> None:
    cut = clean("é" * 40, limit=33)
    assert cut.text == "é" * 16
    assert cut.is_truncated


def test_text_within_the_limit_is_whole() -> None:
    assert clean("a" * LIMIT) == clean("a" * LIMIT, limit=LIMIT)
    assert not clean("a" * LIMIT).is_truncated


def test_line_ends_of_a_browser_do_not_count_twice() -> None:
    assert clean("é\r\n" * 10, limit=30) == clean("é\n" * 10)
    assert clean("\r\n" * 31, limit=30).is_truncated


def test_half_a_surrogate_pair_can_be_stored_afterwards() -> None:
    assert clean("a\ud83d").text.encode() == "a\ufffd".encode()


@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text, limit=200).text
    assert clean(once, limit=200).text == once
    assert len(once.encode()) <= 200
