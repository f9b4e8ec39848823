from datetime import date

import pytest

from diagnosis.catalogue.models import Cause, CodeCause, ErrorCode, Step
from portal.help.models import Article, FaqEntry

REVIEWED = date(2026, 11, 22)

BODY = """
## In short

It is a **block**.

## Causes

{causes}

## For you

{employee-steps}

## For IT

{admin-steps}
"""


def make_cause(slug: str, *, is_core: bool = False, title: str = "") -> Cause:
    cause = Cause.objects.create(
        slug=slug,
        title=title or f"Title of {slug}",
        summary=f"Summary of {slug}.",
        meaning="First paragraph.\n\nSecond paragraph.",
        recognise="You are travelling",
        it_must_never="Promise an exception",
        is_core=is_core,
        source="Domain review",
        reviewed_on=REVIEWED,
    )
    Step.objects.create(cause=cause, key="tell", actor="employee", instruction=f"Tell IT about {slug}", position=10)
    Step.objects.create(cause=cause, key="log", actor="it", instruction=f"Read the log for {slug}", position=20)
    return cause


def make_code(code: str, *causes: Cause, is_reviewed: bool = True, **fields: object) -> ErrorCode:
    note = "Signed in, then refused."
    row = ErrorCode.objects.create(
        code=code, is_client=code.startswith("0x"), note=note, is_reviewed=is_reviewed, who_can_fix="it_admin", **fields
    )
    for position, cause in enumerate(causes):
        CodeCause.objects.create(error_code=row, cause=cause, weight=1.0 - position / 4)
    return row


def make_entry(slug: str, *causes: Cause, **fields: object) -> FaqEntry:
    values = {
        "question": f"About {slug}?",
        "answer": "A **short** answer.",
        "source": "Review",
        "reviewed_on": REVIEWED,
    }
    entry = FaqEntry.objects.create(slug=slug, **{**values, **fields})
    entry.causes.set(causes)
    return entry


def make_article(slug: str = "error-code-53003", **fields: object) -> Article:
    values = {"title": "What is 53003", "summary": "In short.", "body": BODY, "source": "Docs", "reviewed_on": REVIEWED}
    return Article.objects.create(slug=slug, **{**values, **fields})


@pytest.fixture
def location(db: None) -> Cause:
    return make_cause("sign-in-location", is_core=True, title="Your place is not allowed")


@pytest.fixture
def code(location: Cause) -> ErrorCode:
    return make_code("53003", location, symbolic_name="BlockedByConditionalAccess")
