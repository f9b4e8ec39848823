"""What people type, made safe to keep and to show again."""

from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import clean
from diagnosis.engine.types import MaskedText


def masked(text: str) -> MaskedText:
    """Control characters gone, at most 64 kB, every secret replaced by its label. Masking twice changes nothing."""
    return mask(clean(text).text)


def safe(text: str) -> str:
    return masked(text).text.strip()


def safe_line(text: str) -> str:
    """The same for a field of one line: line ends and runs of spaces become one space."""
    return " ".join(safe(text).split())
