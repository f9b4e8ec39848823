"""Making staff accounts. There is no sign-up: these functions and the admin are the only ways in."""

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from portal.accounts import roles
from portal.accounts.models import User

PASSWORD_BYTES = 15


@transaction.atomic
def create_staff(*, email: str, role: str, password: str, totp_secret: str = "") -> User:
    """Raises ValidationError for an address that is taken or no address, and for a weak password."""
    user = User(email=email)
    user.set_password(password)
    user.full_clean()
    validate_password(password, user)
    user.save()
    roles.assign(user, role)
    keep_address_verified(user)
    if totp_secret:
        TOTP.activate(user, totp_secret)
    return user


def keep_address_verified(user: User) -> None:
    """Gives the account exactly one address, marked as verified: an administrator vouches for it, no mail is sent."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def random_password() -> str:
    """20 characters, 120 bits."""
    return secrets.token_urlsafe(PASSWORD_BYTES)
