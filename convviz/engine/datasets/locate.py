"""Where data sets live on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.engine.datasets.cifar10_files import find_source
from convviz.values.cifar10_sample import CIFAR10_VARIABLE, cifar10_places, data_folder

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CIFAR10_VARIABLE", "cifar10_places", "default_folder", "find_cifar10"]

default_folder = data_folder


def find_cifar10() -> Path | None:
    """Return the first place that holds files or an archive of CIFAR-10, unread, or None."""
    return next((place for place in cifar10_places() if find_source(place)), None)
