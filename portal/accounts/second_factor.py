"""Nobody reaches the admin whose second factor was not used in this very session."""

import posixpath
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

# Recovery codes are not offered and would not count: they are a second password.
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
PLACES = {
    Authenticator.Type.TOTP: "mfa_reauthenticate",
    Authenticator.Type.WEBAUTHN: "mfa_reauthenticate_webauthn",
}


class SecondFactorMiddleware:
    """Stands before every address under ADMIN_PATH, the admin's own sign-in and sign-out included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_admin_path(request.path_info) and (refusal := refuse(request)):
            return refusal
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The same once more by what the address resolved to, should the admin ever stand elsewhere as well."""
        match = request.resolver_match
        is_hidden_admin = match and "admin" in match.app_names and not is_admin_path(request.path_info)
        return refuse(request) if is_hidden_admin else None


def is_admin_path(path: str) -> bool:
    """Errs on the side of guarding: letter case, doubled slashes and dots make no difference."""
    forms = (path, posixpath.normpath(path))
    return any(f"{form.strip('/')}/".casefold().startswith(settings.ADMIN_PATH.casefold()) for form in forms)


def refuse(request: HttpRequest) -> HttpResponse | None:
    """None for staff who may pass; otherwise where to go first. Raises PermissionDenied for who is no staff."""
    user = request.user
    if not user.is_authenticated:
        return _via("account_login", request)
    if not (user.is_staff and user.is_active):
        raise PermissionDenied
    enrolled = dict(second_factors(user))
    if not enrolled:
        return _via("mfa_activate_totp", request)
    used = {record.get("id") for record in get_authentication_records(request, user) if is_second_factor(record)}
    if used.isdisjoint(enrolled):
        kinds = set(enrolled.values())
        return _via(next(PLACES[kind] for kind in KINDS if kind in kinds), request)
    return None


def second_factors(user: AbstractBaseUser | AnonymousUser) -> list[tuple[int, str]]:
    """(id, kind) of what the account has enrolled now: one that was removed counts no more, in any session."""
    return list(Authenticator.objects.filter(user_id=user.pk, type__in=KINDS).values_list("pk", "type"))


def has_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    return bool(second_factors(user))


def remove_second_factors(user: AbstractBaseUser) -> None:
    """The next sign-in enrols a new one; sessions that are open lose the admin at once."""
    Authenticator.objects.filter(user_id=user.pk).delete()


def is_second_factor(record: Mapping[str, Any]) -> bool:
    """Whether one of allauth's authentication records tells of a code or a key, not of a password."""
    return record.get("method") == "mfa" and record.get("type") in KINDS


def _via(name: str, request: HttpRequest) -> HttpResponse:
    index = reverse("admin:index")
    dead_ends = (reverse("admin:login"), reverse("admin:logout"))
    target = index if request.path in dead_ends else request.get_full_path()
    response = HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': target})}")
    response["Cache-Control"] = "no-store"
    return response
