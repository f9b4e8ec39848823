"""Who may import whom: engine <- catalogue <- reports <- tickets <- portal."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("diagnosis.engine", "diagnosis.catalogue", "diagnosis.reports", "diagnosis.tickets", "portal")
# A text is read and ranked once, when its report is made; masking and device parsing are free for all.
RANKING = ("diagnosis.engine.extract", "diagnosis.engine.match")
OUTER_ROOMS = ("forms", "views", "admin", "urls")


def layer_of(module: str) -> int | None:
    return next((i for i, layer in enumerate(LAYERS) if module == layer or module.startswith(f"{layer}.")), None)


def imports_of(path: Path, package: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, base]).rstrip(".")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def is_forbidden(importer: str, imported: str) -> bool:
    own, other = layer_of(importer), layer_of(imported)
    if own is None:
        return False
    if own == 0 and imported.split(".")[0] in ("django", "portal", "allauth"):
        return True
    if other is not None and other > own:
        return True
    if importer.startswith("diagnosis.tickets.") and imported.startswith(RANKING):
        return True
    rooms = importer.split("."), imported.split(".")
    if rooms[0][-1] == "models" and other is not None:
        return any(room in rooms[1] for room in OUTER_ROOMS)
    return rooms[0][-1] == "forms" and other is not None and "views" in rooms[1]


def violations(root: Path) -> list[str]:
    found = []
    for top in ("diagnosis", "portal"):
        for path in sorted((root / top).rglob("*.py")):
            relative = path.relative_to(root).with_suffix("")
            module = ".".join(part for part in relative.parts if part != "__init__")
            package = ".".join(relative.parts[:-1])
            found += [
                f"{path.relative_to(root)}:{line} imports {name}"
                for line, name in imports_of(path, package)
                if is_forbidden(module, name)
            ]
    return found


def test_nobody_imports_outwards() -> None:
    assert violations(ROOT) == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("diagnosis/engine/codes.py", "import django"),
        ("diagnosis/engine/codes.py", "from diagnosis.catalogue.models import Cause"),
        ("diagnosis/catalogue/rules.py", "from diagnosis.reports import models"),
        ("diagnosis/reports/intake.py", "from ..tickets.models import Ticket"),
        ("diagnosis/tickets/handoff.py", "from portal.accounts.models import User"),
        ("diagnosis/tickets/triage.py", "from diagnosis.engine.match import match"),
        ("diagnosis/reports/models.py", "from diagnosis.reports.forms import DiagnoseForm"),
        ("diagnosis/reports/forms.py", "from diagnosis.reports import views"),
    ],
)
def test_a_planted_import_is_caught(tmp_path: Path, file: str, line: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    (tmp_path / "portal").mkdir()
    path.write_text(f"import re\n{line}\n")

    caught = violations(tmp_path)

    assert len(caught) == 1
    assert caught[0].startswith(f"{file}:2 imports ")


def test_the_engine_loads_no_django() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "diagnosis/engine").glob("[a-z]*.py")
    ]
    code = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('django', 'portal')])"
    )

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"
