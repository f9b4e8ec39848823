import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.engine.folded import fold, key


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Trace+ID%3a+7c1d%0d%0aTimestamp", "Trace ID: 7c1d\r\nTimestamp"),
        ("a%253d%2525", "a=%"),
        ("&quot;a&amp;amp;b&#39;", "\"a&b'"),
        (r"one\r\ntwo\\r\\nthree", "one\ntwo\nthree"),
        (r"say \"hi\" \u00e4", 'say "hi" ä'),
        ("> > quoted\n> lines", "quoted\nlines"),
        ("53\u200b003", "53003"),
        ("[U+202E]53003", "53003"),
        ("\uff15\uff13\uff10\uff10\uff13\uff1a", "53003:"),
        ("a\u00a0b\u2013c\u2019d\u201ce\u201d", 'a b-c\'d"e"'),
        ("Co\u0301digo", "Código"),
        ("<p><b>Error Code:</b> 53003<br/>", "\nError Code: 53003\n"),
        ("alex+test@contoso.com", "alex+test@contoso.com"),
    ],
)
def test_folding_undoes_what_the_way_here_did_to_the_text(written: str, meant: str) -> None:
    assert fold(written).text == meant


def test_a_span_of_the_copy_points_at_the_words_of_the_original() -> None:
    text = "x%3d%2253003%22 &amp; more"
    folded = fold(text)
    start = folded.text.index('"53003"')
    first, last = folded.span(start, start + 7)
    assert text[first:last] == "%2253003%22"


@given(st.text())
def test_every_character_of_the_copy_has_its_place_in_the_original(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert folded.starts == sorted(folded.starts)


@given(st.text())
def test_the_key_of_a_text_has_its_length(text: str) -> None:
    assert len(key(text)) == len(text)
