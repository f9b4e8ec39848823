import pytest

from diagnosis.engine.times import read_time


@pytest.mark.parametrize(
    ("written", "value", "is_certain"),
    [
        ("2026-11-03T08:14:27.318Z", "2026-11-03T08:14:27Z", True),
        ("2026-11-03T08:14:27Z", "2026-11-03T08:14:27Z", True),
        ("2026-11-03 08:14:27Z: Response status code", "2026-11-03T08:14:27Z", True),
        ("2026-11-03 08:14:27.760 UTC", "2026-11-03T08:14:27Z", True),
        ("2015-12-15 21-09-31Z", "2015-12-15T21:09:31Z", True),
        ("2020-08-15T18:20:50.1611349+02:00", "2020-08-15T16:20:50Z", True),
        ("2020-08-15T18:20:50-0530", "2020-08-15T23:50:50Z", True),
        ("Tue, 03 Nov 2026 08:14:27 GMT", "2026-11-03T08:14:27Z", True),
        ("31/10/2022, 15:25:20 UTC", "2022-10-31T15:25:20Z", True),
        ("2026-11-03 08:14 UTC", "2026-11-03T08:14:00Z", False),
        ("2O26-ll-O3T08:l4:27.318Z", "2026-11-03T08:14:27Z", False),
        ("2026-11-03 08:14:27", "2026-11-03 08:14:27", False),
        ("9/3/2026, 3:32:53 PM", "9/3/2026, 3:32:53 PM", False),
        ("03/09/2026, 15:32:53", "03/09/2026, 15:32:53", False),
        ("31/10/2022, 15:25:20", "31/10/2022, 15:25:20", False),
        ("03/09/2026, 15:32:53 UTC", "03/09/2026, 15:32:53 UTC", False),
    ],
)
def test_time_is_utc_where_the_text_says_so_and_stays_as_written_elsewhere(
    written: str, value: str, is_certain: bool
) -> None:
    moment = read_time(written, 0)
    assert moment is not None
    assert (moment.value, moment.is_certain) == (value, is_certain)


@pytest.mark.parametrize(
    "written",
    [
        "2026-13-03T08:14:27Z",
        "2026-02-30T08:14:27Z",
        "0001-01-01T00:00:00+12:00",
        "1601-01-01 00:00:00 UTC",
        "9999-12-31T23:59:59-12:00",
        "90.00:00:00",
        "soon",
        "",
    ],
)
def test_what_is_no_real_date_is_no_time(written: str) -> None:
    assert read_time(written, 0) is None
