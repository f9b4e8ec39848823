"""How allauth treats our staff: no sign-up, the second factor where there is one, keyed counting of clients."""

import time
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diagnosis.reports.clients import client_digest
from portal.accounts.second_factor import has_second_factor, is_second_factor


class StaffAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's keyed hash: allauth only counts by it, and so no address is ever stored."""
        return client_digest(request)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Whoever has a second factor confirms with it; a stolen password must not be able to swap it."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"].startswith("mfa_reauthenticate")] or methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return super().is_reauthentication_required(app=app, **kwargs) and not has_just_signed_in(context.request)


class StaffFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This is not the code your app shows now. Each code works once, for half a minute: take the next one."
        ),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Key %(number)d") % {"number": number}


def has_just_signed_in(request: HttpRequest) -> bool:
    """True within allauth's reauthentication time of a sign-in, with the second factor where there is one.

    Without this the first sign-in would ask for the same password twice before it shows the QR code.
    """
    records = get_authentication_records(request, request.user)
    fresh = [record for record in records if time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT]
    if has_second_factor(request.user):
        return any(is_second_factor(record) for record in fresh)
    return bool(fresh)
