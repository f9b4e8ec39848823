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


def test_a_cell_is_whole_whatever_the_next_one_starts_with():
    names = NAMES.replace("Browser", "Device state")
    device = "33333333-3333-4333-8333-333333333333"
    row = ROW.replace(",50158,External", f",50158,7{device},External").replace(
        "Browser,,Edge", f"Browser,{device},Edge"
    )
    codes, facts = read(f"{names.replace('Failure reason', 'Note,Failure reason')}\n{row}")
    assert (codes, facts["device_id"], facts["device_state"]) == (["50158"], device, "Edge 144.0.0")


def test_the_last_name_of_a_line_of_columns_labels_no_row():
    names, row = NAMES.replace("Sign-in error code,", ""), ROW.replace("50158,", "")
    assert read(f"{names}\n{row}") == ([], EXPECTED)


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


def test_a_query_result_calls_the_request_just_id():
    names = "CreatedDateTime [UTC]\tId\tCorrelationId\tUserPrincipalName\tAppDisplayName\tIPAddress\tResultType"
    row = (
        "2026-04-09T15:08:22Z\te21f135a-2e7b-45e8-9783-e0ddb3ae6a00\t43c3f553-4cdb-4289-9fcc-9aa52dc9744a\t"
        "ben.w@contoso.com\tMicrosoft Teams\t203.0.113.4\t50074"
    )
    codes, facts = read(f"{names}\n{row}")
    assert codes == ["50074"]
    assert facts["request_id"] == "e21f135a-2e7b-45e8-9783-e0ddb3ae6a00"
    assert facts["timestamp"] == "2026-04-09T15:08:22Z"


def test_the_id_of_a_log_row_in_json_is_the_request():
    text = (
        '{"id":"5d207e51-df9d-47d4-9e36-0d2275f97900","correlationId":"30cc4164-108e-47df-946c-785cc4e6e9b9",'
        '"userId":"182fc275-27a2-4d43-a2af-153aa91fa705","status":{"errorCode":53003}}'
    )
    assert read(text)[1]["request_id"] == "5d207e51-df9d-47d4-9e36-0d2275f97900"


def test_cells_of_a_mailed_table_are_kept_apart():
    text = (
        "<table><tr><td>Request Id</td><td>7cef2bda-d736-4b55-a00f-50883323fb00</td></tr><tr><td>Correlation Id</td>"
        "<td>1e2b7916-4b1d-4672-8f07-229d3cb15ac8</td></tr></table>"
    )
    assert set(read(text)[1]) == {"request_id", "correlation_id"}


def test_a_number_elsewhere_in_a_text_that_tells_its_code_is_none():
    assert read("AADSTS51004: The user account does not exist.\n--\nContoso GmbH, register HRB 53003")[0] == ["51004"]
    assert sorted(read("AADSTS500121 and 50074 come in turns")[0]) == ["500121", "50074"]


def test_the_app_of_a_message_is_read_in_any_language():
    text = "AADSTS700016：在目录“Contoso”中找不到标识符为“7742684c-5a2c-4c67-9677-aee8c5baaf43”的应用程序。"
    assert read(text)[1]["app_id"] == "7742684c-5a2c-4c67-9677-aee8c5baaf43"


def test_letters_that_screen_reading_set_apart_are_read_together():
    assert read("E r r o r  C o d e :  5 3 0 0 9\nDevice platform: iOS")[0] == ["53009"]
