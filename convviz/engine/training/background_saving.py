"""Writes checkpoints beside the training, which stands still for a copy of its tensors only."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.core.errors import StorageError
from convviz.engine.training.progress import TrainingProgress
from convviz.engine.training.tensor_file import snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from convviz.engine.training.checkpoint import CheckpointFolder
    from convviz.engine.training.run_identity import RunIdentity
    from convviz.engine.training.tensor_file import Snapshot


@dataclass(frozen=True, slots=True)
class Saved:
    """A checkpoint that lies on the disk.

    Attributes:
        path: Its JSON file.
        progress: Where the run stood.
    """

    path: Path
    progress: TrainingProgress


class BackgroundSaving:
    """Writes one checkpoint at a time, in a thread that keeps Python's lock for moments only."""

    def __init__(self, checkpoints: CheckpointFolder, identity: RunIdentity) -> None:
        self._checkpoints = checkpoints
        self._identity = identity
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="checkpoint")
        self._written: Future[Saved] | None = None
        self._told: list[Saved | StorageError] = []
        self._copies: Snapshot = {}

    def begin(self, progress: TrainingProgress, tensors: Mapping[str, torch.Tensor]) -> None:
        """Begin to write a checkpoint, once the one before it is written.

        Args:
            progress: Where the run stands. It may go on at once, and so may the tensors.
            tensors: On any device.
        """
        self.wait()
        stands = msgspec.structs.replace(
            progress, epochs=list(progress.epochs), changes=list(progress.changes)
        )
        self._copies = snapshot(tensors, self._copies)
        self._written = self._thread.submit(self._write, stands, self._copies)

    def take(self) -> list[Saved | StorageError]:
        """Return what became of checkpoints since the last call: each once.

        Raises:
            Exception: What nobody foresaw while one was written.
        """
        if self._written is not None and self._written.done():
            self.wait()
        told, self._told = self._told, []
        return told

    def wait(self) -> None:
        """Return when nothing is being written any more.

        Raises:
            Exception: What nobody foresaw while it was written.
        """
        written, self._written = self._written, None
        if written is None:
            return
        try:
            self._told.append(written.result())
        except StorageError as error:
            self._told.append(error)

    def close(self) -> None:
        """Let what is being written come to its end, and end the thread."""
        self._thread.shutdown()

    def _write(self, progress: TrainingProgress, tensors: Mapping[str, torch.Tensor]) -> Saved:
        return Saved(self._checkpoints.save(self._identity, progress, tensors), progress)
