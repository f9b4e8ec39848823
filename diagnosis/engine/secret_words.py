"""The words people write before a password, a PIN, a pass or a one-time code, as data. Read 2026-11."""

from diagnosis.engine.vocabulary import names

PASSWORD_WORDS = names(
    """
    password | passwd | pwd | pswd | passphrase | pass phrase | pass | pw | userpassword | dbpassword |
    adminpassword | oldpassword | newpassword | temppassword | passcode | passwort | kennwort | einmalkennwort |
    mot de passe | mdp | contraseña | contrasena | clave | senha | palavra-passe | wachtwoord | hasło | haslo |
    heslo | adgangskode | kodeord | lösenord | losenord | passord | salasana | jelszó | jelszo | parola |
    parolă | şifre | sifre | пароль | κωδικός | パスワード | 密码 | 密碼 | 비밀번호 | temporary access pass |
    temporary pass | tap | şifrem | salasanani | salasana on | salasanani on | jelszavam | hasłem |
    befristeter zugriffspass | zugriffspass | passe d'accès temporaire | pase de acceso temporal |
    recovery code | backup code | wiederherstellungscode
    """
)

# Names that nothing but the pass or code itself follows.
PASS_WORDS = names(
    """
    temporary access pass | befristeter zugriffspass | befristeten zugriffspass | zugriffspass |
    passe d'accès temporaire | pase de acceso temporal | recovery code | backup code | wiederherstellungscode
    """
)

PIN_WORDS = names(
    """
    pin | hello pin | hello-pin | pin code | pin-code | pincode | passcode | geheimzahl | pin-nummer |
    code pin | código pin | пин-код | 暗証番号 | 暗証番号（pin）
    """
)

ONE_TIME_WORDS = names(
    """
    verification code | security code | one-time code | one time code | onetime code | authenticator code |
    authentication code | confirmation code | mfa code | 2fa code | sms code | text message code | login code |
    sign-in code | signin code | access code | one-time password | one time password | one-time passcode |
    one time passcode | one-time pin | one-time pass | otp | otp code | passcode | totp | totp code |
    einmalcode | einmalpasswort | einmalkennwort | bestätigungscode | sicherheitscode | prüfcode |
    verifizierungscode | anmeldecode | authenticator-code | mfa-code | sms-code | code de vérification |
    code de sécurité | code à usage unique | code sms | código de verificación | codigo de verificacion |
    código de seguridad | código de un solo uso | código de verificação | código de segurança |
    codice di verifica | codice di sicurezza | codice monouso | verificatiecode | beveiligingscode |
    eenmalige code | kod weryfikacyjny | kod jednorazowy | ellenőrző kód | verifieringskod | säkerhetskod |
    engangskode | bekræftelseskode | bekreftelseskode | vahvistuskoodi | ověřovací kód | doğrulama kodu |
    код подтверждения | 確認コード | 認証コード | セキュリティ コード | 验证码 | 驗證碼 | 인증 코드 | 인증번호
    """
)

# Between the name and the secret, as in "my password is …".
VERBS = names("is | was | are | ist | war | lautet | est | es | era | é | è | jest | je | är | to | auf")

# Words that say something about a password and are none.
ORDINARY_WORDS = frozenset(
    names(
        """
        expired | wrong | incorrect | correct | right | invalid | valid | okay | none | unknown | changed |
        reset | forgotten | required | missing | empty | true | false | null | hidden | removed | redacted |
        never | still | also | your | there | same | blank | weak | strong | secret | protected | error |
        failed | failure | success | needed | wanted | asked | accepted | rejected | refused | working | works |
        fine | good | after | before | please | cannot | doesnt | about | bitte | falsch | richtig | korrekt |
        abgelaufen | vergessen | geändert | gesperrt | gültig | ungültig | nicht | unbekannt | gesetzt |
        verloren | erforderlich | stimmt | wurde | expiré | expire | oublié | invalide | changé | perdu |
        requis | correcte | incorrecte | caducada | incorrecta | correcta | olvidada | vencida | cambiada |
        incorreta | correta | expirada | esquecida | alterada | verlopen | juist | onjuist | vergeten |
        gewijzigd | wygasło | błędne | poprawne | zmienione | scaduta | errata | corretta | dimenticata |
        utgånget | udløbet | forkert | utløpt | väärä | vanhentunut | lejárt | hibás | 期限切れ | 間違い | 過期 | 过期 |
        错误 | 正しい | 不正
        """
    )
)

# What sentences about passwords are made of; three words of a passphrase hold none of them.
SENTENCE_WORDS = frozenset(
    names(
        """
        the | and | but | for | not | was | are | has | had | have | does | did | can | will | with | from |
        this | that | they | them | you | your | our | his | her | its | who | why | how | what | when | where |
        which | then | than | too | all | any | out | off | on | into | over | under | only | just | again |
        always | every | some | more | most | must | should | would | could | may | same | here | there | now |
        today | yesterday | since | until | while | because | been | being | get | gets | getting | got |
        keeps | kept | keep | says | said | shows | show | asks | ask | asking | try | tried | tries | trying |
        use | used | using | set | sent | send | enter | entered | type | typed | typing | fails | worked |
        went | goes | gone | take | takes | need | needs | want | wants | know | known | forgot | forget |
        remember | lost | locked | blocked | unlock | user | users | account | accounts | sign | signin |
        signing | login | logon | password | passwords | pass | word | passwort | kennwort | authentication |
        auth | policy | policies | writeback | hash | sync | synced | synchronized | enabled | disabled |
        active | method | methods | phone | email | mail | app | apps | page | screen | field | box | message |
        code | link | button | prompt | dialog | window | browser | admin | administrator | support | help |
        desk | team | microsoft | windows | office | outlook | teams | azure | entra | cloud | domain | server |
        minimum | maximum | least | length | characters | history | age | days | weeks | months | year | hours |
        last | next | first | new | old | soon | expires | expire | expiry | expiration | change | changing |
        update | updated | resetting | temporary | security | key | number | times | time | twice | once |
        device | laptop | computer | single | multi | factor | self | service | based | through | via | per |
        without | works | everywhere | else | der | die | das | ein | eine | einen | ist | sind | war | und |
        oder | aber | nicht | mit | von | vom | bei | zum | zur | nach | für | auf | aus | ich | wir | sie |
        mein | meine | mehr | noch | schon | immer | seit | heute | gestern | wird | werden | hat | habe |
        kann | muss | soll | geht | kommt | funktioniert | neu | neues | alt | altes | konto | anmeldung |
        anmelden | eingeben | eingegeben | mehrfach | zurückgesetzt | zurücksetzen | les | des | une | est |
        sont | pas | mais | avec | sans | pour | dans | sur | mon | mes | votre | qui | que | depuis | encore |
        toujours | compte | connexion | accepté | refusé | fonctionne | marche | nouveau | ancien | los | las |
        una | son | pero | con | sin | para | por | muy | más | desde | todavía | cuenta | sesión | funciona |
        nueva | aceptada | rechazada | della | delle | non | sono | nel | ancora | sempre | nuova | accettata |
        não | uma | são | mas | com | sem | meu | minha | conta | nova | het | een | niet | maar | voor | van |
        zijn | naar | ook | werkt | nieuw | nie | jest | się | działa | och | men | inte | som | har | ikke |
        det
        """
    )
)

CODE_NOUNS = names(
    """
    code | codes | passcode | otp | código | codigo | codice | kod | kód | kode | koden | kodu | kodum | koodi |
    koodin | код | κωδικός | コード | 代码 | 代碼 | 코드
    """
)

# Whose code it is: nobody calls the number on an error page theirs, except where it is one of Microsoft's.
CODE_OWNERS = names(
    """
    my | your | mein | dein | ihr | ihren | meinen | mon | ton | votre | mi | tu | su | il mio | il tuo | mio |
    tuo | meu | seu | teu | mijn | jouw | uw | je | mój | twój | min | din | ditt | mitt | můj | váš | benim |
    мой | ваш
    """
)

CODE_TYPING = names(
    """
    type | typed | typing | enter | entered | entering | put in | submitted | used | eingegeben | eingetippt |
    gebe | tippe | tapé | saisi | entré | ingresé | introduje | escribí | puse | digitei | inserito | digitato |
    ingevoerd | ingetypt | wpisałem | wpisałam | wpisuję | skrev | skrev in | indtastede | tastet | ввёл |
    ввел | ввожу
    """
)

# Who or what brings a one-time code, and what is said about one.
CODE_SENDING = names(
    """
    sent | send | sends | texted | text | text message | sms | received | receive | got | authenticator |
    phone | one-time | one time | digit | digits | six-digit | expires | expired | valid for | verification |
    whatsapp | geschickt | gesendet | bekommen | bekam | erhalten | erhielt | handy | stellige | stelliger |
    gültig | envoyé | reçu | reçois | téléphone | chiffres | texto | enviaron | enviado | mandaron | recibí |
    recibido | llegó | llega | móvil | teléfono | dígitos | recebi | recebido | enviaram | chegou | celular |
    telemóvel | ricevuto | inviato | mandato | arrivato | telefono | cifre | kreeg | gekregen | ontving |
    ontvangen | gestuurd | telefoon | cijfers | wysłali | dostałem | dostałam | otrzymałem | otrzymałam |
    przysłali | przyszedł | telefon | smsem | fick | fått | skickade | skickat | mobilen | fik | fået | sendt |
    sendte | fikk | sain | lähetti | kaptam | kapott | küldött | küldtek | dostal | dostala | přišel | poslali |
    gelen | geldi | gönderilen | gönderdi | aldım | пришёл | пришел | прислали | получил | получила | смс
    """
)

# Behind these the number stands alone: "they texted me 482913".
CODE_SENDERS = names(
    """
    texted me | text message | text message says | text message said | text says | text said | sms says |
    sms said | sms | the sms is | authenticator shows | authenticator says | authenticator app shows |
    authenticator app says | app shows the code | authenticator zeigt | sms sagt | sms lautet
    """
)

# Codes that are no secret.
OTHER_CODES = names(
    """
    error | err | errors | aadsts | status | exit | result | return | response | sub | reason | stop | fehler |
    erreur | d'erreur | errore | di errore | erro | de erro | de error | fout | fel | feil | fejl | błąd |
    błędu | hiba | virhe | chyba | chyby | hata | ошибка | ошибки | zip | post | postal | area | country |
    product | bar | qr | source | dress | tracking | booking | order | discount | promo | voucher |
    access denied | エラー | 错误 | 錯誤 | 오류
    """
)

# A user and a password follow such words.
CREDENTIAL_WORDS = names(
    """
    credentials | creds | login data | login details | sign-in details | logon details | access data |
    user/password | username/password | user/pass | user and password | username and password | zugangsdaten |
    anmeldedaten | benutzerdaten | logindaten | benutzer/passwort | benutzername und passwort | identifiants |
    accès | credenciales | datos de acceso | usuario y contraseña | usuario/contraseña | credenziali |
    dati di accesso | credenciais | dados de acesso | inloggegevens | aanmeldgegevens | dane logowania |
    inloggningsuppgifter | loginoplysninger | påloggingsinformasjon | kirjautumistiedot |
    bejelentkezési adatok | přihlašovací údaje | giriş bilgileri | учётные данные | логин и пароль |
    логин/пароль
    """
)

SIGNING_IN_WORDS = names(
    """
    login | log in | logging in | logged in | log on | logon | log me in | sign in | sign-in | signin |
    signing in | signed in | sign me in | my account | account | user | username | anmelden | anmeldung |
    einloggen | melde mich | logge mich | konto | connexion | me connecte | connecter | compte |
    iniciar sesión | inicio de sesión | entro con | cuenta | accedo | accesso | entrar | conta | inloggen |
    aanmelden | log in met | logowanie | loguję | zalogować | logga in | loggar in | log ind | logg inn |
    kirjaudu | bejelentkezés | přihlášení | giriş | войти | вхожу | логин
    """
)

# What stands before a colon or a bar and is nobody.
NO_USERS = frozenset(
    names(
        """
        error | errors | code | http | https | time | date | status | state | id | ip | app | application |
        resource | result | message | details | request | correlation | trace | timestamp | page | url | type |
        reason | name | device | platform | browser | client | tenant | policy | location | event | log | logs |
        failure | failed | success | interrupted | n | and | or | office | outlook | teams | username | user |
        email | mail | account
        """
    )
)
