"""manage.py create_staff EMAIL --role triage|content|admin [--password-file F] [--totp-secret S]"""

import base64
import binascii
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.accounts.roles import ROLES
from portal.accounts.staff import create_staff, random_password


class Command(BaseCommand):
    help = "Makes a staff account. Without a TOTP secret its first sign-in enrols a second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", choices=ROLES, required=True)
        parser.add_argument(
            "--password-file",
            type=Path,
            help="the first line is the password; without a file one is made and shown once",
        )
        parser.add_argument("--totp-secret", default="", help="Base32, as authenticator apps take it")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["password_file"]
        password = read_password(file) if file else random_password()
        secret = read_secret(options["totp_secret"])
        try:
            user = create_staff(email=options["email"], role=options["role"], password=password, totp_secret=secret)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        self.stdout.write(f"Created {user.email} with the role {options['role']}.")
        if not file:
            self.stdout.write(f"Password, shown only now: {password}")
        if not secret:
            self.stdout.write("The first sign-in asks for a second factor to enrol.")


def read_password(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"The password file can't be read: {problem}.") from problem
    if not lines or not lines[0]:
        raise CommandError(f"The password file {path} is empty: its first line must be the password.")
    return lines[0]


def read_secret(text: str) -> str:
    """The secret in the spelling that allauth stores: capitals, no spaces, padded to full Base32 groups."""
    secret = "".join(text.split()).rstrip("=").upper()
    padded = secret + "=" * (-len(secret) % 8)
    try:
        base64.b32decode(padded)
    except binascii.Error as problem:
        raise CommandError("The TOTP secret must be Base32: the letters A to Z and the digits 2 to 7.") from problem
    return padded
