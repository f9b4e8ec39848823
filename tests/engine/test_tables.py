from diagnosis.engine.extract import extract
from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import clean
from tests.engine.known_codes import KNOWN_CODES
from tests.engine.known_labels import LABELS

NAMES = (
    "Date (UTC),Request ID,Correlation ID,User,Username,User type,Application,Application ID,Resource,Resource ID,"
    "IP address,Location,Status,Sign-in error code,Failure reason,Client app,Device ID,Browser,Operating System"
)
ROW = (
    "2026-02-05T08:41:13Z,c89a6fdb-2996-4f64-b8b9-39ac758baf00,69411322-436f-42a9-9f5c-076ae2449e1b,Patti Fernandez,"
    "patti.f@contoso.com,Member,Expenses,7e577c6c-6dc5-4360-8010-c7949b7046b6,Microsoft Graph,"
    '00000003-0000-0000-c000-000000000000,203.0.113.29,"Lyon, Rhone, FR",Failure,50158,'
    "External security challenge was not satisfied.,Browser,,Edge 144.0.0,Windows10"
)
EXPECTED = {
    "timestamp": "2026-02-05T08:41:13Z",
    "request_id": "c89a6fdb-2996-4f64-b8b9-39ac758baf00",
    "correlation_id": "69411322-436f-42a9-9f5c-076ae2449e1b",
    "user": "patti.f@contoso.com",
    "app_name": "Expenses",
    "app_id": "7e577c6c-6dc5-4360-8010-c7949b7046b6",
    "ip": "203.0.113.29",
    "device_platform": "Windows10",
}


def read(text):
    report = extract(mask(clean(text).text), labels=LABELS, known_codes=KNOWN_CODES)
    return [mention.code for mention in report.codes], {fact.name: fact.value for fact in report.facts}


def test_the_cells_of_a_log_export_are_read_by_their_columns():
    assert read(f"{NAMES}\n{ROW}") == (["50158"], EXPECTED)


def test_a_table_copied_out_of_a_page_is_separated_by_tabs():
    cells = ROW.replace('"Lyon, Rhone, FR"', "Lyon").replace(",", "\t")
    assert read(f"see below\n{NAMES.replace(',', chr(9))}\n{cells}\n\nthanks") == (["50158"], EXPECTED)


def test_quoted_cells_are_read_without_their_marks():
    quoted = ",".join(f'"{cell}"' for cell in ROW.replace('"Lyon, Rhone, FR"', "Lyon").split(","))
    assert read(f"{NAMES}\n{quoted}") == (["50158"], EXPECTED)


def test_of_several_rows_the_one_of_the_main_code_counts():
    other = ROW.replace("50158", "53003").replace("c89a6fdb", "11111111").replace("203.0.113.29", "203.0.113.77")
    facts_of = {"50158": ("c89a6fdb", "203.0.113.29"), "53003": ("11111111", "203.0.113.77")}
    for rows in (f"{ROW}\n{other}", f"{other}\n{ROW}"):
        codes, facts = read(f"{NAMES}\n{rows}")
        assert sorted(codes) == ["50158", "53003"]
        assert (facts["request_id"][:8], facts["ip"]) == facts_of[codes[0]]


def test_a_sentence_with_commas_is_no_line_of_columns():
    text = "Time, date, user, app and platform, I gave them all.\n53003, no, yes, maybe, who knows"
    assert read(text)[1] == {}


def test_labels_that_lost_their_line_ends_are_set_apart():
    glued = (
        "Error Code: 530002Request Id: 724efba3-f144-4fcc-802a-250e8528e300"
        "Correlation Id: 6545cc8b-cced-4201-a6e7-02fcb636646fTimestamp: 2025-08-29T13:00:09.440Z"
        "App name: Microsoft Office 365 PortalApp id: 00000006-0000-0ff1-ce00-000000000000IP address: 203.0.113.9"
        "Device identifier: 7e321551-8a80-4df4-8786-69e1c783a82dDevice platform: Windows 10Device state: Registered"
    )
    codes, facts = read(glued)
    assert codes == ["530002"]
    assert facts["app_name"] == "Microsoft Office 365 Portal"
    assert facts["device_platform"] == "Windows 10"
    assert len(facts) == 9


def test_a_name_that_holds_a_label_stays_whole():
    assert read("App name: Intune Device Portal\nError Code: 53003")[1]["app_name"] == "Intune Device Portal"


def test_the_correlation_id_in_front_of_a_library_log_line_is_read():
    line = (
        "[2025-06-20 02:51:15Z - b6a0437d-07ad-47fc-8010-cb23e084e3b2] [MSAL] MsalServiceException: AADSTS65002: Consent "
        "between first party application '9509e7a5-20ef-49d1-ab86-27aa5296182c' and first party resource"
    )
    assert read(line)[1]["correlation_id"] == "b6a0437d-07ad-47fc-8010-cb23e084e3b2"
