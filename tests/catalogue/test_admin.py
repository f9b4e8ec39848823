from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diagnosis.catalogue import drafts, trial
from diagnosis.catalogue.answer import diagnose
from diagnosis.catalogue.content_row import ContentRow
from diagnosis.catalogue.loader import load_content
from diagnosis.catalogue.models import Cause, CodeCause, ErrorCode, Example, Label, Signature, Step, Trial
from diagnosis.catalogue.rules import current
from diagnosis.catalogue.versions import current_number
from tests.accounts.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
ADMIN = "/admin/catalogue/"
KINDS = ("cause", "errorcode", "signature", "example", "label")


@pytest.fixture
def cause() -> Cause:
    cause = Cause.objects.create(
        slug="sign-in-location",
        title="Blocked place",
        summary="S",
        meaning="M",
        source="S",
        reviewed_on=date(2026, 1, 1),
    )
    Step.objects.create(cause=cause, key="go-home", actor="employee", instruction="Go home")
    return cause


@pytest.fixture
def code(cause: Cause) -> ErrorCode:
    code = ErrorCode.objects.create(code="53003", symbolic_name="BlockedByConditionalAccess")
    CodeCause.objects.create(error_code=code, cause=cause)
    return code


@pytest.fixture
def owner(client: Client) -> Client:
    sign_in(client, make_staff("content"))
    return client


def as_loaded(row: ContentRow) -> ContentRow:
    row.loaded_hash = row.content_hash()
    row.save()
    return row


def inline(name: str, rows: list[dict[str, object]], *, initial: int) -> dict[str, object]:
    form: dict[str, object] = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        form |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return form


def publish(owner: Client, saved: Any) -> None:
    """What the thread and the owner's next click do after an edit that can change answers."""
    assert saved.status_code == 302
    tried = Trial.objects.latest("pk")
    assert saved.url == f"{ADMIN}trial/{tried.pk}/change/"
    trial.run(tried)
    assert owner.post(f"{ADMIN}trial/{tried.pk}/publish/").url == f"{ADMIN}trial/"


def cause_form(cause: Cause, steps: list[dict[str, object]], *, initial: int, **changes: object) -> dict[str, object]:
    fields = ("title", "summary", "meaning", "recognise", "who_acts", "it_must_never", "position", "source")
    form = {field: getattr(cause, field) for field in fields}
    form |= {"reviewed_on": "2026-01-01", "is_published": "on", **changes}
    return form | inline("steps", steps, initial=initial)


def step_form(step: Step, **changes: object) -> dict[str, object]:
    fields = ("position", "actor", "platform", "instruction", "detail", "link", "key")
    form = {field: getattr(step, field) for field in fields}
    return {**form, "id": step.pk, "cause": step.cause_id, "is_published": "on", **changes}


def test_a_step_is_edited_beside_its_cause_and_the_rules_notice(owner: Client, cause: Cause) -> None:
    step = as_loaded(cause.steps.get())
    before = current_number()
    form = cause_form(cause, [step_form(step, instruction="Go to the office")], initial=1)
    assert owner.post(f"{ADMIN}cause/{cause.pk}/change/", form).status_code == 302
    step.refresh_from_db()
    assert step.instruction == "Go to the office"
    assert step.is_edited
    assert current_number() > before


def test_saving_without_a_change_is_no_edit(owner: Client, cause: Cause) -> None:
    cause.meaning = "The first paragraph.\n\nThe second."
    as_loaded(cause)
    step = as_loaded(cause.steps.get())
    # Browsers end each line of a text area with CR and LF, and Django's forms drop the space around a text.
    form = cause_form(cause, [step_form(step)], initial=1, meaning="The first paragraph.\r\n\r\nThe second.\r\n")
    assert owner.post(f"{ADMIN}cause/{cause.pk}/change/", form).status_code == 302
    assert not Cause.objects.get().is_edited
    assert not Step.objects.get().is_edited


def test_the_owner_waits_for_the_rules_and_the_next_visitor_does_not(
    owner: Client, cause: Cause, django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any
) -> None:
    form = {"key": "moon", "cause": cause.pk, "phrase": "the moon is blue", "kind": "phrase", "weight": 1}
    saved = owner.post(f"{ADMIN}signature/add/", {**form, "language": "en", "is_published": "on"})
    with django_capture_on_commit_callbacks(execute=True):
        publish(owner, saved)
    assert Signature.objects.get().is_published
    with django_assert_num_queries(1):
        current()


def test_a_new_step_is_added_and_the_rules_notice(owner: Client, cause: Cause) -> None:
    before = current_number()
    new = {"cause": cause.pk, "position": 20, "actor": "it", "platform": "", "instruction": "Look", "key": "look"}
    form = cause_form(cause, [step_form(cause.steps.get()), {**new, "is_published": "on"}], initial=1)
    assert owner.post(f"{ADMIN}cause/{cause.pk}/change/", form).status_code == 302
    assert [step.key for step in cause.steps.all()] == ["look", "go-home"]
    assert current_number() > before


def test_what_files_know_a_row_by_is_set_once(owner: Client, cause: Cause, code: ErrorCode) -> None:
    form = cause_form(cause, [step_form(cause.steps.get(), key="other")], initial=1, slug="other")
    owner.post(f"{ADMIN}cause/{cause.pk}/change/", form)
    assert Cause.objects.get().slug == "sign-in-location"
    assert Step.objects.get().key == "go-home"
    assert 'name="code"' not in owner.get(f"{ADMIN}errorcode/{code.pk}/change/").content.decode()


def test_the_causes_of_a_code_change_with_their_weights_and_the_rules_notice(
    owner: Client, cause: Cause, code: ErrorCode
) -> None:
    as_loaded(code)
    other = Cause.objects.create(
        slug="user-risk", title="Risk", summary="S", meaning="M", source="S", reviewed_on=date(2026, 1, 1)
    )
    before = current_number()
    form = {"is_published": "on", "is_reviewed": "on", "is_user_visible": "on", "symbolic_name": code.symbolic_name}
    form |= {"cause_1": cause.slug, "weight_1": 0.4, "cause_2": other.slug, "weight_2": ""}
    publish(owner, owner.post(f"{ADMIN}errorcode/{code.pk}/change/", form))
    assert list(code.links.values_list("cause__slug", "weight")) == [("user-risk", 1.0), ("sign-in-location", 0.4)]
    assert ErrorCode.objects.get().is_edited
    assert current_number() > before


def test_a_link_can_be_taken_away_and_the_rules_notice(owner: Client, cause: Cause, code: ErrorCode) -> None:
    before = current_number()
    publish(owner, owner.post(f"{ADMIN}errorcode/{code.pk}/change/", {"is_published": "on", "cause_1": ""}))
    assert not code.links.exists()
    assert current_number() > before


@pytest.mark.parametrize("spelling", ["AADSTS53003", "53 003", "0xcaa2000c", "0xCAA2000", "<b>"])
def test_a_code_nothing_could_match_is_refused(owner: Client, spelling: str) -> None:
    form = {"code": spelling, "is_published": "on"}
    assert "Write it as digits" in owner.post(f"{ADMIN}errorcode/add/", form).content.decode()


@pytest.mark.parametrize("spelling", ["53003", "0xCAA2000C", "1000000", "OOBEIDPS"])
def test_codes_as_microsoft_writes_them_are_taken(owner: Client, spelling: str) -> None:
    form = {"code": spelling, "is_published": "on"}
    assert owner.post(f"{ADMIN}errorcode/add/", form).status_code == 302


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "phrase", "phrase": "blocked sign-in"}, "three words or more"),
        ({"kind": "fact", "field": "device_state"}, "Name the fact"),
        ({"kind": "fact", "field": "device", "value": "*"}, "is no fact and no question"),
        ({"kind": "fact", "field": "network", "value": "hotel"}, "is no answer to"),
        ({"kind": "fact", "field": "network", "value": "*", "only_with_codes": "53003 AADSTS1"}, "is no code"),
        ({"kind": "phrase", "phrase": "one two three", "only_with_codes": "53003"}, "do not look at this"),
        ({"kind": "phrase", "phrase": "one two three", "field": "network", "value": "*"}, "do not look at this"),
        ({"kind": "phrase", "phrase": "one two three", "weight": 0}, "With weight 0 it does nothing"),
    ],
)
def test_a_signature_nothing_could_match_is_refused(
    owner: Client, cause: Cause, fields: dict[str, str], words: str
) -> None:
    form = {"key": "new", "cause": cause.pk, "weight": 1, "language": "en", "is_published": "on", **fields}
    assert words in owner.post(f"{ADMIN}signature/add/", form).content.decode()
    assert not Signature.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("network", "vpn"), ("changed", "~new"), ("app_name", "Outlook")])
def test_a_signature_of_a_fact_or_an_answer_is_taken(owner: Client, cause: Cause, field: str, value: str) -> None:
    form = {"key": "new", "cause": cause.pk, "weight": 1, "language": "en", "kind": "fact", "is_published": "on"}
    assert owner.post(f"{ADMIN}signature/add/", {**form, "field": field, "value": value}).status_code == 302


def test_the_page_of_a_row_says_whether_it_was_edited_here(owner: Client, cause: Cause) -> None:
    as_loaded(cause)
    address = f"{ADMIN}cause/{cause.pk}/change/"
    assert "as in the file" in owner.get(address).content.decode()
    Cause.objects.update(title="Another title")
    assert "edited here" in owner.get(address).content.decode()
    assert "as in the file" not in owner.get(f"{ADMIN}cause/add/").content.decode()


def test_the_form_of_a_code_holds_its_causes_with_their_weights(owner: Client, code: ErrorCode) -> None:
    page = owner.get(f"{ADMIN}errorcode/{code.pk}/change/").content.decode()
    assert '<option value="sign-in-location" selected>Blocked place</option>' in page
    assert page.count(" selected>Blocked place") == 1


def test_a_cause_stands_once_beside_its_code(owner: Client, cause: Cause, code: ErrorCode) -> None:
    form = {"is_published": "on", "cause_1": cause.slug, "cause_2": cause.slug}
    assert "stands here twice" in owner.post(f"{ADMIN}errorcode/{code.pk}/change/", form).content.decode()


def test_who_acts_is_never_called_you_where_content_is_edited(owner: Client, cause: Cause) -> None:
    Cause.objects.update(who_acts="employee")
    for address in (f"{ADMIN}cause/", f"{ADMIN}cause/{cause.pk}/change/"):
        shown = owner.get(address).content.decode()
        assert "The employee" in shown
        assert ">You<" not in shown


def test_an_example_gets_its_key_by_itself_and_is_taken_once(owner: Client, cause: Cause) -> None:
    form = {"text": "Outlook locks me out abroad", "cause": cause.pk, "language": "en", "is_published": "on"}
    assert owner.post(f"{ADMIN}example/add/", form).status_code == 302
    assert Example.objects.get().key.startswith("added-")
    assert "is an example already" in owner.post(f"{ADMIN}example/add/", form).text
    example = Example.objects.get()
    publish(owner, owner.post(f"{ADMIN}example/{example.pk}/change/", {**form, "language": "de"}))
    assert Example.objects.get().language == "de"


def test_a_text_can_be_added_again_after_its_words_were_edited(owner: Client, cause: Cause) -> None:
    form = {"text": "Outlook locks me out abroad", "cause": cause.pk, "language": "en", "is_published": "on"}
    owner.post(f"{ADMIN}example/add/", form | {"_draft": "1"})
    Example.objects.update(text="Teams locks me out abroad")
    assert owner.post(f"{ADMIN}example/add/", form | {"_draft": "1"}).status_code == 302
    assert Example.objects.count() == 2


def test_secrets_in_an_example_are_masked_before_it_is_kept_or_shown_again(owner: Client, cause: Cause) -> None:
    form = {"text": "53003 with Password: Summer2026!", "language": "en", "is_published": "on"}
    assert "Summer2026" not in owner.post(f"{ADMIN}example/add/", {**form, "cause": 0}).text
    assert owner.post(f"{ADMIN}example/add/", {**form, "cause": cause.pk}).status_code == 302
    assert Example.objects.get().text == "53003 with Password: [password removed]"


def label_form(**changes: object) -> dict[str, object]:
    return {"key": "de-ip", "language": "de", "field": "ip", "names": "Netzadresse", "is_published": "on", **changes}


def test_a_label_is_drafted_tried_and_then_read(owner: Client) -> None:
    text = "Error Code: 53003\nNetzadresse: 203.0.113.44"
    add = owner.post(f"{ADMIN}label/add/", label_form(names=" Netzadresse \r\n\r\nAdresse im Netz"))
    label = Label.objects.get()
    assert label.draft is not None
    assert label.moves_answers
    assert diagnose(text, current())[0].fact("ip") is None
    tried = owner.post(f"{ADMIN}trial/try/", {"text": text}).text
    assert "With all drafts" in tried
    assert "203.0.113.44</" in tried
    publish(owner, add)
    label.refresh_from_db()
    assert label.names == "Netzadresse\nAdresse im Netz"
    assert diagnose(text, current())[0].fact("ip").value == "203.0.113.44"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"names": "IP\nA"}, "“A” is too short"),
        ({"names": "--"}, "“--” is too short"),
        ({"names": " \r\n "}, "This field is required"),
        ({"field": "colour"}, "is not one of the available choices"),
        ({"field": "not_available", "names": "–"}, "too short"),
    ],
)
def test_a_label_that_would_stand_everywhere_or_nowhere_is_refused(
    owner: Client, changes: dict[str, object], message: str
) -> None:
    assert message in owner.post(f"{ADMIN}label/add/", label_form(**changes)).text
    assert not Label.objects.exists()


def test_one_letter_can_say_that_there_is_nothing(owner: Client) -> None:
    form = label_form(key="zh-not-available", language="zh", field="not_available", names="无")
    assert owner.post(f"{ADMIN}label/add/", form).status_code == 302
    assert Label.objects.get().names == "无"


def test_labels_are_found_by_language_and_by_meaning(owner: Client) -> None:
    Label.objects.create(key="de-ip", language="de", field="ip", names="Netzadresse")
    Label.objects.create(key="fr-app", language="fr", field="app", names="Application")
    for query in ("?language=de", "?field__exact=ip", "?q=netz"):
        page = owner.get(f"{ADMIN}label/{query}").text
        assert ("Netzadresse" in page, ">Application<" in page) == (True, False)


def test_rows_from_files_are_unpublished_not_deleted(client: Client, cause: Cause) -> None:
    sign_in(client, make_staff("admin"))
    made_here = Example.objects.create(key="here", text="text")
    from_file = as_loaded(Example.objects.create(key="file", text="text"))
    assert client.post(f"{ADMIN}example/{from_file.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{ADMIN}example/{made_here.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Example.objects.all()) == [from_file]
    for kind in KINDS:
        assert "delete_selected" not in client.get(f"{ADMIN}{kind}/").content.decode()
    assert 'name="steps-0-DELETE"' not in client.get(f"{ADMIN}cause/{cause.pk}/change/").content.decode()


def test_the_list_tells_edited_rows_from_rows_as_in_the_files(owner: Client, cause: Cause) -> None:
    as_loaded(Example.objects.create(key="file", text="words of the file"))
    Example.objects.create(key="here", text="words of the desk")
    both = owner.get(f"{ADMIN}example/").content.decode()
    assert ("words of the file" in both, "words of the desk" in both) == (True, True)
    edited = owner.get(f"{ADMIN}example/?edited=yes").content.decode()
    assert ">words of the desk<" in edited
    assert ">words of the file<" not in edited
    assert ">words of the desk<" not in owner.get(f"{ADMIN}example/?edited=no").content.decode()


def test_an_edit_survives_the_next_load(owner: Client, tmp_path: Path) -> None:
    content = content_with(tmp_path, instruction="As the file says")
    load_content(content)
    cause, step = Cause.objects.get(), Step.objects.get()
    form = cause_form(cause, [step_form(step, instruction="As the owner says")], initial=1)
    assert owner.post(f"{ADMIN}cause/{cause.pk}/change/", form).status_code == 302
    result = load_content(content_with(tmp_path, instruction="As the next file says"))
    assert result.kept == ["step sign-in-location/go-home"]
    assert Step.objects.get().instruction == "As the owner says"


def content_with(folder: Path, *, instruction: str) -> Path:
    (folder / "causes").mkdir(exist_ok=True)
    (folder / "causes" / "sign-in-location.toml").write_text(
        'slug = "sign-in-location"\ntitle = "Blocked place"\nsummary = "S"\nmeaning = "M"\nwho_acts = "it"\n'
        'source = "S"\nreviewed_on = 2026-01-01\n'
        f'[[steps]]\nkey = "go-home"\nactor = "employee"\ninstruction = "{instruction}"\n'
    )
    for name in ("codes.csv", "codes-longtail.csv", "client-codes.csv"):
        (folder / name).write_text("code,symbolic_name,family,cause_slug,who_can_fix,user_visible,note,source\n")
    return folder


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", ["", "?edited=yes", "?edited=no", "?q=key"])
def test_a_list_costs_the_same_for_few_rows_and_for_many(owner: Client, cause: Cause, kind: str, query: str) -> None:
    add_rows(cause, range(2))
    with CaptureQueriesContext(connection) as few:
        assert owner.get(f"{ADMIN}{kind}/{query}").status_code == 200
    add_rows(cause, range(2, 12))
    with CaptureQueriesContext(connection) as many:
        owner.get(f"{ADMIN}{kind}/{query}")
    assert len(many) == len(few)


def test_the_desk_costs_the_same_for_few_drafts_and_for_many(owner: Client, cause: Cause) -> None:
    def queries(numbers: range) -> int:
        add_rows(cause, numbers)
        for row in (*ErrorCode.objects.all(), *Signature.objects.all(), *Example.objects.all()):
            row.is_published = False
            drafts.keep(row, by=None, now=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            assert owner.get(f"{ADMIN}trial/").status_code == 200
        return len(asked)

    assert queries(range(2)) == queries(range(2, 12))


def add_rows(cause: Cause, numbers: range) -> None:
    for number in numbers:
        values = {"title": "T", "summary": "S", "meaning": "M", "source": "S", "reviewed_on": date(2026, 1, 1)}
        Cause.objects.create(slug=f"cause-{number}", **values)
        code = ErrorCode.objects.create(code=str(50000 + number))
        CodeCause.objects.create(error_code=code, cause=cause)
        Signature.objects.create(key=f"key-{number}", cause=cause, phrase="one two three")
        Example.objects.create(key=f"key-{number}", cause=cause, text="text")
        Label.objects.create(key=f"key-{number}", language="de", field="ip", names="IP-Adresse")


@pytest.mark.parametrize("kind", KINDS)
def test_search_and_filters_answer(owner: Client, cause: Cause, code: ErrorCode, kind: str) -> None:
    for query in ("?q=53003", "?q=location", "?edited=yes", "?is_published__exact=1"):
        assert owner.get(f"{ADMIN}{kind}/{query}").status_code == 200


def test_triage_reads_the_catalogue_and_changes_nothing(client: Client, cause: Cause) -> None:
    sign_in(client, make_staff("triage"))
    page = client.get(f"{ADMIN}cause/{cause.pk}/change/").content.decode()
    assert "Go home" in page
    assert 'name="_save"' not in page
    assert client.post(f"{ADMIN}cause/{cause.pk}/change/", cause_form(cause, [], initial=0)).status_code == 403


def test_a_new_cause_is_discarded_with_its_steps_unless_other_drafts_point_to_it(owner: Client, cause: Cause) -> None:
    step = {"position": 1, "actor": "it", "platform": "", "instruction": "Look", "key": "look", "is_published": "on"}
    form = cause_form(cause, [step], initial=0, title="Fog", slug="fog", _draft="1")
    assert owner.post(f"{ADMIN}cause/add/", form).status_code == 302
    new = Cause.objects.get(slug="fog")
    pointing = Signature(key="fog", cause=new, phrase="fog on the line")
    drafts.keep(pointing, by=None, now=timezone.now())

    refused = owner.post(f"{ADMIN}cause/{new.pk}/discard/", follow=True)
    assert "other drafts point to “Fog”" in refused.content.decode()
    assert new.steps.count() == 1

    owner.post(f"{ADMIN}signature/{pointing.pk}/discard/")
    assert owner.post(f"{ADMIN}cause/{new.pk}/discard/").status_code == 302
    assert list(Cause.objects.all()) == [cause]


def test_who_can_not_edit_reads_what_is_live(client: Client, cause: Cause, code: ErrorCode) -> None:
    step = cause.steps.get()
    step.instruction = "Not said yet"
    drafts.keep(step, by=None, now=timezone.now())
    sign_in(client, make_staff("triage"))

    page = client.get(f"{ADMIN}cause/{cause.pk}/change/").content.decode()

    assert "Go home" in page
    assert not any(words in page for words in ("Not said yet", "You see a draft", "Discard"))


def test_who_can_not_edit_reads_the_causes_of_a_code(client: Client, code: ErrorCode) -> None:
    sign_in(client, make_staff("triage"))
    assert "Blocked place (1.0)" in client.get(f"{ADMIN}errorcode/{code.pk}/change/").content.decode()


@pytest.mark.parametrize("page", ["trial/first/change/", "cause/first/history/"])
def test_an_address_without_a_number_is_not_found(owner: Client, page: str) -> None:
    assert owner.get(f"{ADMIN}{page}").status_code == 404
