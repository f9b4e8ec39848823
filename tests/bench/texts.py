"""What is measured: signatures and texts of one vocabulary, that of the catalogue's own content, and hostile shapes."""

import random
from collections.abc import Iterator, Sequence

from diagnosis.engine.normalize import LIMIT
from diagnosis.engine.types import PhraseRule, Rules

SEED = 53003
BLOCK = """Sorry, but we're having trouble signing you in.

AADSTS{code}: {note}
Request Id: 7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00
Correlation Id: 3f9a2b71-8c4d-4e5f-a6b7-c8d9e0f1a2b3
Timestamp: 2026-11-03T08:14:27Z
App name: Microsoft Outlook
App id: 5d661950-3475-41cd-a2c3-d671a3162bc1
IP address: 203.0.113.44
Device identifier: 0e6f1c2d-3b4a-4958-8776-655443322110
Device platform: Windows 11
Device state: Unregistered
User: alex.miller@contoso.com

"""
HOSTILE = (
    "a",
    "sign in ",
    "i can't sign in on my new phone ",
    "conditional access policy device ",
    "%252525",
    "&amp;",
    "AADSTS53003 ",
    "Correlation Id: ",
    "7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00 ",
    "eyJabcdefgh.",
    'password: "',
    "条件付きアクセス",
)


def signatures(rules: Rules, count: int) -> Iterator[PhraseRule]:
    """Two pieces of two to four words each, from anywhere in the content, stuck together."""
    chance = random.Random(SEED)
    texts = [words for words in (text.split() for text in _sentences(rules)) if len(words) > 4]
    slugs = sorted({rule.slug for rule in rules.phrases})
    for number in range(count):
        words = [word for _ in range(2) for word in _piece(chance, chance.choice(texts))]
        yield PhraseRule(f"bench-{number}", chance.choice(slugs), " ".join(words), 2.0)


def _piece(chance: random.Random, words: Sequence[str]) -> Sequence[str]:
    length = chance.randint(2, 4)
    start = chance.randint(0, len(words) - length)
    return words[start : start + length]


def pasted(rules: Rules, *, size: int, count: int, has_code: bool) -> list[str]:
    """Texts of `size` bytes of UTF-8: sentences of the content, behind an error block where `has_code`."""
    chance = random.Random(SEED + size)
    sentences = _sentences(rules)
    codes = sorted(code for code, rule in rules.codes.items() if code.isdigit() and len(code) >= 5 and rule.is_reviewed)
    return [_text(chance, sentences, chance.choice(codes) if has_code else "", size) for _ in range(count)]


def _text(chance: random.Random, sentences: Sequence[str], code: str, size: int) -> str:
    pieces = [BLOCK.format(code=code, note=chance.choice(sentences))] if code else []
    length = sum(map(len, pieces))
    while length < size:
        pieces.append(chance.choice(sentences))
        length += len(pieces[-1].encode()) + 1
    return "\n".join(pieces).encode()[:size].decode(errors="ignore")


def _sentences(rules: Rules) -> list[str]:
    return [example.text for example in rules.examples] + [rule.phrase for rule in rules.phrases]


def hostile() -> Iterator[tuple[str, str]]:
    """A name and 64 kB of it."""
    for shape in HOSTILE:
        yield repr(shape), shape * (LIMIT // len(shape.encode()) + 1)
