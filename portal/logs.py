"""One JSON record per event. Records never hold pasted text, secrets or the path of a capability link."""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from diagnosis.engine.mask import mask

# Django's own loggers write request paths; whoever holds a link path holds the link.
LINK_PATH = re.compile(r"/(t|diagnose)/[^/\s\"'?#]+", re.IGNORECASE)
LINK_TOKEN = re.compile(r"(?<![a-z0-9])[a-z2-7]{4}[0-9]{1,5}-[a-z2-7]{28}(?![a-z0-9])", re.IGNORECASE)
LONGEST_TEXT = 20_000
# Their messages speak of code, files and servers. Those of others, as ValueError, may quote what a person sent.
TELLING = (AttributeError, ImportError, ImproperlyConfigured, NameError, OSError, OperationalError, TypeError)


def redact(text: str) -> str:
    text = LINK_PATH.sub(r"/\1/…", text[:LONGEST_TEXT])
    return mask(LINK_TOKEN.sub("…", text)).text


class RedactPaths(logging.Filter):
    """Writes the finished message back without paths and secrets, before any formatter sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if path := getattr(getattr(record, "request", None), "path", ""):
            record.args = tuple(_without_path(path, record))
        record.msg = redact(record.getMessage())
        record.args = None
        return True


def _without_path(path: str, record: logging.LogRecord) -> Iterator[Any]:
    """The arguments with the pattern of the address in place of the path: anything may have been pasted into that."""
    match = getattr(record.request, "resolver_match", None)  # type: ignore[attr-defined]
    pattern = f"/{match.route}" if match else "an unknown address"
    spellings = (path, path.encode("unicode_escape").decode("ascii"))
    for argument in record.args if isinstance(record.args, tuple) else ():
        yield pattern if argument in spellings else argument


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if status := getattr(record, "status_code", None):
            event["status"] = status
        if record.exc_info and record.exc_info[1]:
            event["traceback"] = redact("".join(_traceback(record.exc_info[1])))
        return json.dumps(event, ensure_ascii=False)


def _traceback(error: BaseException) -> Iterator[str]:
    """The calls that led to an error, its cause first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause:
        yield from _traceback(cause)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__name__}: {error}\n" if isinstance(error, TELLING) else f"{type(error).__name__}\n"
