"""Of everything a ranking rests on, the reader sees the words that tell something."""

from diagnosis.reports.reasons import reasons_of

TEXT = "Sign-in was blocked because it came from an unexpected location. Code 53003"


def evidence(kind, words, weight):
    start, end = (TEXT.index(words), TEXT.index(words) + len(words)) if words in TEXT else (None, None)
    return {"kind": kind, "words": words, "weight": weight, "start": start, "end": end}


def shown(*items):
    return [(str(reason.label), reason.words) for reason in reasons_of(items)]


def test_of_words_within_words_only_the_longer_ones_are_shown():
    whole = evidence("phrase", "came from an unexpected location", 2.6)
    assert shown(whole, evidence("words", "from", 4.0), evidence("words", "location", 3.0)) == [
        ("Words in your text", ["came from an unexpected location"])
    ]


def test_the_same_words_found_in_two_ways_are_shown_once():
    assert shown(evidence("words", "unexpected location", 3.0), evidence("phrase", "unexpected location", 1.0)) == [
        ("Words in your text", ["unexpected location"])
    ]


def test_words_that_weigh_next_to_nothing_are_left_out():
    assert shown(evidence("words", "location", 4.0), evidence("words", "it", 0.4)) == [
        ("Your description", ["location"])
    ]


def test_a_code_is_a_reason_of_its_own_even_within_other_words():
    assert shown(evidence("code", "53003", 4.0), evidence("phrase", "Code 53003", 1.0)) == [
        ("The code in your text", ["53003"]),
        ("Words in your text", ["Code 53003"]),
    ]


def test_what_speaks_against_a_cause_is_no_reason_for_it():
    assert shown(evidence("phrase", "blocked", -1.0)) == []


def test_an_answer_is_told_in_the_words_of_its_question():
    assert shown(evidence("answer", "network=travelling", 1.0)) == [
        ("Your answer", ["Travelling: hotel, airport, abroad"])
    ]
