"""The reviewed content, judged as a person would: a pasted text and the cause that must come first."""

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from diagnosis.catalogue.answer import as_values, diagnose
from diagnosis.catalogue.loader import load_content
from diagnosis.catalogue.models import Actor, Cause, Platform
from diagnosis.catalogue.rules import Current, current

SLUGS = [
    "conditional-access-policy",
    "sign-in-location",
    "user-risk",
    "account-type-mismatch",
    "expired-credentials",
    "licensing",
    "device-not-compliant",
    "device-not-registered",
    "app-not-approved",
    "auth-flow-blocked",
    "mfa-required",
    "account-locked",
    "account-disabled",
    "wrong-credentials",
    "user-not-found",
    "wrong-tenant-or-guest",
    "consent-required",
    "app-not-assigned",
    "app-misconfigured",
    "session-expired",
    "browser-or-cookies",
    "legacy-auth-blocked",
    "federation-failure",
    "sspr-or-password-change",
    "sign-in-method-blocked",
    "client-token-cache",
    "device-key-or-tpm",
    "network-or-proxy",
    "throttled",
    "service-outage",
    "flow-interrupt",
    "unknown",
]
CORE = {
    "conditional-access-policy",
    "user-risk",
    "account-type-mismatch",
    "expired-credentials",
    "device-not-compliant",
}
# Here nobody clicks anything that one system places differently from another.
ALIKE_EVERYWHERE = {
    "account-disabled",
    "app-misconfigured",
    "app-not-assigned",
    "consent-required",
    "service-outage",
    "throttled",
    "user-risk",
}
SYSTEMS = set(Platform) - {Platform.ANY}
# More is a manual, not help.
MOST_OWN_STEPS = 9

REQUEST_ID = "7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00"
CORRELATION_ID = "019f2b77-41c8-7d20-8f11-6a0b5c3d9e42"
IDS = f"Trace ID: {REQUEST_ID}\\r\\nCorrelation ID: {CORRELATION_ID}\\r\\nTimestamp: 2026-11-03 08:14:27Z"
LINE_IDS = IDS.replace("\\r\\n", " ")

# One text for each of the formats 1 to 7 in which an error reaches a person.
FORMATS = {
    "browser page": (
        f"""alex.wilber@contoso.com
You don't have access to this
Error Code: 53003
Request Id: {REQUEST_ID}
Correlation Id: {CORRELATION_ID}
Timestamp: 2026-11-03T08:14:27.318Z
App name: Office 365 Exchange Online
App id: 00000002-0000-0ff1-ce00-000000000000
IP address: 203.0.113.44
Device identifier: Not available
Device platform: Windows 10
Device state: Unregistered""",
        [53003],
        "conditional-access-policy",
    ),
    "sibling page": (
        f"""Sorry, but we're having trouble signing you in.
AADSTS50105: Your administrator has configured the application Expenses to block users
Request Id: {REQUEST_ID}
Correlation Id: {CORRELATION_ID}
Timestamp: 2026-11-03T08:14:27Z
Message: AADSTS50105: Your administrator has configured the application Expenses""",
        [50105],
        "app-not-assigned",
    ),
    "OAuth JSON": (
        '{"error":"invalid_grant","error_description":"AADSTS53003: Access has been blocked. '
        + IDS
        + '","error_codes":[53003],"timestamp":"2026-11-03 08:14:27Z","suberror":"message_only"}',
        [53003],
        "conditional-access-policy",
    ),
    "redirect URL": (
        "https://app.contoso.com/signin-oidc?error=access_denied&error_description=AADSTS65004%3a+User+declined+to"
        f"+consent.%0d%0aTrace+ID%3a+{REQUEST_ID}%0d%0aCorrelation+ID%3a+{CORRELATION_ID}"
        "%0d%0aTimestamp%3a+2026-11-03+08%3a14%3a27Z&error_uri=https%3a%2f%2flogin.microsoftonline.com%2ferror%3fcode%3d65004",
        [65004],
        "consent-required",
    ),
    "library exception": (
        "WAM Error \n Error Code: 3399614476 \n Error Message: SubError: additional_action V2Error: invalid_grant "
        f"AADSTS53000: Device is not in required device state: compliant. {LINE_IDS} \n Internal Error Code: 557973645",
        [53000],
        "device-not-compliant",
    ),
    "command line": (
        f"AADSTS50076: Due to a configuration change you must use multi-factor authentication. {LINE_IDS}\n"
        "Interactive authentication is needed. Please run:\naz login --scope https://graph.microsoft.com//.default",
        [50076],
        "mfa-required",
    ),
    "Windows dialog": (
        f"Something went wrong. [4usqa]\nWe couldn't sign you in.\nError code: CAA2000B\nServer message: AADSTS500014: The "
        f"service principal is disabled.\nCorrelation ID: {CORRELATION_ID} Request Id: {REQUEST_ID} "
        "Timestamp: 2026-11-03T08:14:27Z",
        [500014],
        "licensing",
    ),
}
SAID = {
    "You can't sign in here with a personal account. Use your work or school account instead.": "account-type-mismatch",
    "Sign-in was blocked because it came from an unexpected location.": "sign-in-location",
    "User risk policy prevented authentication.": "user-risk",
    "53003": "conditional-access-policy",
    "Error Code: 53003": "conditional-access-policy",
    "AADSTS50053": "account-locked",
    "0xCAA20003": "session-expired",
}


@pytest.fixture(scope="module")
def rules(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Current:
    """The rules that the content files give; the database is left as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_content()
        rules = current()
        transaction.set_rollback(True)
    return rules


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_gives_code_ids_time_and_first_cause(rules: Current, name: str) -> None:
    text, codes, slug = FORMATS[name]

    answer = as_values(*diagnose(text, rules))

    assert answer["codes"] == codes
    assert answer["causes"][0]["slug"] == slug
    assert answer["details"]["request_id"] == REQUEST_ID
    assert answer["details"]["correlation_id"] == CORRELATION_ID
    assert answer["details"]["timestamp"] == "2026-11-03T08:14:27Z"


@pytest.mark.parametrize(("text", "slug"), SAID.items())
def test_what_the_page_says_leads_to_its_cause(rules: Current, text: str, slug: str) -> None:
    assert as_values(*diagnose(text, rules))["causes"][0]["slug"] == slug


@pytest.mark.parametrize(
    "text",
    [
        "The printer on the second floor says 53003 and has no toner",
        "My parcel 50053 is late, please call the carrier",
        "What's for lunch today?",
        "🙂🙂🙂",
        "Our coffee machine shows error code 53000, who repairs it?",
    ],
)
def test_other_troubles_are_not_recognised(rules: Current, text: str) -> None:
    answer = as_values(*diagnose(text, rules))

    assert (answer["codes"], answer["causes"]) == ([], [])


def test_a_sub_code_is_never_its_parent(rules: Current) -> None:
    report, _ = diagnose("AADSTS530033: blocked", rules)

    assert [mention.code for mention in report.codes] == ["530033"]


def test_every_code_of_the_files_is_known(rules: Current) -> None:
    assert len(rules.known_codes) >= 485 + 1026 + 128


@pytest.mark.django_db
def test_all_32_causes_are_complete() -> None:
    load_content()

    causes = {cause.slug: cause for cause in Cause.objects.with_steps()}
    assert sorted(causes) == sorted(SLUGS)
    assert {slug for slug in causes if causes[slug].is_core} >= CORE
    for cause in causes.values():
        actors = {step.actor for step in cause.steps.all()}
        assert Actor.EMPLOYEE in actors, cause.slug
        assert Actor.IT in actors, cause.slug
        assert cause.source
        assert cause.it_must_never


@pytest.mark.django_db
def test_each_system_has_its_own_clicks_and_few_steps_in_all() -> None:
    load_content()

    for cause in Cause.objects.with_steps():
        own = [step for step in cause.steps.all() if step.actor == Actor.EMPLOYEE]
        named = {step.platform for step in own} - {Platform.ANY}
        assert named == (set() if cause.slug in ALIKE_EVERYWHERE else SYSTEMS), cause.slug
        for system in SYSTEMS:
            shown = [step for step in own if step.platform in ("", system)]
            assert len(shown) <= MOST_OWN_STEPS, (cause.slug, system)


@pytest.mark.django_db
def test_a_step_can_be_told_from_its_neighbours() -> None:
    """Twice the same sentence on one page would ask twice whether it worked."""
    load_content()

    for cause in Cause.objects.with_steps():
        for system in SYSTEMS:
            shown = [step.instruction for step in cause.steps.all() if step.platform in ("", system)]
            assert len(shown) == len(set(shown)), (cause.slug, system)
