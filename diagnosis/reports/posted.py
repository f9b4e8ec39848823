"""What a form sent, even where the body is larger than Django will read."""

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, QueryDict

# 64 kB of text, each byte written as %XX, and room for the field's name.
HEAD_BYTES = 4 * 65_536
# A browser shows the answer only once it has sent everything, so the rest is read away, up to here.
DRAINED_BYTES = 32 * 1024 * 1024
CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Posted:
    """`is_cut`: the body was too large and `fields` hold its beginning only, or nothing of a multipart one."""

    fields: QueryDict
    is_cut: bool = False


def read_post(request: HttpRequest) -> Posted:
    try:
        return Posted(request.POST)
    except RequestDataTooBig:
        return Posted(_head(request), is_cut=True)


def _head(request: HttpRequest) -> QueryDict:
    if request.content_type != "application/x-www-form-urlencoded":
        return QueryDict()
    head = request.read(HEAD_BYTES)
    for _ in range(DRAINED_BYTES // CHUNK_BYTES):
        if not request.read(CHUNK_BYTES):
            break
    return QueryDict(head)
