import pytest
from django.db import connection


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL is durable as it comes")
def test_a_committed_row_survives_a_power_cut() -> None:
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        level = cursor.execute("PRAGMA synchronous").fetchone()[0]

    assert (mode, level) == ("wal", 2)  # 2 is FULL: each commit reaches the disk
