import pytest

from diagnosis.engine.extract import extract
from diagnosis.engine.mask import mask
from diagnosis.engine.types import CodeMention
from tests.engine.known_codes import KNOWN_CODES


def codes(text: str, known: frozenset[str] = KNOWN_CODES) -> list[tuple[str, bool]]:
    return [(mention.code, mention.is_certain) for mention in extract(mask(text), known_codes=known).codes]


@pytest.mark.parametrize(
    "text",
    [
        "AADSTS53003",
        "aadsts 53003: blocked",
        "Error Code: 53003 when I sign in",
        '"error_codes": [53003]',
        "Error(s): 53003 - Timestamp",
        "https://login.microsoftonline.com/error?code=53003",
        "ResultType == 53003",
    ],
)
def test_a_code_in_its_form_is_certain(text: str) -> None:
    assert codes(text) == [("53003", True)]


@pytest.mark.parametrize(
    "text",
    [
        "53003",
        "Error Code: 53003 on the drive panel, encoder fault, send a technician",
        "AAD5TS53OO3",
        "Error C0de: 53OO3",
    ],
)
def test_a_number_alone_a_machine_or_a_repair_leaves_doubt(text: str) -> None:
    assert codes(text) == [("53003", False)]


def test_without_a_list_of_codes_only_the_prefixed_form_counts() -> None:
    assert codes("error 53003, AADSTS53003 and AAD5TS50126", frozenset()) == [("53003", True)]


def test_a_prefixed_code_nobody_knows_is_kept_as_it_is() -> None:
    assert codes("AADSTS5300399: something new") == [("5300399", True)]


@pytest.mark.parametrize("text", ["AADSTS53003123456", "AADSTS530", "AADSTS", "error code: 530, status 530"])
def test_what_has_not_five_to_seven_digits_is_no_code(text: str) -> None:
    assert codes(text) == []


def test_the_last_prefixed_code_comes_first() -> None:
    assert [code for code, _ in codes("AADSTS70002: outer. AADSTS50053: inner. Error Code: 50126")] == [
        "50053",
        "70002",
        "50126",
    ]


def client_codes(text: str) -> list[CodeMention]:
    return list(extract(mask(text), known_codes=KNOWN_CODES).client_codes)


@pytest.mark.parametrize(
    "text", ["0xCAA2000C", "0xcaa2000c", "CAA2000C", "Error Code: 3399614476", "error -895352820", "OxCAA2OOOC"]
)
def test_all_ways_of_writing_one_client_code_are_the_same(text: str) -> None:
    assert [mention.code for mention in client_codes(text)] == ["0xCAA2000C"]


@pytest.mark.parametrize(
    "text",
    [
        "Internal Error Code: 557973645",
        "0x0000011b",
        "call +1 3399614476",
        "80180014-1111-4222-8333-444455556666",
        "facaa2000c1",
    ],
)
def test_numbers_that_look_similar_are_no_client_codes(text: str) -> None:
    assert client_codes(text) == []
