"""Styles keep to what the house agreed on: every colour has one name, and no class is left over."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)


def declarations(sheet: Path) -> str:
    """The sheet without comments and without its selectors, which may hold a # too."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return "\n".join(re.findall(r"\{([^{}]*)\}", text))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_colours_stand_in_the_tokens_only(sheet: Path) -> None:
    assert sheet.name == "tokens.css" or COLOUR.findall(declarations(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_is_forced(sheet: Path) -> None:
    assert "!important" not in declarations(sheet)


def test_every_name_that_is_used_is_defined_and_every_token_is_used() -> None:
    ours = "\n".join(declarations(sheet) for sheet in SHEETS)
    tokens = set(re.findall(r"--([a-z0-9-]+):", declarations(ROOT / "static/css/tokens.css")))

    assert {name for name in tokens if f"var(--{name})" not in ours} == set()
    assert {name for name in re.findall(r"var\(--([a-z0-9-]+)\)", ours) if f"--{name}:" not in ours} == set()
