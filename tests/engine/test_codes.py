import pytest

from diagnosis.engine.extract import extract
from diagnosis.engine.mask import mask
from diagnosis.engine.types import CodeMention
from tests.engine.known_codes import KNOWN_CODES
from tests.engine.known_labels import LABELS


def codes(text: str, known: frozenset[str] = KNOWN_CODES) -> list[tuple[str, bool]]:
    return [
        (mention.code, mention.is_certain) for mention in extract(mask(text), labels=LABELS, known_codes=known).codes
    ]


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
        "Err0r C0de 53 003",
        "Error Code: 5 3 0 0 3",
        "Fehlercode: 53.003",
        "AADSTS53 003: blocked",
        "A A D S T S 5 3 0 0 3",
        "err0r 53OO3",
    ],
)
def test_a_number_alone_a_machine_or_a_repair_leaves_doubt(text: str) -> None:
    assert codes(text) == [("53003", False)]


def test_a_sub_code_in_pieces_is_not_shortened() -> None:
    assert codes("Error Code: 530 003") == [("530003", False)]
    assert codes("Error Code: 53003 5 minutes ago") == [("53003", False)]


@pytest.mark.parametrize("text", ["53 003", "room 53 003", "error code: 53 99", "Error: 50 people 126", "AADSTS5 999"])
def test_pieces_that_make_no_known_code_behind_a_code_word_are_none(text: str) -> None:
    assert codes(text) == []


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
    return list(extract(mask(text), labels=LABELS, known_codes=KNOWN_CODES).client_codes)


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
        "call 3 399 614 476",
        "Internal Error Code: 3,399,614,476",
        "CAA2 000C",
        "0xCAA9 9 999",
    ],
)
def test_numbers_that_look_similar_are_no_client_codes(text: str) -> None:
    assert client_codes(text) == []


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("0xCAA2 000C", False),
        ("0 xCAA2000C", False),
        ("0x CAA2000C", False),
        ("Error code: CAA2 OOOC", False),
        ("Error Code: 3,399,614,476", True),
        ("error -895 352 820", True),
    ],
)
def test_a_client_code_in_pieces_is_read_where_it_is_known(text: str, is_certain: bool) -> None:
    assert [(mention.code, mention.is_certain) for mention in client_codes(text)] == [("0xCAA2000C", is_certain)]
