"""Where the blocks of a document lie that are too large for it: in a folder beside it.

``lecture.convviz`` has ``lecture.numbers``. A file there is named by what it holds, so that it is
never replaced by another, and documents may share it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from convviz.core.errors import DocumentError
from convviz.protocol.document_file import LARGEST_DOCUMENT, SUFFIX
from convviz.protocol.file_reading import read_file
from convviz.protocol.recipes import FileBlock, file_block_of
from convviz.protocol.templates import course_calculator

if TYPE_CHECKING:
    from convviz.protocol.document import Document, WeightsFile

FOLDER_SUFFIX: Final = ".numbers"
FILE_SUFFIX: Final = ".safetensors"
LARGEST_FOLDER: Final = 2 << 30
"""Bytes of the blocks that a window keeps for its undo history."""
_MOST_NEIGHBOURS: Final = 200
"""Folders or documents beside a document that are looked into."""


def numbers_folder(document: Path) -> Path:
    """Return the folder of a document's blocks, whether it is there or not."""
    return document.with_name(document.stem + FOLDER_SUFFIX)


def block_path(folder: Path, sha256: str) -> Path:
    """Return the path of a block in a folder."""
    return folder / f"{sha256}{FILE_SUFFIX}"


def file_blocks(document: Document) -> list[FileBlock]:
    """Return the blocks in files that a document needs, each once."""
    calculator = document.calculator
    recipes = (calculator.input, calculator.weight, calculator.bias)
    blocks = [file_block_of(recipe) for recipe in recipes]
    return list(dict.fromkeys(block for block in blocks if block is not None))


def without_file_blocks(document: Document) -> Document:
    """Return a document that needs no file beside it, as a run keeps it in its own folder.

    If it needs one, its calculator is a fresh one: a run has no use for it.
    """
    if not file_blocks(document):
        return document
    return msgspec.structs.replace(document, calculator=course_calculator())


def absolute_weights(weights: WeightsFile, document_path: Path | None) -> WeightsFile:
    """Return a document's weights file with its path from the root."""
    folder = Path.cwd() if document_path is None else document_path.absolute().parent
    path = str(folder / Path(weights.path).expanduser())
    return msgspec.structs.replace(weights, path=path)


def needed_files(document: Document) -> list[str]:
    """Return the SHA-256 of every file that a document needs."""
    weights = document.network.weights
    needed = [block.sha256 for block in file_blocks(document)]
    return needed if weights is None else [*needed, weights.sha256]


def folders_beside(document: Path) -> Iterator[Path]:
    """Yield the folders in which a document's blocks may lie: its own, then its neighbours'.

    A document that was renamed or copied finds its blocks in the folder of its first name.
    """
    yield numbers_folder(document)
    with suppress(OSError):
        folders = document.parent.glob(f"*{FOLDER_SUFFIX}")
        yield from sorted(islice(folders, _MOST_NEIGHBOURS))


def sweep_blocks(document: Path, needed: Iterable[str], keep_in: Path | None) -> None:
    """Take away the blocks of a document that neither it nor a document beside it needs any more.

    Args:
        document: Its path; it was just saved.
        needed: The SHA-256 of its blocks.
        keep_in: Where they are moved, for as long as they can be undone to; None deletes them.
    """
    folder, known = numbers_folder(document), set(needed)
    with suppress(OSError):
        stale = [path for path in folder.glob(f"*{FILE_SUFFIX}") if path.stem not in known]
        if stale:
            others = _others(document)
            for path in stale:
                if others is not None and path.stem.encode() not in others:
                    _take_away(path, keep_in)
        folder.rmdir()  # refused unless it is empty


def trim_folder(folder: Path, needed: Iterable[str], limit: int = LARGEST_FOLDER) -> None:
    """Delete the oldest blocks of a window's own folder until what is left is not too large.

    Who undoes so far is told that the numbers are not there any more.

    Args:
        folder: Made or not.
        needed: The SHA-256 of the blocks that are shown.
        limit: The most bytes.
    """
    known = set(needed)
    with suppress(OSError):
        files = [(path, path.stat()) for path in folder.glob(f"*{FILE_SUFFIX}")]
        total = sum(state.st_size for _, state in files)
        for path, state in sorted(files, key=lambda file: file[1].st_mtime_ns):
            if total <= limit:
                return
            if path.stem not in known:
                path.unlink()
                total -= state.st_size


def remove_folder(folder: Path) -> None:
    """Delete a folder of blocks with all that it holds; without it nothing happens."""
    if folder.name.endswith(FOLDER_SUFFIX) and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)


def _others(document: Path) -> bytes | None:
    """Return the texts of the other documents of a folder; None if there are too many to read."""
    documents = [path for path in document.parent.glob(f"*{SUFFIX}") if path != document]
    if len(documents) > _MOST_NEIGHBOURS:
        return None
    try:
        return b"\n".join(read_file(path, LARGEST_DOCUMENT) for path in documents)
    except DocumentError:
        return None


def _take_away(path: Path, keep_in: Path | None) -> None:
    with suppress(OSError):
        if keep_in is None:
            path.unlink()
        else:
            keep_in.mkdir(parents=True, exist_ok=True)
            shutil.move(path, keep_in / path.name)
