"""Files become rows; edits made in the admin survive every later load."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from diagnosis.catalogue import drafts
from diagnosis.catalogue.loader import load_content
from diagnosis.catalogue.models import CatalogueVersion, Cause, CodeCause, ErrorCode, Example, Label, Signature, Step
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
SIGNATURE = """
[[signature]]
key = "place"
cause = "sign-in-location"
phrase = "unexpected location"
weight = 2
"""
LABEL = """
[[label]]
key = "de-app-id"
language = "de"
field = "app_id"
names = ["App-ID", "ID der App"]
"""
CODES = "code,symbolic_name,family,who_can_fix,user_visible,cause_slug,note,source\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "causes").mkdir()
    (tmp_path / "signatures").mkdir()
    (tmp_path / "examples").mkdir()
    (tmp_path / "labels").mkdir()
    (tmp_path / "causes" / "sign-in-location.toml").write_text(CAUSE)
    (tmp_path / "codes.csv").write_text(CODES + "53003,Blocked,ca,it_admin,yes,sign-in-location,Blocked.,docs\n")
    (tmp_path / "codes-longtail.csv").write_text(
        CODES + "100004,,unknown,it_admin,no,unknown,Known by name.,auto\n53003,,x,it_admin,no,unknown,,auto\n"
    )
    (tmp_path / "client-codes.csv").write_text(
        CODES.replace("source", "evidence") + "0xCAA2000C,NAME,wam,user,yes,sign-in-location,Silent.,docs\n"
    )
    (tmp_path / "signatures" / "pages.toml").write_text(SIGNATURE)
    (tmp_path / "labels" / "de.toml").write_text(LABEL)
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
    assert Label.objects.get().names.splitlines() == ["App-ID", "ID der App"]


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


def test_links_of_a_code_follow_its_file(content: Path) -> None:
    (content / "causes" / "user-risk.toml").write_text(CAUSE.replace("sign-in-location", "user-risk"))
    load_content(content)
    (content / "code-links.toml").write_text('["53003"]\nuser-risk = 0.5\n')

    result = load_content(content)

    assert result.updated == ["error code 53003"]
    links = CodeCause.objects.filter(error_code__code="53003")
    assert list(links.values_list("cause__slug", "weight")) == [("sign-in-location", 1.0), ("user-risk", 0.5)]
    assert not ErrorCode.objects.get(code="53003").is_edited


def test_edited_links_of_a_code_survive_also_where_its_file_changed(content: Path) -> None:
    load_content(content)
    code = ErrorCode.objects.get(code="53003")
    code.links.update(weight=0.4)
    (content / "codes.csv").write_text(CODES + "53003,Blocked,ca,it_admin,yes,sign-in-location,Other words.,docs\n")

    result = load_content(content)

    assert code.links.get().weight == 0.4
    assert result.kept == ["error code 53003"]


def test_a_row_that_left_the_files_goes_unless_it_was_edited(content: Path) -> None:
    load_content(content)
    Example.objects.filter(text="Hello").update(text="Hello there")
    (content / "examples" / "office.toml").write_text("")
    (content / "causes" / "sign-in-location.toml").write_text(CAUSE.split('[[steps]]\nkey = "check-log"')[0])

    result = load_content(content)

    assert [example.text for example in Example.objects.all()] == ["Hello there"]
    assert [step.key for step in Step.objects.all()] == ["tell-it"]
    assert len(result.retired) == 2
    assert result.kept == [f"example {Example.objects.get().key}"]


def test_a_row_that_left_the_files_stays_while_a_draft_of_it_waits(content: Path) -> None:
    load_content(content)
    drafted = Signature.objects.get()
    drafted.note = "Seen again"
    drafts.keep(drafted, by=None, now=datetime(2026, 11, 3, tzinfo=UTC))
    (content / "signatures" / "pages.toml").unlink()

    assert load_content(content).kept == [f"signature {drafted.key}"]

    drafts.discard(Signature.objects.get())
    assert load_content(content).retired == [f"signature {drafted.key}"]


def test_a_step_renamed_in_its_file_is_replaced_and_its_edited_twin_named(content: Path) -> None:
    load_content(content)
    path = content / "causes" / "sign-in-location.toml"
    path.write_text(CAUSE.replace('"tell-it"', '"tell-us"').replace('"check-log"', '"read-log"'))
    Step.objects.filter(key="check-log").update(instruction="Ours")

    result = load_content(content)

    assert set(Step.objects.values_list("key", flat=True)) == {"tell-us", "read-log", "check-log"}
    assert result.kept == ["step sign-in-location/check-log"]
    assert load_content(content).kept == result.kept


def test_rows_made_in_the_admin_are_not_spoken_of(content: Path) -> None:
    load_content(content)
    Example.objects.create(key="added-1", text="Ours")

    result = load_content(content)

    assert (result.kept, result.has_changed) == ([], False)


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
        (
            "causes/sign-in-location.toml",
            CAUSE.replace('title = "Your location is not allowed"', ""),
            "title is missing",
        ),
        ("causes/sign-in-location.toml", CAUSE.replace('who_acts = "it"', 'who_act = "it"'), "who_act is no name"),
        (
            "causes/sign-in-location.toml",
            CAUSE.replace('["You are travelling"]', '"You"'),
            "wrong kind .a list of lines",
        ),
        ("causes/sign-in-location.toml", CAUSE.replace('"A rule looks at the country."', "5"), "wrong kind"),
        (
            "causes/sign-in-location.toml",
            CAUSE.replace('key = "tell-it"', 'key = "tell-it"\nplatfrom = "mac"'),
            "platfrom",
        ),
        ("causes/sign-in-location.toml", CAUSE.replace('actor = "it"', 'actor = "boss"'), "check-log"),
        ("causes/sign-in-location.toml", "slug = ", "sign-in-location.toml: file"),
        ("signatures/pages.toml", '[[signature]]\nkey = "a"\ncause = "nobody"\nweight = 1\n', "'nobody'"),
        ("signatures/pages.toml", SIGNATURE + 'only_with_code = ["1"]\n', "place: only_with_code is no name"),
        ("signatures/pages.toml", SIGNATURE * 2, "place: stands twice"),
        ("examples/office.toml", '[[example]]\ncause = ""\ntexts = "Hello"\n', "texts: must be a list"),
        ("examples/office.toml", '[[example]]\ncause = ""\n', "texts: must be a list"),
        ("labels/de.toml", LABEL * 2, "de.toml: de-app-id: stands twice"),
        ("labels/de.toml", LABEL.replace('"app_id"', '"app_ids"'), "de-app-id: .*app_ids"),
        ("labels/de.toml", LABEL.replace("names", "name"), "de-app-id: name is no name"),
        ("labels/de.toml", LABEL.replace('["App-ID", "ID der App"]', '"App-ID"'), "a list of lines"),
        ("labels/de.toml", LABEL.replace("App-ID", "A"), "“A” is too short"),
        ("labels/de.toml", LABEL.replace("App-ID", ""), "“” is too short"),
        ("labels/de.toml", LABEL.replace('"App-ID", "ID der App"', ""), "de-app-id: .*blank"),
        ("codes.csv", CODES + "53003,,,,,nobody,,\n", "codes.csv: 53003: no cause is called 'nobody'"),
        ("codes.csv", CODES + "53003,,,,,sign-in-location,One, two,docs\n", "53003: has more cells"),
        ("codes.csv", CODES.replace("note", "notes"), "codes.csv: first line: note is missing"),
        ("code-links.toml", '["53003"]\nnobody = 0.5\n', "code-links.toml: 53003: no cause is called 'nobody'"),
        ("code-links.toml", '["1"]\nsign-in-location = 0.5\n', "code-links.toml: 1: is no code"),
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
