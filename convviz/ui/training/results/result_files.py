"""Saving a run's result where the user wants it: weights, and the document beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.protocol.document import WeightsFile
from convviz.protocol.document_file import SUFFIX, write_document
from convviz.protocol.file_reading import LARGEST_WEIGHTS, read_verified_weights
from convviz.protocol.files import write_file
from convviz.protocol.numbers_folder import without_file_blocks

if TYPE_CHECKING:
    from convviz.protocol.document import Document
    from convviz.ui.training.run.run_progress import RunProgress

WEIGHTS_SUFFIX = ".safetensors"


def save_result_of(progress: RunProgress, target: Path) -> None:
    """Save the result that a progress has, with the document of the network beside it.

    Args:
        progress: Nothing is done if it has no result.
        target: A safetensors file; the document takes its name and ``.convviz``.

    Raises:
        StorageError: As :func:`save_result`.
    """
    result, document = progress.result, progress.document
    if result is not None and document is not None:
        save_result(Path(result.weights), result.sha256, document, target)


def document_beside(weights: Path) -> Path:
    """Return the path of the document that is saved beside a weights file."""
    return weights.with_suffix(SUFFIX)


def save_result(weights: Path, sha256: str, document: Document, target: Path) -> None:
    """Copy a weights file, and write the document that points to the copy.

    Args:
        weights: The run's own file.
        sha256: Of its bytes.
        document: What was trained.
        target: The copy; the document takes its name and ``.convviz``.

    Raises:
        StorageError: FILE_MISSING, FILE_UNREADABLE, WEIGHTS_DAMAGED; DISK_FULL, FILE_UNWRITABLE.
            Older files stay.
    """
    try:
        data = read_verified_weights(weights, sha256, LARGEST_WEIGHTS)
    except DocumentError as error:
        raise StorageError(error.code, **error.facts) from error
    if data is None:
        raise StorageError(
            ErrorCode.WEIGHTS_DAMAGED,
            path=str(weights),
            detail="its checksum is not the recorded one",
        )
    write_file(target, data)
    network = msgspec.structs.replace(document.network, weights=WeightsFile(target.name, sha256))
    trained = msgspec.structs.replace(without_file_blocks(document), network=network)
    write_document(document_beside(target), trained)
