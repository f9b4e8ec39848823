"""Scores answers against labelled cases: codes, first cause, false alarms on negatives, and each detail."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from diagnosis.engine.types import FACT_NAMES, Diagnosis

GROUPS = ("overall", "with-code", "code-less", "code-less prose", "localized", "ocr")
NOTHING = {"", "none", "null", "n/a", "not available", "unknown", "nicht verfügbar", "利用できません"}
IDENTIFIERS = {"correlation_id", "request_id", "app_id", "device_id", "tenant_id"}
# A translated state may be answered as written or in English.
STATES = {
    "nicht registriert": "unregistered",
    "no registrado": "unregistered",
    "non enregistré": "unregistered",
    "non conforme": "noncompliant",
    "nicht konform": "noncompliant",
    "non-compliant": "noncompliant",
    "not compliant": "noncompliant",
}
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,]\d+)?\s*(?:Z|UTC|([+-])(\d\d):?(\d\d))?", re.IGNORECASE
)


@dataclass(slots=True)
class Share:
    hits: int = 0
    of: int = 0

    def count(self, is_hit: bool) -> None:
        self.hits += is_hit
        self.of += 1

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{100 * self.value:5.1f}% ({self.hits}/{self.of})" if self.of else "   n/a (0/0)"


@dataclass(slots=True)
class Detail:
    """True positives, false positives, false negatives of one field."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    def row(self, name: str) -> str:
        counts = f"({self.right}/{self.wrong}/{self.missed})"
        return f"{name:<16} {self.precision:6.3f} {self.recall:6.3f} {self.f1:6.3f}   {counts}"


@dataclass(slots=True)
class Score:
    """Adds up one case after the other; `table` is what is printed."""

    cases: int = 0
    main_code: Share = field(default_factory=Share)
    code_set: Share = field(default_factory=Share)
    invented: int = 0
    client_codes: Share = field(default_factory=Share)
    first: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    among_three: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    alarms: Share = field(default_factory=Share)
    hard_alarms: Share = field(default_factory=Share)
    details: dict[str, Detail] = field(default_factory=lambda: {name: Detail() for name in FACT_NAMES})

    def add(self, case: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """`case` as in the labelled files, `answer` as `diagnose --jsonl` gives it."""
        self.cases += 1
        expected = case["expect"]
        self._add_codes(expected, answer)
        slugs = [cause["slug"] for cause in answer["causes"]]
        slugs = [] if slugs[:1] == ["unknown"] else slugs
        if case["kind"] == "negative":
            is_alarm = bool(slugs or answer["codes"])
            self.alarms.count(is_alarm)
            if str(case.get("note", "")).startswith("hard"):
                self.hard_alarms.count(is_alarm)
        else:
            self._add_causes(case, slugs or ["unknown"])
        self._add_details(expected, answer["details"])

    def _add_codes(self, expected: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        wanted, given = expected["codes"], answer["codes"]
        if wanted:
            self.main_code.count(given[:1] == wanted[:1])
        self.code_set.count(set(given) == set(wanted))
        self.invented += bool(given and not wanted)
        if "client_codes" not in expected.get("ignore", ()):
            found = {bare(code) for code in answer["client_codes"]}
            for code in expected.get("client_codes", ()):
                self.client_codes.count(bare(code) in found)

    def _add_causes(self, case: Mapping[str, Any], slugs: list[str]) -> None:
        has_code = bool(case["expect"]["codes"])
        groups = {
            "overall": True,
            "with-code": has_code,
            "code-less": not has_code,
            "code-less prose": not has_code and case["kind"] == "prose",
            "localized": case["kind"] == "localized" or case["lang"] != "en",
            "ocr": case["kind"] == "ocr-like",
        }
        for group in (name for name, belongs in groups.items() if belongs):
            self.first[group].count(slugs[0] in case["acceptable_causes"])
            self.among_three[group].count(any(slug in case["acceptable_causes"] for slug in slugs[:3]))

    def _add_details(self, expected: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        for name in FACT_NAMES:
            if name in expected.get("ignore", ()):
                continue
            detail = self.details[name]
            want, got = comparable(name, expected.get(name)), comparable(name, given.get(name))
            if want is None and name in expected.get("forbid", {}):
                forbidden = {comparable(name, value) for value in expected["forbid"][name]}
                detail.wrong += got is not None and got in forbidden
            elif want is not None and want == got:
                detail.right += 1
            else:
                detail.wrong += got is not None
                detail.missed += want is not None

    def table(self) -> Iterable[str]:
        yield f"main-code accuracy          {self.main_code}"
        yield f"all-codes exact set         {self.code_set}   codes invented where none is: {self.invented}"
        yield f"client-code recall          {self.client_codes}"
        for name in GROUPS:
            yield f"cause {name:<16} top-1 {self.first[name]}   top-3 {self.among_three[name]}"
        yield f"negative false alarms       {self.alarms}   hard ones {self.hard_alarms}"
        yield "field              prec    rec     F1   (tp/fp/fn)"
        yield from (detail.row(name) for name, detail in self.details.items())
        yield self.all_details.row("all (micro)")
        yield self.summary()

    @property
    def all_details(self) -> Detail:
        parts = self.details.values()
        return Detail(sum(p.right for p in parts), sum(p.wrong for p in parts), sum(p.missed for p in parts))

    def summary(self) -> str:
        first = self.first
        return (
            f"SUMMARY main={self.main_code.value:.3f} all={self.code_set.value:.3f} "
            f"client={self.client_codes.value:.3f} top1={first['overall'].value:.3f} "
            f"top3={self.among_three['overall'].value:.3f} prose1={first['code-less prose'].value:.3f} "
            f"loc1={first['localized'].value:.3f} ocr1={first['ocr'].value:.3f} neg_fa={self.alarms.value:.3f} "
            f"fieldF1={self.all_details.f1:.3f}"
        )


@dataclass(slots=True)
class Calibration:
    """How often the first cause was right, by the word for confidence it was given with. Negatives count as wrong."""

    words: dict[tuple[str, str], Share] = field(default_factory=lambda: defaultdict(Share))

    def add(self, case: Mapping[str, Any], diagnosis: Diagnosis) -> None:
        if diagnosis.causes:
            first = diagnosis.causes[0]
            ground = "code" if any(item.kind == "code" for item in first.evidence) else "words"
            is_right = case["kind"] != "negative" and first.slug in case["acceptable_causes"]
            self.words[first.confidence, ground].count(is_right)

    def table(self) -> Iterable[str]:
        yield "confidence        right"
        for (word, ground), share in sorted(self.words.items()):
            yield f"{word:<9} by {ground:<6} {share}"


def bare(code: object) -> str:
    return str(code).strip().upper().removeprefix("0X")


def comparable(name: str, value: object) -> object:
    """A value as it is compared, None for "absent"; times as instants."""
    words = " ".join(str(value).split()) if value is not None else ""
    if words.lower() in NOTHING:
        return None
    return _COMPARE.get(name, _lower)(words)


def _lower(words: str) -> object:
    return words.lower()


def _instant(words: str) -> object:
    """UTC; a time without zone counts as UTC."""
    found = _TIME.fullmatch(words)
    if not found:
        return f"unreadable {words}"
    sign, hours, minutes = found.groups()[6:]
    offset = timedelta(hours=int(hours), minutes=int(minutes)) if sign else timedelta()
    moment = datetime(*(int(part) for part in found.groups()[:6]), tzinfo=UTC)  # type: ignore[misc, arg-type]
    return moment - offset if sign == "+" else moment + offset


_COMPARE: dict[str, Callable[[str], object]] = {
    "timestamp": _instant,
    "device_state": lambda words: STATES.get(words.lower(), words.lower()),
    "device_platform": lambda words: re.sub(r"^windows\s*(?=\d)", "windows ", words.lower()),
    **dict.fromkeys(IDENTIFIERS, lambda words: words.strip("{}'\"").lower()),
}
