"""Server error codes: `AADSTS53003`, `Error Code: 53003`, `error_codes:[53003]`, `error?code=53003`, a bare `53003`.

A server code has five to seven digits, a sub-code (530033) is a code of its own and never shortened. Digits damaged
by screen reading are repaired only where the result is a known code. A bare number counts only where it is known
and the words around it are about signing in.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from diagnosis.engine.folded import Folded, key
from diagnosis.engine.labels import LabelHit
from diagnosis.engine.types import CodeMention

_RUN = r"[0-9OoQDIl|SsBZzGgb]"
_PREFIXED = re.compile(
    rf"A{{1,3}}D\s?[S5$]?\s?T\s?(?P<s>[S5$])?[\s:#(\[_-]{{0,3}}(?:(?:error|code|err)[\s:#]{{1,3}}){{0,2}}(?P<run>{_RUN}{{4,10}})",
    re.IGNORECASE,
)
_STRICT_PREFIX = re.compile(r"AADSTS", re.IGNORECASE)
_DIGIT_REPAIRS = tuple(
    str.maketrans("OoQDIl|SsBZzGgb", digits) for digits in ("000011155822696", "000011155822666", "000011155822698")
)
_STRUCTURED = (
    re.compile(r"error\s?\?\s?code\s?=\s?(?P<run>[0-9]{5,7})(?![0-9])", re.IGNORECASE),
    re.compile(r"Error\(s\)\s?:\s{0,3}(?P<run>[0-9]{5,7})(?![0-9])", re.IGNORECASE),
    re.compile(r"ResultType[\"'\s:=]{1,8}(?P<run>[0-9]{5,7})(?![0-9])", re.IGNORECASE),
)
_ARRAY = re.compile(r"error[_ ]?codes[\"'\s:=]{0,8}\[(?P<list>[0-9,\s\"']{1,120})\]", re.IGNORECASE)
_ARRAY_ITEM = re.compile(r"(?<![0-9])[0-9]{5,7}(?![0-9])")
_LABELLED = re.compile(rf"(?P<run>{_RUN}{{5,9}})(?![0-9A-Za-z]|[.,:/-][0-9]|[ ]?%)")
_BARE = re.compile(r"(?<![\w.,:/#%+=&$\u20ac\u00a3@-])(?P<run>[0-9]{5,7})(?![\w/%@=-]|[.,:][0-9]|[ ]?[\u20ac$\u00a3])")

_WEAK_LABEL = re.compile(
    r"(?:error|err|code|fehler|fehlermeldung|meldung|erreur|errore|fout|foutmelding|fejl|feil|fel|hiba|virhe|b[l\u0142]ad|chyba|hata|erro"
    r"|\u043e\u0448\u0438\u0431\u043a\u0430|\u043a\u043e\u0434|\u30a8\u30e9\u30fc|\u30b3\u30fc\u30c9|\u9519\u8bef|\u932f\u8aa4|\u4ee3\u7801|\uc624\ub958|codice|codigo|c\u00f3digo|kod|kode|koodi|koden)"
    r"[\s:#=\"'(\[.,-]{0,6}(?:(?:no|nr|number|nummer|num|code|message|mit|is|ist|von|says|sagt)\.?[\s:#\"'(]{1,4}){0,2}$",
    re.IGNORECASE,
)
_SIGN_IN_WORDS = tuple(
    key(word)
    for word in (
        "sign in", "sign-in", "signin", "signing in", "sign on", "signed in", "log in", "login", "log on", "logon", "logging in", "logged",
        "the log says", "anmeld", "einlogg", "microsoft", "entra", "azure", "office 365", "o365", "m365", "outlook", "teams", "sharepoint",
        "onedrive", "intune", "conditional access", "mfa", "authenticator", "aadsts", "block screen", "tenant", "zugriff", "connexion",
        "connecter", "iniciar sesi", "inicio de sesi", "inloggen", "aanmeld", "accedere", "accesso", "zalog", "logowa", "bejelentkez", "entrar",
        "kirjaut", "prihlas", "oturum", "\u0432\u043e\u0439\u0442\u0438", "\u0432\u0445\u043e\u0434", "\u30b5\u30a4\u30f3\u30a4\u30f3", "\u30ed\u30b0\u30a4\u30f3", "\u767b\u5f55", "\u767b\u9304", "\ub85c\uadf8\uc778",
        "mailbox", "work account", "policy", "access", "blocked", "mein konto", "compte", "cuenta",
    )
)  # fmt: skip
_THING_BEFORE = re.compile(
    r"(?:paket|package|parcel|shipment|sendung|order|bestell\w{0,10}|invoice|rechnung\w{0,10}|ticket|incident|case|room|raum|zimmer|plz|zip|postal|postcode|badge|"
    r"ausweis|karte|card|tracking|kunde\w{0,10}|customer|extension|ext|durchwahl|phone|tel|telefon|fax|artikel\w{0,8}|part|serial|asset|employee|personal\w{0,8}|"
    r"mitarbeiter\w{0,8}|id|port|row|line|build|kb|article|locker|printer|drucker|colis|facture|commande|pedido|factura|ordine|fattura|pakket|"
    r"eur|usd|gbp|chf|over|about|some|ca|circa|approx|than)\.?[\s:#\"'(-]{0,3}(?:(?:no|nr|number|nummer|num|id)\.?[\s:#]{0,3})?$",
    re.IGNORECASE,
)
_THING_AFTER = re.compile(
    r"\s?(?:eur|usd|euro|dollar|km|kg|miles|meters|users|people|rows|items|times|employees|mitarbeiter|points|pages|steps|credits|hz|ms|mb|gb|kb|w|v)\b",
    re.IGNORECASE,
)
_CONTEXT = 300
_ALONE = 24


@dataclass(frozen=True, slots=True)
class _Found:
    """One mention in the folded text; a lower `rank` is nearer to the cause."""

    code: str
    start: int
    end: int
    rank: int
    is_certain: bool = True


def read_codes(
    folded: Folded, text: str, labels: tuple[LabelHit, ...], known: Container[str]
) -> tuple[CodeMention, ...]:
    """Every server code once, the cause first: the last AADSTS code, then those before it, then labelled, then bare ones."""
    found = [*_prefixed(folded.text, known), *_structured(folded.text), *_labelled(folded.text, labels, known)]
    taken = [(mention.start, mention.end) for mention in found]
    found += [bare for bare in _bare(folded.text, known) if not any(start <= bare.start < end for start, end in taken)]
    return tuple(_mention(folded, text, mention) for mention in _in_precedence(found))


def _in_precedence(found: Iterable[_Found]) -> list[_Found]:
    best: dict[str, _Found] = {}
    last: dict[str, int] = {}
    for mention in sorted(found, key=lambda mention: (mention.rank, mention.start)):
        best.setdefault(mention.code, mention)
        if mention.rank == best[mention.code].rank:
            last[mention.code] = mention.start
    return sorted(best.values(), key=lambda mention: (mention.rank, -last[mention.code]))


def _mention(folded: Folded, text: str, found: _Found) -> CodeMention:
    start, end = folded.span(found.start, found.end)
    return CodeMention(found.code, text[start:end], start, end, is_certain=found.is_certain)


def _prefixed(text: str, known: Container[str]) -> Iterator[_Found]:
    for match in _PREFIXED.finditer(text):
        is_strict = bool(_STRICT_PREFIX.match(match.group()))
        run = match["run"]
        digits = re.match("[0-9]*", run)
        count = len(digits.group()) if digits else 0
        is_bounded = not text[match.end() : match.end() + 1].isalnum()
        if is_strict and count == len(run) and 5 <= count <= 7 and not text[match.end() : match.end() + 1].isdigit():
            yield _Found(run, match.start(), match.end(), 0)
            continue
        swallowed = "5" if match["s"] == "5" else ""
        candidates = (*_repairs(run, known), *_repairs(swallowed + run, known)) if is_bounded else ()
        repaired = candidates[0] if candidates else None
        if repaired:
            yield _Found(repaired, match.start(), match.end(), 0, is_certain=False)
        elif is_strict and 5 <= count <= 7:
            yield _Found(run[:count], match.start(), match.start("run") + count, 0)


def _repairs(run: str, known: Container[str]) -> Iterator[str]:
    """Known codes that the damaged digits may stand for; the S of AADSTS may have become, or doubled into, a first 5."""
    for table in _DIGIT_REPAIRS:
        digits = run.translate(table)
        candidates = (digits, digits[1:]) if digits[0] == "5" else (digits,)
        for candidate in candidates:
            if 5 <= len(candidate) <= 7 and candidate in known:
                yield candidate


def _structured(text: str) -> Iterator[_Found]:
    for pattern in _STRUCTURED:
        for match in pattern.finditer(text):
            yield _Found(match["run"], *match.span("run"), 1)
    for array in _ARRAY.finditer(text):
        for item in _ARRAY_ITEM.finditer(array["list"]):
            start = array.start("list") + item.start()
            yield _Found(item.group(), start, start + len(item.group()), 1)


def _labelled(text: str, labels: tuple[LabelHit, ...], known: Container[str]) -> Iterator[_Found]:
    is_block = any(hit.field in ("correlation_id", "request_id") for hit in labels)
    for hit in labels:
        match = _LABELLED.match(text, hit.value_start) if hit.field == "error_code" else None
        if not match or text[match.start() - 1] == "-":
            continue
        run = match["run"]
        if run.isdigit() and 5 <= len(run) <= 7 and (run in known or is_block):
            yield _Found(run, *match.span("run"), 1)
        elif not run.isdigit() and (repaired := next(_repairs(run, known), None)):
            yield _Found(repaired, *match.span("run"), 1, is_certain=False)


def _bare(text: str, known: Container[str]) -> Iterator[_Found]:
    is_alone = len(text.strip()) <= _ALONE
    for match in _BARE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if match["run"] not in known or _THING_BEFORE.search(before) or _THING_AFTER.match(text, match.end()):
            continue
        if _WEAK_LABEL.search(before):
            yield _Found(match["run"], *match.span("run"), 2)
        elif is_alone or _is_about_signing_in(text, match.start(), match["run"]):
            yield _Found(match["run"], *match.span("run"), 3, is_certain=False)


def _is_about_signing_in(text: str, position: int, run: str) -> bool:
    """Round numbers (50000, 90000) are amounts far more often than codes."""
    around = key(text[max(0, position - _CONTEXT) : position + _CONTEXT])
    return not run.endswith("000") and any(word in around for word in _SIGN_IN_WORDS)
