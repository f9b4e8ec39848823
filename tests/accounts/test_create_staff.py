from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from portal.accounts.models import User
from portal.accounts.roles import role_of
from tests.accounts.people import PASSWORD, SECRET, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def password_file(tmp_path: Path) -> str:
    path = tmp_path / "password.txt"
    path.write_text(f"{PASSWORD}\n")
    return str(path)


@pytest.mark.parametrize("role", ["triage", "content", "admin"])
def test_it_makes_an_account_with_role_verified_address_and_factor(
    client: Client, password_file: str, role: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(
        "create_staff", "Kim.Lee@Example.com", role=role, password_file=Path(password_file), totp_secret=SECRET
    )
    user = User.objects.get(email="kim.lee@example.com")
    assert role_of(user) == role
    assert user.is_superuser is (role == "admin")
    assert list(EmailAddress.objects.values_list("user", "email", "verified", "primary")) == [
        (user.pk, user.email, True, True)
    ]
    assert sign_in(client, user)["Location"] == "/admin/"
    assert PASSWORD not in capsys.readouterr().out


def test_without_a_file_the_password_is_made_and_shown_once(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_staff", "kim.lee@example.com", "--role", "triage")
    shown = capsys.readouterr().out
    password = shown.split("shown only now: ")[1].split()[0]
    user = User.objects.get()
    assert user.check_password(password)
    assert not Authenticator.objects.exists()
    assert "first sign-in asks for a second factor" in shown


@pytest.mark.parametrize("spelling", ["jbsw y3dp ehpk 3pxp", "JBSWY3DPEHPK3PXP", "JBSWY3DPEHPK3PXPJBSWY3DPEE======"])
def test_secrets_are_taken_as_apps_show_them(spelling: str, password_file: str) -> None:
    call_command("create_staff", "kim.lee@example.com", "--role", "triage", "--totp-secret", spelling)
    secret = Authenticator.objects.get().data["secret"]
    assert secret.startswith("JBSWY3DPEHPK3PXP")
    assert len(secret) % 8 == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["kim.lee@example.com", "--role", "triage", "--totp-secret", "not base 32!"], "Base32"),
        (["kim.lee@example.com", "--role", "triage", "--password-file", "/does/not/exist"], "can't be read"),
        (["kim.lee", "--role", "triage"], "valid email"),
        (["kim.lee@example.com", "--role", "boss"], "invalid choice"),
        (["kim.lee@example.com"], "--role"),
    ],
)
def test_bad_input_is_named_and_makes_nothing(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("create_staff", *arguments)
    assert not User.objects.exists()


def test_a_weak_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "password.txt"
    path.write_text("password1234")
    with pytest.raises(CommandError, match="too common"):
        call_command("create_staff", "kim.lee@example.com", role="triage", password_file=path)
    assert not User.objects.exists()


def test_an_address_that_is_taken_is_refused_in_any_letter_case() -> None:
    call_command("create_staff", "kim.lee@example.com", "--role", "triage")
    with pytest.raises(CommandError, match="already exists"):
        call_command("create_staff", "KIM.LEE@example.com", "--role", "admin")
    assert role_of(User.objects.get()) == "triage"


def test_the_first_account_is_made_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("first_staff")
    shown = capsys.readouterr().out
    user = User.objects.get()
    assert user.is_superuser
    assert f"name:     {user.email}" in shown
    assert user.check_password(shown.split("password: ")[1].split()[0])
    call_command("first_staff")
    assert capsys.readouterr().out == ""
    assert User.objects.count() == 1


def test_the_first_account_is_never_made_in_production(capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(PRODUCTION=True):
        call_command("first_staff")
    assert not User.objects.exists()
    assert "create_staff" in capsys.readouterr().err
