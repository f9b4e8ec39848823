"""A small catalogue of its own: what the tests expect does not move with the content files."""

from datetime import date

import pytest

from diagnosis.catalogue.loader import CONTENT, load_labels
from diagnosis.catalogue.models import Actor, Cause, CodeCause, ErrorCode, Platform, Signature, Step

BLOCK = """alex.wilber@contoso.com
You don't have access to this
Troubleshooting details
Error Code: 53003
Request Id: 7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00
Correlation Id: 019f2b77-41c8-7d20-8f11-6a0b5c3d9e42
Timestamp: 2026-11-03T08:14:27.318Z
App name: Office 365 Exchange Online
App id: 00000002-0000-0ff1-ce00-000000000000
IP address: 203.0.113.44
Device identifier: Not available
Device platform: Windows 10
Device state: Unregistered
"""
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGV4In0.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU"
LIVE_CODE = "0.AXoAq1B2C3D4E5F6G7H8J9K0LmNoPqRsTuVwXyZaBcDeFgHiJkLmNoPqRsTuV"
PASSWORD = "Winter-Sun-42!"
SECRETS = {"token": JWT, "authorization code": LIVE_CODE, "password": PASSWORD}
SECRET_TEXT = f"""{BLOCK}
https://app.contoso.com/signin-oidc?code={LIVE_CODE}&state=abc123def456
Authorization: Bearer {JWT}
My password: {PASSWORD}
"""

STEPS = {
    "conditional-access-policy": [
        ("use-work-device", Actor.EMPLOYEE, Platform.ANY, "Use the computer you got from work"),
        ("sync-windows", Actor.EMPLOYEE, Platform.WINDOWS, "Sync the work account in Windows"),
        ("open-company-portal", Actor.EMPLOYEE, Platform.IOS, "Open Company Portal on the iPhone"),
        ("read-the-log", Actor.IT, Platform.ANY, "Read which policy blocked the sign-in"),
    ],
    "sign-in-location": [("use-company-vpn", Actor.EMPLOYEE, Platform.ANY, "Connect through the company VPN")],
    "user-risk": [("investigate", Actor.IT, Platform.ANY, "Investigate before anything is unblocked")],
}


def make_cause(slug, position):
    cause = Cause.objects.create(
        slug=slug,
        title=f"Title of {slug}",
        summary=f"Summary of {slug}.",
        meaning="Meaning.",
        it_must_never="Never tell this to a visitor.",
        position=position,
        source="test",
        reviewed_on=date(2026, 11, 1),
    )
    for number, (key, actor, platform, instruction) in enumerate(STEPS.get(slug, [])):
        Step.objects.create(
            cause=cause, key=key, position=number, actor=actor, platform=platform, instruction=instruction
        )
    return cause


@pytest.fixture
def catalogue(db):
    """53003 with three causes, the first one strongest; being on the road points to the location."""
    causes = [make_cause(slug, position) for position, slug in enumerate(STEPS)]
    code = ErrorCode.objects.create(code="53003", symbolic_name="BlockedByConditionalAccess", note="A policy blocked.")
    for cause, weight in zip(causes, (1.0, 0.6, 0.4), strict=True):
        CodeCause.objects.create(error_code=code, cause=cause, weight=weight)
    load_labels(CONTENT)
    Signature.objects.create(
        key="on-the-road",
        cause=causes[1],
        kind=Signature.Kind.FACT,
        field="network",
        value="travelling",
        only_with_codes="53003",
        weight=3.0,
    )
    return {cause.slug: cause for cause in causes}


@pytest.fixture
def paste(client):
    """Posts a text as the form does and returns the address of the result page."""

    def post(text, **headers):
        response = client.post("/diagnose/", {"text": text}, headers=headers)
        assert response.status_code == 302, response.content.decode()
        return response["Location"]

    return post
