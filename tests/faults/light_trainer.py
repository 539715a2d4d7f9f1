"""A trainer that obeys every command and learns nothing: it needs no torch, so it starts at once.

    python -m tests.faults.light_trainer

It holds its folder, writes checkpoints that nobody reads, and enters its run into the store, as the
real one does; so the pages of training and of runs take it for one.
"""

from __future__ import annotations

import hashlib
import math
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
import safetensors.numpy

from convviz.protocol.child_io import ChildChannel, InputEndedError, run_child
from convviz.protocol.document_file import decode_document, write_document
from convviz.protocol.messages.trainer import (
    SETTING_NAMES,
    BatchesDone,
    CheckpointSaved,
    ContinueRun,
    EpochDone,
    FinishEpoch,
    PauseRun,
    RunContinued,
    RunEnded,
    RunPaused,
    RunStarted,
    SettingChanged,
    SettingCommand,
    StartRun,
    StepRun,
    StopRun,
    TrainerRequest,
    trainer_requests,
)
from convviz.protocol.records import EpochRecord, SettingChange
from convviz.runs import RunStart, RunStatus, RunWriter, default_store
from convviz.runs.liveness import lock_run
from convviz.values.weights import weight_shapes

BATCHES: Final = 20
"""An epoch."""
BATCH_SECONDS: Final = 0.01
COMMAND: Final = (sys.executable, "-m", "tests.faults.light_trainer")


class LightRun:
    """One run."""

    def __init__(self, channel: ChildChannel[TrainerRequest], request: StartRun) -> None:
        self._channel = channel
        self._folder = Path(request.run_folder)
        self._document = decode_document(request.document)
        self._epochs = self._document.training.epochs
        found = sorted(self._folder.glob("checkpoints/step-*.json")) if request.resume else []
        self._step = int(found[-1].stem[5:]) if found else 0
        self._earlier = [self._epoch(number) for number in range(1, self._step // BATCHES + 1)]
        self._start = RunStart(
            self._folder, request.document, "shapes10", "cpu", self._epochs, BATCHES, 1000,
            self._step, tuple(self._earlier),
        )  # fmt: skip
        self._is_paused = False
        self._steps = 0

    def train(self) -> None:
        """Do batches until the end, or until told to stop."""
        lock = lock_run(self._folder)
        write_document(self._folder / "network.convviz", self._document)
        with closing(RunWriter.start(default_store(), self._start)) as writer:
            self._channel.send(
                RunStarted("cpu", 1280, 320, BATCHES, self._epochs, self._step, 1000,
                           tuple("0123456789"), earlier=tuple(self._earlier))
            )  # fmt: skip
            status = RunStatus.FINISHED
            while self._step < self._epochs * BATCHES:
                if not self._obey():
                    status = RunStatus.STOPPED
                    break
                if not self._is_paused or self._steps:
                    self._train_batch(writer)
            self._end(writer, status)
        lock.release(remove=False)

    def _obey(self) -> bool:
        try:
            request = self._channel.receive(BATCH_SECONDS)
        except TimeoutError:
            return True
        except InputEndedError:
            return False
        match request:
            case StopRun():
                return False
            case PauseRun():
                self._is_paused = True
                self._channel.send(RunPaused(self._step))
            case StepRun() if self._is_paused:
                self._steps += 1
            case FinishEpoch() if self._is_paused:
                self._steps = BATCHES - self._step % BATCHES
            case ContinueRun():
                self._is_paused, self._steps = False, 0
                self._channel.send(RunContinued(self._step))
            case _ if isinstance(request, SettingCommand):
                change = SettingChange(
                    self._step, SETTING_NAMES[type(request)], float(request.value)
                )
                self._channel.send(SettingChanged(change))
            case _:
                pass
        return True

    def _train_batch(self, writer: RunWriter) -> None:
        self._step += 1
        loss = 0.3 + 2 * math.exp(-self._step / 30)
        writer.add_batches(self._step, [loss])
        self._channel.send(BatchesDone(self._step, (loss,), 1000.0, 1.0))
        if self._step % BATCHES == 0:
            epoch = self._epoch(self._step // BATCHES)
            writer.add_epoch(epoch)
            self._channel.send(EpochDone(epoch))
            self._save()
        if self._steps:
            self._steps -= 1
            if not self._steps:
                self._channel.send(RunPaused(self._step))

    def _save(self) -> None:
        path = self._folder / "checkpoints" / f"step-{self._step:010}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}")
        self._channel.send(CheckpointSaved(str(path), self._step, self._step // BATCHES))

    def _end(self, writer: RunWriter, status: RunStatus) -> None:
        self._save()
        arrays = {
            name: np.linspace(-1, 1, math.prod(shape), dtype=np.float32).reshape(shape)
            for name, shape in weight_shapes(self._document.network).items()
        }
        data = safetensors.numpy.save(arrays)
        path, digest = self._folder / "weights.safetensors", hashlib.sha256(data).hexdigest()
        path.write_bytes(data)
        writer.set_weights(path, digest)
        writer.finish(status, self._step, 1.0)
        done = self._step // BATCHES
        last = self._epoch(done) if done else None
        self._channel.send(RunEnded(status.value, self._step, last, 1.0, str(path), digest))

    def _epoch(self, number: int) -> EpochRecord:
        share = 1 - 0.9 * math.exp(-number / 3)
        return EpochRecord(number, number * BATCHES, 2 - share, 2.1 - share, share, 1.0)


def train(channel: ChildChannel[TrainerRequest]) -> None:
    """Wait for StartRun, and train."""
    request = channel.receive()
    if isinstance(request, StartRun):
        LightRun(channel, request).train()


if __name__ == "__main__":
    sys.exit(run_child(trainer_requests.decode, train))
