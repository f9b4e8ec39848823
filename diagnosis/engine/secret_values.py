"""Whether a word behind a label may be a password: what no word of a sentence looks like, and what is surely none."""

import re

from diagnosis.engine.secret_words import ORDINARY_WORDS, PASSWORD_WORDS, SENTENCE_WORDS

_CODE_OR_ID = re.compile(
    r"""
    (?: AADSTS[0-9]+ | SSPR_[0-9]+ | 0x[0-9A-F]+ | CAA[0-9A-F]{5} | [0-9A-F]{8}-[0-9A-F]{4}-.* | https?://.*
      | [\w.+#-]+@[\w-]+\.[\w.-]+
      | [0-9]{4}-[0-9]{2}-[0-9]{2}.* | [0-9]{1,2}[:./][0-9]{1,2}.* ) [.,;:)]*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HIDDEN = re.compile(r"[*\u2022\u25cf\u00b7.xX#_-]+$")
# Office365, Windows11, iPhone15: a name and its version.
_PRODUCT = re.compile(
    r"""
    (?: windows | win | server | office | microsoft | exchange | sharepoint | outlook | teams | dynamics | version
      | iphone | ipad | ios | macos | android | galaxy | pixel | chrome | firefox | safari | edge ){1,3}
    [0-9.]{0,8} (?:h[12]|cu[0-9]{1,2}|pro)? [.,;:)]*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Computers, tickets and servers have such names.
_THING = re.compile(r"(?:[A-Z]{2,15}[-_]?[0-9]{2,}|(?:DESKTOP|LAPTOP|PC|NB|WS|WIN)[-_][A-Z0-9-]+)[.,;:)]*$")
_AROUND = ".,;:()\"'`*_\\"  # the end of a sentence or a quotation, a word in bold letters
_MARKS = re.compile(r"[!#$%^&*+=~?@]")
_FEWEST_WORDS = 3


def may_be_secret(value: str) -> bool:
    """Not said about a password, no other label, no code, ID, time or address, not hidden already."""
    bare = value.lstrip(_AROUND).rstrip(_AROUND + "!?").lower()
    is_label = value.endswith((":", "=")) and value[:-1].lower() in PASSWORD_WORDS
    is_taken = value.startswith("[") or is_label or _HIDDEN.match(value) or _CODE_OR_ID.match(value)
    return bool(bare) and bare not in ORDINARY_WORDS and not is_taken


def may_be_word(value: str) -> bool:
    """An ordinary word as a password, `sunshine`: only where nothing else stands on its line."""
    return len(value) >= 5 and value.isascii() and may_be_secret(value)


def is_telling(value: str) -> bool:
    """Digits, signs or capitals inside: no word of a sentence looks like this."""
    bare = value.strip(_AROUND)
    if len(bare) < 4 or not may_be_secret(value):
        return False
    core = bare.rstrip("!?")
    has_sign = any(not character.isalnum() and character not in "-'’_/(" for character in core)
    return has_sign or bool(re.search(r"[0-9]|[a-z][A-Z]", core))


def is_unmistakable(value: str) -> bool:
    """Letters, digits, and a sign or as many digits as a year."""
    has_both = bool(re.search("[^\\W\\d_]", value) and re.search("[0-9]", value))
    has_sign = bool(_MARKS.search(value))
    return (
        has_both
        and (has_sign or bool(re.search("[0-9]{4}", value)))
        and is_telling(value)
        and not _PRODUCT.match(value)
        and not _THING.match(value)
    )


def is_like_a_password(value: str) -> bool:
    """Where the words before already speak of signing in: a small letter, and a digit or a mark."""
    bare = value.rstrip(".,;:)")
    has_both = bool(re.search("[a-z]", bare) and (re.search("[0-9]", bare) or _MARKS.search(bare)))
    return len(bare) >= 6 and has_both and is_telling(value) and not (_PRODUCT.match(value) or _THING.match(value))


def is_phrase(words: list[str], *, is_sentence: bool = False) -> bool:
    """Ordinary words that make no sentence: `correct horse battery staple`. One of four may be what sentences hold,
    none where the words go on with a sentence: "my password is …"."""
    known = sum(word.lower() in SENTENCE_WORDS or word.lower() in ORDINARY_WORDS for word in words)
    has_capitals = not all(word.islower() for word in words)
    are_enough = len(words) >= _FEWEST_WORDS + (has_capitals or is_sentence)
    are_plain = all(3 <= len(word) <= 14 and word.isalpha() for word in words)
    return are_enough and are_plain and known * 4 <= len(words) and not (known and (has_capitals or is_sentence))
