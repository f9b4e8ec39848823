"""One text through the whole engine, and its answer as the plain values that scripts read."""

from typing import Any

from diagnosis.catalogue.rules import Current
from diagnosis.engine.extract import extract
from diagnosis.engine.foreign import without_foreign_codes
from diagnosis.engine.mask import mask
from diagnosis.engine.match import match
from diagnosis.engine.normalize import clean
from diagnosis.engine.types import FACT_NAMES, Diagnosis, ErrorReport, MaskedText


def diagnose(text: str, rules: Current) -> tuple[ErrorReport, Diagnosis]:
    return read_and_rank(mask(clean(text).text), rules)


def read_and_rank(masked: MaskedText, rules: Current) -> tuple[ErrorReport, Diagnosis]:
    read = extract(masked, labels=rules.compiled.labels, known_codes=rules.known_codes)
    report = without_foreign_codes(read, rules.compiled)
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
