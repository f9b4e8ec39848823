"""What the result page says, and what it keeps to itself."""

import re
from html import unescape

import pytest
from django.utils import timezone

from diagnosis.catalogue.models import Actor, ErrorCode, Step
from diagnosis.reports.models import ContextAnswer, Match, Report, StepOutcome
from tests.reports.conftest import BLOCK, STEPS

pytestmark = pytest.mark.django_db

UNKNOWN_PAGE = "/diagnose/abcd1-aaaaaaaaaaaaaaaaaaaaaaaaaaaa/"


@pytest.fixture
def shown(client, paste):
    def show(text, **headers):
        response = client.get(paste(text, **headers))
        assert response.status_code == 200
        return unescape(response.content.decode())

    return show


def slugs(page):
    return re.findall(r'data-testid="cause" data-slug="([^"]+)"', page)


def inside(page, mark):
    return re.search(rf'data-testid="{mark}"[^>]*>(.*?)</(?:dd|span|p|div)>', page, re.DOTALL)[1]


def test_the_sentence_and_the_first_step_come_first(catalogue, shown):
    page = shown(BLOCK)
    order = ["Summary of conditional-access-policy.", STEPS["conditional-access-policy"][0][3], "Still blocked?"]
    assert sorted(order, key=page.index) == order
    assert "<h1" in page[: page.index(order[0])]


def test_what_is_not_certain_is_said_so_and_leads_to_the_questions(client, catalogue, paste):
    address = paste(BLOCK)
    assert "does not make this certain" not in client.get(address).content.decode()
    Match.objects.update(confidence="possible")
    assert "does not make this certain" in client.get(address).content.decode()


def test_causes_stand_in_order_and_only_the_first_is_open(catalogue, shown):
    page = shown(BLOCK)
    assert slugs(page)[0] == "conditional-access-policy"
    assert set(slugs(page)) == set(STEPS)
    assert page.count('<details class="other">') == len(STEPS) - 1
    assert page.index(slugs(page)[0]) < page.index("<details")


def test_each_cause_shows_the_words_it_rests_on(catalogue, shown):
    assert re.search(r'data-testid="evidence">[^<]*53003', shown(BLOCK))


def test_the_way_to_it_is_in_reach_before_the_steps_are_read_to_the_end(client, catalogue, shown):
    page = shown(BLOCK)
    assert 'class="reach"' in page
    assert page.count('data-testid="send-to-it"') == 1
    assert page.index("Only your IT staff can end this.") < page.index("What you can do now")


def test_what_was_read_is_shown_with_its_source_and_marked_in_the_text(catalogue, shown):
    page = shown(BLOCK)
    assert inside(page, "fact-correlation_id") == "019f2b77-41c8-7d20-8f11-6a0b5c3d9e42"
    assert ">2026-11-03 08:14:27 UTC</time>" in page[page.index("fact-timestamp") :]
    assert "From your text, unless it says otherwise." in page
    assert "<mark>019f2b77-41c8-7d20-8f11-6a0b5c3d9e42</mark>" in page


def test_steps_are_grouped_by_who_acts_and_only_own_steps_ask_whether_they_worked(catalogue, shown):
    page = shown(BLOCK)
    assert page.index("What you can do now") < page.index("What your IT staff can do")
    own = sum(step[1] == Actor.EMPLOYEE and step[2] != "ios" for steps in STEPS.values() for step in steps)
    assert page.count('action="' + re.search(r'action="([^"]+step/)"', page)[1]) == own


def test_steps_for_another_system_than_the_failing_one_are_left_out(catalogue, shown):
    assert "Company Portal on the iPhone" not in shown(BLOCK)
    assert "Company Portal on the iPhone" in shown("Error Code: 53003")


def test_where_no_system_is_named_those_of_the_device_in_hand_come_first(catalogue, shown):
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
    page = shown("AADSTS53003", **{"User-Agent": iphone})
    places = [page.index(words) for words in ("Use the computer", "Open Company Portal", "Sync the work account")]
    assert places == sorted(places)


def test_the_browser_tells_which_device_is_in_hand(catalogue, shown):
    agent = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.2 Mobile/15E148 Safari/604.1"
    )
    assert "iOS" in inside(shown(BLOCK, **{"User-Agent": agent}), "device-in-hand")


def test_what_is_for_staff_only_is_not_on_the_page(catalogue, shown):
    assert "Never tell this to a visitor." not in shown(BLOCK)


def test_pasted_markup_is_shown_as_text(client, catalogue, paste):
    page = client.get(paste(f"<script>alert(1)</script><img src=x onerror=alert(1)> {BLOCK}")).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_is_private_and_sets_no_cookie(client, catalogue, paste):
    response = client.get(paste(BLOCK))
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert not response.cookies


def test_a_code_alone_is_enough(catalogue, shown):
    assert slugs(shown("53003"))[0] == "conditional-access-policy"


@pytest.mark.parametrize(
    "text",
    [
        "The printer on floor 3 says PC LOAD LETTER and prints nothing but stripes.",
        "😀😀😀🎉",
        "\x00\x01\x02PK\x03\x04 \ufffd\ufffd binary",
        "qwertz " * 9_000,
    ],
)
def test_what_is_no_sign_in_error_gets_an_honest_page_with_a_way_to_it(catalogue, shown, text):
    page = shown(text)
    assert 'data-testid="unrecognised"' in page
    assert 'data-testid="send-to-it"' in page
    assert "+49 30 555 0100" in page
    assert not slugs(page)


def test_a_number_that_may_be_a_code_is_asked_about_and_not_guessed(client, catalogue, shown):
    page = shown("the meeting starts in ten minutes and there is this 53003 again 12345")
    assert not slugs(page)
    assert "Is 53003 the error code on your screen?" in page
    assert "12345 the error code" not in page
    assert '<button class="button" type="submit" name="text" value="53003">' in page


@pytest.mark.parametrize("text", ["59999", "Error Code: 59999", "AADSTS59999", "AADSTS59999: Something new. " * 9])
def test_an_unknown_code_is_not_guessed_and_can_be_looked_up_at_microsoft(catalogue, shown, text):
    page = shown(text)
    assert "We don’t know this code yet" in page
    assert "https://login.microsoftonline.com/error?code=59999" in page


def test_a_code_that_points_to_no_cause_is_still_one_of_microsoft(catalogue, shown):
    ErrorCode.objects.create(code="1000001", symbolic_name="SomethingNew", note="For staff.", is_reviewed=False)
    page = shown("AADSTS1000001: something failed")
    assert "We know this code only by name, so we won’t guess." in page
    assert 'href="/e/1000001/"' in page
    assert 'href="https://login.microsoftonline.com/error?code=1000001"' in page
    assert "For staff." not in page
    assert "For a printer" not in page


@pytest.mark.parametrize("text", ["530039", "Error Code: 530039", BLOCK.replace("53003", "530039")])
def test_an_unknown_sub_code_shows_its_parent_as_related_and_not_as_the_answer(catalogue, shown, text):
    page = shown(text)
    assert "AADSTS530039" in page
    assert 'href="/e/53003/"' in page
    assert "Summary of conditional-access-policy." not in page


def test_a_text_full_of_codes_does_not_flood_the_page(catalogue, shown):
    page = shown(" ".join(f"AADSTS{number}" for number in range(50_000, 54_000)))
    assert page.count('data-testid="fact-code"') == 8


def test_words_of_an_unrecognised_text_stay_in_the_box(catalogue, shown):
    page = shown("The coffee machine asks for beans & water")
    assert re.search(r"<textarea[^>]*>\nThe coffee machine asks for beans & water</textarea>", page)


def test_many_codes_and_causes_need_no_more_queries(
    client, catalogue, paste, django_assert_num_queries, django_assert_max_num_queries
):
    short, long = paste("53003"), paste(BLOCK)
    with django_assert_max_num_queries(9) as first:
        client.get(short)
    with django_assert_num_queries(len(first)):
        client.get(long)


@pytest.mark.parametrize("page", ["", "solved/", "step/"])
def test_a_stranger_finds_nothing(client, page):
    assert client.get(UNKNOWN_PAGE).status_code == 404
    assert client.post(f"{UNKNOWN_PAGE}{page}").status_code == 404


def test_a_revoked_link_finds_nothing_either(client, catalogue, paste):
    address = paste(BLOCK)
    Report.objects.update(link_generation=2)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["solved/", "step/"])
def test_nothing_changes_by_get_and_the_refusal_says_whom_to_call(client, catalogue, paste, page):
    refusal = client.get(f"{paste(BLOCK)}{page}")
    assert (refusal.status_code, refusal["Allow"]) == (405, "POST")
    assert "+49 30 555 0100" in refusal.content.decode()
    assert refusal["Cache-Control"] == "no-store, private"


def test_a_step_that_worked_solves_the_report(client, catalogue, paste):
    address = paste(BLOCK)
    step = Step.objects.get(key="use-work-device")
    response = client.post(f"{address}step/", {"step": step.pk, "worked": "yes"})
    assert (response.status_code, response["Location"]) == (302, f"{address}#solved")
    assert StepOutcome.objects.get().has_worked is True
    assert Report.objects.get().solved_at is not None
    assert "Good that you can sign in again." in client.get(address).content.decode()


def test_a_step_that_did_not_help_is_remembered_and_can_be_corrected(client, catalogue, paste):
    address = paste(BLOCK)
    step = Step.objects.get(key="use-work-device")
    response = client.post(f"{address}step/", {"step": step.pk, "worked": "no"})
    assert response["Location"] == f"{address}#step-{step.pk}"
    page = client.get(address).content.decode()
    assert "You tried this; it did not help." in page
    assert page.count("Yes, I’m in") == page.count("Did it work?")
    assert page.count("It did help") == 1
    client.post(f"{address}step/", {"step": step.pk, "worked": "yes"})
    assert StepOutcome.objects.get().has_worked is True


def test_the_outcome_outlives_an_edit_of_the_step(client, catalogue, paste):
    step = Step.objects.get(key="use-work-device")
    client.post(f"{paste(BLOCK)}step/", {"step": step.pk, "worked": "no"})
    Step.objects.update(instruction="Something else")
    assert StepOutcome.objects.get().instruction == "Use the computer you got from work"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"step": "0", "worked": "yes"}, 404),
        ({"step": "x", "worked": "yes"}, 404),
        ({"step": "9" * 5000, "worked": "yes"}, 404),
        ({"step": "9" * 18, "worked": "yes"}, 404),
        ({"worked": "yes"}, 404),
    ],
)
def test_a_step_that_is_not_on_the_page_is_not_found(client, catalogue, paste, data, status):
    assert client.post(f"{paste(BLOCK)}step/", data).status_code == status


def test_an_answer_that_is_neither_yes_nor_no_is_a_bad_request(client, catalogue, paste):
    address = paste(BLOCK)
    data = {"step": Step.objects.get(key="use-work-device").pk, "worked": "perhaps"}
    assert client.post(f"{address}step/", data).status_code == 400
    assert not StepOutcome.objects.exists()


def test_solved_can_be_said_twice_and_taken_back(client, catalogue, paste):
    address = paste(BLOCK)
    client.post(f"{address}solved/", {"solved": "yes"})
    first = Report.objects.get().solved_at
    client.post(f"{address}solved/")
    assert Report.objects.get().solved_at == first
    client.post(f"{address}solved/", {"solved": "no"})
    assert Report.objects.get().solved_at is None


def test_a_step_that_worked_only_for_a_moment_did_not_help(client, catalogue, paste):
    address = paste(BLOCK)
    client.post(f"{address}step/", {"step": Step.objects.get(key="use-work-device").pk, "worked": "yes"})
    client.post(f"{address}solved/", {"solved": "no"})
    assert StepOutcome.objects.get().has_worked is False


def test_an_answer_ranks_the_causes_again_and_is_kept_beside_the_report(client, catalogue, paste):
    address = paste(BLOCK)
    before = Report.objects.values().get()
    response = client.post(address, {"network": "travelling", "device_kind": ""})
    assert (response.status_code, response["Location"]) == (302, f"{address}#causes")
    assert Match.objects.order_by("rank").first().cause.slug == "sign-in-location"
    assert Report.objects.values().get() == before
    page = unescape(client.get(address).content.decode())
    assert slugs(page)[0] == "sign-in-location"
    assert "your answers are taken into account" in page
    assert "Travelling: hotel, airport, abroad" in page[: page.index("Help us narrow it down")]
    assert '<option value="travelling" selected>' in page


def test_an_answer_can_be_changed_and_taken_back(client, catalogue, paste):
    address = paste(BLOCK)
    client.post(address, {"network": "travelling"})
    client.post(address, {"network": "home"})
    assert ContextAnswer.objects.get().answer == "home"
    client.post(address, {"network": ""})
    assert not ContextAnswer.objects.exists()
    assert Match.objects.order_by("rank").first().cause.slug == "conditional-access-policy"


def test_an_answer_nobody_offered_is_refused_and_the_page_stays(client, catalogue, paste):
    address = paste(BLOCK)
    response = client.post(address, {"network": "Password: Summer2026!"})
    assert response.status_code == 422
    assert slugs(response.content.decode())
    assert "Summer2026" not in response.content.decode()
    assert not ContextAnswer.objects.exists()


def test_ticket_reference_is_shown_and_its_link_is_not(client, catalogue, paste):
    address = paste(BLOCK)
    make_ticket()
    page = client.get(address).content.decode()
    assert "Your ticket SIH-7K3M2Q" in page
    assert "/t/" not in page


def test_once_there_is_a_ticket_the_good_news_goes_to_it(client, catalogue, paste):
    address = paste(BLOCK)
    make_ticket()
    assert "Solved: I can sign in" not in client.get(address).content.decode()
    step = Step.objects.get(key="use-work-device")
    client.post(f"{address}step/", {"step": step.pk, "worked": "yes"})
    assert "press “It works now”" in client.get(address).content.decode()


def make_ticket():
    from diagnosis.tickets.models import Ticket

    Ticket.objects.create(
        report=Report.objects.get(),
        reference="SIH-7K3M2Q",
        token_digest="d" * 64,
        link_key_id="abcd",
        user_principal_name="alex.wilber@contoso.com",
        occurred_at=timezone.now(),
        time_zone="UTC",
        created_at=timezone.now(),
        updated_at=timezone.now(),
    )
