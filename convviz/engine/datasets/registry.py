"""Every data set by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets.cifar10 import open_cifar10
from convviz.engine.datasets.locate import cifar10_places, find_cifar10
from convviz.engine.datasets.shapes10 import make_shapes10

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convviz.engine.datasets.dataset import Dataset


def load_dataset(name: str, path: Path | None = None) -> Dataset:
    """Load a data set into memory.

    Args:
        name: One of ``DATASET_NAMES``.
        path: Where it is. None: where ``locate`` finds it. Shapes-10 is drawn and needs none.

    Raises:
        DataError: DATASET_UNKNOWN, DATA_NOT_FOUND, and what ``open_cifar10`` raises.
    """
    if name not in _LOADERS:
        raise DataError(ErrorCode.DATASET_UNKNOWN, name=name, choices=", ".join(DATASET_NAMES))
    return _LOADERS[name](path)


def _load_cifar10(path: Path | None) -> Dataset:
    place = path or find_cifar10()
    if place is None:
        raise DataError(ErrorCode.DATA_NOT_FOUND, path=str(cifar10_places()[0]))
    return open_cifar10(place)


def _load_shapes10(_path: Path | None) -> Dataset:
    return make_shapes10()


_LOADERS: dict[str, Callable[[Path | None], Dataset]] = {
    "shapes10": _load_shapes10,
    "cifar10": _load_cifar10,
}
DATASET_NAMES = tuple(_LOADERS)
