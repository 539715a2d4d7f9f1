"""The data set that a process read last, kept for the next run: CIFAR-10 takes seconds to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.engine.datasets.registry import data_stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convviz.core.data_sets import DataSet
    from convviz.engine.datasets.dataset import Dataset

_kept: Final[dict[object, Dataset]] = {}


def kept_dataset(
    declared: DataSet, path: Path | None, load: Callable[[DataSet, Path | None], Dataset]
) -> Dataset:
    """Return a data set, read anew unless it is the last one and its files have not changed.

    Args:
        declared: Which one.
        path: Where it is, as for ``load``.
        load: Reads it.

    Raises:
        DataError: what ``load`` raises.
    """
    stamp = data_stamp(declared, path)
    if declared.is_read and not stamp:
        return load(declared, path)
    key = (declared, path, stamp, load)
    if key not in _kept:
        _kept.clear()  # before the next one is read: there need not be room for two
        _kept[key] = load(declared, path)
    return _kept[key]
