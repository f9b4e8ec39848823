import pytest

from diagnosis.engine.values import guids, mails, read_address, read_guid, read_mail

GUID = "7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00"


@pytest.mark.parametrize(
    ("written", "is_certain"),
    [
        (GUID, True),
        (GUID.upper(), True),
        ("7c1d0a42-5b0e-4f6d-\n9a31-2f64c0de1a00", True),
        ("7c1d0a425b0e4f6d9a312f64c0de1a00", False),
        ("7cld0a42-5bOe-4f6d-9a31-2f64c0de1a00", False),
        ("7c1d0a42 - 5b0e - 4f6d - 9a31 - 2f64c0de1a00", False),
    ],
)
def test_an_id_is_read_also_where_it_was_wrapped_or_damaged(written: str, is_certain: bool) -> None:
    found = read_guid(written + " next", 0)

    assert found is not None
    assert (found.value, found.is_certain) == (GUID, is_certain)
    assert written == (written + " next")[found.start : found.end]


@pytest.mark.parametrize("written", ["", GUID[:-1], GUID + "0", "x" + GUID[1:], "not available", " " + GUID])
def test_what_is_shorter_longer_or_elsewhere_is_no_id(written: str) -> None:
    assert read_guid(written, 0) is None


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("203.0.113.44:443", "203.0.113.44"),
        ("2001:DB8::1", "2001:db8::1"),
        ("203.O.ll3.44", "203.0.113.44"),
        ("203 . 0 . 113 . 44", "203.0.113.44"),
        ("203.0.113.444", None),
        ("1.2.3.4.5", None),
        ("hello", None),
    ],
)
def test_an_address_is_read_without_its_port_and_only_if_it_can_be_one(written: str, address: str | None) -> None:
    found = read_address(written, 0)

    assert (found.value if found else None) == address


def test_all_ids_and_mail_addresses_of_a_text_are_found_in_order() -> None:
    text = f"{GUID} from Alex@Contoso.com or jan@example.com, x{GUID}, {GUID.upper()}"

    assert [found.value for found in guids(text)] == [GUID, GUID]
    assert [found.value for found in mails(text)] == ["alex@contoso.com", "jan@example.com"]
    assert read_mail(text, 0) is None
