from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

pytestmark = pytest.mark.unmeasured

ROOT: Final = Path(__file__).resolve().parents[2]
PYPROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS: Final = {
    contract["id"]: contract for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
}

OFFENCES: Final = [
    ("layers", "core/errors.py", "import convviz.protocol"),
    ("layers", "protocol/frames.py", "import convviz.values"),
    ("layers", "values/__init__.py", "import convviz.runs"),
    ("layers", "runs/__init__.py", "import convviz.engine"),
    ("layers", "stepping/__init__.py", "import convviz.runs"),
    ("layers", "drawing/__init__.py", "import convviz.ui"),
    ("no-qt-below-the-window", "drawing/__init__.py", "from PySide6 import QtGui"),
    ("layers", "engine/__init__.py", "import convviz.ui"),
    ("layers", "ui/__init__.py", "import convviz.app"),
    ("layers", "app.py", "import convviz.__main__"),
    ("layers", "nowhere.py", ""),
    ("core-standard-library", "core/errors.py", "import msgspec"),
    ("no-qt-below-the-window", "engine/__init__.py", "from PySide6 import QtCore"),
    ("no-qt-below-the-window", "stepping/__init__.py", "from PySide6 import QtGui"),
    ("layers", "script/__init__.py", "import convviz.stepping"),
    ("no-qt-below-the-window", "script/__init__.py", "from PySide6 import QtCore"),
    ("no-torch-in-the-window", "script/__init__.py", "import torch"),
    ("no-torch-in-the-window", "ui/settings.py", "import torch"),
    ("no-torch-in-the-window", "stepping/__init__.py", "import torch"),
    ("plots-alone-use-pyqtgraph", "ui/shell/main_window.py", "import pyqtgraph"),
    ("independent-features", "ui/calculator/__init__.py", "import convviz.ui.network"),
    ("shared-parts-know-no-page", "ui/training/__init__.py", "import convviz.ui.shell"),
    ("shared-parts-know-no-page", "ui/widgets/__init__.py", "import convviz.ui.plots"),
    ("shared-parts-know-no-page", "ui/processes/__init__.py", "import convviz.ui.widgets"),
    ("shared-parts-know-no-page", "ui/stepper/__init__.py", "import convviz.ui.export"),
    ("shared-parts-know-no-page", "ui/export/__init__.py", "import convviz.ui.calculator"),
    ("steps-before-walks", "stepping/worked/__init__.py", "import convviz.stepping.walks"),
    ("steps-before-walks", "stepping/scene/__init__.py", "import convviz.stepping.steps"),
    ("no-torch-in-the-window", "ui/images/__init__.py", "def f() -> None:\n    import torch.nn"),
]
"""A contract, a file of the package, and what makes the file break the contract."""


def report_of(checkout: Path) -> str:
    """Return what import-linter says of a checkout."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    result = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert re.search(r"Contracts: \d+ kept, \d+ broken", result.stdout), result.stdout
    return result.stdout


def direct_offences(report: str) -> set[tuple[str, str]]:
    """Return the first line of each chain of imports in a report, with its contract's name."""
    _, _, details = report.partition("Broken contracts")
    offences: set[tuple[str, str]] = set()
    contract = ""
    lines = details.splitlines()
    for line, next_line in pairwise(lines):
        if next_line and set(next_line) == {"-"}:
            contract = line
        elif line.startswith("-") and line.strip("-"):
            offences.add((contract, line.removeprefix("-").partition("(l.")[0].strip()))
    return offences


def as_reported(contract: str, file: str, offence: str) -> tuple[str, str]:
    """Return how an offence stands among `direct_offences`."""
    importer = ".".join(("convviz", *Path(file).with_suffix("").parts)).removesuffix(".__init__")
    name = CONTRACTS[contract]["name"]
    if not offence:
        return name, importer
    (imported,) = imported_modules(offence)
    own = imported.startswith("convviz")
    return name, f"{importer} -> {imported if own else imported.partition('.')[0]}"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the package and of its contracts."""
    skipped = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "convviz", tmp_path / "convviz", ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_offence_breaks_its_contract(checkout: Path) -> None:
    """That the contracts are kept, `lint-imports` says beside the tests."""
    for _, file, offence in OFFENCES:
        with (checkout / "convviz" / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{offence}\n")
    expected = {as_reported(*offence) for offence in OFFENCES}
    reported = direct_offences(report_of(checkout))
    assert expected - reported == set()


def test_every_contract_has_an_offence() -> None:
    assert {contract for contract, _, _ in OFFENCES} == set(CONTRACTS)


def test_core_imports_nothing_but_the_standard_library_and_itself() -> None:
    allowed = {*sys.stdlib_module_names, "convviz"}
    strangers = {
        f"{path.name}: {name}"
        for path in (ROOT / "convviz" / "core").rglob("*.py")
        for name in imported_modules(path.read_text(encoding="utf-8"))
        if name.partition(".")[0] not in allowed
    }
    assert strangers == set()


def imported_modules(code: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_core_is_kept_from_every_library_that_convviz_depends_on() -> None:
    forbidden = {name.lower() for name in CONTRACTS["core-standard-library"]["forbidden_modules"]}
    module_names = {"pillow": "pil", "pyside6-essentials": "pyside6"}
    for requirement in PYPROJECT["project"]["dependencies"]:
        match = re.match(r"[\w-]+", requirement)
        assert match is not None
        library = match[0].lower()
        assert module_names.get(library, library) in forbidden


@pytest.mark.parametrize(
    "module", ["convviz.app", "convviz.ui.shell.main_window", "convviz.__main__"]
)
def test_importing_the_window_loads_no_torch_and_no_pyqtgraph(module: str) -> None:
    code = (
        f"import sys, {module}; "
        "print(*sorted({'torch', 'pyqtgraph', 'convviz.engine'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == []


def test_importing_core_loads_no_third_party() -> None:
    code = (
        "import pkgutil, sys, importlib, convviz.core\n"
        "for found in pkgutil.walk_packages(convviz.core.__path__, 'convviz.core.'):\n"
        "    importlib.import_module(found.name)\n"
        "print(*{name.partition('.')[0] for name in sys.modules})\n"
    )
    command = [sys.executable, "-S", "-c", code]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name for name in result.stdout.split() if not name.startswith("_")}
    assert loaded - set(sys.stdlib_module_names) == {"convviz"}


def test_no_test_below_the_window_loads_torch() -> None:
    """Those processes take a second less without it; what torch says is asked in tests/oracle."""
    files = [file for kind in ("unit", "property") for file in (ROOT / "tests" / kind).glob("*.py")]
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    loads = re.compile(r"^(import|from) torch\b", re.MULTILINE)
    named = {name: ast.parse(text).body for name, text in texts.items() if loads.search(text)}
    assert len(named) > 5, "as texts that are read"
    assert not [
        n for n, body in named.items() if any(loads.match(ast.unparse(one)) for one in body)
    ]
