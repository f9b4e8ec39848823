"""manage.py first_staff: what `make run` calls, so that a fresh portal has somebody who can sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import ADMIN
from portal.accounts.staff import create_staff, random_password

EMAIL = "admin@example.com"


class Command(BaseCommand):
    help = "Outside production, and only while there is no staff account: makes one and shows its password once."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            return
        if settings.PRODUCTION:
            self.stderr.write("Production gets no account by itself. Use: manage.py create_staff EMAIL --role admin")
            return
        password = random_password()
        create_staff(email=EMAIL, role=ADMIN, password=password)
        self.stdout.write(f"The first staff account: {settings.PUBLIC_BASE_URL}{reverse('admin:index')}")
        self.stdout.write(f"  name:     {EMAIL}")
        self.stdout.write(f"  password: {password}   (shown only now)")
        self.stdout.write("Its first sign-in enrols a second factor: have an authenticator app or a passkey ready.")
