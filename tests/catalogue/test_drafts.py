"""Edits wait as drafts; publishing tries them on every example first."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import ProtectedError

from diagnosis.catalogue import drafts, trial
from diagnosis.catalogue.answer import diagnose
from diagnosis.catalogue.content_row import DraftedRow
from diagnosis.catalogue.models import Cause, CodeCause, ErrorCode, Example, Revision, Signature, Step, Trial
from diagnosis.catalogue.rules import current
from diagnosis.catalogue.versions import current_number
from portal.accounts.models import User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
PHRASE = "the moon gate stays shut"
TEXT = f"Outlook says {PHRASE}, AADSTS53003 appears"


def make_cause(slug: str, **values: Any) -> Cause:
    texts = {"title": slug.title(), "summary": "S", "meaning": "M", "source": "S", "reviewed_on": date(2026, 1, 1)}
    return Cause.objects.create(slug=slug, **texts | values)


@pytest.fixture
def owner() -> User:
    return User.objects.create(email="owner@example.com")


@pytest.fixture
def causes() -> dict[str, Cause]:
    """53003 means a policy, now and then a place; one example says so."""
    found = {slug: make_cause(slug) for slug in ("conditional-access-policy", "sign-in-location")}
    code = ErrorCode.objects.create(code="53003")
    for slug, weight in (("conditional-access-policy", 1.0), ("sign-in-location", 0.9)):
        CodeCause.objects.create(error_code=code, cause=found[slug], weight=weight)
    Example.objects.create(key="moon", cause=found["conditional-access-policy"], text=TEXT)
    return found


def draft_of(row: DraftedRow, owner: User) -> DraftedRow:
    drafts.keep(row, by=owner, now=NOW)
    return row


def signature(cause: Cause, **values: Any) -> Signature:
    return Signature(key="moon-gate", cause=cause, phrase=PHRASE, weight=3.0, **values)


def first(text: str) -> str:
    return next((cause.slug for cause in diagnose(text, current())[1].causes), "")


def tried(rows: list[DraftedRow], owner: User) -> Trial:
    begun = trial.start(rows, by=owner, now=NOW)
    trial.run(begun)
    begun.refresh_from_db()
    return begun


def effects(outcome: Trial) -> list[tuple[str, str]]:
    return [(change["effect"], change["reference"]) for change in outcome.changes]


def test_an_edit_is_kept_and_nothing_live_changes(causes: dict[str, Cause], owner: User) -> None:
    before = current_number()
    cause = causes["sign-in-location"]
    cause.title = "Blocked place"

    draft_of(cause, owner)

    live = Cause.objects.get(pk=cause.pk)
    assert (live.title, live.draft) == ("Sign-In-Location", {"title": "Blocked place"})
    assert (live.drafted_by, live.drafted_at) == (owner, NOW)
    assert current_number() == before


def test_an_edit_back_to_what_is_live_is_no_draft(causes: dict[str, Cause], owner: User) -> None:
    cause = causes["sign-in-location"]
    cause.title = "Blocked place"
    draft_of(cause, owner)
    cause.title = "Sign-In-Location"
    draft_of(cause, owner)
    assert Cause.objects.get(pk=cause.pk).draft is None
    assert drafts.pending() == []


def test_a_new_draft_leaves_the_trials_of_others_true(causes: dict[str, Cause], owner: User) -> None:
    outcome = tried([draft_of(signature(causes["sign-in-location"]), owner)], owner)
    draft_of(Example(key="a", text="Lunch"), owner)
    assert trial.is_current(outcome)


def test_a_new_row_is_not_live_before_it_is_published(causes: dict[str, Cause], owner: User) -> None:
    row = draft_of(signature(causes["sign-in-location"]), owner)
    assert first(TEXT) == "conditional-access-policy"

    drafts.publish([row], by=owner, now=NOW)

    assert first(TEXT) == "sign-in-location"
    [revision] = Revision.objects.all()
    assert (revision.before, revision.after["phrase"], revision.made_by) == ({}, PHRASE, owner)


def test_the_causes_of_a_code_wait_with_it(causes: dict[str, Cause], owner: User) -> None:
    code = ErrorCode.objects.get()
    code.take({"causes": [["sign-in-location", 1.0]]})
    row = draft_of(code, owner)
    assert first("AADSTS53003") == "conditional-access-policy"

    drafts.publish([row], by=owner, now=NOW)

    assert [str(link) for link in ErrorCode.objects.get().links.all()] == ["Sign-In-Location (1.0)"]
    assert first("AADSTS53003") == "sign-in-location"


def test_a_discarded_draft_leaves_the_row_and_a_new_one_goes(causes: dict[str, Cause], owner: User) -> None:
    cause = causes["sign-in-location"]
    cause.title = "Blocked place"
    drafts.discard(draft_of(cause, owner))
    drafts.discard(draft_of(signature(cause), owner))
    assert Cause.objects.get(pk=cause.pk).draft is None
    assert not Signature.objects.exists()


def test_a_row_that_was_live_once_outlives_a_discarded_return(causes: dict[str, Cause], owner: User) -> None:
    drafts.publish([draft_of(signature(causes["sign-in-location"]), owner)], by=owner, now=NOW)
    for is_published in (False, True):
        row = Signature.objects.get()
        row.is_published = is_published
        draft_of(row, owner)
        if not is_published:
            drafts.publish(drafts.pending(), by=owner, now=NOW)

    drafts.discard(Signature.objects.get())

    assert not Signature.objects.get().is_published


def test_a_new_cause_stays_while_a_draft_points_to_it(owner: User) -> None:
    cause = Cause(
        slug="own", title="Own", summary="S", meaning="M", source="S", reviewed_on=date(2026, 1, 1), is_published=True
    )
    draft_of(cause, owner)
    draft_of(signature(cause), owner)
    with pytest.raises(ProtectedError):
        drafts.discard(Cause.objects.get())


def test_a_draft_somebody_published_meanwhile_is_not_published_again(causes: dict[str, Cause], owner: User) -> None:
    row = draft_of(signature(causes["sign-in-location"]), owner)
    drafts.publish([row], by=owner, now=NOW)
    with pytest.raises(drafts.DraftGoneError):
        drafts.publish([row], by=owner, now=NOW)
    assert Revision.objects.count() == 1


def test_what_it_said_before_comes_back_as_a_draft(causes: dict[str, Cause], owner: User) -> None:
    cause = causes["sign-in-location"]
    cause.title = "Blocked place"
    [revision] = drafts.publish([draft_of(cause, owner)], by=owner, now=NOW)
    assert (revision.before, revision.after) == ({"title": "Sign-In-Location"}, {"title": "Blocked place"})

    drafts.restore(revision, Cause.objects.get(pk=cause.pk), by=owner, now=NOW)

    live = Cause.objects.get(pk=cause.pk)
    assert (live.title, live.draft) == ("Blocked place", {"title": "Sign-In-Location"})


def test_words_alone_move_no_answer_and_rules_do(causes: dict[str, Cause], owner: User) -> None:
    cause = causes["sign-in-location"]
    step = Step(cause=cause, key="home", actor="employee", instruction="Go home")
    cause.summary = "Another sentence"
    assert not draft_of(cause, owner).moves_answers
    assert not draft_of(step, owner).moves_answers
    cause.local_codes = "53003"
    assert draft_of(cause, owner).moves_answers
    assert draft_of(signature(cause), owner).moves_answers


def test_a_trial_lists_the_examples_it_would_break(causes: dict[str, Cause], owner: User) -> None:
    row = draft_of(signature(causes["sign-in-location"]), owner)

    outcome = tried([row], owner)

    assert effects(outcome) == [("breaks", "moon")]
    assert (outcome.done, outcome.total) == (1, 1)
    assert outcome.changes[0]["before"]["slug"] == "conditional-access-policy"
    assert outcome.changes[0]["after"]["slug"] == "sign-in-location"
    assert first(TEXT) == "conditional-access-policy"
    assert not Revision.objects.exists()


def test_what_breaks_an_example_goes_live_only_with_consent(causes: dict[str, Cause], owner: User) -> None:
    outcome = tried([draft_of(signature(causes["sign-in-location"]), owner)], owner)
    with pytest.raises(trial.BreaksExamplesError):
        trial.publish(outcome, accepts_breaks=False, by=owner, now=NOW)
    assert first(TEXT) == "conditional-access-policy"

    trial.publish(outcome, accepts_breaks=True, by=owner, now=NOW)

    assert first(TEXT) == "sign-in-location"


def test_a_trial_of_an_older_state_publishes_nothing(causes: dict[str, Cause], owner: User) -> None:
    row = draft_of(signature(causes["sign-in-location"]), owner)
    unfinished = trial.start([row], by=owner, now=NOW)
    finished = tried([row], owner)
    draft_of(signature(causes["sign-in-location"], pk=row.pk, note="Edited again"), owner)
    for outcome in (unfinished, finished):
        with pytest.raises(trial.NotTriedError):
            trial.publish(outcome, accepts_breaks=True, by=owner, now=NOW)
    assert not Signature.objects.get().is_published


def test_a_new_example_that_would_still_be_missed_is_named(causes: dict[str, Cause], owner: User) -> None:
    row = draft_of(Example(key="new", cause=make_cause("throttled"), text="AADSTS53003 again"), owner)
    assert ("unmet", "new") in effects(tried([row], owner))


def test_recent_texts_are_tried_too(causes: dict[str, Cause], owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "recent_texts", [lambda most: [("report-1", f"my {PHRASE} 53003 error code")]])
    outcome = tried([draft_of(signature(causes["sign-in-location"]), owner)], owner)
    assert effects(outcome) == [("breaks", "moon"), ("changes", "report-1")]


def test_an_own_meaning_of_a_code_stands_before_ours(causes: dict[str, Cause], owner: User) -> None:
    own = make_cause("vpn-first", local_codes="53003")
    strong = signature(causes["sign-in-location"])
    strong.save()
    answer = diagnose(TEXT, current())[1]
    assert answer.causes[0].slug == "vpn-first"
    assert answer.causes[0].confidence == "likely"
    own.is_published = False
    own.save()
    assert first(TEXT) == "sign-in-location"


def test_a_new_version_of_the_files_stands_in_the_history(tmp_path: Path) -> None:
    from diagnosis.catalogue.loader import load_content
    from tests.catalogue.test_admin import content_with

    load_content(content_with(tmp_path, instruction="As the file says"))
    assert not Revision.objects.exists()
    load_content(content_with(tmp_path, instruction="As the next file says"))
    [revision] = Revision.objects.all()
    assert (revision.name, revision.made_by) == ("sign-in-location/go-home", None)
    assert revision.before == {"instruction": "As the file says"}


def test_a_draft_that_names_a_deleted_cause_leaves_the_row_with_the_one_it_has(
    causes: dict[str, Cause], owner: User
) -> None:
    new = Cause(slug="fog", title="F", summary="S", meaning="M", source="S", reviewed_on=date(2026, 1, 1))
    draft_of(new, owner)
    example, code = Example.objects.get(), ErrorCode.objects.get()
    example.take({"cause": "fog", "language": "de"})
    code.take({"causes": [["fog", 1.0], ["sign-in-location", 0.5]]})
    draft_of(example, owner)
    draft_of(code, owner)
    drafts.discard(new)

    drafts.publish(drafts.pending(), by=owner, now=NOW)

    example.refresh_from_db()
    assert (example.cause, example.language) == (causes["conditional-access-policy"], "de")
    assert ErrorCode.objects.get().weights == [["sign-in-location", 0.5]]


def test_a_draft_outlives_a_field_that_a_newer_version_dropped(causes: dict[str, Cause], owner: User) -> None:
    Cause.objects.filter(slug="sign-in-location").update(draft={"dropped": "x", "title": "Blocked place"})
    [waiting] = drafts.pending()
    assert [(d.label, d.after) for d in drafts.draft_differences(waiting)] == [("title", "Blocked place")]

    [revision] = drafts.publish([waiting], by=owner, now=NOW)

    assert Cause.objects.get(slug="sign-in-location").title == "Blocked place"
    assert (revision.before, revision.after) == ({"title": "Sign-In-Location"}, {"title": "Blocked place"})
    assert [d.label for d in drafts.differences(waiting, {}, {"dropped": 1})] == ["dropped"]


def test_a_draft_whose_row_was_deleted_meanwhile_publishes_nothing(causes: dict[str, Cause], owner: User) -> None:
    waiting = draft_of(signature(causes["sign-in-location"]), owner)
    Signature.objects.all().delete()
    with pytest.raises(drafts.DraftGoneError):
        drafts.publish([waiting], by=owner, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_trials_published_at_once_the_second_is_out_of_date(causes: dict[str, Cause], owner: User) -> None:
    rows = [draft_of(signature(causes["sign-in-location"]), owner), draft_of(Example(key="a", text="Lunch"), owner)]
    trials = [
        Trial.objects.create(
            rows=[[drafts.kind_of(row), row.pk]],
            fingerprint=drafts.fingerprint([row]),
            started_at=NOW,
            beat_at=NOW,
            finished_at=NOW,
        )
        for row in rows
    ]
    start = threading.Barrier(2)

    def press(begun: Trial) -> bool:
        try:
            start.wait()
            return bool(trial.publish(begun, accepts_breaks=True, by=owner, now=NOW))
        except trial.NotTriedError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, trials)) == [False, True]
    assert len(drafts.pending()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_trial_waits_for_the_first(causes: dict[str, Cause], owner: User) -> None:
    row = draft_of(signature(causes["sign-in-location"]), owner)
    with trial._one_at_a_time:
        begun = trial.start([row], by=owner, now=NOW)
        time.sleep(0.3)
        begun.refresh_from_db()
        assert (begun.done, begun.finished_at) == (0, None)

    ends_at = time.monotonic() + 20
    while begun.finished_at is None and time.monotonic() < ends_at:
        time.sleep(0.1)
        begun.refresh_from_db()
    assert begun.finished_at is not None
