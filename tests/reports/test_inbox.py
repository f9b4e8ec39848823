"""What nobody recognised comes back to the content owner, grouped, and becomes what is recognised."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from diagnosis.catalogue import drafts, trial
from diagnosis.catalogue.models import Cause, Example, Signature, Trial
from diagnosis.reports import inbox
from diagnosis.reports.intake import submit_report
from diagnosis.reports.models import Report, SortedText
from portal.accounts.models import User
from tests.accounts.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
INBOX = "/admin/reports/sortedtext/"
BADGE = "The violet cube on the lift asks for my work login and then spins for ever"
LIKE_IT = "violet cube on our lift asks for the work login, then it spins for ever and ever"


def send(text, at=NOW):
    return submit_report(text=text, headers={}, client="client", now=at)


@pytest.fixture
def cause():
    return Cause.objects.create(
        slug="user-risk", title="Risk", summary="S", meaning="M", source="S", reviewed_on=NOW.date()
    )


@pytest.fixture
def by():
    return User.objects.create(email="owner@example.com")


def test_texts_nobody_recognised_are_grouped_by_likeness_and_counted():
    for text in (BADGE, BADGE, LIKE_IT, "Mittagessen in der Kantine"):
        send(text)

    [violet, lunch] = inbox.groups(NOW)

    assert (violet.count, [text.text for text in violet.texts]) == (3, [BADGE, LIKE_IT])
    assert (lunch.count, lunch.first.text) == (1, "Mittagessen in der Kantine")
    assert inbox.unrecognised_count(NOW) == 3


def test_old_texts_and_recognised_ones_do_not_wait():
    send(BADGE, at=NOW - timedelta(days=31))
    Report.objects.filter(pk=send(LIKE_IT).pk).update(is_recognised=True)
    assert inbox.groups(NOW) == []
    assert inbox.unrecognised_count(NOW) == 0


def test_secrets_are_masked_before_the_inbox_sees_them():
    send(f"{BADGE} Password: Summer2026!")
    [group] = inbox.groups(NOW)
    assert "Summer2026" not in group.first.text


def test_an_example_made_of_a_group_is_a_draft_and_the_group_is_dealt_with(cause, by):
    send(BADGE)
    send(LIKE_IT)
    [group] = inbox.groups(NOW)

    example = inbox.make_example(group=group, text=BADGE, cause=cause, by=by, now=NOW)

    assert Example.objects.get().is_new_draft
    assert example.cause == cause
    assert inbox.groups(NOW) == []
    with pytest.raises(inbox.KnownTextError):
        inbox.make_example(group=group, text=BADGE, cause=None, by=by, now=NOW)


def test_a_text_like_a_published_one_leaves_the_inbox_by_itself(cause, by):
    send(LIKE_IT)
    Signature.objects.create(key="violet", cause=cause, phrase="violet cube on our lift asks for", weight=3)
    assert inbox.groups(NOW) == []


def test_account_names_do_not_go_into_an_example():
    assert inbox.without_addresses("I am alex.wilber@contoso.com, help") == "I am somebody@example.com, help"


def test_recent_texts_come_once_each_and_newest_first():
    for minutes, text in enumerate([BADGE, LIKE_IT, BADGE]):
        send(text, at=NOW + timedelta(minutes=minutes))
    assert [text for _, text in inbox.recent_texts(5)] == [BADGE, LIKE_IT]
    assert [text for _, text in inbox.recent_texts(1)] == [BADGE]
    assert inbox.recent_texts in trial.recent_texts


@pytest.fixture
def owner(client):
    sign_in(client, make_staff("content"))
    return client


def waiting():
    report = send(BADGE, at=timezone.now())
    return report.text_digest, f"{INBOX}{report.text_digest}/sort/", report.text_digest[:8]


def test_one_click_makes_an_example_and_starts_the_check(owner, cause):
    _, address, prefix = waiting()
    assert "violet cube" in owner.get(INBOX).text

    sent = owner.post(address, {f"{prefix}-text": BADGE, f"{prefix}-cause": "user-risk", f"{prefix}-action": "example"})

    assert sent.url == f"/admin/catalogue/trial/{Trial.objects.get().pk}/change/"
    assert Example.objects.get().draft == {"is_published": True}
    assert "violet cube" not in owner.get(INBOX).text


def test_one_click_makes_a_signature_that_can_be_cut(owner, cause):
    _, address, prefix = waiting()
    form = {f"{prefix}-text": BADGE, f"{prefix}-action": "signature"}
    assert "Choose the cause" in owner.post(address, form).text
    sent = owner.post(address, {**form, f"{prefix}-cause": "user-risk"})
    signature = Signature.objects.get()
    assert sent.url == f"/admin/catalogue/signature/{signature.pk}/change/"
    assert signature.phrase == "The violet cube on the lift asks for my work login and"


def test_a_group_set_aside_does_not_come_back_and_a_second_click_says_so(owner):
    digest, address, prefix = waiting()
    form = {f"{prefix}-text": BADGE, f"{prefix}-action": "aside"}
    assert owner.post(address, form).url == INBOX
    assert SortedText.objects.get().text_digest == digest
    assert "dealt with already" in owner.post(address, form, follow=True).text


def test_the_words_typed_into_a_group_stay_when_something_is_missing(owner, cause):
    _, address, prefix = waiting()
    form = {f"{prefix}-text": "two words", f"{prefix}-cause": "user-risk", f"{prefix}-action": "signature"}
    page = owner.post(address, form).text
    assert "two words</textarea>" in page
    assert "three words or more" in page


def test_a_group_is_still_found_when_another_of_its_texts_came_to_stand_first(owner, cause):
    _, address, prefix = waiting()
    for _ in range(2):
        send(LIKE_IT, at=timezone.now())
    form = {f"{prefix}-text": "mine to keep", f"{prefix}-action": "example"}
    page = owner.post(address, form).text
    assert "mine to keep</textarea>" in page
    assert f'action="{address}"' in page
    assert owner.post(address, {**form, f"{prefix}-cause": "user-risk"}).status_code == 302
    assert SortedText.objects.count() == 2


def test_content_owners_see_nobodys_address(owner):
    for words in ("spins for ever", "spins and spins"):
        send(f"alex.wilber@contoso.com: the violet cube on the lift asks for my login and {words}", at=timezone.now())
    page = owner.get(INBOX).text
    assert page.count("somebody@example.com") == 2
    assert "alex.wilber" not in page
    assert not any("alex.wilber" in text for _, text in inbox.recent_texts(5))


def test_nothing_becomes_an_example_before_somebody_chose_what_it_means(owner, cause):
    _, address, prefix = waiting()
    form = {f"{prefix}-text": BADGE, f"{prefix}-action": "example"}
    assert "Choose what a person who sends this should read." in owner.post(address, form).text
    assert not Example.objects.exists()
    assert owner.post(address, {**form, f"{prefix}-cause": "none"}).status_code == 302
    assert Example.objects.get().cause is None


def test_the_texts_of_a_discarded_example_wait_again(cause, by):
    send(BADGE)
    [group] = inbox.groups(NOW)
    example = inbox.make_example(group=group, text=BADGE, cause=cause, by=by, now=NOW)
    assert inbox.groups(NOW) == []

    drafts.discard(example)

    assert [waiting.first.text for waiting in inbox.groups(NOW)] == [BADGE]
