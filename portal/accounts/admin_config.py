from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "portal.accounts.admin_site.PortalAdminSite"

    def ready(self) -> None:
        super().ready()
        self._hide_inner_workings()

    def _hide_inner_workings(self) -> None:
        """Groups are written by roles.py; allauth's own pages would show every TOTP secret."""
        from allauth.account.models import EmailAddress
        from allauth.mfa.models import Authenticator
        from django.contrib import admin
        from django.contrib.auth.models import Group

        admin.site.unregister([Group, EmailAddress, Authenticator])
