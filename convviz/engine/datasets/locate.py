"""Where data sets live on this computer."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from convviz.engine.datasets.cifar10_files import find_source

CIFAR10_VARIABLE = "CONVVIZ_CIFAR10"
"""Environment variable: a folder or an archive that holds CIFAR-10."""


def default_folder() -> Path:
    """Return the folder that downloads go to. It need not exist."""
    return Path(platformdirs.user_data_dir("convviz", appauthor=False)) / "datasets"


def cifar10_places() -> tuple[Path, ...]:
    """Return where CIFAR-10 is looked for, in this order."""
    named = os.environ.get(CIFAR10_VARIABLE)
    return (Path(named).expanduser(), default_folder()) if named else (default_folder(),)


def find_cifar10() -> Path | None:
    """Return the first place that holds files or an archive of CIFAR-10, unread, or None."""
    return next((place for place in cifar10_places() if find_source(place)), None)
