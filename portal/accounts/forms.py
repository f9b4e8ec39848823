"""The forms of the staff accounts page in the admin, and of a new key."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.roles import ADMIN, CONTENT, ROLES, TRIAGE, role_of

ROLE_NAMES = {
    TRIAGE: _("Triage: works the tickets"),
    CONTENT: _("Content: edits causes, codes, articles and questions"),
    ADMIN: _("Admin: everything, staff accounts included"),
}


class RoleField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Role"))
        super().__init__(
            choices=[(role, ROLE_NAMES[role]) for role in ROLES],
            help_text=_("Takes effect with the person’s next click. Rights belong to roles, never to one person."),
            **kwargs,
        )


class NewStaffForm(BaseUserCreationForm):
    role = RoleField()

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name")


class StaffForm(UserChangeForm):
    role = RoleField()

    class Meta:
        model = User
        fields = ("email", "password", "first_name", "last_name", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = role_of(self.instance)


class NewPasswordForm(AdminPasswordChangeForm):
    """Stock, but without the choice to leave an account with no password at all."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True


class NewKeyForm(AddWebAuthnForm):
    """Stock, in words that say what the choice means."""

    name = forms.CharField(
        label=_("Name"), required=False, help_text=_("For your own list, as in “Blue USB key” or “My laptop”.")
    )
    passwordless = forms.BooleanField(
        label=_("A passkey: sign in with it alone"),
        required=False,
        help_text=_(
            "The device then asks for your fingerprint, your face or a PIN each time. "
            "Without this, the key is the second step after your password."
        ),
    )
