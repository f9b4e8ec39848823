"""What every page knows about the organisation that runs the portal."""

from django.conf import settings
from django.http import HttpRequest


def organisation(request: HttpRequest) -> dict[str, object]:
    return {
        "organisation": settings.ORGANISATION,
        "support_phone": settings.SUPPORT_PHONE,
        "support_phone_digits": "".join(c for c in settings.SUPPORT_PHONE if c.isdigit() or c == "+"),
        "support_email": settings.SUPPORT_EMAIL,
        "public_base_url": settings.PUBLIC_BASE_URL,
    }
