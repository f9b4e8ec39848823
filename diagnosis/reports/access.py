"""From the token in an address to the row it opens."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from diagnosis.reports.links import digest, generation_of
from diagnosis.reports.models import Report

Row = TypeVar("Row", bound=Model)


def opened_by(token: str, rows: QuerySet[Row]) -> Row:
    """The row this link opens. A wrong link and a revoked one (an older generation) answer alike: Http404."""
    row = rows.filter(token_digest=digest(token), link_generation=generation_of(token)).first()
    if row is None:
        raise Http404
    return row


def get_report(token: str) -> Report:
    return opened_by(token, Report.objects.all())
