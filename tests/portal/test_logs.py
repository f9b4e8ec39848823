"""Logs are JSON and never hold the path of a capability link."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from diagnosis.reports.links import derive
from portal.logs import JsonFormatter, RedactPaths

TOKEN = "a1b2c3d4e5f6g7h8j9k0m1n2p3"


@pytest.fixture
def stream() -> Iterator[StringIO]:
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


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/T/{}/", "/{}", "/e/{}/", "/help/{}/", "/accounts/{}/", "/static/{}", "//{}//", "/e/\u00e4{}/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_typed_into_an_address_is_written(stream: StringIO, client: Client, path: str, method: str) -> None:
    getattr(client, method)(path.format("what a person pasted"))

    assert "pasted" not in stream.getvalue()
    assert json.loads(stream.getvalue().splitlines()[0])["status"] in (404, 405)


@pytest.mark.parametrize("link", ["https://help.example.com/T/{}", "GET /x?next={} HTTP/9", "{}"])
def test_a_token_is_known_by_its_shape_wherever_it_stands(stream: StringIO, link: str) -> None:
    token = derive("ticket", uuid4(), 1)
    logging.getLogger("gunicorn.error").warning("Invalid request: %s", link.format(token.upper()))

    assert token[6:] not in stream.getvalue().lower()


def test_a_secret_in_a_message_is_masked(stream: StringIO) -> None:
    logging.getLogger("portal").warning("Failed for Password: Summer2026!")

    assert "[password removed]" in json.loads(stream.getvalue())["event"]


def test_every_handler_writes_json_without_link_paths() -> None:
    handlers = settings.LOGGING["handlers"].values()

    assert [(handler["formatter"], handler["filters"]) for handler in handlers] == [("json", ["redact"])]


def test_a_traceback_keeps_no_link_path(stream: StringIO) -> None:
    try:
        raise ValueError(f"broken at /t/{TOKEN}/")
    except ValueError:
        logging.getLogger("portal").exception("Failed at %s", f"/t/{TOKEN}/")

    event = json.loads(stream.getvalue())
    assert "ValueError" in event["traceback"]
    assert TOKEN not in stream.getvalue()


def test_a_traceback_names_every_error_and_quotes_only_those_that_speak_of_code(stream: StringIO) -> None:
    typed = "what a person typed"
    try:
        try:
            raise OperationalError("database is locked")
        except OperationalError:
            int(typed)
    except ValueError:
        logging.getLogger("portal").exception("Failed")

    told = json.loads(stream.getvalue())["traceback"]
    assert typed not in told
    assert "OperationalError: database is locked" in told
    assert told.rstrip().endswith("ValueError")
