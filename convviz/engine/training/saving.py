"""The files of a run: checkpoints while it goes on, the result when it is over."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode, StorageError
from convviz.engine.training.result import point_to_weights, write_network, write_weights
from convviz.engine.training.setup import model_tensors
from convviz.protocol.files import sweep_temporary_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import torch

    from convviz.engine.training.setup import Run
    from convviz.protocol.document import WeightsFile

SECONDS_PER_MINUTE = 60.0


class RunFiles:
    """Saves a run. :meth:`TrainingLoop.settle` first.

    Attributes:
        failures: What could not be saved at the end beside the weights.
    """

    def __init__(self, run: Run, autosave_seconds: float | None = None) -> None:
        """Write the document of a run that begins, and sweep up what killed processes left.

        Args:
            run: What is saved.
            autosave_seconds: Between checkpoints within an epoch; None as the document says.

        Raises:
            StorageError: RUN_WOULD_REPLACE, DISK_FULL, FILE_UNWRITABLE.
        """
        training = run.document.training
        self._run = run
        self._epochs_between = training.checkpoint_epochs
        self._autosave_seconds = (
            training.checkpoint_minutes * SECONDS_PER_MINUTE
            if autosave_seconds is None
            else autosave_seconds
        )
        self._saved: object = None
        self._tried_at = time.monotonic()
        self.failures: list[StorageError] = []
        write_network(run.folder, run.document)
        sweep_temporary_files(run.folder)

    @property
    def is_due(self) -> bool:
        """Whether the last checkpoint is long enough ago."""
        return time.monotonic() - self._tried_at >= self._autosave_seconds

    def is_due_after(self, epoch: int) -> bool:
        """Return whether the end of an epoch, from 1, is to be saved."""
        return epoch % self._epochs_between == 0

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

    def save_end(self, *, is_finished: bool) -> WeightsFile:
        """Save the last state as a checkpoint, unless it is one, and its weights as the result.

        Where there is room for one of them only, a finished run keeps its weights, and one that
        is to go on its checkpoint. A checkpoint that does not fit is one of ``failures``.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE: the weights could not be saved; an older
                result stays.
        """
        state = self._run.loop.model.state_dict()
        if not is_finished:
            self._save_last_state()
            return self._write_result(state)
        try:
            return self._write_result(state, is_final=True)
        finally:
            self._save_last_state()

    def save_last_good(self) -> WeightsFile | None:
        """Save the weights of the last checkpoint as the result, if there is one and it fits."""
        with suppress(StorageError):
            checkpoint, _ = self._run.checkpoints.latest()
            try:
                return self._write_result(model_tensors(checkpoint))
            except StorageError as error:
                self.failures.append(error)
        return None

    def _save_last_state(self) -> None:
        try:
            if self._saved != self._position():
                self.save()
        except StorageError as error:
            self.failures.append(error)

    def _write_result(
        self, state: Mapping[str, torch.Tensor], *, is_final: bool = False
    ) -> WeightsFile:
        """Write the weights and the document beside them."""
        run = self._run
        weights = self._write_weights(state, is_final=is_final)
        try:
            point_to_weights(run.folder, run.document, weights)
        except StorageError as error:
            self.failures.append(error)
        return weights

    def _write_weights(self, state: Mapping[str, torch.Tensor], *, is_final: bool) -> WeightsFile:
        """Write the weights; if the disk is full, in place of checkpoints that matter less.

        Those that have a successor matter less, and to a finished run the last one as well,
        unless the same weights can be had from it.
        """
        folder, checkpoints = self._run.folder, self._run.checkpoints

        def write() -> WeightsFile:
            return write_weights(folder, self._run.document.network, state)

        try:
            return write()
        except StorageError as error:
            if error.code is not ErrorCode.DISK_FULL:
                raise
            full = error
        if checkpoints.make_room():
            with suppress(StorageError):
                return write()
        if is_final and self._saved is not None and self._saved != self._position():
            return checkpoints.write_in_place_of_newest(write)
        raise full

    def _position(self) -> object:
        """Return what tells one state of the run from another."""
        progress = self._run.loop.progress
        return progress.step, len(progress.epochs), tuple(progress.changes)
