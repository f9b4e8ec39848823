"""The context questions in the reader's words; the engine's ANSWERS names the same ones by key."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

QUESTIONS: "Mapping[str, tuple[StrOrPromise, Mapping[str, StrOrPromise]]]" = {
    "account_kind": (
        _("Which account did you sign in with?"),
        {
            "work": _("My work or school account"),
            "guest": _("My account as a guest of another organisation"),
            "personal": _("A personal account (Outlook.com, Hotmail …)"),
            "admin": _("A separate administrator account"),
        },
    ),
    "device_kind": (
        _("On which device did it fail?"),
        {
            "company_computer": _("A computer from work"),
            "company_phone": _("A phone or tablet from work"),
            "personal_computer": _("My own computer"),
            "personal_phone": _("My own phone or tablet"),
            "shared": _("A shared or public device"),
        },
    ),
    "network": (
        _("Where were you connected?"),
        {
            "office": _("In the office"),
            "home": _("At home"),
            "travelling": _("Travelling: hotel, airport, abroad"),
            "mobile_data": _("On mobile data"),
            "vpn": _("Through a VPN"),
        },
    ),
    "changed": (
        _("What changed since it last worked?"),
        {
            "nothing": _("Nothing that I know of"),
            "new_device": _("A new or reinstalled computer"),
            "new_phone": _("A new phone"),
            "new_password": _("A new password"),
            "new_place": _("A new place or country"),
            "new_app": _("A new app"),
            "new_account": _("My account is new"),
        },
    ),
    "failing_app": (
        _("What did you try to open?"),
        {
            "browser": _("A website in the browser"),
            "outlook": _("Outlook"),
            "teams": _("Teams"),
            "other_mail": _("Another mail app"),
            "command_line": _("A command line or script"),
            "admin_page": _("An administration page"),
            "other": _("Something else"),
        },
    ),
}


def answer_label(question: str, answer: str) -> str:
    """`network`, `travelling` → "Travelling: hotel, airport, abroad"; an answer no longer asked for stays as it is."""
    labels = QUESTIONS[question][1] if question in QUESTIONS else {}
    return str(labels.get(answer, answer))
