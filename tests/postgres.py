"""Prints the address of a PostgreSQL that the tests may use, or nothing."""

import os
import sys

import psycopg

LOCAL = "postgres://postgres@127.0.0.1:5432/portal"


def answer() -> str:
    """TEST_DATABASE_URL wins; a local server that is absent or refuses is skipped with a loud line."""
    if url := os.environ.get("TEST_DATABASE_URL", ""):
        return url
    try:
        psycopg.connect("postgres://postgres@127.0.0.1:5432/postgres", connect_timeout=3).close()
    except psycopg.OperationalError as problem:
        reason = str(problem).strip().splitlines()[0]
        print(f"!!! No PostgreSQL on 127.0.0.1:5432, tested on SQLite only ({reason}).", file=sys.stderr)
        return ""
    return LOCAL


if __name__ == "__main__":
    print(answer())
