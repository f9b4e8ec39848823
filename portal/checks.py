"""What an operator should know when the portal starts."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register
def support_phone_is_set(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    if settings.SUPPORT_PHONE:
        return []
    return [
        checks.Warning(
            "No SUPPORT_PHONE is set: pages say “call your IT help desk” without a number.",
            hint="Set SUPPORT_PHONE. Whoever is locked out has no mailbox, but has a phone.",
            id="portal.W001",
        )
    ]
