import pytest

from diagnosis.reports.marking import Segment, segments


def test_the_segments_are_the_whole_text_in_order():
    text = "Error Code: 53003 at noon"
    found = segments(text, read=[(12, 17)], masked=[])
    assert found == [Segment("Error Code: ", ""), Segment("53003", "read"), Segment(" at noon", "")]


@pytest.mark.parametrize(
    ("read", "masked", "kinds"),
    [
        ([(0, 4), (2, 6)], [], ["read", ""]),
        ([(0, 6)], [(2, 4)], ["read", "masked", "read", ""]),
        ([(-3, 2), (7, 99)], [], ["read", "", "read"]),
        ([(5, 5), (6, 4)], [], [""]),
    ],
)
def test_overlaps_join_masks_win_and_wild_spans_do_no_harm(read, masked, kinds):
    found = segments("abcdefgh", read=read, masked=masked)
    assert [segment.kind for segment in found] == kinds
    assert "".join(segment.text for segment in found) == "abcdefgh"


def test_an_empty_text_has_no_segments():
    assert segments("", read=[(0, 1)], masked=[]) == []
