"""The program that fills the virtual environment: uv where it is there, else pip.

pip's own settings win: where they name an index, a folder of wheels or constraints, pip is used,
since uv does not read them.
"""

from __future__ import annotations

import configparser
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SETTINGS: Final = ("index-url", "extra-index-url", "find-links", "no-index", "constraint")
"""What pip can be told about where packages come from, as its configuration files spell it."""

_UV_VARIABLES: Final = ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_FIND_LINKS")


@dataclass(frozen=True, slots=True)
class Installer:
    """The commands of pip, or of uv.

    Attributes:
        uv: The path of uv; empty where pip is used.
    """

    uv: str = ""

    def make_environment(self, folder: Path) -> list[str]:
        """Return the command that makes a virtual environment with pip in it."""
        # Where this runs inside an environment, a new one is made from the Python beneath it.
        base = getattr(sys, "_base_executable", None) or sys.executable
        if self.uv:
            return [self.uv, "venv", "--allow-existing", "--seed", "--python", base, str(folder)]
        return [base, "-m", "venv", str(folder)]

    def install(self, python: Path, *arguments: str, extra_index: str = "") -> list[str]:
        """Return the command that installs into an environment.

        Args:
            python: The environment's interpreter.
            arguments: What to install, and options that pip and uv share.
            extra_index: An index that is asked too; empty for none.
        """
        extra = [f"--extra-index-url={extra_index}"] if extra_index else []
        if not self.uv:
            return [str(python), "-m", "pip", "install", *extra, *arguments]
        if extra:
            # uv would take every package from the first index that has its name.
            extra.append("--index-strategy=unsafe-best-match")
        return [self.uv, "pip", "install", f"--python={python}", *extra, *arguments]


def find_installer(variables: Mapping[str, str]) -> Installer:
    """Return uv where it is there and pip is not set up to take packages from elsewhere."""
    uv = shutil.which("uv", path=variables.get("PATH"))
    if uv is None:
        return Installer()
    if _is_pip_set_up(variables) and not any(variables.get(name) for name in _UV_VARIABLES):
        return Installer()
    return Installer(uv)


def _is_pip_set_up(variables: Mapping[str, str]) -> bool:
    if any(variables.get(f"PIP_{name.upper().replace('-', '_')}") for name in _SETTINGS):
        return True
    return any(_names_a_source(path) for path in _configuration_files(variables))


def _names_a_source(path: Path) -> bool:
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, OSError, UnicodeDecodeError):
        return False  # pip itself will say what is wrong with it
    sections = [name for name in ("global", "install") if parser.has_section(name)]
    return any(parser.get(section, name, fallback="") for section in sections for name in _SETTINGS)


def _configuration_files(variables: Mapping[str, str]) -> Iterator[Path]:
    """Yield where pip looks for its settings. Source: pip's documentation, "Configuration"."""
    if named := variables.get("PIP_CONFIG_FILE"):
        yield Path(named)
    home = Path(variables.get("HOME") or Path.home())
    if os.name == "nt":
        for name in ("ProgramData", "APPDATA"):
            yield Path(variables.get(name, home)) / "pip" / "pip.ini"
        yield home / "pip" / "pip.ini"
        return
    for folder in variables.get("XDG_CONFIG_DIRS", "/etc/xdg").split(os.pathsep):
        yield Path(folder) / "pip" / "pip.conf"
    yield Path("/etc/pip.conf")
    yield home / ".pip" / "pip.conf"
    if sys.platform == "darwin":
        yield Path("/Library/Application Support/pip/pip.conf")
        yield home / "Library" / "Application Support" / "pip" / "pip.conf"
    yield Path(variables.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"
