"""What the browser says about the device in hand: User-Agent and User-Agent Client Hints.

The User-Agent alone can't tell Windows 10 from 11, and freezes the versions of macOS and Android; the hints
Sec-CH-UA-Platform and Sec-CH-UA-Platform-Version can. Names and meanings: User-Agent Client Hints (WICG),
Microsoft's table of Windows platform versions. Read 2026-11.
"""

import re
from collections.abc import Mapping

from ua_parser import parse

from diagnosis.engine.mask import cut, mask
from diagnosis.engine.normalize import clean
from diagnosis.engine.types import DeviceDetails

_HEADER_LIMIT = 1_000
_LONGEST_NAME = 60
_WINDOWS_11 = 13  # Sec-CH-UA-Platform-Version 13 and up; 1 to 10 are Windows 10, 0 is older
_PLATFORMS = {
    "mac os x": "macOS",
    "macos": "macOS",
    "chrome os": "ChromeOS",
    "chromium os": "ChromeOS",
    "ubuntu": "Linux",
    "fedora": "Linux",
    "debian": "Linux",
}
# What browsers put into the User-Agent whatever is installed, and what that tells.
_SAID_BY_ALL = {("Windows", "10"): "10 or 11", ("macOS", "10.15"): "", ("Android", "10"): ""}
_BRAND = re.compile(r'"(?P<name>[^"]{1,60})"\s?;\s?v="(?P<version>[0-9.]{1,20})"')
_BROWSERS = {
    "Microsoft Edge": "Edge",
    "Google Chrome": "Chrome",
    "Opera": "Opera",
    "Brave": "Brave",
    "Chromium": "Chromium",
}


def read_device(headers: Mapping[str, str]) -> DeviceDetails:
    """Platform, version, model and browser; header names in any case. Unknown parts are "".

    A browser may send any words in these headers: they are cleaned, masked and cut like pasted text.
    """
    lower = {name.lower(): clean(value[:_HEADER_LIMIT]).text for name, value in headers.items()}
    agent = parse(lower.get("user-agent", ""))
    os = agent.os
    platform = _platform(_unquoted(lower.get("sec-ch-ua-platform", "")) or (os.family if os else ""))
    version = ".".join(part for part in (os.major, os.minor) if part) if os else ""
    version = _SAID_BY_ALL.get((platform, version), version)
    hinted = _unquoted(lower.get("sec-ch-ua-platform-version", ""))
    browser, browser_version = _brand(lower.get("sec-ch-ua-full-version-list", "") or lower.get("sec-ch-ua", ""))
    family = agent.user_agent
    model = _unquoted(lower.get("sec-ch-ua-model", ""))
    return DeviceDetails(
        platform=_safe(platform),
        platform_version=_safe(_hinted_version(platform, hinted) or version),
        model=_safe(model or _model(agent.device.model if agent.device else "")),
        browser=_safe(browser or (family.family if family else "")),
        browser_version=_safe(browser_version or (family.major or "" if family else "")),
    )


def _safe(name: str) -> str:
    return cut(mask(" ".join(clean(name).text.split())), _LONGEST_NAME).text


def _platform(name: str) -> str:
    known = _PLATFORMS.get(name.lower(), name)
    return "" if known in ("Other", "Unknown") else known


def _hinted_version(platform: str, hinted: str) -> str:
    major = hinted.partition(".")[0]
    if not _is_number(major):
        return ""
    if platform != "Windows":
        return ".".join(part for part in hinted.split(".")[:2] if _is_number(part))
    return "11" if int(major) >= _WINDOWS_11 else "10" if int(major) > 0 else ""


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit()


def _brand(brands: str) -> tuple[str, str]:
    """The brand that is a product: the made-up ones and the engine they are built on say nothing."""
    named = {match["name"]: match["version"] for match in _BRAND.finditer(brands)}
    for name, short in _BROWSERS.items():
        if name in named:
            return short, named[name].partition(".")[0]
    return "", ""


def _model(name: str | None) -> str:
    return "" if name in (None, "K", "Mac", "Generic Smartphone", "Smartphone", "Other") else str(name)


def _unquoted(value: str) -> str:
    return value.strip().strip('"').strip()
