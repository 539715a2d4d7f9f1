"""A folder of pictures as a data set: decoded once, all of one size, complete in memory."""

from __future__ import annotations

import hashlib
import math
import os
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import PIL

from convviz.core.errors import ConvVizError, DataError, ErrorCode
from convviz.engine.datasets.dataset import Dataset, DatasetNotice
from convviz.engine.datasets.decoded_store import keep_pictures, kept_pictures
from convviz.engine.datasets.folder_listing import Listing, list_folder, shown_names
from convviz.protocol.file_reading import read_file
from convviz.values.fitted_pictures import BREAKAGES, fitted_picture

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from convviz.core.data_sets import ImageFolder
    from convviz.core.errors import Fact
    from convviz.engine.datasets.dataset import Images

OnPictures: TypeAlias = Callable[[int, int], None]
"""Hears how many pictures are read, and of how many."""

MOST_BYTES: Final = 2 << 30
"""Of all pictures, decoded: 14,000 of 224 x 224 in colour, 700,000 of 32 x 32."""
LARGEST_FILE: Final = 128 << 20
"""Bytes of one picture's file."""
_FORM: Final = 1
"""Changes whenever the same file is decoded to other pixels."""
_TOLD_EVERY: Final = 20
_MOST_THREADS: Final = 4
"""Each may hold a picture of 50,000,000 pixels for a moment."""
_AT_A_TIME: Final = 256


def open_image_folder(
    declared: ImageFolder, root: Path, on_pictures: OnPictures | None = None
) -> Dataset:
    """Read a folder of pictures.

    Args:
        declared: The size, and how pictures are made to fit.
        root: The folder.
        on_pictures: Hears how far it is.

    Returns:
        The pictures, class by class. What is no readable picture is left out, and a notice says so.

    Raises:
        DataError: what ``list_folder`` raises; DATA_FOLDER_NEEDS_MEMORY, DATA_FOLDER_ONE_CLASS,
            DATA_FOLDER_NO_CLASSES, DATA_FOLDER_TOO_FEW.
    """
    listing = list_folder(declared, root)
    _check_memory(declared, listing)
    stamp = _stamp(declared, listing)
    known = kept_pictures(stamp)
    if known is None:
        known = _decoded(declared, listing, on_pictures)
        keep_pictures(stamp, *known)
    return _dataset(declared, listing, *_in_order(listing, *known))


def _check_memory(declared: ImageFolder, listing: Listing) -> None:
    channels, count = 1 if declared.grey else 3, len(listing.pictures)
    needs = count * channels * declared.size**2
    if needs > MOST_BYTES:
        raise DataError(
            ErrorCode.DATA_FOLDER_NEEDS_MEMORY,
            path=str(listing.root),
            count=count,
            shape=(channels, declared.size, declared.size),
            needs=needs // 10**6,
            limit=MOST_BYTES // 10**6,
            fits=math.isqrt(MOST_BYTES // (count * channels)),
        )


def _stamp(declared: ImageFolder, listing: Listing) -> str:
    """Return a checksum of all that the decoded pictures depend on."""
    text = f"{_FORM} {PIL.__version__} {declared.size} {declared.fit} {declared.grey}"
    return hashlib.sha256(f"{text} {listing.stamp()}".encode()).hexdigest()


def _decoded(
    declared: ImageFolder, listing: Listing, on_pictures: OnPictures | None
) -> tuple[Images, NDArray[np.int64]]:
    """Return the readable pictures, and which each is, in the order of the paths."""
    paths = [listing.pictures[at].path for at in listing.by_path()]
    channels = 1 if declared.grey else 3
    images = np.empty((len(paths), channels, declared.size, declared.size), np.uint8)
    is_good = np.zeros(len(paths), bool)

    def decode(place: int) -> None:
        try:
            content = read_file(paths[place], LARGEST_FILE)
            images[place] = fitted_picture(content, declared.size, declared.fit, declared.grey)
            is_good[place] = True
        except (ConvVizError, *BREAKAGES):
            pass  # it stays marked as not good, and is told by its name

    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    # Pillow releases the interpreter while it decodes. Its warnings, of odd colours or damaged
    # notes of a camera, would fill the log.
    with warnings.catch_warnings(), ThreadPoolExecutor(threads) as pool:
        warnings.simplefilter("ignore")
        for first in range(0, len(paths), _AT_A_TIME):
            part = range(first, min(first + _AT_A_TIME, len(paths)))
            for place in pool.map(_told(decode), part):
                if on_pictures is not None and place % _TOLD_EVERY == 0:
                    on_pictures(place, len(paths))
    places = np.flatnonzero(is_good).astype(np.int64)
    return (images if len(places) == len(images) else images[places]), places


def _in_order(
    listing: Listing, images: Images, places: NDArray[np.int64]
) -> tuple[Images, NDArray[np.int64]]:
    """Return pictures that stand in the order of their paths in that of the listing, and where."""
    at = np.array(listing.by_path(), np.int64)[places]
    order = np.argsort(at)
    return images[order], at[order]


def _told(decode: Callable[[int], None]) -> Callable[[int], int]:
    def done(place: int) -> int:
        decode(place)
        return place

    return done


def _dataset(
    declared: ImageFolder, listing: Listing, images: Images, places: NDArray[np.int64]
) -> Dataset:
    """Return the data set of the pictures that could be read."""
    pictures = listing.pictures
    labels = np.array([one.label for one in pictures], np.int64)[places]
    is_test = np.array([one.is_test for one in pictures], bool)[places]
    has_training = np.bincount(labels[~is_test], minlength=len(listing.class_names)) > 0
    names = tuple(np.array(listing.class_names, object)[has_training].tolist())
    counted = has_training[labels]
    is_train, is_test = counted & ~is_test, counted & is_test
    _check_left(listing, names, int(is_train.sum()), int(is_test.sum()))
    labels = (np.cumsum(has_training) - 1)[labels].astype(np.int64)
    # The pictures to train on stand first: both parts are views where nothing is left out.
    first, last = int(is_train.sum()), int(is_train.sum() + is_test.sum())
    if last != len(images):
        images, labels = images[is_train | is_test], labels[is_train | is_test]
    return Dataset(
        declared.key,
        names,
        images[:first],
        labels[:first],
        images[first:last],
        labels[first:last],
        (*listing.notices, *_notices(listing, names, places)),
    )


def _check_left(listing: Listing, names: tuple[str, ...], train: int, test: int) -> None:
    path = str(listing.root)
    if not names:
        raise DataError(ErrorCode.DATA_FOLDER_NO_CLASSES, path=path)
    if len(names) == 1:
        raise DataError(ErrorCode.DATA_FOLDER_ONE_CLASS, path=path, name=names[0])
    if not test or not train:
        raise DataError(ErrorCode.DATA_FOLDER_TOO_FEW, path=path, count=train + test)


def _notices(
    listing: Listing, names: tuple[str, ...], places: NDArray[np.int64]
) -> list[DatasetNotice]:
    notices, path = [], str(listing.root)
    left_out = np.setdiff1d(np.arange(len(listing.pictures)), places)
    if len(left_out):
        root = listing.root
        broken = [listing.pictures[at].path.relative_to(root).as_posix() for at in left_out]
        facts: dict[str, Fact] = {"path": path, "count": len(broken), "names": shown_names(broken)}
        notices.append(DatasetNotice(ErrorCode.DATA_FOLDER_SKIPPED, facts))
    gone = [name for name in listing.class_names if name not in names]
    if gone:
        facts = {"path": path, "names": shown_names(gone)}
        notices.append(DatasetNotice(ErrorCode.DATA_FOLDER_EMPTY_CLASSES, facts))
    return notices
