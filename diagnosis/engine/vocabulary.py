"""Words by which codes are told from other numbers: reading technique, the same for every organisation.

Labels and values of the troubleshooting block are content rows instead.
"""

import re


def names(block: str) -> tuple[str, ...]:
    """The names of a block, which are separated by bars."""
    return tuple(" ".join(name.split()) for name in block.split("|"))


def alternation(words: tuple[str, ...]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# Words of signing in, or their beginnings: a bare number near one of them may be an error code.
SIGN_IN_WORDS = names(
    """
    sign in | sign-in | signin | signing in | sign on | signed in | log in | login | log on | logon |
    logging in | logged | anmeld | einlogg | microsoft | entra | azure | office 365 | o365 |
    m365 | outlook | teams | sharepoint | onedrive | intune | conditional access | mfa | authenticator |
    aadsts | tenant | zugriff | connexion | connecter | iniciar sesi | inicio de sesi |
    inloggen | aanmeld | accedere | accesso | zalog | logowa | bejelentkez | entrar | kirjaut | prihlas |
    oturum | войти | вход | サインイン | ログイン | 登录 | 登錄 | 로그인 | mailbox | work account | policy |
    access | blocked | mein konto | compte | cuenta
    """
)

# Words for "error" or "code" that make a known number behind them an error code.
CODE_WORDS = names(
    """
    error | err | code | fehler | fehlermeldung | meldung | erreur | errore | fout | foutmelding | fejl | feil |
    fel | felet | hiba | virhe | blad | błąd | błędu | chyba | hata | erro | ошибка | код | помилка | エラー |
    コード | 错误 | 錯誤 | 代码 | 오류 | 코드 | codice | codigo | código | kod | kode | koodi | koden | coden |
    kód | cod
    """
)

# What may stand between such a word and its number.
CODE_LINKS = names(
    """
    no | nr | number | nummer | num | code | message | mit | mit code | is | ist | von | says | sagt | with |
    of | es | est | è | é | の | は
    """
)

# What somebody writes before the number on the screen: "I get 53003", "it says 53003".
SAYING_WORDS = names(
    """
    get | gets | getting | got | say | says | saying | said | show | shows | showing | see | seeing | saw | have |
    bekomme | bekommt | kommt | zeigt | sagt | steht | sehe | habe | obtengo | sale | dice | muestra | reçois |
    affiche | dit | ottengo | compare | krijg | toont | recebo | aparece | mostra
    """
)

# Things that carry numbers of their own.
THINGS_BEFORE = names(
    """
    paket | package | parcel | shipment | sendung | sendungsnummer | order | bestellung | bestellnummer |
    invoice | rechnung | rechnungsnummer | ticket | tickets | incident | case | room | raum | zimmer | plz |
    zip | postal | postcode | badge | ausweis | karte | card | tracking | kunde | kundennummer | customer |
    extension | ext | durchwahl | phone | tel | telefon | fax | artikel | artikelnummer | part | serial |
    asset | employee | personalnummer | mitarbeiternummer | id | port | row | line | zeile | build | version |
    kb | article | locker | printer | drucker | colis | facture | commande | pedido | factura | ordine |
    fattura | pakket | eur | usd | gbp | chf | over | about | some | ca | circa | approx | than | request |
    reference | ref | booking | flight | account | konto | kontonummer | iban | po
    """
)
THINGS_AFTER = names(
    """
    eur | usd | euro | euros | dollar | dollars | km | kg | miles | meters | users | people | rows | items |
    times | employees | mitarbeiter | points | pages | steps | credits | hz | ms | mb | gb | kb | w | v |
    members | seats | licenses | licences
    """
)
