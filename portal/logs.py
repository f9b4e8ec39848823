"""One JSON record per event. Records never hold pasted text or the path of a capability link."""

import json
import logging
import re
from datetime import UTC, datetime

# Django's own loggers write request paths; whoever holds a link path holds the link.
LINK_PATH = re.compile(r"/(t|diagnose)/[^/\s\"'?#]+")


def redact(text: str) -> str:
    return LINK_PATH.sub(r"/\1/…", text)


class RedactPaths(logging.Filter):
    """Writes the finished message back without link paths, before any formatter sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage())
        record.args = None
        return True


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
        if record.exc_info:
            event["traceback"] = redact(self.formatException(record.exc_info))
        return json.dumps(event, ensure_ascii=False)
