import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.engine.device import read_device
from diagnosis.engine.types import DeviceDetails

EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, l"
    "ike Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605"
    ".1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
)
MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 ("
    "KHTML, like Gecko) Version/18.1 Safari/605.1.15"
)
BRANDS = '"Not?A_Brand";v="99", "Chromium";v="142", "Microsoft Edge";v="142"'


def hints(platform: str, version: str, model: str = "") -> dict[str, str]:
    return {
        "Sec-CH-UA": BRANDS,
        "Sec-CH-UA-Platform": f'"{platform}"',
        "Sec-CH-UA-Platform-Version": f'"{version}"',
        "Sec-CH-UA-Model": f'"{model}"',
    }


def test_user_agent_alone_does_not_decide_between_windows_10_and_11() -> None:
    assert read_device({"User-Agent": EDGE}) == DeviceDetails("Windows", "10 or 11", "", "Edge", "142")


@pytest.mark.parametrize(
    ("version", "windows"), [("15.0.0", "11"), ("13.0.0", "11"), ("10.0.0", "10"), ("0.3.0", "10 or 11")]
)
def test_platform_version_hint_decides(version: str, windows: str) -> None:
    device = read_device({"User-Agent": EDGE, **hints("Windows", version)})
    assert (device.platform, device.platform_version, device.browser) == ("Windows", windows, "Edge")


def test_frozen_versions_are_left_out_and_hints_fill_them_in() -> None:
    assert read_device({"User-Agent": ANDROID}).platform_version == ""
    assert read_device({"User-Agent": MAC}).platform_version == ""
    hinted = read_device({"User-Agent": ANDROID, **hints("Android", "16.0.0", "Pixel 9")})
    assert (hinted.platform_version, hinted.model) == ("16.0", "Pixel 9")


def test_iphone_says_its_own_version() -> None:
    device = read_device({"user-agent": IPHONE})
    assert (device.platform, device.platform_version, device.model) == ("iOS", "18.1", "iPhone")


@pytest.mark.parametrize("version", ["²", "1²", "٣.٤", "-1", "."])
def test_a_version_hint_that_is_no_number_says_nothing(version: str) -> None:
    assert read_device({"User-Agent": EDGE, **hints("Windows", version)}).platform_version == "10 or 11"
    assert read_device(hints("Android", version)).platform_version == ""


def test_no_headers_say_nothing() -> None:
    assert read_device({}) == DeviceDetails()


@given(st.text(), st.text())
def test_any_header_is_survived(agent: str, hint: str) -> None:
    read_device(
        {"User-Agent": agent, "Sec-CH-UA": hint, "Sec-CH-UA-Platform-Version": hint, "Sec-CH-UA-Platform": hint}
    )


def test_what_a_browser_says_is_masked_cleaned_and_cut_like_pasted_text() -> None:
    said = hints("Password: Summer2026!", "1", "code=0.AXkAbc-DEFghij.AgABAAIAAADnfolhJp \u202e\x01" + "a" * 500)
    device = read_device(said)
    assert device.platform == "Password: [password removed]"
    assert device.model.startswith("code=[authorization code removed] [U+202E]aaa")
    assert len(device.model) == 60


def test_half_a_character_in_a_header_is_survived() -> None:
    assert read_device({"User-Agent": "\ud800", "Sec-CH-UA-Model": "\udfff"}).platform == ""


def test_a_secret_that_lines_keep_apart_from_its_name_is_found() -> None:
    platform = read_device({"Sec-CH-UA-Platform": "id_token=" + "\n" * 20 + "%25%25%25%25"}).platform

    assert platform == "id_token= [token removed]"
