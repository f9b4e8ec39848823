"""Drops numbers that only look like sign-in codes: a machine's "Error Code: 53003", a postcode, a parcel number."""

from dataclasses import replace

from diagnosis.engine import prose
from diagnosis.engine.match import CompiledRules
from diagnosis.engine.types import ErrorReport
from diagnosis.engine.words import fold, split_words

LEAST_WORDS = 5
# A number that stands beside sign-in words is doubted only where the rest speaks loudly for something else.
FOREIGN_SHARE_IN_DOUBT = 0.55
FOREIGN_SHARE_OTHERWISE = 0.97
PREFIX = "DSTS"
# What only a Microsoft error block or log says.
TELLING_FACTS = frozenset({"request_id", "correlation_id", "app_id", "device_state", "tenant_id"})


def without_foreign_codes(report: ErrorReport, rules: CompiledRules) -> ErrorReport:
    """The report, its bare codes taken out where the words around them are clearly about something else."""
    if not report.codes or report.client_codes or any(PREFIX in mention.raw.upper() for mention in report.codes):
        return report
    if TELLING_FACTS & {fact.name for fact in report.facts}:
        return report
    if len(split_words(fold(report.text[: prose.LONGEST_TEXT]))) < LEAST_WORDS:
        return report
    shares = prose.shares(rules.model, prose.traits(report.text, rules.concepts))
    is_in_doubt = not any(mention.is_certain for mention in report.codes)
    least = FOREIGN_SHARE_IN_DOUBT if is_in_doubt else FOREIGN_SHARE_OTHERWISE
    return replace(report, codes=()) if shares.get(prose.NOT_RECOGNISED, 0.0) >= least else report
