import random
import time

from diagnosis.engine.likeness import groups_of


def test_texts_that_differ_in_numbers_and_a_few_words_are_alike():
    texts = [
        "The badge at gate 12 does not let me into Teams since Monday",
        "Kaffeemaschine im dritten Stock ist kaputt",
        "the badge at gate 7 doesn't let me into Teams since Tuesday",
        "my badge at the gate does not let me into Teams",
    ]
    assert groups_of(texts) == [[0, 2, 3], [1]]


def test_scripts_without_spaces_are_grouped_too():
    assert groups_of(["会社のポータルにログインできません", "会社のポータルにログインできない", "昼食のメニュー"]) == [
        [0, 1],
        [2],
    ]


def test_texts_without_words_share_a_group():
    assert groups_of(["12345", "", "99999"]) == [[0, 1, 2]]


def test_two_thousand_different_texts_are_grouped_in_seconds():
    texts = [
        f"word{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} please help me with the sign in page now" for n in range(2000)
    ]
    started = time.perf_counter()
    assert sum(map(len, groups_of(texts))) == 2000
    assert time.perf_counter() - started < 5


def test_two_thousand_texts_of_the_same_few_words_are_grouped_in_seconds():
    words = [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)]
    mixed = random.Random(1)
    texts = [" ".join(mixed.sample(words, 60)) for _ in range(2000)]
    started = time.process_time()
    assert sum(map(len, groups_of(texts))) == 2000
    assert time.process_time() - started < 5
