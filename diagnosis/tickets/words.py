"""What people type, made safe to keep and to show again."""

from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import LIMIT, clean
from diagnosis.engine.types import MaskedText


def masked(text: str, *, limit: int = LIMIT) -> MaskedText:
    """Control characters gone, at most `limit` bytes, every secret replaced by its label.

    Masking twice changes nothing. Where the text is cut, the word at the cut goes too: it may be half a secret.
    """
    cleaned = clean(text, limit=limit)
    return mask(cleaned.text.rpartition(" ")[0] or cleaned.text if cleaned.is_truncated else cleaned.text)


def safe(text: str, *, limit: int = LIMIT) -> str:
    return masked(text, limit=limit).text.strip()


def safe_line(text: str, *, limit: int = LIMIT) -> str:
    """The same for a field of one line: line ends and runs of spaces become one space."""
    return " ".join(safe(text, limit=limit).split())
