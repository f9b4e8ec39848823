from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "diagnosis.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from diagnosis.catalogue import trial
        from diagnosis.reports import inbox

        trial.recent_texts.append(inbox.recent_texts)
