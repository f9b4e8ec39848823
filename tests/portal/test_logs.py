"""Logs are JSON and never hold the path of a capability link."""

import json
import logging
from io import StringIO

import pytest
from django.test import Client

from portal.logs import JsonFormatter, RedactPaths

TOKEN = "a1b2c3d4e5f6g7h8j9k0m1n2p3"


@pytest.fixture
def stream() -> StringIO:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(RedactPaths())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/t/{TOKEN}/", f"/diagnose/{TOKEN}/", f"/diagnose/{TOKEN}/ticket/"])
def test_a_link_path_is_not_written(stream: StringIO, client: Client, path: str) -> None:
    client.get(path)

    assert TOKEN not in stream.getvalue()
    event = json.loads(stream.getvalue().splitlines()[0])
    assert event["status"] == 404
    assert "…" in event["event"]


def test_a_traceback_keeps_no_link_path(stream: StringIO) -> None:
    try:
        raise ValueError(f"broken at /t/{TOKEN}/")
    except ValueError:
        logging.getLogger("portal").exception("Failed at %s", f"/t/{TOKEN}/")

    event = json.loads(stream.getvalue())
    assert "ValueError" in event["traceback"]
    assert TOKEN not in stream.getvalue()
