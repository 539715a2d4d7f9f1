"""Where data sets live on this computer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from convviz.core.data_sets import MNIST
from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets.cifar10_files import find_source
from convviz.engine.datasets.mnist import find_mnist
from convviz.values.cifar10_sample import CIFAR10_VARIABLE, cifar10_places, data_folder

__all__ = [
    "CIFAR10_VARIABLE",
    "MNIST_VARIABLE",
    "cifar10_places",
    "default_folder",
    "find_cifar10",
    "find_mnist_folder",
]

default_folder = data_folder

MNIST_VARIABLE: Final = "CONVVIZ_MNIST"
"""Environment variable: a folder that holds files of MNIST's format."""


def find_cifar10() -> Path | None:
    """Return the first place that holds files or an archive of CIFAR-10, unread, or None."""
    return next((place for place in cifar10_places() if find_source(place)), None)


def find_mnist_folder() -> Path | None:
    """Return the first usual place that holds files of MNIST's format, unread, or None.

    A place that the variable names is returned whatever it holds: its reader says what is wrong.
    """
    named = os.environ.get(MNIST_VARIABLE)
    if named:
        return Path(named).expanduser()
    place = data_folder()
    try:
        find_mnist(MNIST(), place)
    except DataError as error:
        return place if error.code is ErrorCode.DATA_IDX_SEVERAL else None
    return place
