"""A code as somebody types it in an address -> the row that knows it."""

import re

from django.db.models import Prefetch

from diagnosis.catalogue.models import CodeCause, ErrorCode
from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import clean
from diagnosis.reports import readings

PREFIX = re.compile(r"aadsts[\s:_-]*", re.IGNORECASE)
CLIENT_CODE = re.compile(r"(?:0x)?([0-9a-f]{8})", re.IGNORECASE)
SERVER_DIGITS = 5


def find_code(typed: str) -> ErrorCode | None:
    """`AADSTS53003`, `53003`, `0xCAA2000C`, `caa2000c` … with its published links to causes; None when unknown."""
    links = CodeCause.objects.filter(cause__is_published=True).select_related("cause")
    codes = ErrorCode.objects.filter(is_published=True, code__iexact=canonical(typed))
    return codes.prefetch_related(Prefetch("links", links)).first()


def canonical(typed: str) -> str:
    """The spelling of the catalogue, apart from the case of letters: server codes are digits, client codes have 0x."""
    bare = PREFIX.sub("", clean(typed).text.strip(), count=1)
    if found := CLIENT_CODE.fullmatch(bare):
        return f"0x{found[1]}"
    return bare


def safe(typed: str) -> str:
    """The typed words as the page may repeat them: an address can hold anything that was pasted."""
    return mask(clean(typed).text).text


def parent_of(typed: str) -> ErrorCode | None:
    """The five-digit code an unknown sub-code belongs to: related, but its advice may differ."""
    code = readings.parent_of(canonical(typed))
    return ErrorCode.objects.filter(is_published=True, is_reviewed=True, code=code).first() if code else None


def lookup_address(code: ErrorCode) -> str | None:
    """None for codes that Microsoft's page does not know: those of Windows and Office."""
    is_server_code = code.code.isdecimal() and len(code.code) >= SERVER_DIGITS
    return f"{readings.MICROSOFT_LOOKUP}{code.code}" if is_server_code else None
