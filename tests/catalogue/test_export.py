"""Rows become files again, and these files the same rows. Whoever edits in the admin can keep the edits as files."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from diagnosis.catalogue import drafts, loader
from diagnosis.catalogue.models import Cause, CodeCause, ErrorCode, Example, Label, Signature, Step
from diagnosis.catalogue.reconcile import ContentError, LoadResult
from portal.accounts.models import User
from portal.help import loader as help_loader
from portal.help.export import content_files
from portal.help.models import Article, FaqEntry
from tests.accounts.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
KINDS: tuple[Any, ...] = (Example, Signature, Label, CodeCause, ErrorCode, Step, FaqEntry, Article, Cause)
CATALOGUE = loader.CONTENT.relative_to(settings.BASE_DIR)
HELP = help_loader.CONTENT.relative_to(settings.BASE_DIR)
ODD = 'He said "no\\n" and \'\'\'that\'\'\' was """all"""\\\n\n  # 100 % = [[steps]]\n+++\n\tC:\\temp\\\x7f\r, ünï 登录 🙂'
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def load(folder: Path = settings.BASE_DIR) -> LoadResult:
    result = loader.load_content(folder / CATALOGUE)
    result.add(help_loader.load_content(folder / HELP))
    return result


def export() -> dict[str, str]:
    return {path: text for kind in content_files() for path, text in kind.files.items()}


def said() -> dict[tuple[str, str], dict[str, Any]]:
    """What every row says, by how files know it; the links of codes and questions are part of it."""
    names: dict[Any, Callable[[Any], str]] = {Article: lambda row: row.slug, FaqEntry: lambda row: row.slug}
    related = {ErrorCode: "links__cause", Step: "cause", Signature: "cause", Example: "cause", FaqEntry: "causes"}
    return {
        (kind.__name__, names.get(kind, drafts.name_of)(row)): dict(row.content())
        for kind in KINDS
        if kind is not CodeCause
        for row in kind.objects.prefetch_related(*filter(None, [related.get(kind)]))
    }


def as_in_an_empty_database(folder: Path) -> None:
    FaqEntry.causes.through.objects.all().delete()
    for kind in KINDS:
        # Without a signal for each of ten thousand rows, which a load raises once anyway.
        kind.objects.all()._raw_delete(using="default")
    load(folder)


def make_cause(slug: str, **values: Any) -> Cause:
    texts = {"title": slug.title(), "summary": "S", "meaning": "M", "source": "S", "reviewed_on": date(2026, 1, 1)}
    return Cause.objects.create(slug=slug, **texts | values)


def test_content_that_nobody_edited_comes_out_as_the_very_files_it_came_from() -> None:
    load()

    found = export()

    assert [path for path, text in found.items() if text.encode() != (settings.BASE_DIR / path).read_bytes()] == []
    kept = {path for folder in (CATALOGUE, HELP) for path in settings.BASE_DIR.glob(f"{folder}/**/*.*")}
    assert {path.name for path in kept - {settings.BASE_DIR / path for path in found}} == {
        "concepts.toml",
        "concept-topics.toml",
    }


def edit_everything() -> None:
    local = make_cause(
        "our-rule", meaning=ODD, recognise="One \r\n\r\nThree", local_codes="53003 50034", waiting_time="two hours"
    )
    for position, key in ((10, "ask"), (10, "send"), (45, "wait")):
        Step.objects.create(
            cause=local, key=key, position=position, actor="it", instruction=ODD.split("\n")[0], detail=ODD
        )
    Step.objects.filter(key="send").update(
        is_hand_off=True, is_published=False, platform="mac", link="https://a.example.com"
    )
    Step.objects.filter(cause__slug="sign-in-location", key="switch-network-once").update(instruction="Switch \tonce")
    Cause.objects.filter(slug="throttled").update(is_published=False, it_must_never="")

    Signature.objects.filter(key="app-azure-cli").update(is_published=False, only_with_codes="", weight=-0.125)
    Signature.objects.create(key="ours", cause=local, phrase='the "moon" gate', weight=1, language="de", note=ODD[:20])
    Label.objects.filter(language="de", field="error_code").update(
        names='Fehlercode\nFehler "X"\nNr, x', is_published=False
    )

    first, second = Example.objects.filter(batch="long-mail").order_by("pk")[2:4]
    Example.objects.filter(pk=first.pk).update(text=ODD)
    Example.objects.filter(pk=second.pk).update(cause=None, is_published=False)
    Example.objects.create(key="added-1", cause=local, text=ODD)
    Example.objects.create(key="added-2", text="Somebody else's gate", language="de", batch="own")
    Example.objects.create(key="added-3", text="A line in another batch", batch="brand-new")

    edit_codes(local)

    Article.objects.filter(slug="when-you-travel").update(body=ODD.replace("\r", ""), title='A "b"', is_published=False)
    Article.objects.create(slug="ours", title="T", summary="S", body="+++\n\n## B\n", source="S", reviewed_on=NOW)
    entry = FaqEntry.objects.create(slug="ours", question="Q?", answer=ODD, source="S", reviewed_on=NOW)
    entry.causes.set([local])
    FaqEntry.objects.filter(slug="what-is-53003").update(is_published=False, position=7)


def edit_codes(local: Cause) -> None:
    """Without a cause, with the usual weights and others, reviewed by us, known by name only, switched off."""
    ErrorCode.objects.get(code="50034").links.all().delete()
    ErrorCode.objects.get(code="53003").links.filter(weight=1).update(weight=0.9)
    for code in ("53003", "100000", "0xCAA10001"):
        CodeCause.objects.create(error_code=ErrorCode.objects.get(code=code), cause=local, weight=0.35)
    ErrorCode.objects.filter(code="100001").update(is_reviewed=True, is_user_visible=True, note='A "b", c')
    ErrorCode.objects.filter(code="100002").update(is_published=False)
    ErrorCode.objects.filter(code="100007").update(is_reviewed=False)
    named_only = ErrorCode.objects.create(code="9999991", is_reviewed=False, source="S")
    CodeCause.objects.create(error_code=named_only, cause=Cause.objects.get(slug="unknown"), weight=0.5)
    ErrorCode.objects.create(code="OOBEOURS", note="Ours")


def test_edited_content_comes_back_from_its_files_and_a_second_load_doubles_nothing(tmp_path: Path) -> None:
    load()
    edit_everything()
    before = said()
    folder, out = tmp_path / "new", StringIO()

    call_command("export_content", folder, stdout=out)
    assert f"codes: {ErrorCode.objects.count()} rows in 4 files" in out.getvalue()

    taken_over = load(folder)
    assert (taken_over.has_changed, taken_over.kept) == (False, [])
    assert said() == before
    assert not Example.objects.get(key="added-1").is_edited

    as_in_an_empty_database(folder)
    assert said() == before
    again = export()
    assert {path: (folder / path).read_bytes().decode() for path in again} == again
    assert not load(folder).has_changed


def test_rows_made_in_the_admin_get_a_file_of_their_own() -> None:
    cause = make_cause("our-rule")
    Example.objects.create(key="added-1", cause=cause, text="I wait at the moon gate")
    Signature.objects.create(key="moon", cause=cause, phrase="the moon gate", only_with_codes="53003 50034")

    found = export()

    assert found[f"{CATALOGUE}/examples/own.toml"] == (
        '[[example]]\ncause = "our-rule"\nkey = "added-1"\nlanguage = "en"\ntexts = [\n    "I wait at the moon gate",\n]\n'
    )
    assert found[f"{CATALOGUE}/signatures/own.toml"] == (
        '[[signature]]\nkey = "moon"\ncause = "our-rule"\nphrase = "the moon gate"\n'
        'only_with_codes = ["53003", "50034"]\nweight = 1.0\n'
    )


def test_a_file_whose_rows_changed_keeps_the_comment_at_its_top() -> None:
    Signature.objects.create(key="app-azure-cli", cause=make_cause("our-rule"), phrase="the moon gate")

    text = export()[f"{CATALOGUE}/signatures/facts.toml"]

    comment, _, rows = text.partition("\n\n")
    assert (loader.CONTENT / "signatures/facts.toml").read_text().startswith(f"{comment}\n\n")
    assert comment.startswith("# Facts of the error block")
    assert rows.startswith('[[signature]]\nkey = "app-azure-cli"\n')


def test_drafts_are_not_exported(tmp_path: Path) -> None:
    owner = User.objects.create(email="owner@example.com")
    cause, code = make_cause("sign-in-location"), ErrorCode.objects.create(code="53003")
    entry = FaqEntry.objects.create(slug="q", question="Q?", answer="A", source="S", reviewed_on=NOW)
    before = said()
    drafted = Cause(
        slug="drafted", title="D", summary="S", meaning="M", source="S", reviewed_on=date(2026, 1, 1), is_published=True
    )
    cause.title = "Not yet"
    step = Step(cause=cause, key="a", actor="it", instruction="Not yet")
    signature = Signature(key="new", cause=drafted, phrase="not yet live")
    for row in (cause, drafted, step, signature, Example(key="new", cause=cause, text="Not yet")):
        drafts.keep(row, by=owner, now=NOW)
    # Live rows may point to a cause that is a draft: the link is as little live as the cause.
    Example.objects.create(key="waits", cause=drafted, text="Not yet either")
    CodeCause.objects.create(error_code=code, cause=drafted)
    entry.causes.add(drafted)

    call_command("export_content", tmp_path, verbosity=0)
    as_in_an_empty_database(tmp_path)

    assert said() == before
    assert not [path for path, text in export().items() if "ot yet" in text]


def test_a_folder_that_holds_something_is_left_alone_unless_forced(tmp_path: Path) -> None:
    make_cause("our-rule")
    (tmp_path / "letter.txt").write_text("Mine")

    with pytest.raises(CommandError, match="is not empty"):
        call_command("export_content", tmp_path, verbosity=0)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]

    call_command("export_content", tmp_path, "--force", verbosity=0)
    assert (tmp_path / CATALOGUE / "causes/our-rule.toml").exists()
    assert (tmp_path / "letter.txt").read_text() == "Mine"

    with pytest.raises(CommandError, match="Not exported"):
        call_command("export_content", tmp_path / "letter.txt", verbosity=0)


def test_the_loader_refuses_one_key_for_two_texts_and_one_text_twice(tmp_path: Path) -> None:
    call_command("export_content", tmp_path, verbosity=0)
    path = tmp_path / CATALOGUE / "examples" / "office.toml"
    path.parent.mkdir()

    for text, problem in (
        ('[[example]]\nkey = "a"\ntexts = ["One", "Two"]\n', "a: a key is for one text alone"),
        ('[[example]]\ntexts = ["One"]\n' * 2, "stands twice"),
        ('[[example]]\nkey = "a"\ntexts = ["One"]\n[[example]]\nkey = "a"\ntexts = ["Two"]\n', "a: stands twice"),
    ):
        path.write_text(text)
        with pytest.raises(ContentError, match=problem):
            load(tmp_path)


def test_a_content_owner_downloads_everything_that_is_live(client: Client) -> None:
    make_cause("our-rule")
    Article.objects.create(slug="ours", title="T", summary="S", body="B", source="S", reviewed_on=NOW)
    sign_in(client, make_staff("content"))
    assert "/admin/help/article/export/" in client.get("/admin/catalogue/trial/").content.decode()

    response = client.get("/admin/help/article/export/")

    assert response["Content-Disposition"] == 'attachment; filename="content.zip"'
    with ZipFile(BytesIO(response.content)) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == export()
