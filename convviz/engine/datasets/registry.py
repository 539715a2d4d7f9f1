"""Every data set by its declaration: how it is read, and what tells that it changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convviz.core.data_sets import CIFAR10, MNIST, DataSet, ImageFolder, Shapes10
from convviz.core.errors import ConvVizError, DataError, ErrorCode
from convviz.engine.datasets.cifar10 import open_cifar10
from convviz.engine.datasets.cifar10_files import find_source
from convviz.engine.datasets.folder_listing import list_folder
from convviz.engine.datasets.image_folder import open_image_folder
from convviz.engine.datasets.locate import cifar10_places, find_cifar10, find_mnist_folder
from convviz.engine.datasets.mnist import find_mnist, open_mnist
from convviz.engine.datasets.shapes10 import make_shapes10

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convviz.engine.datasets.dataset import Dataset
    from convviz.engine.datasets.image_folder import OnPictures
    from convviz.protocol.document import Training


def load_dataset(
    declared: DataSet, path: Path | None = None, on_pictures: OnPictures | None = None
) -> Dataset:
    """Load a data set into memory.

    Args:
        declared: Which one.
        path: Where it is. None: where ``place_of`` finds it. Shapes-10 is drawn and needs none.
        on_pictures: Hears how many pictures are read, where that takes long.

    Raises:
        DataError: what ``place_of`` raises, and what the reader of the data set raises.
    """
    place = place_of(declared, path)
    return _LOADERS[type(declared)](declared, place, on_pictures)


def place_of(declared: DataSet, path: Path | None) -> Path | None:
    """Return where a data set is read: as it was said, or where it is found; None if it is drawn.

    Raises:
        DataError: DATA_NOT_FOUND, DATA_PLACE_UNKNOWN.
    """
    if path is not None or not declared.is_read:
        return path
    match declared:
        case CIFAR10():
            place = find_cifar10()
            error = DataError(ErrorCode.DATA_NOT_FOUND, path=str(cifar10_places()[0]))
        case MNIST():
            place = find_mnist_folder()
            error = DataError(ErrorCode.DATA_PLACE_UNKNOWN, title=declared.title)
        case _:
            place = None
            error = DataError(ErrorCode.DATA_PLACE_UNKNOWN, title=declared.title)
    if place is None:
        raise error
    return place


def data_path_of(training: Training) -> Path | None:
    """Return where a training says that its data set is; None if it does not say."""
    return Path(training.data_path).expanduser() if training.data_path else None


def data_stamp(declared: DataSet, path: Path | None) -> str:
    """Return a text that changes when the files of a data set do; "" where they are not there.

    It looks at names, sizes and times alone, and so takes milliseconds. What keeps a data set in
    memory keeps it by this, too: a folder that changed is read anew.
    """
    try:
        place = place_of(declared, path)
        if place is None:
            return "drawn"
        if isinstance(declared, ImageFolder):
            return list_folder(declared, place).stamp()
        return _stamp_of(_files(declared, place))
    except (ConvVizError, OSError):
        return ""


def _files(declared: DataSet, place: Path) -> Iterable[Path]:
    if isinstance(declared, MNIST):
        return find_mnist(declared, place).files.values()
    source = find_source(place)
    if source is None or source.distribution is None:
        return [place if source is None else source.path]
    return [source.path / name for name in source.distribution.files]


def _stamp_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        state = path.stat()
        digest.update(f"{state.st_size} {state.st_mtime_ns} ".encode() + os.fsencode(path))
    return digest.hexdigest()


def _load_cifar10(_declared: CIFAR10, path: Path, _on_pictures: OnPictures | None) -> Dataset:
    return open_cifar10(path)


def _load_mnist(declared: MNIST, path: Path, _on_pictures: OnPictures | None) -> Dataset:
    return open_mnist(declared, path)


def _load_shapes10(declared: Shapes10, _path: None, _on_pictures: OnPictures | None) -> Dataset:
    return make_shapes10(size=declared.size, grey=declared.grey)


_LOADERS: dict[type[DataSet], Callable[[Any, Any, OnPictures | None], Dataset]] = {
    Shapes10: _load_shapes10,
    CIFAR10: _load_cifar10,
    MNIST: _load_mnist,
    ImageFolder: open_image_folder,
}
