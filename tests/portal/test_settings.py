"""A wrong value stops the start with a sentence that names it; production asks for what it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PRODUCTION": "1",
    "PUBLIC_BASE_URL": "https://help.example.com",
    "ALLOWED_HOSTS": "help.example.com",
    "SECRET_KEY": "s" * 20 + "abcdefghijklmnopqrstuvwxyz0123456789",
    "LINK_KEY": "l" * 20 + "abcdefghijklmnopqrstuvwxyz0123456789",
    "SUPPORT_PHONE": "+49 30 555 0100",
}


def start(tmp_path: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs manage.py with nothing but PATH and these variables."""
    return subprocess.run(
        [sys.executable, "manage.py", *(command or ("check",))],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_set_is_enough_and_the_missing_phone_is_said(tmp_path: Path) -> None:
    result = start(tmp_path)

    assert result.returncode == 0
    assert "SUPPORT_PHONE" in result.stderr


def test_keys_are_made_once_and_only_the_owner_can_read_them(tmp_path: Path) -> None:
    start(tmp_path)
    key = tmp_path / "link_key.txt"
    first = key.read_text()

    start(tmp_path)

    assert key.read_text() == first
    assert key.stat().st_mode & 0o077 == 0
    assert first != (tmp_path / "secret_key.txt").read_text()


def test_links_on_receipts_follow_the_port(tmp_path: Path) -> None:
    ask = ("shell", "--verbosity", "0", "-c", "from django.conf import settings; print(settings.PUBLIC_BASE_URL)")

    assert start(tmp_path, *ask, PORT="8123").stdout.strip() == "http://localhost:8123"
    named = start(tmp_path, *ask, PORT="8123", PUBLIC_BASE_URL="http://help.example.com")
    assert named.stdout.strip() == "http://help.example.com"


def test_a_kept_key_that_was_damaged_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "link_key.txt").touch()

    result = start(tmp_path)

    assert result.returncode != 0
    assert "link_key.txt" in result.stderr.strip().splitlines()[-1]


def test_what_people_sent_is_for_the_owner_of_the_process_alone(tmp_path: Path) -> None:
    start(tmp_path, VAR_DIR=str(tmp_path / "new"))

    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    result = start(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert result.returncode == 0, result.stderr


def test_production_speaks_only_https(tmp_path: Path) -> None:
    ask = (
        "from django.test import Client; host = {'host': 'help.example.com'};"
        "print(Client().get('/robots.txt', headers=host)['Location']);"
        "print(Client().get('/robots.txt', headers=host, secure=True)['Strict-Transport-Security'])"
    )
    result = start(tmp_path, "shell", "--no-imports", "--command", ask, **PRODUCTION)

    location, transport = result.stdout.splitlines()
    assert location == "https://help.example.com/robots.txt"
    assert transport == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "LINK_KEY", "ALLOWED_HOSTS", "PUBLIC_BASE_URL"])
def test_production_names_what_is_missing(tmp_path: Path, missing: str) -> None:
    result = start(tmp_path, **{name: value for name, value in PRODUCTION.items() if name != missing})

    assert result.returncode != 0
    assert missing in result.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRODUCTION", "perhaps"),
        ("DEBUG", "2x"),
        ("TRUSTED_PROXY_COUNT", "-1"),
        ("TRUSTED_PROXY_COUNT", "many"),
        ("DATABASE_URL", "mysql://root@127.0.0.1/portal"),
        ("DATABASE_URL", "not an address"),
        ("PUBLIC_BASE_URL", "help.example.com"),
        ("PUBLIC_BASE_URL", "https://["),
        ("PUBLIC_BASE_URL", "https://user:password@help.example.com"),
        ("PUBLIC_BASE_URL", "https://help.example.com/portal"),
        ("PUBLIC_BASE_URL", "https://help.example.com?x"),
        ("ADMIN_PATH", "t"),
        ("ADMIN_PATH", "Help/admin"),
        ("PUBLIC_BASE_URL", "https://help.example.com:port"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("ADMIN_PATH", "../x"),
        ("SECRET_KEY", "short"),
        ("LINK_KEY_FILE", "/does/not/exist"),
        ("LINK_KEY_FILE", sys.executable),
        ("EMAIL_URL", "pigeon://roof"),
        ("EMAIL_URL", "smtp://mail.example.com:port"),
    ],
)
def test_a_wrong_value_is_named_at_start(tmp_path: Path, name: str, value: str) -> None:
    result = start(tmp_path, **{name: value})

    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last
    assert name.removesuffix("_FILE") in last


def test_variables_set_to_nothing_count_as_unset(tmp_path: Path) -> None:
    names = ("PRODUCTION", "DEBUG", "SECRET_KEY", "LINK_KEY_FILE", "PUBLIC_BASE_URL", "ALLOWED_HOSTS", "PORT")

    assert start(tmp_path, **dict.fromkeys(names, "")).returncode == 0


@pytest.mark.parametrize("address", ["submission://user:password@mail.example.com:587", "smtp://127.0.0.1:2525"])
def test_mail_servers_are_taken_as_the_readme_writes_them(tmp_path: Path, address: str) -> None:
    assert start(tmp_path, EMAIL_URL=address).returncode == 0


def test_debug_and_production_exclude_each_other(tmp_path: Path) -> None:
    result = start(tmp_path, **PRODUCTION, DEBUG="1")

    assert "DEBUG" in result.stderr.strip().splitlines()[-1]


def test_a_key_may_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "given.txt"
    path.write_text("g" * 60 + "\n")

    result = start(tmp_path, LINK_KEY_FILE=str(path))

    assert result.returncode == 0
    assert not (tmp_path / "link_key.txt").exists()
