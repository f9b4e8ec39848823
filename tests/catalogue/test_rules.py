"""Rules are built once per catalogue version and follow every edit."""

from pathlib import Path
from typing import Any

import pytest

from diagnosis.catalogue.answer import diagnose
from diagnosis.catalogue.learned import KEPT_MODELS
from diagnosis.catalogue.models import Cause, CodeCause, ErrorCode, Example, Label, Signature
from diagnosis.catalogue.rules import current
from diagnosis.engine.types import LABEL_FIELDS, VALUE_FIELDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def cause() -> Cause:
    return Cause.objects.create(
        slug="user-risk", title="Risk", summary="s", meaning="m", source="t", reviewed_on="2026-01-01"
    )


def first(text: str) -> str | None:
    _, diagnosis = diagnose(text, current())
    return diagnosis.causes[0].slug if diagnosis.causes else None


def test_the_same_version_gives_the_same_rules_with_one_query(cause: Cause, django_assert_num_queries: object) -> None:
    rules = current()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert current() is rules


def test_an_edit_is_in_the_next_diagnosis(cause: Cause) -> None:
    text = "The moon rises over the blue account"
    assert first(text) is None

    signature = Signature.objects.create(key="moon", cause=cause, phrase="the moon rises over the blue", weight=3)
    assert first(text) == "user-risk"

    signature.is_published = False
    signature.save()
    assert first(text) is None


def test_a_label_is_read_from_the_next_text_on(cause: Cause) -> None:
    def address() -> str | None:
        fact = diagnose("AADSTS53003\nNetzadresse: 203.0.113.44", current())[0].fact("ip")
        return fact.value if fact else None

    assert address() is None

    label = Label.objects.create(key="de-ip", language="de", field="ip", names="IP-Adresse\nNetzadresse")
    assert address() == "203.0.113.44"

    label.is_published = False
    label.save()
    assert address() is None


def test_every_meaning_of_a_label_is_known_to_the_engine() -> None:
    assert tuple(Label.Field.values) == (*LABEL_FIELDS, *VALUE_FIELDS)


def test_an_unpublished_cause_is_never_an_answer(cause: Cause) -> None:
    code = ErrorCode.objects.create(code="53003")
    CodeCause.objects.create(error_code=code, cause=cause)
    assert first("AADSTS53003") == "user-risk"

    cause.is_published = False
    cause.save()

    assert first("AADSTS53003") is None


@pytest.fixture
def lessons(cause: Cause, settings: Any, tmp_path: Path) -> Path:
    """Examples that tell stolen sign-ins from lunch; returns the folder in which what they teach is kept."""
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    for number, text in enumerate(["somebody stole my login", "a stranger used my login", "my login was stolen"]):
        Example.objects.create(key=f"risk-{number}", cause=cause, text=text)
        Example.objects.create(key=f"none-{number}", cause=None, text=f"lunch menu for day {text[:2]} soup and bread")
    return settings.VAR_DIR


STOLEN = "it seems that a stranger stole the login"


def test_examples_are_learned_once_and_kept(cause: Cause, lessons: Path) -> None:
    assert first(STOLEN) == "user-risk"
    [kept] = lessons.glob("learned-*")
    written = kept.stat().st_ino

    cause.title = "Another title"
    cause.save()
    current()

    assert [kept] == list(lessons.glob("learned-*"))
    assert kept.stat().st_ino == written


def test_what_was_kept_and_damaged_is_learned_again(cause: Cause, lessons: Path) -> None:
    current()
    [kept] = lessons.glob("learned-*")
    kept.write_text(kept.read_text()[:100])

    cause.save()

    assert first(STOLEN) == "user-risk"
    assert kept.stat().st_size > 100


def test_what_can_not_be_kept_is_learned_all_the_same(cause: Cause, lessons: Path) -> None:
    lessons.rmdir()

    assert first(STOLEN) == "user-risk"


def test_only_the_last_few_states_are_kept(cause: Cause, lessons: Path) -> None:
    for number in range(KEPT_MODELS + 2):
        Example.objects.create(key=f"more-{number}", cause=None, text=f"the printer jams {'x' * number}")
        current()

    assert len(list(lessons.glob("learned-*"))) == KEPT_MODELS


def test_examples_of_an_unpublished_cause_teach_nothing(cause: Cause, lessons: Path) -> None:
    other = Cause.objects.create(
        slug="licensing", title="L", summary="s", meaning="m", source="t", reviewed_on="2026-01-01"
    )
    for number in range(3):
        Example.objects.create(key=f"licence-{number}", cause=other, text=f"no licence for my mailbox {number}")
    cause.is_published = False
    cause.save()

    _, diagnosis = diagnose(STOLEN, current())

    assert "user-risk" not in [ranked.slug for ranked in diagnosis.causes]
