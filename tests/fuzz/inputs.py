"""Texts out of a fuzzer's bytes: pieces of real pastes, any characters, and repetition."""

from typing import Protocol

PIECES = (
    *(
        "\n",
        "\t",
        " ",
        "\r\n",
        "> ",
        '"',
        "'",
        "(",
        ")",
        "[",
        "]",
        ":",
        "=",
        "&",
        "?",
        "#",
        ";",
        ",",
        ".",
        "-",
        "\\",
        "|",
    ),
    *(
        "%0d%0a",
        "%25",
        "%3D",
        "&quot;",
        "&#61;",
        "&amp;",
        "\\r\\n",
        "\\u003d",
        "<br>",
        "<div ",
        "</td>",
        "\u200b",
        "\u202e",
    ),
    *("e\u0301", "\ufeff", "\x00", "\ud800", "ｅｒｒｏｒ", "İ", "ß", "٣"),
    *(
        "AADSTS",
        "AADSTS50126",
        "AADST550126",
        "53003",
        "0xCAA2000C",
        "-2147023584",
        "8007052E",
        "[4fl1n]",
        "Error Code: ",
    ),
    *(
        "Correlation Id: ",
        "Request Id",
        "Timestamp: ",
        "App name: ",
        "App id",
        "IP address ",
        "Device state: ",
        "User: ",
    ),
    *(
        "相関 ID",
        "时间戳：",
        "Korrelations-ID: ",
        "error_description",
        "trace_id",
        "Date (UTC)",
        "tenant ",
        "application '",
    ),
    *("7c1d0a42-5b0e-4f6d-9a31-2f64c0de1a00", "7c1d0a425b0e4f6d9a312f64c0de1a00", "2026-11-03T08:14:27Z", "3/11/2026"),
    *("203.0.113.44", "2001:db8::1", "alex@contoso.com", "Windows 11", "Unregistered", "08:14 PM", "+02:00", "UTC"),
    *("code=", "state=", "id_token=", "password: ", "Passwort lautet ", "PIN ", "Cookie: ", "Authorization: Bearer "),
    *("eyJhbGciOiJub25lIn0.", "0.AXkAbc-DEFghij.", "ESTSAUTH=", "-----BEGIN PRIVATE KEY-----", "[password removed]"),
    *(
        "https://login.microsoftonline.com/",
        "dsregcmd /status",
        "AzureAdJoined : NO",
        '{"error":',
        "curl -u ",
        "one-time code ",
    ),
    *(
        "i can't ",
        "sign in ",
        "new phone ",
        "im Urlaub ",
        "条件付きアクセス",
        "conditional access policy ",
        "for the printer ",
    ),
)


LONGEST_REPEATED = 40


class Bytes(Protocol):
    """What of atheris.FuzzedDataProvider is used here."""

    def remaining_bytes(self) -> int: ...
    def ConsumeIntInRange(self, least: int, most: int) -> int: ...  # noqa: N802
    def ConsumeUnicode(self, count: int) -> str: ...  # noqa: N802


def text(data: Bytes, pieces: int = 40) -> str:
    parts: list[str] = []
    while data.remaining_bytes() and len(parts) < pieces:
        choice = data.ConsumeIntInRange(0, 255)
        if choice < len(PIECES):
            parts.append(PIECES[choice])
        elif choice < 250:
            parts.append(data.ConsumeUnicode(data.ConsumeIntInRange(1, 12)))
        elif parts:
            parts.append(parts[-1][:LONGEST_REPEATED] * data.ConsumeIntInRange(2, 40))
    return "".join(parts)
