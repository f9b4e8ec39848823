"""What a text says without a label we know: IDs in the page's order, a lone time, the address above the heading.

Everything found here is a guess to be confirmed, so `is_certain` is always False.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from diagnosis.engine.facts import Reading
from diagnosis.engine.times import iso_times
from diagnosis.engine.types import FactName
from diagnosis.engine.values import Value, guids, mails, read_address

Words = dict[FactName, Value | None]

# App IDs that are the same in every tenant and so are never a request (Microsoft's own applications and resources).
_WELL_KNOWN = frozenset(
    {
        "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
        "4765445b-32c6-49b0-83e6-1d93765276ca",
        "00000003-0000-0000-c000-000000000000",
        "00000002-0000-0ff1-ce00-000000000000",
        "00000003-0000-0ff1-ce00-000000000000",
        "0000000c-0000-0000-c000-000000000000",
        "00000002-0000-0000-c000-000000000000",
        "797f4846-ba00-4fd7-ba43-dac1f8f63013",
        "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
        "de8bc8b5-d9f9-48b1-a8ad-b748da725064",
    }
)
# Times inside sentences of 700082, 70043, 70008, 50173, 500133: when a token was issued or ends, not when it failed.
_OTHER_TIME = re.compile(
    r"""
    (?: issued\ on | inactive\ for | valid\ ?from | valid\ ?to | not\ before | not\ after | expir\w{0,8} | current\ time
      | lifetime | since | until | sent | received | last\w{0,8} | updatetime | logged\ out\ at )
    [^.\n]{0,30}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLAIMED_BEFORE = re.compile(
    r"""
    (?: resource | polic(?:y|ies) | values | capolids | polids | tenant | directory | application | app | client
      | session | object | scope | sts\.windows\.net/ | login\.[a-z.]{1,40}/ | device | user
      | home | oid | puid | id\ ?provider )
    [^\n]{0,14}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOT_A_USER = re.compile(
    r"""
    (?: (?:it[-_.]?)?(?:help|service|it)[-_.]?(?:desk)? | it[-_.]support | support | hilfe | no-?reply | postmaster
      | security | abuse | info | notifications? | git | microsoft\w{0,20} | mailer-daemon | azure-noreply
      | msonlineservicesteam )@
    """,
    re.IGNORECASE | re.VERBOSE,
)
# The head of a mail, in the languages of our readers.
_RECIPIENT = re.compile(
    r"[ \t]*(?:to|cc|bcc|an|\u00e0|para|aan|a|do|till|til|\u6536\u4ef6\u4eba|\u5b9b\u5148)\s?:", re.IGNORECASE
)
_SENDER = re.compile(
    r"[ \t]*(?:from|von|de|van|da|od|fr\u00e5n|fra|reply-to|\u53d1\u4ef6\u4eba|\u5dee\u51fa\u4eba)\s?:", re.IGNORECASE
)
_GUID = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
# Below the time of the block: the app's name, its ID and an address, each behind a label, below one, or alone.
_APP_LINES = tuple(
    re.compile(
        rf"""
        [^\n]{{0,40}} \n\s{{0,8}}
        {label} (?P<name>[^\n\x00]{{1,80}}?) [ \t]{{0,8}}\n\s{{0,8}}
        {label} (?P<id>{_GUID}) [ \t]{{0,8}}\n\s{{0,8}}
        {label} (?P<ip>[0-9A-Fa-f:.]{{3,45}}) [ \t]{{0,8}}(?:\n|\Z)
        """,
        re.VERBOSE,
    )
    for label in (r"[^\n:=]{1,60}[:=\t][ \t]{0,8}", r"[^\n]{1,60}\n\s{0,8}", "")
)
_LOG_PREFIX = re.compile(rf"\[[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T][0-9:.]{{8,16}}Z?[ ]-[ ](?P<id>{_GUID})\]")
_LOG_ID = re.compile(rf'"id"\s?:\s?"(?P<id>{_GUID})"')
_APP_SENTENCE = re.compile(
    rf"AADSTS(?:700016|65001|50105|7000215|7000222|700054)\b[^\n]{{0,240}}?[^0-9A-Za-z-](?P<id>{_GUID})(?![0-9A-Za-z-])"
)
_APP_FIELDS = frozenset({"app_name", "app", "app_id", "ip"})
_GAP = 120  # characters between two IDs, or an ID and its time, of one block


def library_correlation_id(reading: Reading, words: Words) -> None:
    """What a library writes in front of its log lines is its own correlation ID: `[2025-06-20 02:51:15Z - <id>]`."""
    match = None if words["correlation_id"] else _LOG_PREFIX.search(reading.text)
    if match:
        words["correlation_id"] = _unsure(Value(match["id"].lower(), *match.span("id")))


def request_id_of_log_row(reading: Reading, words: Words) -> None:
    """The first `id` of a sign-in log's JSON, as Microsoft Graph gives it, is the request ID."""
    if words["request_id"] or '"correlationid"' not in reading.text.lower():
        return
    if match := _LOG_ID.search(reading.text):
        words["request_id"] = Value(match["id"].lower(), *match.span("id"))


def app_of_sentence(reading: Reading, words: Words) -> None:
    """In any language the first ID of these messages is the app's."""
    match = None if words["app_id"] else _APP_SENTENCE.search(reading.text)
    if match:
        words["app_id"] = _unsure(Value(match["id"].lower(), *match.span("id")))


def ids_in_page_order(reading: Reading, words: Words) -> None:
    """Request ID, Correlation ID, time: the order of the page in every language. A request ID ends in 00."""
    if words["correlation_id"] or words["request_id"]:
        return
    free = [guid for guid in guids(reading.text) if _is_free(reading, guid, words)]
    for first, second in pairwise(free):
        if second.start - first.end > _GAP or first.value == second.value:
            continue
        if second.value.endswith("00") and not first.value.endswith("00"):
            first, second = second, first
        if first.value.endswith("00") or _time_follows(reading, second):
            words["request_id"], words["correlation_id"] = _unsure(first), _unsure(second)
            return
    if len(free) == 1 and free[0].value.endswith("00"):
        words["request_id"] = _unsure(free[0])


def last_time(reading: Reading, words: Words) -> None:
    """Without a labelled time the last complete one counts."""
    if words["timestamp"]:
        return
    moments = [
        moment
        for moment in iso_times(reading.text)
        if not _OTHER_TIME.search(reading.text[max(0, moment.start - 60) : moment.start])
    ]
    if moments:
        words["timestamp"] = Value(moments[-1].value, moments[-1].start, moments[-1].end, is_certain=False)


def app_in_page_order(reading: Reading, words: Words) -> None:
    """Name, ID and address of the block below its time, where no label names anything else there."""
    time, before = words["timestamp"], words["correlation_id"]
    if not time or not before or not 0 <= time.start - before.end <= _GAP:
        return
    for pattern in _APP_LINES:
        match = pattern.match(reading.text, time.end)
        address = read_address(reading.text, match.start("ip")) if match else None
        if match and address and address.end == match.end("ip") and _is_only_app(reading, *match.span()):
            name = None if reading.index.is_absent(match["name"]) else Value(match["name"], *match.span("name"))
            _fill(words, {"app_name": name, "app_id": Value(match["id"].lower(), *match.span("id")), "ip": address})
            return


def _is_only_app(reading: Reading, start: int, end: int) -> bool:
    between = reading.labels_between(start, end)
    return all(hit.field in _APP_FIELDS or not hit.is_separated for hit in between)


def _fill(words: Words, found: Words) -> None:
    words.update({name: value and _unsure(value) for name, value in found.items() if not words[name]})


def signed_in_address(reading: Reading, words: Words) -> None:
    """The page prints the account alone on a line above its heading; a mail names it as the sender."""
    if words["user"]:
        return
    found = [mail for mail in mails(reading.text) if not _NOT_A_USER.match(mail.value)]
    ranked = sorted(found, key=lambda mail: (_rank(reading.text, mail), mail.start))
    if ranked and _rank(reading.text, ranked[0]) < 3:
        words["user"] = _unsure(ranked[0])


def _rank(text: str, mail: Value) -> int:
    first = text.rfind("\n", 0, mail.start) + 1
    last = text.find("\n", mail.end)
    line = text[first : last if last >= 0 else len(text)]
    if line.strip(" \t<>()") == text[mail.start : mail.end]:
        return 0
    if _RECIPIENT.match(line):
        return 3
    return 2 if _SENDER.match(line) else 1


def _is_free(reading: Reading, guid: Value, words: Words) -> bool:
    taken = {word.value for word in words.values() if word}
    before = reading.text[max(0, guid.start - 30) : guid.start]
    return guid.value not in _WELL_KNOWN and guid.value not in taken and not _CLAIMED_BEFORE.search(before)


def _time_follows(reading: Reading, guid: Value) -> bool:
    return next(iso_times(reading.text[guid.end : guid.end + _GAP]), None) is not None


def _unsure(value: Value) -> Value:
    return Value(value.value, value.start, value.end, is_certain=False)


FALLBACKS: tuple[Callable[[Reading, Words], None], ...] = (
    library_correlation_id,
    request_id_of_log_row,
    app_of_sentence,
    ids_in_page_order,
    last_time,
    app_in_page_order,
    signed_in_address,
)
