import html
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine.folded import layers
from diagnosis.engine.mask import cut, mask

JWT = (
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2V4YW1wbGUuY29tIiwic3ViIjoiYWxleCJ9"
    ".Qk9HVVMtc2lnbmF0dXJlLWZvci10ZXN0cy1vbmx5"
)

# A text, the words in it that must go, the label that must stand there.
SECRETS = [
    (f"here {JWT} end", [JWT[:30], JWT[-20:]], "token"),
    (f"Authorization: Bearer {JWT}", [JWT[-20:]], "token"),
    ("Authorization: Basic YWxleDpTb21tZXIyMDI2IQ==", ["YWxleDpTb21tZXIyMDI2"], "token"),
    (
        "https://app.contoso.com/signin-oidc?code=0.AXkAbc-DEFghij.AgABAAIAAADnfolhJp&session_state=7c1d0a42-5b0e&state=abcDEF",
        ["AgABAAIAAADnfolhJp", "7c1d0a42-5b0e", "abcDEF"],
        "authorization code",
    ),
    ("https://app.contoso.com/cb?code=SplxlOBeZQQYbYS6WxSbIA", ["SplxlOBeZQ"], "authorization code"),
    (
        "https://app.contoso.com/#code=M.C507_BAY.2.U.7c1d0a42-5b0e&client_info=eyJ1aWQiOiI3YzFk",
        ["BAY.2.U", "eyJ1aWQi"],
        "token",
    ),
    ("grant_type=authorization_code&code=0.AXkAbc-DEFghij.AgABAAIAAA&x=1", ["AgABAAIAAA"], "authorization code"),
    (
        '{"refresh_token":"0.AXkAbc-DEFghij.AgABAAIAAADn","access_token":"abc.def"}',
        ["AgABAAIAAADn", "abc.def"],
        "token",
    ),
    ("SAMLResponse=PHNhbWxwOlJlc3BvbnNlIElEPSJf&RelayState=xyz987", ["PHNhbWxwOlJl", "xyz987"], "token"),
    (
        "https://login.microsoftonline.com/common/login?ctx=rQQIARAAhZA7bNNQ&flowToken=AQABIQEAAADnf",
        ["rQQIARAAhZA7", "AQABIQEA"],
        "session state",
    ),
    ("client_assertion=abcdef123456&client_secret=hunter", ["abcdef123456", "hunter"], "secret"),
    ("secret value abC8Q~aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbb here", ["aaaaaaaa"], "secret"),
    ("ESTSAUTHPERSISTENT=0.AXkAq8Jk3l.AgABAwEA; ESTSAUTH=1.AbCdEf", ["AgABAwEA", "1.AbCdEf"], "cookie"),
    ("Cookie: ESTSAUTH=abc; foo=sess12345; buid=0.AXk", ["sess12345", "0.AXk"], "cookie"),
    ("Set-Cookie: fpc=AgAAAAAA; expires=Thu, 03-Dec-2026 08:14:27 GMT; path=/", ["AgAAAAAA"], "cookie"),
    ('{"headers":{"Cookie":"a=zzz111; b=yyy222"}}', ["zzz111", "yyy222"], "cookie"),
    ("https://x.blob.core.windows.net/c/f?sv=2022-11-02&sp=r&sig=Abc%2BDef123%2F45678%3D", ["Def123"], "signature"),
    (
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAx1\nQk9HVVM9PQ==\n-----END RSA PRIVATE KEY-----",
        ["MIIEow", "Qk9H"],
        "key",
    ),
    ("key 123456-234567-345678-456789-567890-678901-789012-890123", ["234567", "890123"], "recovery key"),
    ("AKIAIOSFODNN7EXAMPLE aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY", ["AKIAIOSF", "wJalr"], "key"),
    ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", ["ghp_abc"], "key"),
    ("xoxb-123456789012-abcdefGHIJ", ["xoxb-1234"], "key"),
    ("AccountName=x;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq==;", ["Eby8v"], "key"),
    ("login_hint=O.CiQwMDAwMDAwMC0wMDAwLTAwMDA", ["CiQwMDAw"], "sign-in hint"),
    ("https://alex:Wint3rx@host.example.com/", ["Wint3rx"], "password"),
    ("az login -u alex@contoso.com -p Wint3r!x", ["Wint3r"], "password"),
    ("ConvertTo-SecureString 'Wint3r!x' -AsPlainText", ["Wint3r"], "password"),
    ('"password":"Wint3r x!"', ["Wint3r"], "password"),
    ("<Password>Wint3r!x</Password>", ["Wint3r"], "password"),
    ("username/password: alex@contoso.com / Wint3r!x", ["Wint3r"], "password"),
    ("Password: Summer2026!", ["Summer"], "password"),
    ("Password: Summer 2026!", ["Summer", "2026"], "password"),
    ("Password:\nSummer2026!", ["Summer"], "password"),
    ("**Password:** Summer2026!", ["Summer"], "password"),
    ("password: sunshine", ["sunshine"], "password"),
    ("my password is Summer#99 by the way", ["Summer"], "password"),
    ("I changed my password to Summer2026 today", ["Summer"], "password"),
    ("Passwort: Sommer2026", ["Sommer"], "password"),
    ("Mein Kennwort lautet Sommer2026!", ["Sommer"], "password"),
    ("mot de passe : Été2026!", ["2026"], "password"),
    ("contraseña: Verano2026", ["Verano"], "password"),
    ("wachtwoord is Zomer2026", ["Zomer"], "password"),
    ("hasło: Lato2026!", ["Lato"], "password"),
    ("senha: Verao2026", ["Verao"], "password"),
    ("パスワード：Natsu2026", ["Natsu"], "password"),
    ("密码：Xiatian2026", ["Xiatian"], "password"),
    ("Temporary Access Pass: Xk9#pq2L", ["Xk9#pq2L"], "password"),
    ("PIN: 482913", ["482913"], "one-time code"),
    ("my pin is 4829", ["4829"], "one-time code"),
    ("Your verification code is 482 913", ["482 913"], "one-time code"),
    ("Einmalcode: 482913", ["482913"], "one-time code"),
    ("code de vérification : 482913", ["482913"], "one-time code"),
    ("認証コード：482913", ["482913"], "one-time code"),
    ("open https://microsoft.com/devicelogin and enter the code F7QKXRZ5W to sign in", ["F7QKXRZ5W"], "one-time code"),
    ("device_code=GAQABAAEAAADnfolh", ["GAQABAAE"], "one-time code"),
    ("user code: ABCD-EFGH at https://microsoft.com/link", ["ABCD-EFGH"], "one-time code"),
    ("482913 is your Contoso verification code", ["482913"], "one-time code"),
    ("Use code 482913 for Microsoft authentication.", ["482913"], "one-time code"),
    ("login=alex&otc=482913&type=19", ["482913"], "one-time code"),
    ('{"Method":"EndAuth","AdditionalAuthData":"482913"}', ["482913"], "one-time code"),
    ("PIN: abc4829", ["abc4829"], "one-time code"),
    ("backup code 12345678", ["12345678"], "password"),
    ("Temporary Access Pass Xk9#pq2L", ["Xk9#pq2L"], "password"),
    ("Password Summer2026!", ["Summer"], "password"),
    ("password=dragon then it failed", ["dragon"], "password"),
    ("Password for alex@contoso.com: Summer2026!", ["Summer"], "password"),
    ("ConvertTo-SecureString -AsPlainText -Force 'Wint3r!x'", ["Wint3r"], "password"),
    ("パスワードは「Natsu2026」です", ["Natsu"], "password"),
    ("비밀번호: Yeoreum2026입니다", ["Yeoreum"], "password"),
    ('<input name="passwd" type="password" value="Summer2026!">', ["Summer"], "password"),
    ('<input type="hidden" name="code" value="SplxlOBeZQQYbYS6WxSbIA">', ["SplxlOBe"], "authorization code"),
    ('<input type="hidden" name="SAMLResponse" value="PHNhbWxwOlJlc3BvbnNl">', ["PHNhbWxw"], "token"),
    ('{"name":"Cookie","value":"ESTSAUTH=abcdefgh12; foo=sess12345"}', ["abcdefgh12", "sess12345"], "cookie"),
    ("curl -b 'foo=sess12345; bar=abcdefgh12' x", ["sess12345", "abcdefgh12"], "cookie"),
    ("ESTSAUTHPERSISTENT\t1.opaquevalue123\t.login.microsoftonline.com", ["opaquevalue"], "cookie"),
    ("Authorization: Negotiate YIIZdgYGKwYBBQUCoIIZajCC", ["YIIZdgYG"], "token"),
    ("recovery 123456234567345678456789567890678901789012890123", ["345678456789"], "recovery key"),
]


def wrapped(text: str, width: int = 76) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "percent-encoded": lambda text: quote(text, safe=""),
    "percent-encoded twice": lambda text: quote(quote(text, safe=""), safe=""),
    "entities": lambda text: html.escape(text).replace("=", "&#61;"),
    "entities twice": lambda text: html.escape(html.escape(text)),
    "JSON": lambda text: json.dumps({"message": text}),
    "JSON in JSON": lambda text: json.dumps(json.dumps({"message": text})),
    "quoted": lambda text: "> " + text.replace("\n", "\n> "),
    "zero-width": "\u200b".join,
    "wrapped": wrapped,
    "wrapped and quoted": lambda text: "> " + wrapped(text).replace("\n", "\n> "),
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize(("text", "words", "label"), SECRETS, ids=lambda value: str(value)[:24])
def test_secret_is_gone_however_it_is_written(text: str, words: list[str], label: str, disguise: str) -> None:
    masked = mask(DISGUISES[disguise](text))
    for layer in layers(masked.text):
        assert not [word for word in words if word in layer.text], masked.text
    assert label in {found.label for found in masked.masks}
    assert mask(masked.text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "I forgot my password",
        "password: expired",
        "my password is right",
        "my password is correct!",
        "Password: wrong",
        "My password is 90 days old",
        "my password: I changed it yesterday",
        "the password was changed yesterday, then AADSTS50126",
        "password is AADSTS50126",
        "Password for alex@contoso.com: expired",
        "password reset link https://aka.ms/sspr",
        "Password Writeback: enabled",
        "Passwort: abgelaufen",
        "Mein Passwort ist abgelaufen seit 3 Tagen",
        "Das Passwort ist richtig, trotzdem kommt 53003",
        "mon mot de passe est expiré",
        "mi contraseña es correcta",
        "Mijn wachtwoord is verlopen tijdens vakantie",
        "パスワードは正しいです",
        "Time  Username  Password  IsValid\n2026-11-03T08:14:27Z  jan@contoso.com  ********  True",
        "https://login.microsoftonline.com/error?code=53003",
        "https%3a%2f%2flogin.microsoftonline.com%2ferror%3fcode%3d53003",
        "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        '{"claims":"{\\"access_token\\":{\\"capolids\\":{\\"essential\\":true}}}"}',
        "https://login.microsoftonline.com/7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00/oauth2/v2.0/authorize"
        "?client_id=00000002-0000-0ff1-ce00-000000000000&login_hint=alex%40contoso.com",
        "correlationId=7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00&request_id=7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00",
        "Error Code: 53003\nDevice state: Unregistered\nIP address: 203.0.113.44\nTimestamp: 2026-11-03T08:14:27Z",
        "Device state=Unregistered",
        "error code: 0xCAA2000C, status code: interaction_required",
        "code: InvalidAuthenticationToken",
        "token acquisition failed: AADSTS50058: A silent sign-in request was sent",
        "securitytoken: AADSTS50013: assertion failed",
        'WWW-Authenticate: Bearer authorization_uri="https://login.microsoftonline.com/x", realm=""',
        "Basic authentication is disabled. Authorization: denied",
        "Cookies: third-party cookies are blocked, the cookies used to represent the user's session",
        "AzureAdPrt : YES\nNgcSet : YES\nPRT healthy",
        "PIN error 0x801c03ed, my PIN does not work",
        "the verification code never arrives, security code is wrong",
        "device code flow is blocked by AADSTS530036",
        "Device code sign-in rejected with AADSTS53003 on DESKTOP-7K2PLXYZ",
        "Sign-in error code: 530032",
        "secret: the client secret is invalid",
        "https://login.microsoftonline.com/error?lc=1033&code=50105",
        "https://login.microsoftonline.com/error/?code=AADSTS53003",
        "https://login.live.com/err.srf?lc=1033&code=50105",
        "パスワードは通りましたが「これに対するアクセス権がありません」と出て先に進めません。",
        "密码是正确的，但是出现53003错误！",
        "비밀번호는 맞는데 53003 오류가 나요",
        "Password Office365 does not work, reset my password iPhone15 is lost",
        "password SSPR_0029: the policy does not allow it",
        "Password for user alex@contoso.com: ********",
        "PIN: 0x801c03ed, PIN: CAA20004",
        "530031 is your error code",
        '{"name":"code","value":"InvalidAuthenticationToken"},{"name":"code","value":"53003"}',
        '{"name":"state","value":"Unregistered"}',
        "curl -b cookies.txt https://login.microsoftonline.com/",
    ],
)
def test_what_is_no_secret_stays_byte_for_byte(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize(
    "line",
    [
        "Password:Summer2026!",
        "pwd=Summer2026",
        "PIN:482913",
        "TAP:Xk9#Summer",
        "ESTSAUTH=1.AbCdSummer",
        "SAMLResponse=PHNhSummer",
        "0.AXkAbc-DEFghijKLMnop.AgABAAIAAADnSummer",
    ],
)
def test_a_secret_on_the_line_after_a_long_address_is_found(line: str) -> None:
    masked = mask(f"alexander.longname@contoso.com\n{line}\nthen it failed")
    assert "Summer" not in masked.text
    assert "482913" not in masked.text
    assert masked.text.startswith("alexander.longname@contoso.com\n")


def test_a_token_that_was_encoded_and_then_broken_into_lines_is_found() -> None:
    page = quote('<input name="code" value="0.AXkAbc-DEFghijKLMnop.AgABAAIAAADnfolhJpSnRYB1SVj">', safe="")
    assert "AgABAAIAAADnfolh" not in mask(wrapped(page)).text


IGNORABLE = "\u115f\u17b4\u180b\u206a\u3164\ufe00\ufe0f\uffa0\ufff9\U0001bca0\U0001d173\U000e0020\U000e0100"


@pytest.mark.parametrize("character", [*IGNORABLE, "&ZeroWidthSpace;", "&InvisibleTimes;", "%E2%80%8B"], ids=ascii)
def test_a_token_split_by_what_nobody_sees_is_found(character: str) -> None:
    pieces = ["co", "de=0.AXkAbc-DEF", "ghijKLM.AgABAAIAAADnfo", "lhJpSnRYB1SVj"]
    masked = mask("https://app.contoso.com/signin?" + character.join(pieces))
    assert masked.text.endswith("de=[authorization code removed]")


def test_masks_stand_where_they_say() -> None:
    masked = mask("Password: Summer2026! and PIN: 4829")
    assert masked.text == "Password: [password removed] and PIN: [one-time code removed]"
    assert [masked.text[found.start : found.end] for found in masked.masks] == [
        "[password removed]",
        "[one-time code removed]",
    ]


@pytest.mark.parametrize("limit", range(60))
def test_a_text_is_cut_without_cutting_a_mask(limit: int) -> None:
    masked = mask("Password: Summer2026! and PIN: 4829, please help")
    kept = cut(masked, limit)
    assert len(kept.text) <= limit
    assert masked.text.startswith(kept.text)
    assert kept.masks == mask(kept.text).masks
    assert len(masked.text) - len(kept.text) < max(len(masked.text) - limit, 0) + len("[one-time code removed]")


PIECES = st.sampled_from(
    [
        *(
            "code=",
            "&",
            "?",
            "=",
            "password: ",
            "eyJhbGci",
            ".",
            "%3D",
            "&#61;",
            "\\",
            '"',
            "\n> ",
            "\u200b",
            "AADSTS53003",
        ),
        *(
            "0.AXkAbc-DEFghij",
            "Cookie: ",
            "[password removed]",
            "Summer2026!",
            "state",
            "access_token",
            "-----BEGIN PRIVATE KEY-----",
        ),
    ]
)


def test_a_label_is_not_the_secret_of_the_label_before_it() -> None:
    masked = mask("password: " * 30 + "Summer2026!")
    assert masked.text == "password: " * 30 + "[password removed]"
    assert mask(masked.text) == masked


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=14).map("".join))
def test_masking_twice_changes_nothing(text: str) -> None:
    masked = mask(text)
    assert mask(masked.text) == masked


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(sorted(DISGUISES)))
def test_a_planted_token_never_survives(before: str, after: str, disguise: str) -> None:
    masked = mask(DISGUISES[disguise](f"{before} {JWT} {after}"))
    assert all(JWT[20:60] not in layer.text and JWT[-20:] not in layer.text for layer in layers(masked.text))
