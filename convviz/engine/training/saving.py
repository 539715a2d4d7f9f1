"""The files of a run: checkpoints while it goes on, the result when it is over."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode, StorageError
from convviz.engine.training.background_saving import BackgroundSaving, Saved
from convviz.engine.training.result import (
    forget_best,
    point_to_weights,
    write_best,
    write_network,
    write_weights,
)
from convviz.engine.training.setup import result_tensors
from convviz.protocol.best_weights import kept_best
from convviz.protocol.files import sweep_temporary_files
from convviz.protocol.records import best_epoch

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from convviz.engine.training.progress import TrainingProgress
    from convviz.engine.training.setup import Run
    from convviz.protocol.best_weights import BestWeights
    from convviz.protocol.document import WeightsFile

SECONDS_PER_MINUTE = 60.0


class RunFiles:
    """Saves a run. :meth:`TrainingLoop.settle` first.

    Attributes:
        failures: What could not be saved at the end beside weights and checkpoints.
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
        self._background = BackgroundSaving(run.checkpoints, run.identity)
        self._told: list[Saved | StorageError] = []
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

    def save(self) -> None:
        """Begin to save a checkpoint; :meth:`take_saved` tells what becomes of it.

        It waits for the one before, should that still be on its way to the disk.
        """
        self._tried_at = time.monotonic()
        run = self._run
        self._background.begin(run.loop.progress, run.tensors())

    def take_saved(self) -> list[Saved | StorageError]:
        """Return what became of checkpoints since the last call: older ones stay in any case."""
        self._note(self._background.take())
        told, self._told = self._told, []
        return told

    def close(self) -> None:
        """Let what is being written come to its end."""
        self._background.close()

    def save_end(self, *, is_finished: bool) -> WeightsFile:
        """Save the last state as a checkpoint, unless it is one, and its weights as the result.

        Where there is room for one of them only, a finished run keeps its weights, and one that
        is to go on its checkpoint. :meth:`take_saved` tells of a checkpoint that does not fit.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE: the weights could not be saved; an older
                result stays.
        """
        self._wait()
        state = self._run.loop.measured.state_dict()
        if not is_finished:
            self._save_last_state()
            return self._write_result(state)
        try:
            return self._write_result(state, is_final=True)
        finally:
            self._save_last_state()

    def save_last_good(self) -> WeightsFile | None:
        """Save the weights of the last checkpoint as the result, if there is one and it fits."""
        self._wait()
        with suppress(StorageError):
            checkpoint, _ = self._run.checkpoints.latest()
            try:
                return self._write_result(result_tensors(checkpoint))
            except StorageError as error:
                self.failures.append(error)
        return None

    def save_best(self) -> BestWeights | None:
        """Save the weights of the best epoch beside the result, unless they are the last one's.

        Those of another epoch that was the best before are removed.

        Returns:
            Where they are; None if none are kept: the last is the best, its checkpoint is gone, or
            there is no room (one of ``failures``).
        """
        run, progress = self._run, self._run.loop.progress
        epochs, best = progress.epochs, best_epoch(progress.epochs)
        keeps = run.document.training.keep_best
        if best is None or best.step == progress.step or not keeps:
            forget_best(run.folder)
            return None
        known = kept_best(run.folder, epochs)
        if known is not None:
            return known
        forget_best(run.folder)
        checkpoint = run.checkpoints.of_step(best.step)
        if checkpoint is None:
            return None
        try:
            state = result_tensors(checkpoint)
            return write_best(run.folder, run.document, state, best.epoch)
        except StorageError as error:
            self.failures.append(error)
            return None

    def _save_last_state(self) -> None:
        if self._saved != _position(self._run.loop.progress):
            self.save()
            self._wait()

    def _wait(self) -> None:
        self._background.wait()
        self._note(self._background.take())

    def _note(self, told: list[Saved | StorageError]) -> None:
        for outcome in told:
            if isinstance(outcome, Saved):
                self._saved = _position(outcome.progress)
        self._told += told

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
        if is_final and self._saved not in {None, _position(self._run.loop.progress)}:
            return checkpoints.write_in_place_of_newest(write)
        raise full


def _position(progress: TrainingProgress) -> object:
    """Return what tells one state of a run from another."""
    return progress.step, len(progress.epochs), tuple(progress.changes)
