"""Soft limits: over them a row is held for review. Nobody is ever refused, for hundreds may share one address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from django.db import connection

from diagnosis.reports.models import RateWindow

Action = Literal["report", "ticket", "message"]


@dataclass(frozen=True, slots=True)
class Limit:
    count: int
    window: timedelta


LIMITS: Mapping[Action, Limit] = {
    "report": Limit(30, timedelta(minutes=10)),
    "ticket": Limit(5, timedelta(minutes=10)),
    "message": Limit(10, timedelta(minutes=10)),
}
KEPT = timedelta(days=1)

# One statement on SQLite and PostgreSQL alike, so that parallel hits never lose a count.
RAISE_COUNT = f"""
    INSERT INTO {RateWindow._meta.db_table} AS seen (action, client_digest, window_started_at, count)
    VALUES (%s, %s, %s, 1)
    ON CONFLICT (action, client_digest, window_started_at) DO UPDATE SET count = seen.count + 1
    RETURNING count
"""  # noqa: S608 - the table's name is ours


def is_over(action: Action, client: str, *, now: datetime) -> bool:
    """Counts one hit of `client` (a digest) and tells whether it is over the limit of the running window."""
    limit = LIMITS[action]
    count = _count(action, client, _window_start(now, limit.window))
    if count == 1:
        RateWindow.objects.filter(window_started_at__lt=now - KEPT).delete()
    return count > limit.count


def _window_start(now: datetime, window: timedelta) -> datetime:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return now - (now - epoch) % window


def _count(action: str, client: str, started_at: datetime) -> int:
    started = connection.ops.adapt_datetimefield_value(started_at)
    with connection.cursor() as cursor:
        cursor.execute(RAISE_COUNT, [action, client, started])
        return int(cursor.fetchone()[0])
