"""Data sets in the files of MNIST: MNIST itself, Fashion-MNIST, KMNIST, EMNIST, and one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.core.data_sets.mnist import ANY_PART, AUTO_NAMES, MNIST
from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets.dataset import Dataset, DatasetNotice
from convviz.engine.datasets.idx_files import (
    LABELS,
    PICTURES,
    TEST,
    TRAIN,
    IdxSet,
    idx_sets,
    read_idx,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.engine.datasets.dataset import Images, Labels

SUBFOLDERS: Final = ("MNIST/raw", "FashionMNIST/raw", "KMNIST/raw", "EMNIST/raw", "raw", "mnist")
"""Where torchvision, and others, put the files in the folder that they are given."""
CLASS_NAMES: Final = {
    "fashion": (
        (
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        )
    ),
    "kuzushiji": ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    "letters": tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
}
"""What the classes are called, by ``MNIST.names``."""
_FASHION_BEGINS: Final = (9, 0, 0, 3, 0, 2, 7, 2, 5, 5)
"""The labels of Fashion-MNIST's first pictures; those of ten others are these once in 10^10."""
_ON_THEIR_SIDE: Final = "emnist"
"""How the names of the files begin whose pictures have rows and columns swapped."""


def open_mnist(declared: MNIST, path: Path) -> Dataset:
    """Read a data set.

    Args:
        declared: Which set, where there are several, and what its classes are called.
        path: The folder with the files, one above it as torchvision makes it, or one of the files.

    Returns:
        The pictures in the files' order. Labels from 1 on are counted from 0, and EMNIST's pictures
        turned upright; notices say so.

    Raises:
        DataError: DATA_PLACE_GONE, the codes DATA_IDX_..., DATA_FOLDER_UNREADABLE, FILE_UNREADABLE.
    """
    files = find_mnist(declared, path)
    train_images, train_labels = _read_split(files, TRAIN)
    test_images, test_labels = _read_split(files, TEST)
    if train_images.shape[1:] != test_images.shape[1:]:
        raise DataError(
            ErrorCode.DATA_IDX_SIZES_DIFFER,
            path=str(files.file(TEST, PICTURES)),
            shape=test_images.shape[1:],
            expected=train_images.shape[1:],
        )
    first, last = int(train_labels.min()), int(train_labels.max())
    first = min(first, 1)
    _check_test_labels(files, train_labels, test_labels)
    return Dataset(
        declared.key,
        _class_names(declared, files, train_labels, last + 1 - first),
        train_images[:, None],
        train_labels - first,
        test_images[:, None],
        test_labels - first,
        tuple(_notices(files, first, last)),
    )


def find_mnist(declared: MNIST, path: Path) -> IdxSet:
    """Return the files of a data set.

    Raises:
        DataError: DATA_PLACE_GONE, DATA_IDX_NONE, DATA_IDX_SEVERAL, DATA_FOLDER_UNREADABLE.
    """
    if not path.exists():
        raise DataError(ErrorCode.DATA_PLACE_GONE, title=declared.title, path=str(path))
    if path.is_file():
        named = [found for found in idx_sets(path.parent) if path in found.files.values()]
        if named:
            return named[0]
        raise DataError(ErrorCode.DATA_IDX_NONE, path=str(path))
    for folder in (path, *(path / below for below in SUBFOLDERS)):
        sets = idx_sets(folder) if folder.is_dir() else []
        if sets:
            return _chosen(declared, folder, sets)
    raise DataError(ErrorCode.DATA_IDX_NONE, path=str(path))


def _chosen(declared: MNIST, folder: Path, sets: list[IdxSet]) -> IdxSet:
    """Return the set that is meant; files without a name before them are any part, too."""
    is_any = declared.part == ANY_PART
    meant = [found for found in sets if is_any or found.name.rstrip("-").endswith(declared.part)]
    if len(meant) == 1:
        return meant[0]
    if not meant and len(sets) == 1 and not sets[0].name:
        return sets[0]
    parts = ", ".join(found.name.rstrip("-") or "without a name" for found in sets)
    raise DataError(ErrorCode.DATA_IDX_SEVERAL, path=str(folder), parts=parts)


def _read_split(files: IdxSet, split: str) -> tuple[Images, Labels]:
    pictures = read_idx(files.file(split, PICTURES), PICTURES)
    labels = read_idx(files.file(split, LABELS), LABELS)
    if len(pictures) != len(labels):
        raise DataError(
            ErrorCode.DATA_IDX_COUNTS_DIFFER,
            path=str(files.file(split, LABELS)),
            pictures=len(pictures),
            labels=len(labels),
        )
    if files.name.startswith(_ON_THEIR_SIDE):
        pictures = np.ascontiguousarray(pictures.swapaxes(1, 2))
    return pictures, labels.astype(np.int64)


def _check_test_labels(files: IdxSet, train: Labels, test: Labels) -> None:
    unknown = np.flatnonzero(~np.isin(test, train))
    if len(unknown):
        raise DataError(
            ErrorCode.DATA_IDX_LABEL_UNKNOWN,
            path=str(files.file(TEST, LABELS)),
            record=int(unknown[0]),
            label=int(test[unknown[0]]),
        )


def _class_names(
    declared: MNIST, files: IdxSet, train_labels: Labels, count: int
) -> tuple[str, ...]:
    kind = declared.names
    if kind == AUTO_NAMES:
        kind = _kind_by_itself(files, train_labels)
    names = CLASS_NAMES.get(kind, ())
    # Fewer names than classes name nothing: the first ten of 47 would be taken for right.
    if len(names) < count:
        names = ()
    first = min(int(train_labels.min()), 1)
    return names[:count] or tuple(str(number + first) for number in range(count))


def _kind_by_itself(files: IdxSet, train_labels: Labels) -> str:
    """Return which names the classes have, by what the files tell."""
    path = Path(files.folder.resolve(), files.name).as_posix().lower()
    place = "/".join(path.split("/")[-3:])
    begins = tuple(train_labels[: len(_FASHION_BEGINS)].tolist())
    if begins == _FASHION_BEGINS or "fashion" in place:
        return "fashion"
    if "kmnist" in place or "kuzushiji" in place:
        return "kuzushiji"
    return "letters" if "letters" in files.name else "numbers"


def _notices(files: IdxSet, first: int, last: int) -> Iterator[DatasetNotice]:
    path = str(files.folder)
    if files.name.startswith(_ON_THEIR_SIDE):
        yield DatasetNotice(ErrorCode.DATA_IDX_TURNED, {"path": path})
    if first:
        yield DatasetNotice(ErrorCode.DATA_IDX_COUNTED_FROM_ONE, {"path": path, "last": last})
