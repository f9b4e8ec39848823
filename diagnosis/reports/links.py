"""Capability links: whoever holds one may open one report or one ticket, and nothing else.

A token is `<key id><generation>-<28 letters>`: an HMAC-SHA256 (cut to 140 bits) over kind, row and generation, in
lower-case base32 so that it can be typed from paper. Rows keep only its SHA-256.
"""

import base64
import hashlib
import hmac
from typing import Literal
from uuid import UUID

from django.conf import settings

Kind = Literal["report", "ticket"]

KEY_ID_LENGTH = 4
CODE_LENGTH = 28


def current_key_id() -> str:
    """Names LINK_KEY without telling it; a rotated key has another id."""
    return _code(b"key id")[:KEY_ID_LENGTH]


def derive(kind: Kind, pk: UUID, generation: int) -> str:
    """The same row and generation always give the same token, so a repeated submit can show the living link."""
    message = b"\x00".join([kind.encode(), pk.bytes, str(generation).encode()])
    return f"{current_key_id()}{generation}-{_code(message)}"


def digest(token: str) -> str:
    """What a row keeps of its token: the SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def generation_of(token: str) -> int | None:
    """The generation a token was made for; None where it has no such form. Trust it only once the digest matched."""
    number = token.partition("-")[0][KEY_ID_LENGTH:]
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= 5 else None


def _code(message: bytes) -> str:
    mac = hmac.digest(settings.LINK_KEY.encode(), message, "sha256")
    return base64.b32encode(mac).decode().lower()[:CODE_LENGTH]
