"""Rules are built once per catalogue version and follow every edit."""

from pathlib import Path
from typing import Any

import pytest

from diagnosis.catalogue.answer import diagnose
from diagnosis.catalogue.models import Cause, CodeCause, ErrorCode, Example, Signature
from diagnosis.catalogue.rules import current

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


def test_an_unpublished_cause_is_never_an_answer(cause: Cause) -> None:
    code = ErrorCode.objects.create(code="53003")
    CodeCause.objects.create(error_code=code, cause=cause)
    assert first("AADSTS53003") == "user-risk"

    cause.is_published = False
    cause.save()

    assert first("AADSTS53003") is None


def test_examples_are_learned_once_and_kept(cause: Cause, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    for number, text in enumerate(["somebody stole my login", "a stranger used my login", "my login was stolen"]):
        Example.objects.create(key=f"risk-{number}", cause=cause, text=text)
        Example.objects.create(key=f"none-{number}", cause=None, text=f"lunch menu for day {text[:2]} soup and bread")
    assert first("it seems that a stranger stole the login") == "user-risk"
    [kept] = tmp_path.glob("learned-*.json")
    made_at = kept.stat().st_mtime_ns

    cause.title = "Another title"
    cause.save()
    current()

    assert kept.stat().st_mtime_ns == made_at
