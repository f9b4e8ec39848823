"""Enrolling a second factor, with the way back to the page that asked for it."""

from allauth.account.mixins import NextRedirectMixin
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView


class ActivateTotp(NextRedirectMixin, ActivateTOTPView):
    pass


class AddKey(NextRedirectMixin, AddWebAuthnView):
    pass


activate_totp = ActivateTotp.as_view()
add_webauthn = AddKey.as_view()
