"""One text through the whole engine, and its answer as the plain values that scripts read."""

from typing import Any

from diagnosis.catalogue.rules import Current
from diagnosis.engine.extract import extract
from diagnosis.engine.mask import mask
from diagnosis.engine.match import match
from diagnosis.engine.normalize import clean
from diagnosis.engine.types import FACT_NAMES, Diagnosis, ErrorReport


def diagnose(text: str, rules: Current) -> tuple[ErrorReport, Diagnosis]:
    report = extract(mask(clean(text).text), known_codes=rules.known_codes)
    return report, match(report, rules.compiled)


def as_values(report: ErrorReport, diagnosis: Diagnosis) -> dict[str, Any]:
    """`codes` (integers), `client_codes`, `causes` best first, `details`; absent details are None."""
    facts = {fact.name: fact.value for fact in report.facts}
    return {
        "codes": [int(mention.code) for mention in report.codes],
        "client_codes": [mention.code for mention in report.client_codes],
        "causes": [
            {"slug": cause.slug, "score": cause.score, "evidence": [item.words for item in cause.evidence]}
            for cause in diagnosis.causes
        ],
        "details": {name: facts.get(name) for name in FACT_NAMES},
    }
