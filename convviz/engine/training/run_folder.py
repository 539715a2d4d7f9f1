"""The folder of a run: locked while it is trained in, and nobody's documents are replaced there."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.engine.training.result import METRICS_NAME, NETWORK_NAME, plain_document
from convviz.protocol.document_file import LARGEST_DOCUMENT, encode_document
from convviz.protocol.file_reading import read_file
from convviz.runs.liveness import LOCK_NAME, lock_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.protocol.document import Document


@dataclass(slots=True)
class RunFolder:
    """A folder that this process holds.

    Attributes:
        path: Its one name, without links.
        is_runs: Whether a run began there, now or before.
    """

    path: Path
    is_runs: bool

    def refuse_to_replace(self, document: Document) -> None:
        """Refuse to begin a run where something lies that is not a run's own.

        A run that ended before its first checkpoint left its document: the same one may begin
        again.

        Raises:
            StorageError: RUN_WOULD_REPLACE.
        """
        network, metrics = self.path / NETWORK_NAME, self.path / METRICS_NAME
        if metrics.exists():
            raise StorageError(ErrorCode.RUN_WOULD_REPLACE, path=str(metrics))
        if network.exists() and not (self.is_runs and _holds(network, document)):
            raise StorageError(ErrorCode.RUN_WOULD_REPLACE, path=str(network))


@contextmanager
def held_folder(folder: Path) -> Iterator[RunFolder]:
    """Hold a run's folder, made if missing; one in which nothing came about is removed again.

    Args:
        folder: Under any of its names.

    Raises:
        StorageError: RUN_IN_PROGRESS, DISK_FULL, FILE_UNWRITABLE.
    """
    path = Path(os.path.realpath(folder))
    missing = [place for place in (path, *path.parents) if not place.exists()]
    is_runs = (path / LOCK_NAME).exists()
    lock = lock_run(path)
    held = RunFolder(path, is_runs)
    try:
        yield held
    finally:
        is_empty = [place.name for place in path.iterdir()] == [LOCK_NAME]
        # Where a run began, the lock's file stays as the sign of it.
        lock.release(remove=is_empty or not held.is_runs)
        if is_empty:
            with suppress(OSError):
                for place in missing:
                    place.rmdir()


def _holds(path: Path, document: Document) -> bool:
    try:
        content = read_file(path, LARGEST_DOCUMENT)
        return content == encode_document(plain_document(document))
    except DocumentError:
        return False
