"""Reports as intake leaves them, made without rules: what the tests expect does not move with the content files."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from diagnosis.catalogue.models import Cause
from diagnosis.engine.extract import extract
from diagnosis.engine.mask import mask
from diagnosis.engine.serialize import to_json
from diagnosis.engine.types import DeviceDetails
from diagnosis.reports.links import current_key_id, derive, digest
from diagnosis.reports.models import Match, Report
from diagnosis.tickets.handoff import Confirmed, open_ticket
from diagnosis.tickets.models import TimeSource
from tests.engine.known_labels import LABELS

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
REQUEST_ID = "7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00"
CORRELATION_ID = "019f2b77-41c8-7d20-8f11-6a0b5c3d9e42"
BLOCK = f"""You don't have access to this
Error Code: 53003
Request Id: {REQUEST_ID}
Correlation Id: {CORRELATION_ID}
Timestamp: 2026-11-03T08:14:27.318Z
App name: Office 365 Exchange Online
App id: 00000002-0000-0ff1-ce00-000000000000
IP address: 203.0.113.44
Device identifier: Not available
Device platform: Windows 10
Device state: Unregistered
"""
SIGNED_IN_AS = "alex.wilber@contoso.com"
WINDOWS_EDGE = DeviceDetails(platform="Windows", platform_version="11", browser="Edge", browser_version="141")
IPHONE = DeviceDetails(platform="iOS", platform_version="18", browser="Safari", browser_version="18")
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGV4In0.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU"
PASSWORD = "Winter-Sun-42!"


def make_report(text=BLOCK, *, device=WINDOWS_EDGE, created_at=NOW, **fields):
    reading = extract(mask(text), labels=LABELS, known_codes=frozenset({"53003"}))
    pk = uuid4()
    return Report.objects.create(
        id=pk,
        created_at=created_at,
        token_digest=digest(derive("report", pk, 1)),
        link_key_id=current_key_id(),
        text=reading.text,
        reading=to_json(reading),
        main_code=reading.codes[0].code if reading.codes else "",
        device=asdict(device),
        **fields,
    )


def make_confirmed(**changes):
    values = {
        "user_principal_name": SIGNED_IN_AS,
        "occurred_at": datetime(2026, 11, 3, 8, 14, 27, tzinfo=UTC),
        "occurred_at_source": TimeSource.PASTED,
        "time_zone": "Europe/Berlin",
        "contact_phone": "+49 30 555 0123",
    }
    return Confirmed(**{**values, **changes})


def make_ticket(report=None, *, now=NOW, **changes):
    return open_ticket(report=report or make_report(), confirmed=make_confirmed(**changes), now=now)


def make_staff(email, *, may=("view_ticket", "change_ticket")):
    user = get_user_model().objects.create_user(email, "correct horse battery 7", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=may, content_type__app_label="tickets"))
    return user


def handoff_path(report):
    return f"/diagnose/{derive('report', report.pk, 1)}/ticket/"


def ticket_path(ticket):
    return f"/t/{derive('ticket', ticket.pk, 1)}/"


@pytest.fixture
def report(db):
    return make_report()


@pytest.fixture
def ticket(db):
    return make_ticket()


@pytest.fixture
def staff(db):
    return make_staff("dana.triage@contoso.com")


@pytest.fixture
def cause(db):
    return Cause.objects.create(
        slug="conditional-access-policy",
        title="A company rule blocked the sign-in",
        summary="A rule blocked it.",
        meaning="Meaning.",
        it_must_never="Never exempt somebody nobody has verified.",
        source="test",
        reviewed_on=date(2026, 11, 1),
    )


@pytest.fixture
def matched(report, cause):
    evidence = [{"kind": "code", "words": "53003", "weight": 1.0, "start": 42, "end": 47}]
    Match.objects.create(report=report, cause=cause, rank=1, score=1.0, confidence="likely", evidence=evidence)
    return report


def sign_in(client, user):
    """As after allauth's own sign-in: a second factor exists and was used in this session."""
    factor = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "id": factor.pk, "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def desk(client, staff):
    """A browser in which triage staff is signed in."""
    return sign_in(client, staff)
