"""What every page knows about the organisation that runs the portal."""

from django.conf import settings
from django.http import HttpRequest


def organisation(request: HttpRequest) -> dict[str, object]:
    return {
        "organisation": settings.ORGANISATION,
        "support_phone": settings.SUPPORT_PHONE,
        "support_phone_digits": dialled(settings.SUPPORT_PHONE),
    }


def dialled(phone: str) -> str:
    """What a `tel:` link takes (RFC 3966): digits and a leading plus."""
    return "".join(character for character in phone if character.isdigit() or character == "+")
