import re
import uuid

import pytest

from diagnosis.reports import links

ROW = uuid.UUID("0d9c7f5e-0a1b-4c2d-8e3f-405162738495")
OTHER = uuid.UUID("11111111-2222-4333-8444-555555555555")


def test_a_token_is_typeable_and_holds_at_least_128_bits():
    code = links.derive("report", ROW, 1).partition("-")[2]
    assert re.fullmatch("[a-z2-7]+", code)
    assert len(code) * 5 >= 128


def test_the_same_row_gives_the_same_token_again():
    assert links.derive("report", ROW, 1) == links.derive("report", ROW, 1)


@pytest.mark.parametrize(("kind", "row", "generation"), [("ticket", ROW, 1), ("report", OTHER, 1), ("report", ROW, 2)])
def test_kind_row_and_generation_each_change_the_secret_part(kind, row, generation):
    first, other = links.derive("report", ROW, 1), links.derive(kind, row, generation)
    assert first.partition("-")[2] != other.partition("-")[2]


def test_another_key_gives_another_key_id_and_another_token(settings):
    before = links.derive("report", ROW, 1)
    settings.LINK_KEY = "another-key-another-key-another-key-another-key"
    after = links.derive("report", ROW, 1)
    assert after[:4] == links.current_key_id() != before[:4]
    assert after.partition("-")[2] != before.partition("-")[2]


def test_key_id_fits_its_column():
    assert len(links.current_key_id()) <= 8


@pytest.mark.parametrize("generation", [1, 7, 32767])
def test_a_token_tells_its_generation(generation):
    assert links.generation_of(links.derive("report", ROW, generation)) == generation


@pytest.mark.parametrize("token", ["", "-", "abcd", "abcd-xyz", "abcd١-xyz", "abcd999999-xyz", "ab"])
def test_a_text_that_is_no_token_has_no_generation(token):
    assert links.generation_of(token) is None
