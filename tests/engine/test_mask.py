import html
import json
import quopri
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
    # Commands and scripts.
    ("curl -u alex:Wint3r!x https://host.example.com/", ["Wint3r"], "password"),
    ("curl -u 'alex:winter night' https://host.example.com/", ["winter night"], "password"),
    ("curl --user alex@contoso.com:dragonfly https://host.example.com/", ["dragonfly"], "password"),
    ("net use Z: \\\\files\\share /user:CONTOSO\\alex Wint3r!x", ["Wint3r"], "password"),
    ("net use * \\\\files\\share dragonfly /user:CONTOSO\\alex /persistent:no", ["dragonfly"], "password"),
    ("net user alex dragonfly9 /add", ["dragonfly9"], "password"),
    ("mysql -u alex -pWint3rx portal", ["Wint3rx"], "password"),
    ("sshpass -p Wint3rx ssh alex@host.example.com", ["Wint3rx"], "password"),
    ("ldapsearch -x -D cn=alex -w Wint3rx -b dc=contoso", ["Wint3rx"], "password"),
    ("az login --username alex@contoso.com --password dragonfly", ["dragonfly"], "password"),
    ("az login -u 7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00 -p dragonfly", ["dragonfly"], "password"),
    ("ConvertTo-SecureString -String dragonfly -AsPlainText -Force", ["dragonfly"], "password"),
    ("[System.Net.NetworkCredential]::new('alex','dragon fly')", ["dragon fly"], "password"),
    ("$PlainPassword = 'dragonfly'", ["dragonfly"], "password"),
    ("Server=sql;User Id=sa;Password=drag on;Encrypt=true", ["drag on"], "password"),
    ("AUTH PLAIN AGFsZXgAV2ludDNyIXg=", ["AGFsZXgAV2lu"], "password"),
    # Input fields, in any order of their attributes.
    ('<input type="password" id="i0118" value="dragonfly">', ["dragonfly"], "password"),
    ("<input type=password name=passwd value=dragonfly>", ["dragonfly"], "password"),
    ('<input value="0.AXkAbc-DEFghij.AgABAAIAAADn" type="hidden" name="code">', ["AgABAAIA"], "authorization code"),
    ('<input type="tel" name="otc" value="482913" maxlength="6">', ["482913"], "one-time code"),
    # Tables and pairs.
    ("Password\tdragonfly9", ["dragonfly9"], "password"),
    ("| Password | dragonfly |", ["dragonfly"], "password"),
    ("I sign in with\nalex.wilber@contoso.com / Wint3rx\nand it says 53003", ["Wint3rx"], "password"),
    ("alex.wilber@contoso.com:Wint3r!x", ["Wint3r"], "password"),
    ("login: alex.wilber@contoso.com Wint3r!x", ["Wint3r"], "password"),
    ("credentials alex / Wint3r!x do not work", ["Wint3r"], "password"),
    ("Zugangsdaten: alex / drachenfliege", ["drachenfliege"], "password"),
    # Passphrases and words around the label.
    ("Password: correct horse battery staple", ["correct horse", "battery"], "password"),
    ("Passwort: grüner baum blaues haus", ["baum", "haus"], "password"),
    ("mot de passe : cheval vert lampe bleue", ["cheval", "lampe"], "password"),
    ("my password is river stone candle lamp", ["river", "lamp"], "password"),
    ("the password I use for it is Wint3rx", ["Wint3rx"], "password"),
    ("Password (old) Wint3rx!", ["Wint3rx"], "password"),
    ("Password: Nu&ss!92", ["Nu&ss", "ss!92"], "password"),
    ("我的密码是Xiatian2026", ["Xiatian"], "password"),
    # One-time codes in sentences.
    ("Your verification code is 482913.", ["482913"], "one-time code"),
    ("my code is 482913", ["482913"], "one-time code"),
    ("the code they sent me: 482913", ["482913"], "one-time code"),
    ("the code I got by text is 482 913.", ["482 913"], "one-time code"),
    ("I typed the code 482913 and nothing happens", ["482913"], "one-time code"),
    ("they texted me 482913", ["482913"], "one-time code"),
    ("code: 482913 expires in 10 minutes", ["482913"], "one-time code"),
    ("G-482913 is your Google verification code", ["482913"], "one-time code"),
    ("der Code, den ich per SMS bekommen habe, ist 482913", ["482913"], "one-time code"),
    ("le code reçu par SMS est 482913", ["482913"], "one-time code"),
    ("el código que me llegó es 482913", ["482913"], "one-time code"),
    ("il codice che ho ricevuto è 482913", ["482913"], "one-time code"),
    ("o código que recebi é 482913", ["482913"], "one-time code"),
    ("de code die ik kreeg is 482913", ["482913"], "one-time code"),
    ("kod, który dostałem: 482913", ["482913"], "one-time code"),
    ("届いたコードは482913です", ["482913"], "one-time code"),
    ("我的验证码是482913", ["482913"], "one-time code"),
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
    "JSON in JSON in JSON": lambda text: json.dumps(json.dumps(json.dumps({"message": text}))),
    "numbered entities": lambda text: "".join(f"&#x{ord(character):X};" for character in text),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "soft hyphens": "\u00ad".join,
    "places to break": lambda text: "<wbr>".join(text[start : start + 7] for start in range(0, len(text), 7)),
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
        "the code is 53003",
        "my code is 53003, error code 530003",
        "your code is 500121 and my code is 700016",
        "they sent me error code 482913, I received code 1603",
        "der Fehlercode lautet 482913, my zip code 482913",
        "I got a text in 2026 with a code that says nothing",
        "your PIN isn't available",
        '{"m":"{\\"d\\":\\"Your account or password is incorrect.\\"}"}',
        "the password was *accepted* and a policy then refused",
        "The password is incorrect",
        "the password is long past its end date",
        "Password: reset required by your admin",
        "Password: Hash Sync Enabled Everywhere",
        "password: must be at least twelve characters",
        "Mijn wachtwoord is verlopen tijdens mijn vakantie.",
        "my account alex@contoso.com / iPhone15",
        "login: alex / DESKTOP-7K2PL1",
        "sign in: alex@contoso.com 53003",
        "User: alex@contoso.com, Office365",
        "Sign-in: https://login.microsoftonline.com/common/reprocess1",
        "account alex@contoso.com on host.example.com:5432/portal1",
        "User arn:aws:sts::123456789012:role1 is not authorized",
        "az login --use-device-code, or use the --password option instead",
        "net use Z: \\\\files\\share /persistent:no",
        "net user alex /domain",
        '<input type="text" name="loginfmt" value="alex@contoso.com">',
        '<input type="submit" id="idSIButton9" value="Sign in with another account 2">',
        '{"message":"Error Code: 53003\\nRequest Id: 7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00\\nTimestamp: 2026-11-03T08:14:27Z"}',
        "Error+Code:+53003%0d%0aRequest+Id:+7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00",
        "https://login.microsoftonline.com/error?code=3D53003",
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


ERROR_BLOCK = (
    "Error Code: 53003",
    "019f2b77-41c8-7d20-8f11-6a0b5c3d9e42",
    "2026-11-03T08:14:27Z",
    "0xCAA2000C",
    "203.0.113.44",
)


@pytest.mark.parametrize("disguise", [name for name in DISGUISES if not name.startswith("wrapped")])
@pytest.mark.parametrize("text", [text for text, _, _ in SECRETS], ids=lambda value: str(value)[:24])
def test_what_stands_around_a_secret_survives(text: str, disguise: str) -> None:
    code, correlation_id, time, client_code, address = ERROR_BLOCK
    block = f"{code}\n{text}\nCorrelation Id: {correlation_id}\nTimestamp: {time}\n{client_code} {address}"
    masked = mask(DISGUISES[disguise](block))
    read = [layer.text for layer in layers(masked.text)]
    assert all(any(words in layer for layer in read) for words in ERROR_BLOCK), masked.text
    assert masked.masks


@pytest.mark.parametrize("width", [12, 16, 20, 24, 30, 36, 50])
@pytest.mark.parametrize("prefix", ["", "> ", " " * 14])
def test_a_token_in_a_narrow_column_is_found(width: int, prefix: str) -> None:
    lines = wrapped(JWT, width).replace("\n", "\n" + prefix)
    masked = mask(f"{prefix}{lines}\nAADSTS53003: blocked").text
    assert masked == f"{prefix}[token removed]\nAADSTS53003: blocked"


@pytest.mark.parametrize("width", [16, 24, 32, 40])
def test_a_secret_in_a_text_broken_at_one_width_is_found(width: int) -> None:
    address = (
        "https://app.contoso.com/signin-oidc?code=0.AXkAbc-DEFghijKLMnop.AgABAAIAAADnfolhJpSnRYB1SVj&state=abcDEF123456"
    )
    masked = mask(wrapped(f"the page went on to {address} and then it stopped with the error 53003", width)).text
    assert not [piece for piece in ("AgABAAIA", "JpSnRYB1", "abcDEF") if piece in masked.replace("\n", "")]
    assert "53003" in masked.replace("\n", "")


def test_the_end_of_a_padded_key_is_no_place_to_go_on() -> None:
    key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq=="
    assert mask(f"AccountKey={key}\nAADSTS500011\n").text == "AccountKey=[key removed]\nAADSTS500011\n"


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
