"""Where the numbers of a window's document lie that are too many for it. Without Qt."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.document_file import write_document
from convviz.protocol.numbers_folder import (
    absolute_weights,
    block_path,
    file_blocks,
    folders_beside,
    needed_files,
    numbers_folder,
    sweep_blocks,
    trim_folder,
)
from convviz.values.number_files import copy_block, copy_file, number_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convviz.protocol.document import Document


_NOT_THERE = frozenset(
    {ErrorCode.FILE_MISSING, ErrorCode.FILE_UNREADABLE, ErrorCode.NUMBERS_FILE_CHANGED}
)
"""Why weights cannot be taken along; where they are put back, they are found again."""


def _nowhere() -> Path | None:
    return None


class DocumentNumbers:
    """The folders of blocks: beside the document's file, and the window's own until it is saved."""

    def __init__(self, unsaved: Callable[[], Path | None] = _nowhere) -> None:
        """Prepare.

        Args:
            unsaved: Returns the window's own folder, made or not; None if there can be none.
        """
        self._unsaved = unsaved

    def folder_to_write(self, document: Document) -> Path | None:
        """Return where numbers are written until the document is saved; None for nowhere.

        There is room for more in it: what has not been needed for long goes.

        Args:
            document: What is shown now, and must keep its numbers.
        """
        folder = self._unsaved()
        if folder is not None:
            trim_folder(folder, needed_files(document))
        return folder

    def folders(self, path: Path | None) -> Iterable[Path]:
        """Return the folders in which a document's blocks may lie.

        Those beside its file are looked for when they are gone through, in whatever thread.

        Args:
            path: The document's file; None before it was saved.
        """
        own = self._unsaved()
        beside = () if path is None else folders_beside(path)
        return chain(() if own is None else (own,), beside)

    def save(
        self, path: Path, document: Document, before: Path | None, *, replace_read_only: bool
    ) -> None:
        """Write a document's file, and its blocks before it, so that it never lacks them.

        A block that is nowhere stays wanted: whoever puts it back has the numbers again.

        Args:
            path: The file.
            document: What is written.
            before: The file that it had until now; None for none.
            replace_read_only: Also replace a file that is protected.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE; the old file stays, with its blocks.
            DocumentError: DOCUMENT_TOO_LARGE_TO_SAVE.
        """
        blocks = file_blocks(document)
        folder = numbers_folder(path)
        for block in blocks:
            with suppress(StorageError):
                number_files.load(block, self.folders(before))
            content = number_files.content(block)
            if content is not None:
                copy_block(block, content, folder)
        written = self._with_weights_beside(path, document, before)
        write_document(path, written, replace_read_only=replace_read_only)
        sweep_blocks(path, needed_files(written), self._unsaved())

    def _with_weights_beside(self, path: Path, document: Document, before: Path | None) -> Document:
        """Return a document as it is written: its weights are found from its new place.

        Weights that were edited here, and so lie among the numbers, go along. A file of the
        person's own stays where it is.
        """
        weights = document.network.weights
        if weights is None:
            return document
        known = absolute_weights(weights, before)
        own = self._unsaved()
        if Path(known.path).parent in {own, before and numbers_folder(before)}:
            try:
                copy_file(Path(known.path), known.sha256, numbers_folder(path))
            except StorageError as error:
                if error.code not in _NOT_THERE:
                    raise
            name = block_path(Path(numbers_folder(path).name), known.sha256)
            weights = msgspec.structs.replace(weights, path=name.as_posix())
        elif before is not None and before.absolute().parent != path.absolute().parent:
            weights = known
        network = msgspec.structs.replace(document.network, weights=weights)
        return msgspec.structs.replace(document, network=network)
