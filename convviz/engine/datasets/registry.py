"""Every data set by its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.data_sets import CIFAR10, DataSet, Shapes10
from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets.cifar10 import open_cifar10
from convviz.engine.datasets.locate import cifar10_places, find_cifar10
from convviz.engine.datasets.shapes10 import make_shapes10

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from convviz.engine.datasets.dataset import Dataset


def load_dataset(declared: DataSet, path: Path | None = None) -> Dataset:
    """Load a data set into memory.

    Args:
        declared: Which one.
        path: Where it is. None: where ``locate`` finds it. Shapes-10 is drawn and needs none.

    Raises:
        DataError: DATA_NOT_FOUND, and what ``open_cifar10`` raises.
    """
    return _LOADERS[type(declared)](declared, path)


def _load_cifar10(_declared: CIFAR10, path: Path | None) -> Dataset:
    place = path or find_cifar10()
    if place is None:
        raise DataError(ErrorCode.DATA_NOT_FOUND, path=str(cifar10_places()[0]))
    return open_cifar10(place)


def _load_shapes10(declared: Shapes10, _path: Path | None) -> Dataset:
    return make_shapes10(size=declared.size, grey=declared.grey)


_LOADERS: dict[type[DataSet], Callable[[Any, Path | None], Dataset]] = {
    Shapes10: _load_shapes10,
    CIFAR10: _load_cifar10,
}
