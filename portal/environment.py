"""Reads settings from the environment; a wrong value stops the start with a sentence that names it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
LEAST_KEY_LENGTH = 32
# The first words of addresses that visitors rely on: the admin can't stand there.
TAKEN_PATHS = frozenset({"accounts", "diagnose", "e", "faq", "healthz", "help", "readyz", "search", "static", "t"})


def text(name: str, default: str = "") -> str:
    """A variable that is set to nothing counts as unset."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """1, true, yes, on or their opposites; False when unset."""
    try:
        return bool(text(name)) and bool(env.bool(name))
    except EnvError as problem:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text(name)!r}.") from problem


def items(name: str) -> list[str]:
    """What stands between commas."""
    return [item.strip() for item in text(name).split(",") if item.strip()]


def number(name: str, default: int, *, least: int) -> int:
    try:
        value = int(text(name, str(default)))
    except ValueError:
        value = None
    if value is None or value < least:
        raise ImproperlyConfigured(f"{name} must be a number of at least {least}, not {text(name)!r}.")
    return value


def key(name: str, *, var_dir: Path, is_production: bool) -> str:
    """A secret key from NAME or NAME_FILE; outside production one is made and kept under `var_dir`."""
    if value := text(name):
        return _long_enough(value, source=name)
    if path := text(f"{name}_FILE"):
        return _key_in(Path(path), source=f"{name}_FILE")
    if is_production:
        raise ImproperlyConfigured(
            f"Production needs {name}: set {name} or {name}_FILE to a random text of 50 characters or more."
        )
    return _key_in(_kept_key(var_dir / f"{name.lower()}.txt"), source=f"the {name} kept under VAR_DIR")


def _long_enough(value: str, *, source: str) -> str:
    if len(value) < LEAST_KEY_LENGTH:
        raise ImproperlyConfigured(f"{source} is too short: use a random text of 50 characters or more.")
    return value


def _key_in(path: Path, *, source: str) -> str:
    try:
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise ImproperlyConfigured(f"{source} can't be read from its file: {problem}.") from problem
    return _long_enough(value, source=f"{source}, in {path},")


def _kept_key(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        suppress(FileExistsError),
        open(path, "x", encoding="utf-8", opener=lambda p, flags: os.open(p, flags, 0o600)) as file,
    ):
        file.write(secrets.token_urlsafe(48))
    return path


def base_url(name: str, default: str) -> str:
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        # Links are made of it: no path, no query, and above all no password.
        is_address = is_address and "@" not in parts.netloc and value == f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        is_address = False
    if not is_address:
        raise ImproperlyConfigured(f"{name} must be an address such as https://help.example.com, not {value!r}.")
    return value


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as problem:
        raise ImproperlyConfigured(f"{name} must be a time zone such as Europe/Berlin, not {value!r}.") from problem
    return value


def admin_path(name: str, default: str) -> str:
    value = text(name, default).strip("/")
    if not value or not all(part.isascii() and part.replace("-", "").isalnum() for part in value.split("/")):
        raise ImproperlyConfigured(f"{name} must be a path of letters, digits and hyphens such as admin/.")
    if value.partition("/")[0].lower() in TAKEN_PATHS:
        raise ImproperlyConfigured(f"{name} can't be {value}/: visitors' pages stand there.")
    return f"{value}/"


def database(name: str, *, default: str) -> dict[str, object]:
    """Django's database settings for one address; SQLite is made durable, PostgreSQL keeps its defaults."""
    try:
        settings: dict[str, object] = dict(env.dj_db_url(name, default))
    except (EnvError, ValueError, KeyError) as problem:
        raise ImproperlyConfigured(f"{name} is no database address such as postgres://user@host/name.") from problem
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        # A ticket that was confirmed must survive a power cut: WAL with a full sync at each commit.
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    elif settings["ENGINE"] == "django.db.backends.postgresql":
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured(f"{name} must name SQLite or PostgreSQL.")
    return settings


def mail(name: str, *, default: str) -> dict[str, object]:
    """Django's mail settings for one address such as submission://user:password@host:587."""
    try:
        settings = dict(env.dj_email_url(name, default))
    except (EnvError, ValueError, KeyError):
        settings = {}
    if "EMAIL_BACKEND" not in settings:
        raise ImproperlyConfigured(f"{name} is no mail server address such as submission://user:password@host:587.")
    return settings
