import re

from diagnosis.tickets.references import ALPHABET, new_reference


def test_a_reference_can_be_read_out_on_the_phone():
    assert not set(ALPHABET) & set("01ILO58SBZUEA")
    assert all(re.fullmatch(r"SIH-[2-9A-Z]{6}", new_reference()) for _ in range(100))


def test_references_are_random():
    assert len({new_reference() for _ in range(200)}) == 200
