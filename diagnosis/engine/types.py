"""What the engine reads, the rules it is given, and what it answers. Frozen values that hardly do anything themselves.

Spans are half-open offsets into the masked text, the only text that is ever stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

FactName = Literal[
    "correlation_id",
    "request_id",
    "timestamp",
    "app_name",
    "app_id",
    "ip",
    "device_platform",
    "device_state",
    "device_id",
    "user",
    "tenant_id",
]
Source = Literal["pasted", "entered", "browser", "ocr"]
Confidence = Literal["likely", "possible"]

FACT_NAMES: tuple[FactName, ...] = get_args(FactName)

# The context questions of the result page and the answers they accept; "" always means "not answered".
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "account_kind": ("work", "guest", "personal", "admin"),
    "device_kind": ("company_computer", "company_phone", "personal_computer", "personal_phone", "shared"),
    "network": ("office", "home", "travelling", "mobile_data", "vpn"),
    "changed": ("nothing", "new_device", "new_phone", "new_password", "new_place", "new_app", "new_account"),
    "failing_app": ("browser", "outlook", "teams", "other_mail", "command_line", "admin_page", "other"),
}


# What a label of Microsoft's blocks names. Where one name serves two, the first has it. "app" and "time" are words that
# everybody uses and count only where they stand as labels; "other" carries no fact but ends the value before it.
LABEL_FIELDS: tuple[str, ...] = (
    "error_code",
    "correlation_id",
    "request_id",
    "timestamp",
    "time",
    "app_name",
    "app",
    "app_id",
    "ip",
    "device_id",
    "device_platform",
    "device_state",
    "user",
    "tenant_id",
    "other",
)
# A device state by the kind of rule that holds its wordings, as Microsoft writes it.
DEVICE_STATES: Mapping[str, str] = {
    "state_unregistered": "Unregistered",
    "state_registered": "Registered",
    "state_compliant": "Compliant",
    "state_noncompliant": "Noncompliant",
    "state_managed": "Managed",
    "state_unmanaged": "Unmanaged",
    "state_domain_joined": "Domain joined",
    "state_hybrid_azure_ad_joined": "Hybrid Azure AD joined",
    "state_entra_hybrid_joined": "Microsoft Entra hybrid joined",
    "state_azure_ad_joined": "Azure AD joined",
    "state_entra_joined": "Microsoft Entra joined",
    "state_azure_ad_registered": "Azure AD registered",
    "state_entra_registered": "Microsoft Entra registered",
}
# What a known value means: "there is none", a platform, a device state.
VALUE_FIELDS: tuple[str, ...] = ("not_available", "platform", *DEVICE_STATES)


@dataclass(frozen=True, slots=True)
class Fact:
    """One detail that was read. `value` is canonical (GUIDs lower-case, times `2026-11-03T08:14:27Z`),
    `raw` is what stands in the text at [start:end]. `is_certain` is False where the person should confirm it:
    a repaired or unlabelled value, a time whose zone or day/month order is not written."""

    name: FactName
    value: str
    raw: str
    start: int
    end: int
    source: Source = "pasted"
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class CodeMention:
    """One error code: `code` is canonical, "53003" for a server code, "0xCAA2000C" for a client code."""

    code: str
    raw: str
    start: int
    end: int
    is_client: bool = False
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Mask:
    """A secret that was taken out: its label, as in `[authorization code removed]`, stands at [start:end]."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MaskedText:
    text: str
    masks: tuple[Mask, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """Everything read from one text. `codes` and `client_codes` stand in order of precedence: the cause first."""

    text: str
    codes: tuple[CodeMention, ...] = ()
    client_codes: tuple[CodeMention, ...] = ()
    office_tags: tuple[CodeMention, ...] = ()
    facts: tuple[Fact, ...] = ()
    masks: tuple[Mask, ...] = ()

    def fact(self, name: FactName) -> Fact | None:
        return next((fact for fact in self.facts if fact.name == name), None)


@dataclass(frozen=True, slots=True)
class CodeRule:
    """What one code points to: (cause slug, weight 0..1) pairs, heaviest first. Long-tail codes are not reviewed.

    `local` is the cause that the organisation itself gives this code; it stands before all others.
    """

    code: str
    causes: tuple[tuple[str, float], ...]
    is_reviewed: bool = True
    local: str | None = None


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """Words on a Microsoft page or in a person's text that point to a cause."""

    key: str
    slug: str
    phrase: str
    weight: float


@dataclass(frozen=True, slots=True)
class FactRule:
    """A fact of the block, or an answer of the person, that moves a cause up (or down, where `weight` is negative).

    `field` is a FactName or a key of ANSWERS; `value` is compared without case; "*" stands for any value and a
    leading "~" asks whether the field contains the rest. `codes` limits the rule to texts with one of these codes.
    """

    key: str
    slug: str
    field: str
    value: str
    weight: float
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ExampleRule:
    """A text with the answer a person would give; slug None means "not a Microsoft sign-in error"."""

    text: str
    slug: str | None
    importance: float = 1.0


@dataclass(frozen=True, slots=True)
class LabelRule:
    """Words of one language that name a fact of the block (`field` is one of LABEL_FIELDS) or are a value of one
    (VALUE_FIELDS). They are literal; case, accents and spacing don't count."""

    field: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """One published state of the catalogue, as plain values."""

    codes: Mapping[str, CodeRule] = field(default_factory=dict)
    phrases: tuple[PhraseRule, ...] = ()
    facts: tuple[FactRule, ...] = ()
    examples: tuple[ExampleRule, ...] = ()
    labels: tuple[LabelRule, ...] = ()
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a cause, with the exact words it rests on.

    `start`/`end` are None where the words do not stand in the text: an answer of the person.
    """

    kind: Literal["code", "phrase", "fact", "answer", "words"]
    words: str
    weight: float
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class RankedCause:
    slug: str
    score: float
    confidence: Confidence
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Ranked causes, best first. No causes means "not recognised": a proper answer that still leads to a ticket."""

    causes: tuple[RankedCause, ...] = ()

    @property
    def is_recognised(self) -> bool:
        return bool(self.causes)


@dataclass(frozen=True, slots=True)
class DeviceDetails:
    """What the browser says about the device in hand; "" where it does not say."""

    platform: str = ""
    platform_version: str = ""
    model: str = ""
    browser: str = ""
    browser_version: str = ""
