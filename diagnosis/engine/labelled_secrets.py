"""Passwords, PINs, one-time codes and passes that a person wrote behind their name, in the languages of our readers.

An ordinary sentence must stay as it is: "I forgot my password", "password: expired", "my password is right".
"""

import re
from collections.abc import Iterator

_PASSWORD_NAMES = (
    r"(?:[\w-]{0,30}[_.-])?(?:password|passwd|pwd|passphrase|passwort|kennwort|passphrase)|(?:user|db|admin|old|new|temp)?password|pass|pw|pswd"
    r"|mot de passe|mdp|contrase\u00f1a|contrasena|clave|senha|palavra-passe|wachtwoord|has\u0142o|haslo|heslo|adgangskode|kodeord|l\u00f6senord|losenord|passord"
    r"|salasana|jelsz\u00f3|parol[a\u0103]?|\u015fifre|sifre|\u043f\u0430\u0440\u043e\u043b\u044c|\u03ba\u03c9\u03b4\u03b9\u03ba\u03cc\u03c2|\u30d1\u30b9\u30ef\u30fc\u30c9|\u5bc6\u7801|\u5bc6\u78bc|\ube44\ubc00\ubc88\ud638|"
    r"temporary access pass|temporary pass|befristeter zugriffspass|passe d'acc\u00e8s temporaire|pase de acceso temporal|tap|recovery code|backup code|wiederherstellungscode"
)
_IS = r"(?:is|was|are|ist|war|lautet|est|es|era|\u00e9|is:|\u00e8|jest|je|\u00e4r|er|on|\u306f|\u662f|\u4e3a|\u70ba)"
PASSWORD_LABEL = re.compile(
    rf"(?<![^\W_])(?:{_PASSWORD_NAMES})(?:\s?\([^()\n]{{1,20}}\))?"
    rf"(?:[\"'`*]{{0,3}}\s{{0,3}}(?P<sign>=>|[:=])(?P<gap>\s{{0,8}})(?P<quote>[\"'`])?|\s{{1,3}}{_IS}(?P<verb>[:\s]\s{{0,3}})(?P<verbquote>[\"'`])?|(?P<cjk>[\u306f\u662f\u4e3a\u70ba])\s{{0,3}})",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"(?<![\w-])(?:--?(?:password|passwd|client-secret|secret|pass)(?:\s{1,4}|=)|(?:-u|--username)\s{1,3}\S{1,90}\s{1,3}-p\s{1,3}|ConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?)"
    r"(?P<quote>[\"'])?(?P<value>(?(quote)[^\"'\n\x00]{1,200}|[^\s\"'\x00]{3,200}))",
    re.IGNORECASE,
)
_TAGGED = re.compile(
    r"<(?:password|pwd|passwd|clientsecret|secret|pin)>(?P<value>[^<>\n\x00\[]{1,200})</", re.IGNORECASE
)
_REST = re.compile(r"[^\n\x00]{1,200}")
_TOKEN = re.compile(r"[^\s\x00]{1,200}")
_QUOTED = {mark: re.compile(rf"(?:\\.|[^{mark}\\\n\x00]){{1,200}}(?={mark})") for mark in "\"'`"}

_PIN = re.compile(
    r"(?<![^\W_])(?:hello[- ])?(?:pin|pin[- ]?code|geheimzahl|pin-nummer|pincode|passcode)(?:\s{0,3}[:=]\s{0,3}|\s{1,3}(?:is|was|ist|war|lautet|est|es|\u00e9)[:\s]\s{0,3}|\s{1,3})(?P<value>[0-9]{4,12})(?![\w.-])",
    re.IGNORECASE,
)
_ONE_TIME_NAMES = (
    r"(?:verification|security|one[- ]?time|authenticator|authentication|confirmation|mfa|2fa|sms|text message|login|sign[- ]?in|passcode|access)[- ]?(?:pass)?(?:code|pin)?[- ]?(?:code|number)"
    r"|one[- ]?time[- ]?(?:password|passcode|pin|pass)|otp(?:[- ]code)?|passcode|totp|einmal(?:code|passwort|kennwort)|best\u00e4tigungscode|sicherheitscode|pr\u00fcfcode"
    r"|verifizierungscode|anmeldecode|code de v\u00e9rification|code de s\u00e9curit\u00e9|code \u00e0 usage unique|c\u00f3digo de verificaci\u00f3n|c\u00f3digo de seguridad|c\u00f3digo de verifica\u00e7\u00e3o|c\u00f3digo de seguran\u00e7a"
    r"|codice di verifica|codice di sicurezza|codice monouso|verificatiecode|beveiligingscode|eenmalige code|kod weryfikacyjny|kod jednorazowy|ellen\u0151rz\u0151 k\u00f3d|verifieringskod|s\u00e4kerhetskod"
    r"|engangskode|bekr\u00e6ftelseskode|vahvistuskoodi|ov\u011b\u0159ovac\u00ed k\u00f3d|do\u011frulama kodu|\u043a\u043e\u0434 \u043f\u043e\u0434\u0442\u0432\u0435\u0440\u0436\u0434\u0435\u043d\u0438\u044f|\u78ba\u8a8d\u30b3\u30fc\u30c9|\u8a8d\u8a3c\u30b3\u30fc\u30c9|\u9a8c\u8bc1\u7801|\u9a57\u8b49\u78bc|\uc778\uc99d \ucf54\ub4dc|\uc778\uc99d\ubc88\ud638"
)
_ONE_TIME_CODE = re.compile(
    rf"(?<![^\W_])(?:{_ONE_TIME_NAMES})(?:\s?\([^()\n]{{1,20}}\))?[\"'`*]{{0,2}}(?:\s{{0,3}}[:=\u306f\u662f\u4e3a]\s{{0,3}}|\s{{1,3}}(?:is|was|ist|war|lautet|est|es|\u00e9|\u00e8|jest)[:\s]\s{{0,3}}|\s{{1,3}})[\"'`]?"
    r"(?P<value>[0-9]{3}[ -][0-9]{3,4}|[0-9]{4,10}|(?=[A-Z0-9-]{0,11}[0-9])[A-Z0-9][A-Z0-9-]{5,11})(?![\w.-])",
    re.IGNORECASE,
)
_DEVICE_LOGIN = re.compile(
    r"(?:microsoft\.com/(?:devicelogin|link)|aka\.ms/devicelogin|/deviceauth|oauth2/deviceauth|devicelogin|device[- ]?code)",
    re.IGNORECASE,
)
_DEVICE_CODE = re.compile(r"(?<![\w-])(?P<value>(?=[A-Z0-9-]{0,8}[A-Z])[A-Z0-9]{8,9}|[A-Z0-9]{4}-[A-Z0-9]{4})(?![\w-])")
_DEVICE_REACH = 160

_ORDINARY = frozenset(
    """expired wrong incorrect correct right invalid valid ok okay yes no none unknown changed reset forgotten required missing empty true false null hidden removed
    redacted not never still also the a an my your it i we he she there same old new set blank weak strong secret protected error failed failure success needed wanted
    asked accepted rejected refused working works fine good bad bitte falsch richtig korrekt abgelaufen vergessen geändert gesperrt gültig ungültig nicht unbekannt leer
    neu alt stimmt gesetzt verloren erforderlich expiré incorrect oublié correct invalide changé perdu requis caducada incorrecta correcta olvidada vencida cambiada
    incorreta correta expirada esquecida alterada verlopen fout juist onjuist vergeten gewijzigd wygasło błędne poprawne zmienione scaduta errata corretta dimenticata
    期限切れ 間違い 過期 过期 错误 incorrecte utgånget fel rätt udløbet forkert utløpt feil väärä vanhentunut lejárt hibás""".split()
)
_CODE_OR_ID = re.compile(
    r"(?:AADSTS[0-9]+|0x[0-9A-Fa-f]+|CAA[0-9A-Fa-f]{5}|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-.*|https?://.*|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{1,2}[:./][0-9]{1,2}.*|[\w.+#-]+@[\w-]+\.[\w.-]+)[.,;:)]*$"
)
_HIDDEN = re.compile(r"[*\u2022\u25cf\u00b7.xX#_-]+$")


def password_values(text: str) -> Iterator[tuple[int, int]]:
    """Spans of passwords, passes and recovery codes behind their labels."""
    for label in PASSWORD_LABEL.finditer(text):
        yield from _behind(text, label)
    for pattern in (_OPTION, _TAGGED):
        for match in pattern.finditer(text):
            if is_password(match["value"]) or pattern is _TAGGED:
                yield match.span("value")


def one_time_codes(text: str) -> Iterator[tuple[int, int]]:
    """Spans of PINs, one-time codes and device login codes."""
    for pattern in (_PIN, _ONE_TIME_CODE):
        yield from (match.span("value") for match in pattern.finditer(text))
    reached = 0
    for place in _DEVICE_LOGIN.finditer(text):
        if place.start() < reached:
            continue
        reached = place.end() + _DEVICE_REACH
        code = _DEVICE_CODE.search(text, max(0, place.start() - 60), reached)
        if (
            code
            and any(character.isdigit() for character in code["value"])
            or code
            and "code" in text[max(0, code.start() - 40) : code.start()].lower()
        ):
            yield code.span("value")


def is_password(word: str, *, is_alone: bool = True) -> bool:
    """Whether a word behind a password label is the password; `is_alone` says that nothing else stands on its line."""
    bare = word.rstrip(".,;:)\"'`")
    if (
        len(bare) < 3
        or bare.startswith("[")
        or bare.lower() in _ORDINARY
        or _CODE_OR_ID.match(word)
        or _HIDDEN.match(bare)
    ):
        return False
    core = bare.rstrip("!?")
    has_digit = any(character.isdigit() for character in core)
    has_sign = any(not character.isalnum() and character not in "-'_/" for character in core)
    has_hump = any(character.isupper() for character in core[1:]) and any(character.islower() for character in core)
    return len(bare) >= 4 and (has_digit or has_sign or has_hump) or (is_alone and len(bare) >= 5 and bare.isascii())


def _behind(text: str, label: re.Match[str]) -> Iterator[tuple[int, int]]:
    quote = label["quote"] or label["verbquote"]
    if quote:
        quoted = _QUOTED[quote].match(text, label.end())
        if (
            quoted
            and (label["sign"] or is_password(quoted.group(), is_alone=False))
            and _is_worth_hiding(quoted.group())
        ):
            yield quoted.span()
            return
    rest = _REST.match(text, label.end())
    word = _TOKEN.match(text, label.end())
    if not rest or not word:
        return
    is_alone = bool(label["sign"]) and word.group() == rest.group().strip() and "\n\n" not in (label["gap"] or "")
    if is_password(word.group(), is_alone=is_alone):
        end = word.end() - len(word.group()) + len(_trimmed(word.group()))
        yield word.start(), end


def _is_worth_hiding(value: str) -> bool:
    return (
        not value.startswith("[")
        and value.lower() not in _ORDINARY
        and not _HIDDEN.match(value)
        and not _CODE_OR_ID.match(value)
    )


def _trimmed(word: str) -> str:
    """The word without the marks of what surrounds it: `&next=…` of an address, a closing bracket, a comma."""
    return re.split(r"[&<>\"]|[,;]$|[)\]}]+[.,;]?$", word, maxsplit=1)[0] or word
