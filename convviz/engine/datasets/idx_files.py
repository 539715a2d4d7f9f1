"""Reads files of MNIST's format (idx), packed by gzip or not: whole, and no more than they say.

An idx file begins with two zeros, the type (8: bytes) and the number of axes, then the length of
each axis as four bytes, the largest first; the bytes follow.

Source:
    LeCun, Cortes and Burges, "The MNIST database", section "File formats".
"""

from __future__ import annotations

import gzip
import math
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.core.errors import DataError, DocumentError, ErrorCode
from convviz.protocol.file_reading import check_file, read_error

if TYPE_CHECKING:
    from io import BufferedIOBase

    from numpy.typing import NDArray

MOST_BYTES: Final = 2 << 30
"""Of one file, unpacked: EMNIST's largest takes 0.55 GB."""
LARGEST_SIDE: Final = 1024
PICTURES, LABELS = "images", "labels"
TRAIN, TEST = "train", "test"
_AXES: Final = {PICTURES: 3, LABELS: 1}
_NAME = re.compile(
    r"(?P<set>.*?)(?P<split>train|t10k|test)-(?P<what>images|labels)[-.]idx[13]-ubyte(\.gz)?",
    re.IGNORECASE,
)
_SPLITS: Final = {"train": TRAIN, "t10k": TEST, "test": TEST}
_PACKING: Final = 1 << 16
"""Bytes that packing may add beside that: its head, with a name or a comment."""
_BREAKAGES: Final = (gzip.BadGzipFile, zlib.error, EOFError)


@dataclass(frozen=True, slots=True)
class IdxSet:
    """The four files of a data set.

    Attributes:
        folder: Where they are.
        name: What stands before "train" and "t10k" in their names, such as "emnist-letters-".
        files: By split and content, such as ("train", "images"); some may be missing.
    """

    folder: Path
    name: str
    files: Mapping[tuple[str, str], Path]

    def file(self, split: str, what: str) -> Path:
        """Return one of the files.

        Raises:
            DataError: DATA_IDX_FILE_MISSING.
        """
        path = self.files.get((split, what))
        if path is None:
            test = "t10k" if not self.name else "test"
            number = _AXES[what]
            named = f"{self.name}{TRAIN if split == TRAIN else test}-{what}-idx{number}-ubyte"
            raise DataError(
                ErrorCode.DATA_IDX_FILE_MISSING, path=str(self.folder), file=f"{named}(.gz)"
            )
        return path


def idx_sets(folder: Path) -> list[IdxSet]:
    """Return the sets whose files lie in a folder, by name. An unpacked file wins over a packed.

    Raises:
        DataError: DATA_FOLDER_UNREADABLE.
    """
    try:
        names = sorted(folder.iterdir(), key=lambda path: (path.suffix == ".gz", path.name))
    except OSError as error:
        code, detail = ErrorCode.DATA_FOLDER_UNREADABLE, error.strerror or str(error)
        raise DataError(code, path=str(folder), detail=detail) from error
    sets: dict[str, dict[tuple[str, str], Path]] = {}
    for path in names:
        known = _NAME.fullmatch(path.name)
        if known is not None and path.is_file():
            files = sets.setdefault(known["set"].lower(), {})
            what = (_SPLITS[known["split"].lower()], known["what"].lower())
            files.setdefault(what, path)
    return [IdxSet(folder, name, files) for name, files in sorted(sets.items())]


def read_idx(path: Path, what: str) -> NDArray[np.uint8]:
    """Return what a file holds.

    Args:
        path: The file.
        what: PICTURES, (count, height, width), or LABELS, (count,).

    Raises:
        DataError: DATA_PLACE_GONE, FILE_UNREADABLE, DATA_IDX_NOT_IDX, DATA_IDX_TOO_LARGE,
            DATA_IDX_WRONG_SIZE, DATA_IDX_EMPTY, DATA_IDX_PACKING_BROKEN.
    """
    try:
        size = check_file(path)  # a pipe would be waited for
        with path.open("rb") as file:
            if file.peek(2)[:2] != b"\x1f\x8b":
                return _read(file, path, what, size, is_packed=False)
            with gzip.GzipFile(fileobj=file) as unpacked:
                return _read(unpacked, path, what, size, is_packed=True)
    except _BREAKAGES as error:
        code = ErrorCode.DATA_IDX_PACKING_BROKEN
        raise DataError(code, path=str(path), detail=str(error)) from error
    except OSError as error:
        raise _data_error(read_error(error, path)) from error
    except DocumentError as error:
        raise _data_error(error) from error


def _read(
    stream: BufferedIOBase, path: Path, what: str, size: int, *, is_packed: bool
) -> NDArray[np.uint8]:
    """Return what a stream of unpacked bytes holds.

    Args:
        stream: The bytes.
        path: The file, for messages.
        what: PICTURES or LABELS.
        size: Bytes of the file.
        is_packed: Whether that is the size of the packed bytes.
    """
    axes = _AXES[what]
    expected = bytes([0, 0, 8, axes])
    head = stream.read(4 + 4 * axes)
    if head[:4] != expected or len(head) < 4 + 4 * axes:
        facts = {"expected": expected.hex(" "), "found": head[:4].hex(" ") or "nothing"}
        raise DataError(ErrorCode.DATA_IDX_NOT_IDX, path=str(path), **facts)
    shape = tuple(int.from_bytes(head[at : at + 4], "big") for at in range(4, len(head), 4))
    wanted = math.prod(shape)
    if not all(shape) or any(side > LARGEST_SIDE for side in shape[1:]):
        raise DataError(ErrorCode.DATA_IDX_EMPTY, path=str(path), shape=shape)
    if wanted > MOST_BYTES:
        code = ErrorCode.DATA_IDX_TOO_LARGE
        raise DataError(code, path=str(path), wanted_bytes=wanted, limit_bytes=MOST_BYTES)
    # Behind its end, gzip reads zeros for as long as there are any; packing adds a thousandth.
    most = len(head) + wanted + wanted // 500 + _PACKING if is_packed else len(head) + wanted
    if size > most or (size != most and not is_packed):
        raise _wrong_size(path, len(head) + wanted, size)
    # One byte more than it says: so the end is reached, and with it gzip's checksum is verified.
    content = stream.read(wanted + 1)
    if len(content) != wanted:
        raise _wrong_size(path, len(head) + wanted, len(head) + len(content))
    return np.frombuffer(content, np.uint8).reshape(shape)


def _wrong_size(path: Path, expected: int, found: int) -> DataError:
    code = ErrorCode.DATA_IDX_WRONG_SIZE
    return DataError(code, path=str(path), expected_bytes=expected, found_bytes=found)


def _data_error(error: DocumentError) -> DataError:
    if error.code is ErrorCode.FILE_MISSING:
        return DataError(ErrorCode.DATA_PLACE_GONE, title="MNIST files", **error.facts)
    return DataError(error.code, **error.facts)
