"""Finds the files that ship with convviz: translations, icons, licences, examples."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
RESOURCE_FOLDERS: Final = (_PACKAGE / "resources", _PACKAGE.parent / "resources")
"""Where resources stand: inside an installed wheel, then in a checkout."""


def resource_path(name: str) -> Path:
    """Return the path of a resource.

    Args:
        name: Path below the resources folder with forward slashes, such as
            ``"icons/convviz.svg"``. It may name a folder.

    Returns:
        The absolute path of an existing file or folder.

    Raises:
        FileNotFoundError: The installation is incomplete: no such resource.
    """
    for folder in RESOURCE_FOLDERS:
        candidate = folder / name
        if candidate.exists():
            return candidate
    searched = " or ".join(str(folder) for folder in RESOURCE_FOLDERS)
    msg = f"convviz's file {name} is missing from {searched}; install convviz again"
    raise FileNotFoundError(msg)
