"""The pages of allauth that staff need, and no others: no sign-up, no reset by mail, no recovery codes.

Staff are locked out together with everybody else when Microsoft is down, so a mailbox proves nothing here: another
administrator sets a new password. Pages with a secret or a form for one are never kept by a browser or a proxy.
"""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from portal.accounts import views


def private(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    return path(route, never_cache(view), name=name)


urlpatterns = [
    private("", RedirectView.as_view(pattern_name="mfa_index"), "account_home"),
    private("login/", account.login, "account_login"),
    private("logout/", account.logout, "account_logout"),
    private("inactive/", account.account_inactive, "account_inactive"),
    private("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    private("password/change/", account.password_change, "account_change_password"),
    private("2fa/", factors.index, "mfa_index"),
    private("2fa/authenticate/", factors.authenticate, "mfa_authenticate"),
    private("2fa/reauthenticate/", factors.reauthenticate, "mfa_reauthenticate"),
    private("2fa/totp/activate/", views.activate_totp, "mfa_activate_totp"),
    private("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    private("2fa/webauthn/", keys.list_webauthn, "mfa_list_webauthn"),
    private("2fa/webauthn/add/", views.add_webauthn, "mfa_add_webauthn"),
    private("2fa/webauthn/login/", keys.login_webauthn, "mfa_login_webauthn"),
    private("2fa/webauthn/reauthenticate/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    private("2fa/webauthn/keys/<int:pk>/edit/", keys.edit_webauthn, "mfa_edit_webauthn"),
    private("2fa/webauthn/keys/<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn"),
]
