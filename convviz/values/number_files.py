"""Blocks of numbers in files: read and checked once, then kept in memory by what they hold.

Where a block was not read, or its file is not there, its numbers are made up; who shows them asks
:func:`unread_block`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core.errors import ComputeError, DocumentError, ErrorCode, StorageError
from convviz.core.layers.parameters import BYTES_PER_NUMBER
from convviz.protocol.file_reading import LARGEST_WEIGHTS, check_file, read_verified_weights
from convviz.protocol.files import write_file
from convviz.protocol.numbers_folder import block_path
from convviz.protocol.recipes import LARGEST_FILE_BLOCK, FileBlock, file_block_of

if TYPE_CHECKING:
    from convviz.protocol.recipes import Recipe

Float32s: TypeAlias = NDArray[np.float32]

TENSOR: Final = "numbers"
"""The name of the one tensor of a file."""

LARGEST_FILE: Final = BYTES_PER_NUMBER * LARGEST_FILE_BLOCK + (1 << 16)
LARGEST_KEPT: Final = 3 * LARGEST_FILE
"""Bytes of all blocks that are kept in memory: those of one document have room together."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file's bytes, where they were read, and the numbers in them."""

    content: bytes
    folder: Path
    numbers: Float32s


class NumberFiles:
    """The blocks that were read; any thread may read more."""

    def __init__(self, limit: int = LARGEST_KEPT) -> None:
        """Keep nothing yet.

        Args:
            limit: The most bytes that are kept.
        """
        self._limit = limit
        self._lock = Lock()
        self._files: OrderedDict[str, _Kept] = OrderedDict()

    def numbers(self, block: FileBlock) -> Float32s | None:
        """Return a block's numbers, which may not be written to; None if they were not read."""
        kept = self._used(block)
        return None if kept is None else kept.numbers

    def folder(self, block: FileBlock) -> Path | None:
        """Return where a block was read; None if it was not read."""
        kept = self._used(block)
        return None if kept is None else kept.folder

    def content(self, block: FileBlock) -> bytes | None:
        """Return the bytes of a block's file, to be copied; None if it was not read."""
        kept = self._used(block)
        return None if kept is None else kept.content

    def load(self, block: FileBlock, folders: Iterable[Path]) -> None:
        """Read a block from the first folder that has it, unless it was read before.

        Raises:
            StorageError: NUMBERS_FILE_MISSING, NUMBERS_FILE_CHANGED, FILE_UNREADABLE: why there
                is no sound one anywhere.
        """
        if self._used(block) is not None:
            return
        paths = [block_path(folder, block.sha256) for folder in folders]
        failure: StorageError | None = None
        for path in dict.fromkeys(paths):
            try:
                content = _read(path, block)
            except StorageError as error:
                if failure is None or failure.code is ErrorCode.NUMBERS_FILE_MISSING:
                    failure = error
                continue
            self._keep(block, content, path.parent)
            return
        raise failure or _missing(block_path(Path(), block.sha256))

    def _used(self, block: FileBlock) -> _Kept | None:
        with self._lock:
            kept = self._files.get(block.sha256)
            if kept is None or kept.numbers.shape != block.shape:
                return None
            self._files.move_to_end(block.sha256)
            return kept

    def _keep(self, block: FileBlock, content: bytes, folder: Path) -> None:
        numbers = np.frombuffer(content, "<f4", offset=len(content) - _size(block))
        with self._lock:
            self._files[block.sha256] = _Kept(content, folder, numbers.reshape(block.shape))
            while len(self._files) > 1 and self._bytes() > self._limit:
                self._files.popitem(last=False)

    def _bytes(self) -> int:
        return sum(len(kept.content) for kept in self._files.values())


number_files: Final = NumberFiles()
"""Those of this process. A block means the same numbers everywhere, so nobody has others."""


def unread_block(recipe: Recipe) -> FileBlock | None:
    """Return the block that a recipe needs and that was not read; None if nothing is made up."""
    block = file_block_of(recipe)
    return block if block is not None and number_files.numbers(block) is None else None


def write_block(array: NDArray[Any], folder: Path) -> FileBlock:
    """Write numbers as float32 into a folder, made if missing; they are not kept in memory.

    Raises:
        ComputeError: TOO_LARGE: over LARGEST_FILE_BLOCK numbers.
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    if array.size > LARGEST_FILE_BLOCK:
        code, limit = ErrorCode.TOO_LARGE, LARGEST_FILE_BLOCK
        raise ComputeError(code, parameter="numbers", value=array.size, limit=limit)
    with np.errstate(over="ignore"):
        numbers = np.ascontiguousarray(array, dtype="<f4")
    import hashlib  # the start needs neither

    import safetensors.numpy

    content = safetensors.numpy.save({TENSOR: numbers})
    block = FileBlock(array.shape, hashlib.sha256(content).hexdigest())
    copy_block(block, content, folder)
    return block


def copy_block(block: FileBlock, content: bytes, folder: Path) -> None:
    """Write a block's file into a folder, unless it lies there already.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    path = block_path(folder, block.sha256)
    if not _holds(path, content):
        write_file(path, content)


def copy_file(source: Path, sha256: str, folder: Path) -> None:
    """Copy a file of weights into a folder, named like a block, unless it lies there already.

    Raises:
        StorageError: NUMBERS_FILE_CHANGED, FILE_MISSING, FILE_UNREADABLE: it is not the one that
            is meant; DISK_FULL, FILE_UNWRITABLE.
    """
    try:
        content = read_verified_weights(source, sha256, LARGEST_WEIGHTS)
    except DocumentError as error:
        raise StorageError(error.code, **error.facts) from error
    if content is None:
        raise _changed(source)
    target = block_path(folder, sha256)
    if not _holds(target, content):
        write_file(target, content)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return check_file(path) == len(content) and path.read_bytes() == content
    except (DocumentError, OSError):
        return False


def _read(path: Path, block: FileBlock) -> bytes:
    """Return the bytes of a block's file.

    Raises:
        StorageError: As :meth:`NumberFiles.load`.
    """
    try:
        content = read_verified_weights(path, block.sha256, LARGEST_FILE)
    except DocumentError as error:
        if error.code is ErrorCode.FILE_MISSING:
            raise _missing(path) from error
        if error.code is ErrorCode.FILE_TOO_LARGE:
            raise _changed(path) from error
        raise StorageError(error.code, **error.facts) from error
    if content is None or not _is_of(content, block):
        raise _changed(path)
    return content


def _is_of(content: bytes, block: FileBlock) -> bool:
    """Return whether a file holds one tensor of a block's shape, as it is written here."""
    import safetensors.numpy  # the start does not need it
    from safetensors import SafetensorError

    try:
        tensors = safetensors.numpy.load(content)
    except (SafetensorError, ValueError, KeyError, TypeError):
        return False
    if tensors.keys() != {TENSOR}:
        return False
    return tensors[TENSOR].dtype == np.float32 and tensors[TENSOR].shape == block.shape


def _size(block: FileBlock) -> int:
    return BYTES_PER_NUMBER * int(np.prod(block.shape))


def _missing(path: Path) -> StorageError:
    code, name = ErrorCode.NUMBERS_FILE_MISSING, _short_name(path)
    return StorageError(code, name=name, folder=str(path.parent))


def _changed(path: Path) -> StorageError:
    code, name = ErrorCode.NUMBERS_FILE_CHANGED, _short_name(path)
    return StorageError(code, name=name, folder=str(path.parent))


def _short_name(path: Path) -> str:
    """Return as much of a block's name as a person needs to find it."""
    return f"{path.stem[:8]}\u2026{path.suffix}"
