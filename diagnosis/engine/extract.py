"""From a masked text to an ErrorReport: one reader per fact, in order, each on the folded copy of the text.

The forms are those of Microsoft's error pages, token errors, dialogs, command-line tools and logs.
"""

from bisect import bisect_left
from collections.abc import Container
from operator import attrgetter

from diagnosis.engine.client_codes import read_client_codes, read_office_tags
from diagnosis.engine.codes import read_codes
from diagnosis.engine.facts import READERS, Reading
from diagnosis.engine.folded import Folded, fold
from diagnosis.engine.labels import LabelIndex, find_labels, set_apart
from diagnosis.engine.tables import column_hits
from diagnosis.engine.types import CodeMention, ErrorReport, Fact, FactName, MaskedText
from diagnosis.engine.unlabelled import FALLBACKS
from diagnosis.engine.values import Value

_HIDDEN = "\x00"


def extract(masked: MaskedText, *, labels: LabelIndex, known_codes: Container[str] = frozenset()) -> ErrorReport:
    """Everything that can be read. `known_codes` are canonical: bare and damaged numbers count only if among them."""
    text = masked.text
    folded = set_apart(fold(_without_masks(masked)), labels)
    cells, names = column_hits(folded.text, labels)
    found = [hit for hit in find_labels(folded, labels) if hit.start not in names]
    hits = tuple(sorted((*found, *cells), key=attrgetter("start")))
    codes = read_codes(folded, text, hits, known_codes)
    reading = Reading(folded.text, hits, _position_of_cause(folded, codes), labels)
    words = {name: reader(reading) for name, reader in READERS}
    for fallback in FALLBACKS:
        fallback(reading, words)
    return ErrorReport(
        text=text,
        codes=codes,
        client_codes=read_client_codes(folded, text, known_codes),
        office_tags=read_office_tags(folded, text),
        facts=tuple(_fact(name, word, folded, text) for name, word in words.items() if word),
        masks=masked.masks,
    )


def _without_masks(masked: MaskedText) -> str:
    """The text with every mask blanked out, so that `[session state removed]` is read as nothing."""
    pieces: list[str] = []
    position = 0
    for mask in masked.masks:
        pieces += masked.text[position : mask.start], _HIDDEN * (mask.end - mask.start)
        position = mask.end
    return "".join((*pieces, masked.text[position:]))


def _position_of_cause(folded: Folded, codes: tuple[CodeMention, ...]) -> int:
    """Where the first code of the report stands in the folded copy; its IDs and time follow it."""
    return bisect_left(folded.starts, codes[0].start) if codes else 0


def _fact(name: FactName, word: Value, folded: Folded, text: str) -> Fact:
    start, end = folded.span(word.start, word.end)
    return Fact(name, word.value, text[start:end], start, end, is_certain=word.is_certain)
