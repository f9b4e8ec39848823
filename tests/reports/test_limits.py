from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from diagnosis.reports import limits
from diagnosis.reports.models import RateWindow

NOW = datetime(2026, 11, 3, 8, 14, 27, tzinfo=UTC)
LIMIT = limits.LIMITS["ticket"].count


def hits(number, *, client="a" * 64, now=NOW):
    return [limits.is_over("ticket", client, now=now) for _ in range(number)]


@pytest.mark.django_db
def test_hits_up_to_the_limit_pass_and_the_next_is_over():
    assert hits(LIMIT + 2) == [False] * LIMIT + [True, True]


@pytest.mark.django_db
def test_each_client_and_each_action_is_counted_alone():
    hits(LIMIT)
    assert hits(1, client="b" * 64) == [False]
    assert limits.is_over("report", "a" * 64, now=NOW) is False


@pytest.mark.django_db
def test_the_next_window_starts_from_nothing():
    hits(LIMIT)
    assert hits(1, now=NOW + limits.LIMITS["ticket"].window) == [False]


@pytest.mark.django_db
def test_old_windows_are_dropped_when_a_new_one_begins():
    hits(1, now=NOW - timedelta(days=3))
    hits(1)
    assert RateWindow.objects.count() == 1


@pytest.mark.django_db
def test_one_hit_is_one_statement(django_assert_num_queries):
    hits(1)
    with django_assert_num_queries(1):
        hits(1)


@pytest.mark.django_db(transaction=True)
def test_parallel_hits_are_all_counted():
    def hit(_):
        try:
            return hits(5)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = [is_over for batch in pool.map(hit, range(4)) for is_over in batch]
    assert RateWindow.objects.get().count == 20
    assert results.count(False) == LIMIT
