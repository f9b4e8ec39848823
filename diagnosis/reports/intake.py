"""Use case: a text comes in, and a report with ranked causes stands in the database."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from diagnosis.catalogue.answer import read_and_rank
from diagnosis.catalogue.rules import current
from diagnosis.engine.device import read_device
from diagnosis.engine.mask import cut, mask
from diagnosis.engine.normalize import LIMIT, clean
from diagnosis.engine.serialize import to_json
from diagnosis.engine.types import ErrorReport
from diagnosis.reports import inbox, limits, links, ranking
from diagnosis.reports.models import Report

LIVE_CODE = "authorization code"


def submit_report(*, text: str, headers: Mapping[str, str], client: str, now: datetime) -> Report:
    """Reads and ranks `text` and stores the masked reading; over the limit of one client it is held, never refused.

    `headers` are the request's own (User-Agent and Client Hints), `client` is a digest of `clients.client_digest`.
    """
    cleaned = clean(text)
    rules = current()
    masked = mask(cleaned.text)
    kept = cut(masked, LIMIT)
    reading, diagnosis = read_and_rank(kept, rules)
    report = Report(
        created_at=now,
        text=reading.text,
        text_digest=inbox.digest_of(reading.text),
        is_truncated=cleaned.is_truncated or kept != masked,
        reading=to_json(reading),
        main_code=_main_code(reading),
        is_recognised=diagnosis.is_recognised,
        masked_count=len(reading.masks),
        has_live_code=any(found.label == LIVE_CODE for found in masked.masks),
        catalogue_version=rules.version,
        device=asdict(read_device(headers)),
        client_digest=client,
        link_key_id=links.current_key_id(),
    )
    report.token_digest = links.digest(token_of(report))
    with transaction.atomic():
        report.is_held = limits.is_over("report", client, now=now)
        report.save(force_insert=True)
        ranking.store(report, diagnosis)
    return report


def token_of(report: Report) -> str:
    """The token of the report's own page. Only for whoever just sent it: a row never tells its link again."""
    return links.derive("report", report.pk, report.link_generation)


def _main_code(reading: ErrorReport) -> str:
    mentions = (*reading.codes, *reading.client_codes)
    return mentions[0].code if mentions else ""
