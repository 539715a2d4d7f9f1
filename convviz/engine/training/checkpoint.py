"""The checkpoints of a run: the last two and the best stay; the newest sound one is gone on from.

A checkpoint's own files are the matter of ``checkpoint_file``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from convviz.core.errors import ErrorCode, StorageError
from convviz.engine.training.checkpoint_file import (
    TENSORS_NAME,
    Checkpoint,
    checkpoint_name,
    read_checkpoint,
    tensors_named_by,
    write_checkpoint,
)
from convviz.protocol.files import write_file
from convviz.protocol.records import best_epoch

if TYPE_CHECKING:
    import torch

    from convviz.engine.training.progress import TrainingProgress
    from convviz.engine.training.run_identity import RunIdentity

T = TypeVar("T")

_KEPT = 2
_NAME = re.compile(r"step-\d{10}\.json")
_TEMPORARY = ".step-*"


class CheckpointFolder:
    """The checkpoints of one run."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made by the first save."""
        self._folder = folder

    def holds_any(self) -> bool:
        """Return whether there is a checkpoint, sound or not."""
        return bool(self._names())

    def save(
        self, identity: RunIdentity, progress: TrainingProgress, tensors: Mapping[str, torch.Tensor]
    ) -> Path:
        """Write a checkpoint, then delete those that are neither among the last two nor the best.

        Returns:
            Its JSON file.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE; the checkpoints before it are untouched.
        """
        path = write_checkpoint(self._folder, identity, progress, tensors)
        with suppress(OSError):
            self._prune(progress)
        return path

    def make_room(self) -> bool:
        """Delete every checkpoint but the newest sound one; return whether there were others.

        The best epoch's goes as well: this is for a disk on which the result does not fit.
        """
        try:
            newest = self.latest()[0].path.name
        except StorageError:
            return False
        others = [name for name in self._names() if name != newest]
        with suppress(OSError):
            self._keep([newest])
        return bool(others)

    def write_in_place_of_newest(self, write: Callable[[], T]) -> T:
        """Write something that matters more in the room of the newest checkpoint.

        Args:
            write: Writes it; a StorageError of it puts the checkpoint back.

        Returns:
            What ``write`` returned. The checkpoint is gone.

        Raises:
            StorageError: That of ``write``; or the newest checkpoint is not sound.
        """
        path = self.latest()[0].path
        tensors = self._folder / (tensors_named_by(path) or "")
        kept = [(file, file.read_bytes()) for file in (tensors, path)]
        with suppress(OSError):
            for file in (path, tensors):
                file.unlink()
        try:
            return write()
        except StorageError:
            for file, data in kept:  # its own room is free again
                _put_back(file, data)
            raise

    def latest(self) -> tuple[Checkpoint, tuple[StorageError, ...]]:
        """Return the newest sound checkpoint, and why newer ones were passed over.

        Raises:
            StorageError: CHECKPOINT_MISSING, CHECKPOINTS_ALL_DAMAGED, CHECKPOINT_NEWER,
                FILE_UNREADABLE.
        """
        damaged: list[StorageError] = []
        for name in reversed(self._names()):
            try:
                return read_checkpoint(self._folder / name), tuple(damaged)
            except StorageError as error:
                if error.code is not ErrorCode.CHECKPOINT_DAMAGED:
                    raise
                damaged.append(error)
        if damaged:
            code, detail = ErrorCode.CHECKPOINTS_ALL_DAMAGED, damaged[0].facts.get("detail")
            raise StorageError(code, path=str(self._folder.parent), detail=detail)
        raise StorageError(ErrorCode.CHECKPOINT_MISSING, path=str(self._folder.parent))

    def of_step(self, step: int) -> Checkpoint | None:
        """Return the checkpoint of a step; None if there is none, or it is damaged."""
        name = checkpoint_name(step)
        if name not in self._names():
            return None
        with suppress(StorageError):
            return read_checkpoint(self._folder / name)
        return None

    def _names(self) -> list[str]:
        """Return the checkpoints' names, oldest first."""
        if not self._folder.is_dir():
            return []
        names = (path.name for path in self._folder.iterdir())
        return sorted(name for name in names if _NAME.fullmatch(name))

    def _prune(self, progress: TrainingProgress) -> None:
        """Delete what is not kept: older checkpoints, and damaged ones that lie ahead.

        Raises:
            OSError: a file cannot be deleted, which does no harm.
        """
        newest = checkpoint_name(progress.step)
        names = self._names()
        kept = [name for name in names if name <= newest][-_KEPT:]
        # Not every epoch need have been saved: the best of those that were.
        saved = [epoch for epoch in progress.epochs if checkpoint_name(epoch.step) in names]
        best = best_epoch(saved)
        if best is not None:
            kept.append(checkpoint_name(best.step))
        self._keep(kept)

    def _keep(self, kept: Sequence[str]) -> None:
        for name in set(self._names()) - set(kept):
            (self._folder / name).unlink()
        named = {tensors_named_by(self._folder / name) for name in self._names()}
        for path in self._folder.iterdir():
            if TENSORS_NAME.fullmatch(path.name) and path.name not in named and None not in named:
                path.unlink()
        for path in self._folder.glob(_TEMPORARY):
            path.unlink()


def _put_back(path: Path, data: bytes) -> None:
    """Write a checkpoint's file again, with less care if the disk refuses more.

    A checkpoint has checksums: half of one is not taken for it.
    """
    try:
        write_file(path, data)
    except StorageError:
        with suppress(OSError):
            path.write_bytes(data)
