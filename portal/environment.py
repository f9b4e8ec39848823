"""Reads settings from the environment; a wrong value stops the start with a sentence that names it."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent


def read(kind: str, name: str, default: object) -> object:
    """One variable through environs' reader `kind` ("str", "bool", "int", "list", …)."""
    try:
        return getattr(env, kind)(name, default)
    except (EnvError, ValueError) as problem:
        raise ImproperlyConfigured(f"The environment variable {name} can't be used: {problem}.") from problem


def number(name: str, default: int, *, least: int) -> int:
    value = read("int", name, default)
    if not isinstance(value, int) or value < least:
        raise ImproperlyConfigured(f"The environment variable {name} must be a number of at least {least}.")
    return value


def key(name: str, *, var_dir: Path, is_production: bool) -> str:
    """A secret key from NAME or NAME_FILE; outside production one is made and kept under `var_dir`."""
    if value := os.environ.get(name, ""):
        source = name
    elif path := os.environ.get(f"{name}_FILE", ""):
        source = f"{name}_FILE"
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise ImproperlyConfigured(f"{source} names a file that can't be read: {problem}.") from problem
    elif is_production:
        raise ImproperlyConfigured(
            f"Production needs {name}: set {name} or {name}_FILE to a random text of 50 characters or more."
        )
    else:
        return _kept_key(var_dir / f"{name.lower()}.txt")
    if len(value) < 32:
        raise ImproperlyConfigured(f"{source} is too short: use a random text of 50 characters or more.")
    return value


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8").strip()


def base_url(name: str, default: str) -> str:
    value = str(read("str", name, default)).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must be an address such as https://help.example.com.")
    return value


def time_zone(name: str, default: str) -> str:
    value = str(read("str", name, default))
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as problem:
        raise ImproperlyConfigured(f"{name} must be a time zone such as Europe/Berlin, not {value!r}.") from problem
    return value


def admin_path(name: str, default: str) -> str:
    value = str(read("str", name, default)).strip("/")
    if not value or not all(part.isascii() and part.replace("-", "").isalnum() for part in value.split("/")):
        raise ImproperlyConfigured(f"{name} must be a path of letters, digits and hyphens such as admin/.")
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
    """Django's mail settings for one address such as smtp+tls://user:password@host:587."""
    settings = env.dj_email_url(name, default)
    if "EMAIL_BACKEND" not in settings:
        raise ImproperlyConfigured(f"{name} is no mail server address such as smtp+tls://user:password@host:587.")
    return dict(settings)
