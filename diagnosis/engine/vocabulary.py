"""The words of Microsoft's troubleshooting block, its siblings and its translations, as data.

Sources: the English block as Microsoft shows it; Microsoft's own string tables and token errors where they exist
in a language; good guesses for the rest. Read 2026-11. A page in another language may carry English labels, so all
languages are always searched together.
"""

import re


def names(block: str) -> tuple[str, ...]:
    """The names of a block, which are separated by bars."""
    return tuple(" ".join(name.split()) for name in block.split("|"))


def alternation(words: tuple[str, ...]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


LABELS = {
    "error_code": names(
        """
        Error code | Error codes | ErrorCode | Sign-in error code | Sign in error code | Status code | Result type |
        Kode kesalahan | Kode galat | Kod ralat | Mã lỗi | รหัสข้อผิดพลาด | Kod greške |
        Error number | Error no | Err code | Fehlercode | Fehler-Code | Fehlernummer | Code d'erreur | Code erreur |
        Código de error | Código do erro | Código de erro | Codice errore | Codice di errore | Foutcode |
        Kod błędu | Hibakód | Felkod | Fejlkode | Feilkode | Virhekoodi | Kód chyby | Hata kodu | Код ошибки |
        Код помилки | Cod de eroare | Κωδικός σφάλματος | エラー コード | エラー番号 | 错误代码 | 错误码 | 錯誤碼 |
        錯誤代碼 | 오류 코드 | رمز الخطأ | קוד שגיאה
        """
    ),
    "correlation_id": names(
        """
        Correlation Id | CorrelationId | ID Korelasi | ID tương quan | ID สหสัมพันธ์ | ID korelacije |
        Correlation | Corr id | CorrId | Correlation identifier | Client request id | ClientRequestId |
        x-ms-client-request-id | Korrelations-ID | Korrelation-ID | Id. de correlación | ID de correlación |
        Identificador de correlación | Id de correlação | Identificador de correlação | ID da correlação |
        ID de corrélation | Identificateur de corrélation | ID correlazione | ID di correlazione |
        Correlatie-Id | Identyfikator korelacji | Korrelációs azonosító | Korrelations-id | Korrelasjons-ID |
        Korrelaatiotunnus | ID korelace | Bağıntı kimliği | Korelasyon kimliği | Идентификатор корреляции |
        Код корреляции | Ідентифікатор кореляції | ID de corelare | Αναγνωριστικό συσχέτισης | 相関 ID |
        关联 ID | 相关 ID | 关联标识 | 相互關聯識別碼 | 相關性識別碼 | 關聯 ID | 상관 관계 ID | 相关性 ID |
        معرف الارتباط
        """
    ),
    "request_id": names(
        """
        Request Id | RequestId | ID Permintaan | ID yêu cầu | ID คำขอ | ID zahtjeva | Request | Req id | Trace |
        Request identifier | Trace ID | TraceId | Trace identifier | x-ms-request-id | Sign-in ID |
        Anforderungs-ID | Anfrage-ID | Ablaufverfolgungs-ID | Ablaufverfolgung-ID | Id. de solicitud |
        ID de solicitud | Identificador de solicitud | Id. de seguimiento | ID de seguimiento |
        Identificador de seguimiento | ID da solicitação | ID de solicitação | ID do rastreamento |
        ID de rastreamento | Id do pedido | ID de rastreio | ID de la demande | ID de demande | ID de requête |
        ID de la requête | Identificateur de la demande | ID de trace | ID de suivi | ID richiesta |
        ID della richiesta | ID traccia | ID di traccia | Aanvraag-Id | Tracerings-id | Tracering-id |
        Trace-id | Identyfikator żądania | Identyfikator śledzenia | Kérelemazonosító | Kérésazonosító |
        Nyomkövetési azonosító | Begärande-ID | Begäran-ID | Spårnings-ID | Anmodnings-id | Sporings-id |
        Forespørsels-ID | Pyynnön tunnus | Pyyntötunnus | ID žádosti | ID požadavku | ID trasování |
        İstek kimliği | İzleme kimliği | Идентификатор запроса | Код запроса | Идентификатор трассировки |
        Ідентифікатор запиту | ID solicitare | Αναγνωριστικό αίτησης | 要求 ID | リクエスト ID | トレース ID |
        请求 ID | 請求 ID | 要求識別碼 | 跟踪 ID | 追蹤 ID | 追踪 ID | 요청 ID | 추적 ID | معرف الطلب
        """
    ),
    "timestamp": names(
        """
        Timestamp | Time stamp | Stempel waktu | Dấu thời gian | ประทับเวลา | createdDateTime |
        Created date time | TimeGenerated | Zeitstempel | Marca de tiempo | Marca temporal | Marca de hora |
        Carimbo de data/hora | Carimbo de data e hora | Carimbo de hora | Horodatage | Horodateur |
        Tijdstempel | Sygnatura czasowa | Znacznik czasu | Időbélyeg | Időbélyegző | Tidsstämpel | Tidsstempel |
        Aikaleima | Časové razítko | Zaman damgası | Метка времени | Отметка времени | Позначка часу |
        Marcaj de timp | Χρονική σήμανση | Indicatore data e ora | Data e ora | タイムスタンプ | 时间戳 |
        時間戳記 | 時間戳 | 타임스탬프 | الطابع الزمني
        """
    ),
    "time": names(
        """
        Time | Date | Date and time | Date/time | Datetime | When | Occurred at | Sign-in time | Datum |
        Uhrzeit | Zeit | Zeitpunkt | Date et heure | Heure | Fecha | Fecha y hora | Hora | Data | Ora | Tijd |
        Data i godzina | 日時 | 时间 | 日期
        """
    ),
    "app_name": names(
        """
        App name | AppName | Application name | App display name | AppDisplayName | Application display name |
        Client app name | App-Name | Name der App | Anwendungsname | Nom de l'application | Nom d'application |
        Nom de l'appli | Nombre de la aplicación | Nombre de aplicación | Nome do aplicativo |
        Nome da aplicação | Nome da app | Nome app | Nome dell'app | Nome applicazione |
        Nome dell'applicazione | App-naam | Naam van app | Nazwa aplikacji | Alkalmazás neve | Appnamn |
        Appens namn | Appnavn | Sovelluksen nimi | Název aplikace | Uygulama adı | Имя приложения |
        Название приложения | Назва програми | Nume aplicație | Όνομα εφαρμογής | アプリ名 |
        アプリケーション名 | 应用名称 | 应用程序名称 | 應用程式名稱 | 앱 이름 | اسم التطبيق
        """
    ),
    "app": names("Application | App | Anwendung | Aplicación | Aplicativo | Applicazione | Toepassing | アプリ | 应用"),
    "app_id": names(
        """
        App id | AppId | Application ID | ApplicationId | Client ID | ClientId | azp | Client | App identifier |
        Application identifier | App-ID | Anwendungs-ID | ID der App | ID de l'application |
        Identificateur d'application | ID d'application | Id. de aplicación | ID de la aplicación |
        ID de aplicación | Identificador de la aplicación | ID do aplicativo | ID da aplicação | ID da app |
        ID app | ID dell'app | ID applicazione | ID dell'applicazione | Toepassings-id |
        Identyfikator aplikacji | Alkalmazásazonosító | Alkalmazás azonosítója | Program-ID | Sovellustunnus |
        Sovelluksen tunnus | ID aplikace | Uygulama kimliği | Идентификатор приложения | Код приложения |
        Ідентифікатор програми | ID aplicație | Αναγνωριστικό εφαρμογής | アプリ ID | アプリケーション ID |
        应用 ID | 应用程序 ID | 應用程式識別碼 | 應用程式 ID | 앱 ID | معرف التطبيق
        """
    ),
    "ip": names(
        """
        IP address | IPAddress | ipaddr | IP addr | Client IP address | Client IP | IP | IP-Adresse |
        Adresse IP | Dirección IP | Endereço IP | Indirizzo IP | IP-adres | Adres IP | IP-cím | IP cím |
        IP-adress | IP-adresse | IP-osoite | IP adresa | IP adresi | IP-адрес | IP адреса | IP-адреса |
        Adresă IP | Adresa IP | Διεύθυνση IP | IP アドレス | IP 地址 | IP 位址 | IP 주소 | عنوان IP
        """
    ),
    "device_id": names(
        """
        Device identifier | Device id | DeviceId | Device-ID | Geräte-ID | Gerätebezeichner |
        Geräteidentifikator | Gerätekennung | Identificateur de l'appareil | Identificateur d'appareil |
        Identifiant de l'appareil | ID de l'appareil | Identificador del dispositivo |
        Identificador de dispositivo | Id. de dispositivo | ID del dispositivo | Identificador do dispositivo |
        ID do dispositivo | Identificatore dispositivo | Identificatore del dispositivo | ID dispositivo |
        Apparaat-id | Id van apparaat | Identyfikator urządzenia | Eszközazonosító | Enhetsidentifierare |
        Enhets-ID | Enhedsidentifikator | Enheds-id | Enhetsidentifikator | Laitetunnus | Laitteen tunnus |
        Identifikátor zařízení | ID zařízení | Cihaz tanımlayıcısı | Cihaz kimliği | Идентификатор устройства |
        Код устройства | Ідентифікатор пристрою | Identificator dispozitiv | Αναγνωριστικό συσκευής |
        デバイス識別子 | デバイス ID | 设备标识符 | 设备 ID | 裝置識別碼 | 裝置識別項 | 장치 식별자 |
        디바이스 식별자 | 장치 ID | معرف الجهاز
        """
    ),
    "device_platform": names(
        """
        Device platform | Platform | Operating system | OperatingSystem | Geräteplattform | Betriebssystem |
        Plateforme de l'appareil | Plateforme d'appareil | Plataforma del dispositivo |
        Plataforma de dispositivo | Plataforma do dispositivo | Piattaforma dispositivo |
        Piattaforma del dispositivo | Apparaatplatform | Apparaatplatvorm | Platforma urządzenia |
        Eszközplatform | Enhetsplattform | Enhedsplatform | Laiteympäristö | Laitealusta | Platforma zařízení |
        Cihaz platformu | Платформа устройства | Платформа пристрою | Platformă dispozitiv |
        Πλατφόρμα συσκευής | デバイス プラットフォーム | 设备平台 | 裝置平台 | 장치 플랫폼 | 디바이스 플랫폼 |
        النظام الأساسي للجهاز
        """
    ),
    "device_state": names(
        """
        Device state | DeviceState | Device status | Gerätestatus | Gerätezustand | État de l'appareil |
        État d'appareil | Statut de l'appareil | Estado del dispositivo | Estado de dispositivo |
        Estado do dispositivo | Stato dispositivo | Stato del dispositivo | Apparaatstatus |
        Status van apparaat | Stan urządzenia | Eszköz állapota | Eszközállapot | Enhetstillstånd |
        Enhetsstatus | Enhedstilstand | Enhedsstatus | Enhetstilstand | Laitteen tila | Stav zařízení |
        Cihaz durumu | Состояние устройства | Стан пристрою | Stare dispozitiv | Κατάσταση συσκευής |
        デバイスの状態 | デバイス状態 | 设备状态 | 裝置狀態 | 장치 상태 | 디바이스 상태 | حالة الجهاز
        """
    ),
    "user": names(
        """
        User principal name | UserPrincipalName | UPN | User name | Username | User identity | User ID | User |
        User account | Signed in as | Signed-in as | Signed in user | Login name | Account | Account name |
        Work account | Login | Login hint | unique name | preferred username | Sign-in name | Benutzer |
        Benutzername | Benutzerprinzipalname | Benutzerkonto | Konto | Angemeldet als | Utilisateur |
        Nom d'utilisateur | Compte | Connecté en tant que | Usuario | Nombre de usuario | Cuenta | Usuário |
        Nome de usuário | Conta | Utilizador | Utente | Nome utente | Account utente | Gebruiker |
        Gebruikersnaam | Użytkownik | Nazwa użytkownika | Felhasználó | Felhasználónév | Användare |
        Användarnamn | Bruger | Brugernavn | Bruker | Brukernavn | Käyttäjä | Uživatel | Kullanıcı |
        Пользователь | Имя пользователя | ユーザー | ユーザー名 | アカウント | 用户 | 用户名 | 帐户 | 账户 |
        使用者 | 사용자 | 계정
        """
    ),
    "tenant_id": names(
        """
        Tenant ID | TenantId | Tenant identifier | tid | Tenant-ID | Tenant | Your TenantID | Directory ID |
        DirectoryId | Directory (tenant) ID | Resource tenant ID | Mandanten-ID | Verzeichnis-ID |
        ID de locataire | ID du locataire | Id. de inquilino | ID de inquilino | ID do locatário | ID tenant |
        ID del tenant | Tenant-id | Identyfikator dzierżawy | Bérlőazonosító | Klientorganisations-ID |
        テナント ID | 租户 ID | 租用戶識別碼 | 테넌트 ID
        """
    ),
    # Labels that carry no fact but end the value before them.
    "other": names(
        """
        Flag sign-in errors for review | Message | Advanced diagnostics | Home tenant ID | Session ID |
        Browser | More information | Server message | More details | Copy info to clipboard |
        Required device state | Resource | Resource ID | Scope | Status | Failure reason | Location |
        Additional details | Policy ID | Policy | Object ID | Description | Error | Details |
        Anmeldefehler zur Überprüfung kennzeichnen | Indicateur d'erreurs de connexion à examiner
        """
    ),
}

# Values that mean "there is none", in the languages above.
NOT_AVAILABLE = names(
    """
    not available | n/a | na | none | null | nil | unknown | undefined | - | nicht verfügbar | nicht verfugbar |
    keine | unbekannt | non disponible | indisponible | inconnu | no disponible | desconocido | não disponível |
    indisponível | desconhecido | non disponibile | sconosciuto | niet beschikbaar | onbekend | niedostępne |
    niedostępny | nie jest dostępne | brak | nem érhető el | nem elérhető | inte tillgänglig |
    inte tillgängligt | ej tillgänglig | saknas | ikke tilgængelig | ikke tilgjengelig | ei saatavilla |
    ei käytettävissä | není k dispozici | nedostupné | kullanılamıyor | kullanılamaz | yok | недоступно |
    нет данных | недоступен | indisponibil | μη διαθέσιμο | 利用できません | 利用不可 | 使用できません | なし |
    不可用 | 无法使用 | 無法使用 | 无 | 無 | 사용할 수 없음 | 없음 | غير متوفر
    """
)

# A device state as Microsoft writes it, with its translations.
DEVICE_STATES = {
    "Unregistered": names(
        """
        unregistered | not registered | nicht registriert | non enregistré | non inscrit | no registrado |
        sin registrar | não registrado | não registado | non registrato | niet geregistreerd |
        niezarejestrowane | niezarejestrowany | nem regisztrált | nincs regisztrálva | oregistrerad |
        inte registrerad | ej registrerad | ikke registreret | uregistreret | ikke registrert | uregistrert |
        rekisteröimätön | ei rekisteröity | neregistrováno | nezaregistrováno | kayıtlı değil | kayıtsız |
        не зарегистрировано | незарегистрировано | не зарегистрирован | не зареєстровано | neînregistrat |
        μη καταχωρημένη | 未登録 | 登録されていません | 未注册 | 未註冊 | 未登记 | 등록되지 않음 | 미등록 |
        غير مسجل
        """
    ),
    "Registered": names(
        """
        registered | registriert | enregistré | inscrit | registrado | registado | registrato | geregistreerd |
        zarejestrowane | zarejestrowany | regisztrált | regisztrálva | registrerad | registreret | registrert |
        rekisteröity | registrováno | zaregistrováno | kayıtlı | зарегистрировано | зарегистрирован |
        зареєстровано | 登録済み | 已注册 | 已註冊 | 등록됨
        """
    ),
    "Compliant": names(
        """
        compliant | konform | kompatibel | conforme | compatible | zgodne | megfelelő | 準拠 | 合规 | 符合 |
        규격
        """
    ),
    "Noncompliant": names(
        """
        noncompliant | non-compliant | not compliant | nicht konform | nicht kompatibel | non conforme |
        no conforme | no compatible | não conforme | não compatível | niet compatibel | niet-compatibel |
        niezgodne | nem megfelelő | 非準拠 | 準拠していません | 不合规 | 不符合
        """
    ),
    "Managed": names(
        """
        managed | verwaltet | géré | administrado | gerenciado | gestito | beheerd | zarządzane | 管理対象 |
        托管
        """
    ),
    "Unmanaged": names(
        """
        unmanaged | nicht verwaltet | non géré | no administrado | não gerenciado | non gestito | niet beheerd
        """
    ),
    "Domain joined": names("domain joined | domain-joined"),
    "Hybrid Azure AD joined": names("hybrid azure ad joined"),
    "Microsoft Entra hybrid joined": names("microsoft entra hybrid joined"),
    "Azure AD joined": names("azure ad joined"),
    "Microsoft Entra joined": names("microsoft entra joined"),
    "Azure AD registered": names("azure ad registered"),
    "Microsoft Entra registered": names("microsoft entra registered"),
}

PLATFORMS = names(
    """
    Windows 10 | Windows 11 | Windows 8.1 | Windows 8 | Windows 7 | Windows | Windows Phone | macOS | Mac OS X |
    iOS | iPadOS | Android | Linux | ChromeOS | Chrome OS | Ubuntu
    """
)

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
