"""The files of a run: checkpoints while it goes on, the result when it is over."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from convviz.core.errors import StorageError
from convviz.engine.training.result import write_network, write_result
from convviz.engine.training.setup import model_tensors

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.engine.training.setup import Run
    from convviz.protocol.document import WeightsFile


class RunFiles:
    """Saves a run. :meth:`TrainingLoop.settle` first."""

    def __init__(self, run: Run, autosave_seconds: float) -> None:
        """Write the document of a run that begins.

        Args:
            run: What is saved.
            autosave_seconds: Between checkpoints within an epoch.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE.
        """
        self._run = run
        self._autosave_seconds = autosave_seconds
        self._saved: tuple[int, int] | None = None
        self._tried_at = time.monotonic()
        write_network(run.folder, run.document)

    @property
    def is_due(self) -> bool:
        """Whether the last checkpoint is long enough ago."""
        return time.monotonic() - self._tried_at >= self._autosave_seconds

    def save(self) -> Path:
        """Save a checkpoint and return its path.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE; older checkpoints stay.
        """
        self._tried_at = time.monotonic()
        run = self._run
        path = run.checkpoints.save(run.identity, run.loop.progress, run.tensors())
        self._saved = self._position()
        return path

    def save_result(self) -> WeightsFile:
        """Save the last state as a checkpoint, unless it is one, and its weights as the result.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE; an older result stays.
        """
        if self._saved != self._position():
            self.save()
        run = self._run
        return write_result(run.folder, run.document, run.loop.model.state_dict())

    def save_last_good(self) -> WeightsFile | None:
        """Save the weights of the last checkpoint as the result, if there is one.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE; an older result stays.
        """
        try:
            checkpoint, _ = self._run.checkpoints.latest()
        except StorageError:
            return None
        return write_result(self._run.folder, self._run.document, model_tensors(checkpoint))

    def _position(self) -> tuple[int, int]:
        progress = self._run.loop.progress
        return progress.step, len(progress.epochs)
