from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Final

import pytest

from convviz import __version__, resource_files
from convviz.protocol.document_file import decode_document

pytestmark = pytest.mark.unmeasured

ROOT: Final = Path(__file__).resolve().parents[2]
RESOURCES: Final = ROOT / "resources"
SHIPPED: Final = ("examples", "icons", "licences", "translations")


def pip(*arguments: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-index", "--no-build-isolation", f"--wheel-dir={folder}"]
    pip("wheel", *options, str(ROOT))
    (built,) = folder.glob("convviz-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment that holds the wheel, and not the checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name == "posix")
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    paths = {"base": str(folder), "platbase": str(folder)}
    site_packages = Path(sysconfig.get_path("purelib", scheme="venv", vars=paths))
    # The dependencies are those of this environment; its own .pth files, which name the checkout,
    # are not read again from there.
    dependencies = sysconfig.get_path("purelib")
    (site_packages / "dependencies.pth").write_text(dependencies, encoding="utf-8")
    python = programs / Path(sys.executable).name
    pip("--python", str(python), "install", "--no-deps", "--no-index", "--no-compile", str(wheel))
    return programs


def run(program: Path, *arguments: str, folder: Path) -> str:
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(
        [str(program), *arguments],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_the_wheel_holds_the_resources_and_no_tools(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"convviz/resources/{path.relative_to(RESOURCES).as_posix()}"
        for folder in SHIPPED
        for path in (RESOURCES / folder).rglob("*")
        if path.is_file()
    }
    assert "convviz/resources/translations/convviz_zh_CN.qm" in expected
    assert expected <= names
    assert "convviz/py.typed" in names
    assert not [name for name in names if "provisioning" in name or "constraints" in name]
    assert not [name for name in names if name.startswith(("tests/", "resources/"))]


def test_every_module_and_data_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [path for path in (ROOT / "convviz").rglob("*") if path.is_file()]
    wanted = {
        path.relative_to(ROOT).as_posix() for path in files if path.suffix not in {".pyc", ".pyo"}
    }
    assert wanted <= names


def test_the_installed_wheel_runs_in_another_folder(installed: Path, tmp_path: Path) -> None:
    output = run(installed / "convviz", "--version", folder=tmp_path)
    assert output.split()[-1] == __version__


def test_the_installed_wheel_finds_its_own_resources(installed: Path, tmp_path: Path) -> None:
    code = (
        "from convviz.resource_files import resource_path as find; "
        "print(find('icons/convviz.svg'), find('translations/convviz_zh_CN.qm'), sep='\\n')"
    )
    found = run(installed / "python", "-c", code, folder=tmp_path).splitlines()
    assert len(found) == 2
    assert all(Path(path).is_relative_to(installed.parent) for path in found)


def test_a_checkout_finds_its_resources() -> None:
    assert resource_files.resource_path("icons/convviz.svg") == RESOURCES / "icons" / "convviz.svg"


def test_a_resource_in_the_package_comes_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, checkout = tmp_path / "package", tmp_path / "checkout"
    for folder in (package, checkout):
        folder.mkdir()
        (folder / "both.txt").touch()
    (checkout / "one.txt").touch()
    monkeypatch.setattr(resource_files, "RESOURCE_FOLDERS", (package, checkout))
    assert resource_files.resource_path("both.txt") == package / "both.txt"
    assert resource_files.resource_path("one.txt") == checkout / "one.txt"


def test_a_missing_resource_is_told_with_its_name_and_the_remedy() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/none\.svg .*install convviz again"):
        resource_files.resource_path("icons/none.svg")


@pytest.mark.parametrize(
    "example", sorted(RESOURCES.glob("examples/*.convviz")), ids=lambda path: path.name
)
def test_every_example_opens(example: Path) -> None:
    assert decode_document(example.read_bytes(), str(example)).network.steps


def test_the_licence_notes_name_the_libraries_in_the_pinned_versions() -> None:
    notes = (RESOURCES / "licences" / "third-party.txt").read_text(encoding="utf-8")
    rows = [re.split(r"\s{2,}", line) for line in notes.splitlines()]
    noted = {f"{row[0]}=={row[1]}" for row in rows if len(row) == 3 and row[2]}
    pins = (RESOURCES / "constraints" / "runtime.txt").read_text(encoding="utf-8").splitlines()
    assert noted == {pin for pin in pins if not pin.startswith("#")}


def test_the_pins_are_within_the_bounds_that_the_project_declares() -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins: dict[str, str] = {}
    for path in (RESOURCES / "constraints").glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                name, _, version = line.partition("==")
                pins[canonicalize_name(name)] = version
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for text in declared:
        requirement = Requirement(text)
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), text
