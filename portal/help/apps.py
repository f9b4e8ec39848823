from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpConfig(AppConfig):
    name = "portal.help"
    label = "help"
    verbose_name = _("Help pages")

    def ready(self) -> None:
        from portal import checks  # noqa: F401  (registers the start-up warnings)
