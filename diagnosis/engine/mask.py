"""Taking secrets out of pasted text, before anything stores, logs or shows it.

Secrets are searched on folded copies, one for each layer of encoding, so percent-encoded, entity-encoded, escaped,
quoted, wrapped and split ones are found; what is replaced is the exact stretch of the given text.
"""

import re
from collections.abc import Iterable

from diagnosis.engine.folded import layers
from diagnosis.engine.secrets import LABELS, find_secrets
from diagnosis.engine.types import Mask, MaskedText

_PASSES = 6
_MASK = re.compile(rf"\[({'|'.join(map(re.escape, LABELS))}) removed\]")


def mask(text: str) -> MaskedText:
    """Each secret replaced by `[<label> removed]`. Masking the result again changes nothing.

    Taking one secret out can bare the next, so passes repeat until the text stands still, six at most.
    """
    for _ in range(_PASSES):
        masked = _mask_once(text)
        if masked == text:
            break
        text = masked
    return MaskedText(text, tuple(Mask(match[1], *match.span()) for match in _MASK.finditer(text)))


def cut(masked: MaskedText, limit: int) -> MaskedText:
    """At most `limit` characters of it: a text grows by its masks. No mask is cut in two."""
    if len(masked.text) <= limit:
        return masked
    end = next((found.start for found in masked.masks if found.start < limit < found.end), limit)
    return MaskedText(masked.text[:end], tuple(found for found in masked.masks if found.end <= end))


def _mask_once(text: str) -> str:
    secrets = [
        (*layer.span(secret.start, secret.end), secret.label)
        for layer in layers(text, opaque=_MASK)  # a mask that stands already is no secret and ends one
        for secret in find_secrets(layer.text)
    ]
    pieces: list[str] = []
    position = 0
    for start, end, label in _without_overlap(secrets):
        pieces += text[position:start], f"[{label} removed]"
        position = end
    return "".join((*pieces, text[position:]))


def _without_overlap(secrets: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Overlapping stretches become one, with the label of the one that starts first, the graver one on a tie."""
    merged: list[tuple[int, int, str]] = []
    for start, end, label in sorted(secrets, key=lambda secret: (secret[0], LABELS.index(secret[2]))):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((start, end, label))
    return merged
