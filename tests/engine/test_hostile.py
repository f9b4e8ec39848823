"""Every parser is linear and survives anything: 64 kB of hostile text cost less than a second of computing each."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine.extract import extract
from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import LIMIT, clean
from tests.engine.known_codes import KNOWN_CODES
from tests.engine.known_labels import LABELS

SHAPES = [
    "a",
    "0",
    " ",
    "\n",
    "\\",
    "-",
    "=",
    "[",
    "a@",
    "a.",
    "a:",
    "> ",
    "%25",
    "%252525",
    "&amp;",
    "\u200b",
    "e\u0301",
    "<div ",
    "1.1.1.1.",
    "53003 ",
    "AADSTS5",
    "AADSTS53003 ",
    "Correlation Id: ",
    "App name: n/a ",
    "Device state:x ",
    "Timestamp: 2026-",
    "2026-11-03T",
    "7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00 ",
    "eyJabcdefgh.",
    "QUJDREVGR0hQUJDREVGR0h\n",
    "&code=a",
    "a_token",
    "password: ",
    'password: "',
    "my-",
    "Cookie: a=b\n ",
    "-----BEGIN PRIVATE KEY-----",
    "123456-",
    "Authorization: Bearer ",
    "M.C5_BAY.",
    "0.Aabcdefgh.",
    "application '",
    "-u a -p ",
    "device code ABCD",
    "user x@y.z.",
    "'7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00'((",
    "error code ",
    "相関 ID",
    '{"a":"',
    "Password: Summer2026! code=0.AXaaaaaaaaa ",
    "curl -u a:",
    "--user abc:d ",
    "net use x ",
    "net use \\\\a ",
    "net user a ",
    "mysql ",
    "NetworkCredential('a',",
    "ldapsearch sqlcmd ",
    "<input ",
    "<input name=a ",
    '<input type="password" value="',
    "my code ",
    "my code is 1 ",
    "123456 ",
    "sent code 123456, ",
    "login a/",
    "login: a / Wint3r!x ",
    "a@b.c:",
    "a@b.c ",
    "login a@b.c\n",
    "=3D",
    "a=\n",
    "=3Da=\n",
    "abcdefghijklmnopqrst\n",
    "abcdefgh ijklmnopqrst\n",
    "password I I ",
    "Password: abc def ",
    "error code 5 3 0 ",
    "error code 0x CAA2 ",
]


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_64_kilobytes_of_it_are_masked_and_read_in_a_second_each(shape: str) -> None:
    text = clean(shape * (LIMIT // len(shape) + 1)).text
    began = process_time()
    masked = mask(text)
    between = process_time()
    extract(masked, labels=LABELS, known_codes=KNOWN_CODES)
    ended = process_time()
    assert between - began < 1
    assert ended - between < 1


WORDS = st.sampled_from(
    [
        *(
            "Correlation Id",
            "Request Id:",
            "Timestamp: ",
            "App name",
            "Error Code: ",
            "Device state:",
            "IP address ",
            "User: ",
        ),
        *(
            "7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00",
            "2026-11-03T08:14:27Z",
            "203.0.113.44",
            "53003",
            "AADSTS50126",
            "0xCAA2000C",
        ),
        *(
            "\n",
            "\t",
            " ",
            "> ",
            "%0d%0a",
            "\\r\\n",
            "&quot;",
            '"',
            "'",
            "(",
            ")",
            ":",
            "\u200b",
            "相関 ID",
            "alex@contoso.com",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=30).map("".join))
def test_any_text_is_read_without_an_error_and_every_span_points_at_its_words(text: str) -> None:
    report = extract(mask(clean(text).text), labels=LABELS, known_codes=KNOWN_CODES)
    for words in (*report.facts, *report.codes, *report.client_codes, *report.office_tags):
        assert words.raw == report.text[words.start : words.end] != ""
    assert len({fact.name for fact in report.facts}) == len(report.facts)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_characters_are_survived(text: str) -> None:
    extract(mask(clean(text).text), labels=LABELS, known_codes=KNOWN_CODES)
