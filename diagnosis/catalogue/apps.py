from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "diagnosis.catalogue"
    label = "catalogue"
    verbose_name = _("What we know")

    def ready(self) -> None:
        from diagnosis.catalogue import versions

        versions.watch()
