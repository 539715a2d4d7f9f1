from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import PySide6
import pytest

from provisioning import system_packages
from provisioning.terminal import Outcome, SetupError

QT: Final = Path(PySide6.__file__).parent
USED: Final = (
    "Qt{Core,Gui,Widgets,Svg,SvgWidgets,Test,PrintSupport,Network,DBus,OpenGL}.abi3.so",
    "Qt/lib/libQt6{Core,Gui,Widgets,Svg,Test,Network,DBus,OpenGL,XcbQpa,WaylandClient}.so*",
    "Qt/plugins/platforms/libq{xcb,offscreen,minimal,wayland}.so",
    "Qt/plugins/{xcbglintegrations,iconengines,imageformats,tls}/*.so",
    "Qt/plugins/platforminputcontexts/lib{compose,ibus}*.so",
    "Qt/plugins/platformthemes/libqxdgdesktopportal.so",
    "Qt/plugins/wayland-{shell-integration,graphics-integration-client}/*.so",
    "{lupdate,lrelease}",
)
"""The parts of Qt that convviz and its tools load."""


def expanded(pattern: str) -> list[str]:
    """Return the patterns that one with braces stands for."""
    before, opening, rest = pattern.partition("{")
    if not opening:
        return [pattern]
    choices, _, after = rest.partition("}")
    return [found for choice in choices.split(",") for found in expanded(before + choice + after)]


def used_files() -> list[Path]:
    """Return the installed libraries, plugins and programs of Qt that are used."""
    files = [path for used in USED for name in expanded(used) for path in QT.glob(name)]
    assert len(files) > 50
    return files


NOT_INSTALLED: Final = "libQt6Pdf.so.6"
"""Wanted by a picture format plugin of a part of Qt that PySide6-Essentials leaves out."""


@pytest.mark.skipif(shutil.which("ldd") is None, reason="needs ldd")
def test_qt_finds_all_of_its_libraries_on_this_system() -> None:
    command = ["ldd", *map(str, used_files())]
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    missing = {line.split()[0] for line in listing.splitlines() if "not found" in line}
    assert "libxcb-cursor.so.0" in listing
    assert missing <= {NOT_INSTALLED}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the table is for Linux")
@pytest.mark.skipif(shutil.which("objdump") is None, reason="needs objdump, of binutils")
def test_the_table_holds_exactly_what_qt_is_linked_with() -> None:
    command = ["objdump", "-p", *map(str, used_files())]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    needed = {line.split()[1] for line in listing.splitlines() if "NEEDED" in line}
    bundled = {path.name for path in (QT / "Qt" / "lib").iterdir()}
    bundled |= {path.name for path in [*QT.glob("*.so*"), *QT.parent.glob("shiboken6/*.so*")]}
    outside = needed - bundled - {NOT_INSTALLED} - system_packages.BASE_LIBRARIES
    assert outside == set(system_packages.QT_LIBRARIES)


def test_a_library_that_does_not_exist_is_missing() -> None:
    assert not system_packages.has_library("libconvviz-nothing.so.9")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is libc on Linux")
def test_a_library_that_exists_is_found() -> None:
    assert system_packages.has_library("libc.so.6")


class FakeSystem:
    """A system on which apt-get is called in vain, or with success."""

    def __init__(self, *, status: int) -> None:
        self.status = status
        self.commands: list[list[str]] = []

    def run(self, command: list[str]) -> Outcome:
        """Record a command."""
        self.commands.append(command)
        return Outcome(self.status, "")


@pytest.fixture
def bare_debian(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Debian on which two libraries, Chinese fonts and Xvfb are missing."""
    lacking = {"libEGL.so.1", "libxcb-cursor.so.0"}
    found = {"apt-get": "/usr/bin/apt-get"}
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system_packages, "has_library", lambda soname: soname not in lacking)
    monkeypatch.setattr(system_packages, "missing_fonts", lambda: ["fonts-noto-cjk"])
    monkeypatch.setattr(shutil, "which", found.get)
    monkeypatch.setattr(system_packages, "can_make_environments", lambda: False)


@pytest.mark.usefixtures("bare_debian")
def test_root_installs_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    system = FakeSystem(status=0)
    monkeypatch.setattr(system_packages, "run_shown", system.run)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system_packages.ensure_system_packages(for_tests=True, for_environment=True)
    update, install = system.commands
    assert update[-1] == "update"
    assert install[install.index("install") :] == [
        "install",
        "-y",
        "--no-install-recommends",
        "libegl1",
        "libxcb-cursor0",
        "fonts-noto-cjk",
        f"python{sys.version_info[0]}.{sys.version_info[1]}-venv",
        "xvfb",
    ]


@pytest.mark.usefixtures("bare_debian")
def test_without_rights_one_sentence_holds_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SetupError) as error:
        system_packages.ensure_system_packages(for_tests=False, for_environment=False)
    assert str(error.value) == (
        "System packages are missing: run `sudo apt-get install -y --no-install-recommends "
        "libegl1 libxcb-cursor0 fonts-noto-cjk` once, then call this again."
    )


@pytest.mark.usefixtures("bare_debian")
def test_a_failed_installation_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "run_shown", FakeSystem(status=100).run)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SetupError, match="could not be installed"):
        system_packages.ensure_system_packages(for_tests=False, for_environment=False)


@pytest.mark.usefixtures("bare_debian")
def test_elsewhere_than_debian_the_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", {}.get)
    with pytest.raises(SetupError, match=r"libEGL\.so\.1, libxcb-cursor\.so\.0"):
        system_packages.ensure_system_packages(for_tests=False, for_environment=False)


@pytest.mark.usefixtures("bare_debian")
def test_elsewhere_than_debian_a_python_without_venv_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", {}.get)
    monkeypatch.setattr(system_packages, "has_library", lambda _: True)
    with pytest.raises(SetupError, match="lacks venv and ensurepip"):
        system_packages.ensure_system_packages(for_tests=True, for_environment=True)


def test_nothing_is_asked_of_a_system_that_has_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "missing_packages", lambda **_: [])
    monkeypatch.setattr(system_packages, "missing_libraries", list)
    system_packages.ensure_system_packages(for_tests=True, for_environment=False)


@pytest.mark.usefixtures("bare_debian")
def test_missing_fonts_alone_are_told_and_do_not_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_packages, "has_library", lambda _: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    system_packages.ensure_system_packages(for_tests=False, for_environment=False)
    assert "--no-install-recommends fonts-noto-cjk` once" in capsys.readouterr().out
