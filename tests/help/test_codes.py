"""However a code is typed, it leads to its row."""

import pytest

from diagnosis.catalogue.models import ErrorCode
from portal.help.codes import canonical, find_code, lookup_address, parent_of
from tests.help.conftest import make_code


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("53003", "53003"),
        ("AADSTS53003", "53003"),
        ("aadsts 53003", "53003"),
        ("AADSTS: 53003 ", "53003"),
        ("0xCAA2000C", "0xCAA2000C"),
        ("caa2000c", "0xcaa2000c"),
        ("80180018", "0x80180018"),
        ("7000218", "7000218"),
        ("hello", "hello"),
        ("530\x0003\x00", "53003"),
    ],
)
def test_spellings_of_one_code(typed: str, expected: str) -> None:
    assert canonical(typed) == expected


@pytest.mark.django_db
def test_a_client_code_is_found_without_its_prefix_and_in_small_letters() -> None:
    row = make_code("0xCAA2000C")

    assert find_code("caa2000c") == row
    assert find_code("0XCAA2000C") == row


@pytest.mark.django_db
def test_an_unpublished_code_is_not_found(code: ErrorCode) -> None:
    ErrorCode.objects.update(is_published=False)

    assert find_code("53003") is None


@pytest.mark.django_db
def test_a_sub_code_is_never_shortened_but_its_parent_is_related(code: ErrorCode) -> None:
    assert find_code("530039") is None
    assert parent_of("530039") == code
    assert parent_of("53004") is None


def test_only_server_codes_have_a_page_at_microsoft() -> None:
    assert lookup_address(ErrorCode(code="53003")) == "https://login.microsoftonline.com/error?code=53003"
    assert lookup_address(ErrorCode(code="0xCAA2000C")) is None
    assert lookup_address(ErrorCode(code="1001")) is None
