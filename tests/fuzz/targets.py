"""One target per parser: what must hold for any text. A broken promise is an AssertionError, which stops the fuzzer."""

import json
import tomllib
from functools import cache
from pathlib import Path
from time import process_time

from diagnosis.engine.device import read_device
from diagnosis.engine.extract import extract
from diagnosis.engine.folded import layers
from diagnosis.engine.foreign import without_foreign_codes
from diagnosis.engine.mask import mask
from diagnosis.engine.match import CompiledRules, compile_rules, match
from diagnosis.engine.normalize import LIMIT, clean
from diagnosis.engine.serialize import from_json, to_json
from diagnosis.engine.types import ANSWERS, CodeRule, ErrorReport, ExampleRule, FactRule, PhraseRule, Rules
from tests.engine.known_codes import KNOWN_CODES
from tests.engine.known_labels import LABELS
from tests.engine.test_mask import JWT
from tests.fuzz.inputs import Bytes, text

CONTENT = Path(__file__).parents[2] / "diagnosis" / "catalogue" / "content"
HEADERS = ("User-Agent", "Sec-CH-UA", "Sec-CH-UA-Platform", "Sec-CH-UA-Platform-Version", "Sec-CH-UA-Model")
LONGEST_NAME = 100
LONGEST = 16_384
MOST_SECONDS = 5.0  # for LONGEST letters, with the fuzzer's counting, which slows everything about tenfold
EXAMPLES = 300


def normalize(data: Bytes) -> None:
    given = text(data)
    cleaned = clean(given)
    assert clean(cleaned.text).text == cleaned.text
    assert len(cleaned.text.encode()) <= LIMIT
    assert "\x00" not in cleaned.text
    assert "\r" not in cleaned.text
    limit = data.ConsumeIntInRange(1, 200)
    assert len(clean(given, limit=limit).text.encode()) <= limit


def masking(data: Bytes) -> None:
    given = clean(text(data)).text
    masked = mask(given)
    assert mask(masked.text) == masked
    for found in masked.masks:
        assert masked.text[found.start : found.end] == f"[{found.label} removed]"
    planted = mask(f"{given} {JWT} end")
    assert all(JWT[20:60] not in layer.text and JWT[-20:] not in layer.text for layer in layers(planted.text))
    within_time(lambda pasted: mask(pasted), given)


def extraction(data: Bytes) -> None:
    report = read(text(data))
    for words in (*report.facts, *report.codes, *report.client_codes, *report.office_tags):
        assert words.raw == report.text[words.start : words.end] != ""
    assert len({fact.name for fact in report.facts}) == len(report.facts)
    assert len({mention.code for mention in report.codes}) == len(report.codes)
    within_time(lambda pasted: extract(mask(pasted), labels=LABELS, known_codes=KNOWN_CODES), report.text)


def device(data: Bytes) -> None:
    headers = {name: text(data, pieces=8) for name in HEADERS}
    planted = HEADERS[data.ConsumeIntInRange(0, len(HEADERS) - 1)]
    for given in (headers, headers | {planted: f"{headers[planted][:200]} {JWT}"}):
        details = read_device(given)
        for name in details.__slots__:
            value = getattr(details, name)
            assert len(value) < LONGEST_NAME
            assert JWT[20:40] not in value


def serialization(data: Bytes) -> None:
    report = read(text(data))
    assert from_json(report.text, json.loads(json.dumps(to_json(report)))) == report


def matching(data: Bytes) -> None:
    question = sorted(ANSWERS)[data.ConsumeIntInRange(0, len(ANSWERS) - 1)]
    answers = {question: ANSWERS[question][data.ConsumeIntInRange(0, len(ANSWERS[question]) - 1)]}
    report = without_foreign_codes(read(text(data)), rules())
    diagnosis = match(report, rules(), answers)
    assert diagnosis == match(report, rules(), answers)
    assert len({cause.slug for cause in diagnosis.causes}) == len(diagnosis.causes)
    for cause in diagnosis.causes:
        assert cause.slug
        for reason in cause.evidence:
            if reason.start is not None:
                assert reason.words == report.text[reason.start : reason.end] != ""


def read(given: str) -> ErrorReport:
    return extract(mask(clean(given).text), labels=LABELS, known_codes=KNOWN_CODES)


def within_time(work, given: str) -> None:
    """Only long texts tell; they are the given one again and again."""
    if len(given) % 64 == 33:
        long = (given * (LONGEST // len(given) + 1))[:LONGEST]
        began = process_time()
        work(long)
        assert process_time() - began < MOST_SECONDS


@cache
def rules() -> CompiledRules:
    """The content's signatures, codes and ideas, and what some of its examples teach."""
    signatures = [item for path in sorted(CONTENT.glob("signatures/*.toml")) for item in table(path, "signature")]
    examples = [item for path in sorted(CONTENT.glob("examples/*.toml")) for item in table(path, "example")]
    lessons = [ExampleRule(words, item["cause"] or None) for item in examples for words in item["texts"][:1]]
    return compile_rules(
        Rules(
            codes={code: CodeRule(code, (("unknown", 0.5),)) for code in KNOWN_CODES},
            phrases=tuple(
                PhraseRule(item["key"], item["cause"], item["phrase"], item["weight"])
                for item in signatures
                if "phrase" in item
            ),
            facts=tuple(
                FactRule(item["key"], item["cause"], item["field"], item["value"], item["weight"])
                for item in signatures
                if "field" in item
            ),
            examples=tuple(lessons[:: max(1, len(lessons) // EXAMPLES)]),
            concepts=table(CONTENT / "concepts.toml", "concepts"),
            topics=table(CONTENT / "concept-topics.toml", "topics"),
        )
    )


def table(path: Path, name: str):
    return tomllib.loads(path.read_text(encoding="utf-8"))[name]


TARGETS = {
    "normalize": normalize,
    "mask": masking,
    "extract": extraction,
    "device": device,
    "serialize": serialization,
    "match": matching,
}
