"""Files become rows; edits made in the admin survive every later load."""

from pathlib import Path

import pytest

from diagnosis.catalogue.loader import load_content
from diagnosis.catalogue.models import CatalogueVersion, Cause, CodeCause, ErrorCode, Example, Signature, Step
from diagnosis.catalogue.reconcile import ContentError

pytestmark = pytest.mark.django_db

CAUSE = """
slug = "sign-in-location"
title = "Your location is not allowed"
summary = "Your organisation does not allow sign-ins from where you are."
meaning = "A rule looks at the country."
recognise = ["You are travelling"]
who_acts = "it"
position = 10
source = "Domain review"
reviewed_on = 2026-11-01

[[steps]]
key = "tell-it"
actor = "employee"
instruction = "Tell IT where you are."

[[steps]]
key = "check-log"
actor = "it"
instruction = "Read the sign-in log."
"""
CODES = "code,symbolic_name,family,who_can_fix,user_visible,cause_slug,note,source\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "causes").mkdir()
    (tmp_path / "signatures").mkdir()
    (tmp_path / "examples").mkdir()
    (tmp_path / "causes" / "sign-in-location.toml").write_text(CAUSE)
    (tmp_path / "codes.csv").write_text(CODES + "53003,Blocked,ca,it_admin,yes,sign-in-location,Blocked.,docs\n")
    (tmp_path / "codes-longtail.csv").write_text(
        CODES + "100004,,unknown,it_admin,no,unknown,Known by name.,auto\n53003,,x,it_admin,no,unknown,,auto\n"
    )
    (tmp_path / "client-codes.csv").write_text(
        CODES.replace("source", "evidence") + "0xCAA2000C,NAME,wam,user,yes,sign-in-location,Silent.,docs\n"
    )
    (tmp_path / "signatures" / "pages.toml").write_text(
        '[[signature]]\nkey = "place"\ncause = "sign-in-location"\nphrase = "unexpected location"\nweight = 2\n'
    )
    (tmp_path / "examples" / "office.toml").write_text(
        '[[example]]\ncause = "sign-in-location"\ntexts = ["I am abroad"]\n[[example]]\ncause = ""\ntexts = ["Hello"]\n'
    )
    return tmp_path


def test_files_become_rows(content: Path) -> None:
    load_content(content)

    assert Cause.objects.get().steps.count() == 2
    assert set(ErrorCode.objects.values_list("code", "is_reviewed")) == {
        ("53003", True),
        ("100004", False),
        ("0xCAA2000C", True),
    }
    assert ErrorCode.objects.get(code="0xCAA2000C").is_client
    assert not CodeCause.objects.filter(error_code__code="100004").exists()
    assert Signature.objects.get().weight == 2.0
    assert Example.objects.get(cause=None).text == "Hello"


def test_loading_twice_changes_nothing_and_keeps_the_version(content: Path) -> None:
    load_content(content)
    number = CatalogueVersion.objects.get().number

    second = load_content(content)

    assert not second.has_changed
    assert second.kept == []
    assert CatalogueVersion.objects.get().number == number


def test_a_step_edited_in_the_admin_survives_and_is_named(content: Path) -> None:
    load_content(content)
    step = Step.objects.get(key="tell-it")
    step.instruction = "Call the travel desk."
    step.save()
    path = content / "causes" / "sign-in-location.toml"
    path.write_text(CAUSE.replace("Tell IT where you are.", "Say where you are."))

    result = load_content(content)

    assert Step.objects.get(key="tell-it").instruction == "Call the travel desk."
    assert result.kept == ["step sign-in-location/tell-it"]


def test_an_unedited_row_follows_its_file(content: Path) -> None:
    load_content(content)
    path = content / "causes" / "sign-in-location.toml"
    path.write_text(CAUSE.replace("Read the sign-in log.", "Open the sign-in log."))

    result = load_content(content)

    assert Step.objects.get(key="check-log").instruction == "Open the sign-in log."
    assert result.updated == ["step sign-in-location/check-log"]


def test_an_edit_that_the_file_takes_over_is_no_edit_any_more(content: Path) -> None:
    load_content(content)
    Step.objects.filter(key="check-log").update(instruction="Open the sign-in log.")
    (content / "causes" / "sign-in-location.toml").write_text(CAUSE.replace("Read the", "Open the"))

    load_content(content)

    assert not Step.objects.get(key="check-log").is_edited


def test_edited_links_of_a_code_survive(content: Path) -> None:
    load_content(content)
    code = ErrorCode.objects.get(code="53003")
    code.links.update(weight=0.4)

    result = load_content(content)

    assert code.links.get().weight == 0.4
    assert result.kept == ["error code 53003"]


def test_a_row_that_left_the_files_goes_unless_it_was_edited(content: Path) -> None:
    load_content(content)
    Example.objects.filter(text="Hello").update(text="Hello there")
    (content / "examples" / "office.toml").write_text("")
    (content / "causes" / "sign-in-location.toml").write_text(CAUSE.split('[[steps]]\nkey = "check-log"')[0])

    load_content(content)

    assert [example.text for example in Example.objects.all()] == ["Hello there"]
    assert [step.key for step in Step.objects.all()] == ["tell-it"]


def test_a_cause_that_left_the_files_is_unpublished_and_comes_back(content: Path) -> None:
    load_content(content)
    Signature.objects.all().delete()
    path = content / "causes" / "sign-in-location.toml"
    for name in ("signatures/pages.toml", "examples/office.toml"):
        (content / name).write_text("")
    for name in ("codes.csv", "client-codes.csv", "codes-longtail.csv"):
        (content / name).write_text(CODES)
    path.unlink()

    load_content(content)
    assert not Cause.objects.get().is_published

    path.write_text(CAUSE)
    load_content(content)
    assert Cause.objects.get().is_published


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("causes/sign-in-location.toml", CAUSE.replace('title = "Your', 'titel = "Your'), "title is missing"),
        ("causes/sign-in-location.toml", CAUSE.replace('actor = "it"', 'actor = "boss"'), "check-log"),
        ("causes/sign-in-location.toml", "slug = ", "sign-in-location.toml: file"),
        ("signatures/pages.toml", '[[signature]]\nkey = "a"\ncause = "nobody"\nweight = 1\n', "'nobody'"),
        ("codes.csv", CODES + "53003,,,,,nobody,,\n", "no cause is called nobody"),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_loaded(content: Path, file: str, text: str, message: str) -> None:
    (content / file).write_text(text)

    with pytest.raises(ContentError, match=message):
        load_content(content)

    assert not Cause.objects.exists()


def test_every_save_changes_the_version(content: Path) -> None:
    load_content(content)
    number = CatalogueVersion.objects.get().number

    Signature.objects.get().save()

    assert CatalogueVersion.objects.get().number > number
