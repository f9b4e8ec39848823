"""Causes are learned from examples and shown with the words that spoke for them."""

import pytest

from diagnosis.engine import prose
from diagnosis.engine.concepts import compile_concepts, find_concepts, mend
from diagnosis.engine.words import fold, split_words

CONCEPTS = compile_concepts({"travel": ["on holiday", "im urlaub", "airport*", "旅行"], "new_phone": ["new .. phone"]})
LESSONS = [
    ("I am on holiday in Spain and can't get in", "sign-in-location", 1.0),
    ("Since I am at the airport my mail is blocked", "sign-in-location", 1.0),
    ("at the airport nothing opens", "sign-in-location", 1.0),
    ("I got a new phone and the approval never comes", "mfa-required", 1.0),
    ("my new work phone shows no approval", "mfa-required", 1.0),
    ("approval on the new phone does not come", "mfa-required", 1.0),
    ("The printer has no paper", "", 1.0),
    ("My parcel never comes", "", 1.0),
    ("the printer on floor 3 has no toner", "", 1.0),
]
MODEL = prose.train(LESSONS, CONCEPTS)


def first(text: str) -> str:
    found = prose.shares(MODEL, prose.traits(text, CONCEPTS))
    return max(found, key=lambda slug: found[slug])


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("ich bin im Urlaub", "sign-in-location"),
        ("旅行中です", "sign-in-location"),
        ("new iPhone, where is the approval?", "mfa-required"),
        ("no paper in the printer", ""),
    ],
)
def test_ideas_carry_over_to_words_and_languages_never_seen(text: str, slug: str) -> None:
    assert first(text) == slug


def test_the_same_examples_teach_the_same() -> None:
    assert prose.train(LESSONS, CONCEPTS) == MODEL


def test_shares_add_up_to_one() -> None:
    assert sum(prose.shares(MODEL, prose.traits("anything at all", CONCEPTS)).values()) == pytest.approx(1.0)


def test_reasons_are_words_of_the_text() -> None:
    text = "We are at the airport now"
    start, end, push = prose.reasons(MODEL, prose.traits(text, CONCEPTS), ["sign-in-location"])["sign-in-location"][0]

    assert "airport" in text[start:end]
    assert push > 0


@pytest.mark.parametrize("lessons", [[], [("one text", "user-risk", 1.0)]])
def test_nothing_is_learned_from_nothing_to_tell_apart(lessons: list[tuple[str, str, float]]) -> None:
    assert prose.shares(prose.train(lessons, CONCEPTS), prose.traits("one text", CONCEPTS)) == {}


def test_nothing_is_learned_from_texts_that_share_no_word() -> None:
    model = prose.train([("aaaa", "user-risk", 1.0), ("bbbb", "", 1.0)], compile_concepts({}))

    assert model.rows == {}


def test_numbers_teach_nothing() -> None:
    assert not [
        name for name in prose.traits("Error 53003 at 10:44", CONCEPTS).values() if any(c.isdigit() for c in name)
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I got a new company phone", ["new_phone"]),
        ("new and very shiny green expensive phone", []),
        ("airports are nice", ["travel"]),
        ("Die Reise", []),
    ],
)
def test_sayings_with_endings_and_gaps(text: str, names: list[str]) -> None:
    folded = fold(text)
    assert [hit.name for hit in find_concepts(CONCEPTS, folded, split_words(folded))] == names


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasword", "password"),
        ("passsword", "password"),
        ("passwrod", "password"),
        ("passport", "passport"),
        ("passworm", "passworm"),  # another letter makes another word
        ("paswrd", "paswrd"),
        ("passwords", "passwords"),  # the lexicon has it
    ],
)
def test_one_slip_in_a_common_word_is_mended(typed: str, meant: str) -> None:
    ways = [f"{word} password" for word in ("no", "my", "old", "new", "your")]
    index = compile_concepts({"password": [*ways, "password", "passwords"]})

    assert [word.text for word in mend(index, split_words(typed))] == [meant]


@pytest.mark.parametrize("text", ["Straße ÄÖÜ ﬁ İstanbul", "アクセス権 ＡＡＤ", "Größe​ 한국어"])
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
