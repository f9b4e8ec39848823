"""Every way of saying an idea can be heard, and topics name ideas that exist."""

from diagnosis.catalogue.rules import concept_lexicon
from diagnosis.engine.concepts import GAP, compile_concepts, find_concepts, mend
from diagnosis.engine.words import fold, split_words

CONCEPTS = concept_lexicon("concepts")
INDEX = compile_concepts(CONCEPTS)


def heard(text: str) -> set[str]:
    folded = fold(text)
    return {hit.name for hit in find_concepts(INDEX, folded, mend(INDEX, split_words(folded)))}


def test_every_saying_is_heard() -> None:
    sayings = [(name, saying) for name, ways in CONCEPTS.items() for saying in ways]

    deaf = [(name, way) for name, way in sayings if name not in heard(way.replace("*", "").replace(f" {GAP} ", " "))]

    assert len(sayings) > 20_000
    assert deaf == []


def test_topics_name_ideas_of_the_lexicon() -> None:
    assert {idea for ideas in concept_lexicon("topics").values() for idea in ideas} <= set(CONCEPTS)


def test_names_with_digits_are_words_and_numbers_are_not() -> None:
    assert "second_factor" in heard("where is my 2FA?")
    assert [word.text for word in split_words("o365 53003 x2fa 12ab")] == ["o365", "x", "fa", "ab"]
