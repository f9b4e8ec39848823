"""Folds text for comparison and splits it into words. A fold never changes the length, so spans stay true."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Letters that Unicode does not decompose, written as the letter people type instead.
_PLAIN = {"ß": "s", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ı": "i", "’": "'", "‘": "'"}
# Scripts that put no space between words: Thai, kana, Han, half-width kana (Unicode blocks).
_NO_SPACES = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f"
_UNSPACED = re.compile(f"[{_NO_SPACES}]+")
# Digits are no words, but for names that have one. A change of script ends a word: the Japanese particle in "TPMが"
# is not part of "TPM".
_WITH_DIGITS = r"(?<![^\W_])(?:2fa|[mo]365|b2b)(?![^\W_])"
_WORD = re.compile(rf"{_WITH_DIGITS}|[^\W\d_{_NO_SPACES}]+(?:'[^\W\d_{_NO_SPACES}]+)?|[{_NO_SPACES}]+")


class Word(NamedTuple):
    """One folded word and where it stands."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes; exactly as long as `text`."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_letter, text))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    lower = letter.lower()
    if plain := _PLAIN.get(lower[:1]):
        return plain
    if "\uac00" <= letter <= "\ud7a3":  # Hangul syllables are whole letters
        return letter
    return unicodedata.normalize("NFKD", lower)[:1] or letter


def split_words(folded: str) -> list[Word]:
    """Words of scripts with spaces; runs of the others stay whole, see `unspaced_runs`."""
    return [Word(found.group(), *found.span()) for found in _WORD.finditer(folded)]


def unspaced_runs(folded: str) -> list[Word]:
    return [Word(found.group(), *found.span()) for found in _UNSPACED.finditer(folded)]
