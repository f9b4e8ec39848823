"""Drops numbers that only look like sign-in codes: a machine's "Error Code: 53003", a postcode, a parcel number."""

from dataclasses import replace

from diagnosis.engine import prose
from diagnosis.engine.codes import SHORT_CODE_DIGITS
from diagnosis.engine.match import CompiledRules, heard
from diagnosis.engine.types import ErrorReport
from diagnosis.engine.words import fold, split_words

LEAST_WORDS = 5
# From which share of "not recognised" on a bare number is no code: beside a bank, a badge or a printer; beside such a
# thing and Microsoft; beside nothing telling. A number among sign-in words is believed.
SHARE_ELSEWHERE, SHARE_BOTH, SHARE_IN_DOUBT = 0.5, 0.9, 0.55
NEVER = 2.0
PREFIX = "DSTS"
MANY_FACTS = 3
# What only a Microsoft error block or log says.
TELLING_FACTS = frozenset({"request_id", "correlation_id", "app_id", "device_state", "tenant_id"})


def without_foreign_codes(report: ErrorReport, rules: CompiledRules) -> ErrorReport:
    """The report, its bare codes taken out where the words around them are clearly about something else."""
    if not report.codes or report.client_codes or any(PREFIX in mention.raw.upper() for mention in report.codes):
        return report
    if len(report.facts) >= MANY_FACTS or TELLING_FACTS & {fact.name for fact in report.facts}:
        return report
    if len(split_words(fold(report.text[: prose.LONGEST_TEXT]))) < LEAST_WORDS:
        return report
    traits, shares = heard(report.text, rules)
    none = shares.get(prose.NOT_RECOGNISED, 0.0)
    return replace(report, codes=()) if none >= _least_share(report, rules, traits) else report


def _least_share(report: ErrorReport, rules: CompiledRules, traits: prose.Traits) -> float:
    """More than 1 where the number stays a code whatever the words say."""
    is_microsoft, is_elsewhere = (
        bool(rules.concepts.topics.get(topic, frozenset()) & traits.ideas) for topic in ("microsoft", "elsewhere")
    )
    if is_elsewhere:
        return SHARE_BOTH if is_microsoft else SHARE_ELSEWHERE
    is_in_doubt = all(len(m.code) <= SHORT_CODE_DIGITS and not m.is_certain for m in report.codes)
    return SHARE_IN_DOUBT if is_in_doubt and not is_microsoft else NEVER
