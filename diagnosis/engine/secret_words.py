"""The words people write before a password, a PIN, a pass or a one-time code, as data. Read 2026-11."""

from diagnosis.engine.vocabulary import names

PASSWORD_WORDS = names(
    """
    password | passwd | pwd | pswd | passphrase | pass phrase | pass | pw | userpassword | dbpassword |
    adminpassword | oldpassword | newpassword | temppassword | passcode | passwort | kennwort | einmalkennwort |
    mot de passe | mdp | contraseña | contrasena | clave | senha | palavra-passe | wachtwoord | hasło | haslo |
    heslo | adgangskode | kodeord | lösenord | losenord | passord | salasana | jelszó | jelszo | parola |
    parolă | şifre | sifre | пароль | κωδικός | パスワード | 密码 | 密碼 | 비밀번호 | temporary access pass |
    temporary pass | tap | befristeter zugriffspass | zugriffspass | passe d'accès temporaire |
    pase de acceso temporal | recovery code | backup code | wiederherstellungscode
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
        utgånget | udløbet | forkert | utløpt | väärä | vanhentunut | lejárt | hibás | 期限切れ | 間違い |
        過期 | 过期 | 错误 | 正しい | 不正
        """
    )
)
