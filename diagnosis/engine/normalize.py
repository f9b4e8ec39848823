"""Cleaning: from whatever was pasted to text that is safe to store and bounded in size."""

import re
from dataclasses import dataclass

LIMIT = 65_536

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Unicode Bidirectional Algorithm, section 2: marks, embeddings, overrides, isolates.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class CleanText:
    """`is_truncated` says that words behind the limit were dropped."""

    text: str
    is_truncated: bool


def clean(text: str, *, limit: int = LIMIT) -> CleanText:
    """Drop control characters, show bidirectional controls as `[U+202E]`, end lines with \\n.

    `limit` counts bytes of UTF-8; the cut never splits a character. Cleaning twice changes nothing.
    """
    longest = 2 * limit  # every line may be one letter, and a browser sends two characters for its end
    head = _SURROGATES.sub("\ufffd", text[:longest])
    head = _CONTROLS.sub("", _LINE_ENDS.sub("\n", head))
    head = _BIDI.sub(lambda control: f"[U+{ord(control.group()):04X}]", head)
    encoded = head.encode()
    if len(encoded) > limit:
        return CleanText(encoded[:limit].decode(errors="ignore"), True)
    return CleanText(head, len(text) > longest)
