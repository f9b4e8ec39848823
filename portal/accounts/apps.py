from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Staff accounts")

    def ready(self) -> None:
        from portal.accounts.roles import sync_groups

        # auth stands behind our apps in INSTALLED_APPS: by its turn their permissions exist.
        post_migrate.connect(sync_groups, sender=apps.get_app_config("auth"), dispatch_uid="sync-groups")
