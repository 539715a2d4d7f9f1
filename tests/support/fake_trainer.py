"""A trainer and a data fetcher that follow a script instead of working: run by their path.

    python fake_trainer.py LOG "start:10:2,batch:2.3:2.2,read,paused;start:10:2:5,die:9"

Or within a test: see tests.support.played_process.

Each start plays the next part between semicolons; the last part repeats. What was asked stands in
LOG, one request a line. The steps of a part stand in ``STEPS`` and ``Player.play``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeAlias

from convviz.core.errors import ErrorCode
from convviz.protocol.messages.common import Answer, Ask, Problem, Progress, Refused, encode
from convviz.protocol.messages.fetch import (
    DataReady,
    FetchData,
    FetchProgress,
    FetchReply,
    fetch_requests,
)
from convviz.protocol.messages.trainer import (
    BatchesDone,
    CheckpointSaved,
    EpochDone,
    FindRate,
    LayersWatched,
    RateSearchEnded,
    RatesTried,
    RunContinued,
    RunEnded,
    RunFailed,
    RunNotice,
    RunPaused,
    RunStarted,
    SearchReply,
    SettingChanged,
    SettingCommand,
    StartRun,
    TrainerReply,
    Watch,
    trainer_requests,
)
from convviz.protocol.records import EpochRecord, SettingChange
from convviz.protocol.watching import LayerStatistics
from tests.support.frame_reading import read_frame


def fake_trainer(log: Path, script: str) -> list[str]:
    """Return the command that plays a script."""
    return [sys.executable, __file__, str(log), script]


def asked(log: Path) -> list[str]:
    """Return what was asked so far: the name of each request, with what matters of it."""
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


Play: TypeAlias = Generator[None, bytes | None]
"""Wants a request each time that it yields; None at the end of stdin."""


class Player:
    """Plays a script.

    Attributes:
        log: Where it writes what was asked.
        write: Takes what it says.
        die: Ends it by a signal.
        run: What StartRun said; None before.
        step: Batches done.
        epoch: Epochs done.
        asked: The id of the last request to a fetcher.
        has_begun: Whether it plays.
        is_deaf: Whether it hears neither the end of stdin nor SIGTERM.
    """

    def __init__(
        self, log: Path, write: Callable[[bytes], object], die: Callable[[int], object]
    ) -> None:
        self.log, self.write, self.die = log, write, die
        self.run: StartRun | FindRate | None = None
        self.step = 0
        self.epoch = 0
        self.batches = 10
        self.asked = 0
        self.has_begun = self.is_deaf = False

    def play(self, script: str) -> Play:
        """Play the next part, and another one for each run that is started then."""
        self.has_begun = True
        parts = script.split(";")
        number = asked(self.log).count("started")
        self.note("started")
        if not self.hear((yield)):
            return
        while True:
            for step in filter(None, parts[min(number, len(parts) - 1)].split(",")):
                name, _, argument = step.partition(":")
                if name == "read":
                    if not self.hear((yield)):
                        return
                elif name == "stdin-ends":
                    assert not self.hear((yield))
                else:
                    STEPS[name](self, argument)
            begun = self.run
            while self.run is begun:
                if not self.hear((yield)):
                    return
            number, self.step, self.epoch = number + 1, 0, 0

    def send(self, message: TrainerReply | SearchReply | FetchReply) -> None:
        """Say something."""
        self.write(encode(message))

    def hear(self, payload: bytes | None) -> bool:
        """Note a request; return whether it is one, and not the end of stdin."""
        if payload is None:
            if not self.is_deaf:
                self.note("end of stdin")
            return self.is_deaf
        decoder = fetch_requests if b"FetchData" in payload else trainer_requests
        request = decoder.decode(payload)
        if isinstance(request, Ask):
            self.asked, request = request.id, request.request
        if isinstance(request, StartRun | FindRate):
            if self.run is not None:
                self.note("started")
            self.run = request
        self.note(_text_of(request))
        return True

    def note(self, text: str) -> None:
        """Write a line into the log."""
        with self.log.open("a", encoding="utf-8") as stream:
            stream.write(text + "\n")

    def start(self, argument: str) -> None:
        """Begin: batches an epoch, epochs, batches done before."""
        numbers = [int(word) for word in argument.split(":")] + [0]
        self.batches, self.step = numbers[0], numbers[2]
        self.send(
            RunStarted(
                device="cpu",
                train_pictures=640,
                test_pictures=100,
                batches_per_epoch=numbers[0],
                epochs=numbers[1],
                first_step=numbers[2],
                num_params=1234,
                class_names=("circle",),
            )
        )

    def batch(self, argument: str) -> None:
        """Tell of one batch for each loss."""
        losses = tuple(float(word) for word in argument.split(":"))
        self.send(BatchesDone(self.step + 1, losses, 1234.0, 65.0))
        self.step += len(losses)

    def end_epoch_unsaved(self, argument: str) -> None:
        """Finish an epoch with an accuracy, without a checkpoint."""
        self.epoch += 1
        self.tell_epoch(float(argument), "")

    def end_epoch(self, argument: str) -> None:
        """Finish an epoch with an accuracy, with a checkpoint."""
        self.epoch += 1
        assert isinstance(self.run, StartRun)
        checkpoint = Path(self.run.run_folder) / "checkpoints" / f"step-{self.step:010}.json"
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        checkpoint.write_text("{}")
        self.tell_epoch(float(argument), str(checkpoint))

    def tell_epoch(self, accuracy: float, checkpoint: str) -> None:
        """Say that an epoch is finished."""
        self.send(
            EpochDone(
                EpochRecord(
                    epoch=self.epoch,
                    step=self.step,
                    train_loss=2.0 - accuracy,
                    validation_loss=2.1 - accuracy,
                    validation_accuracy=accuracy,
                    seconds=1.0,
                )
            )
        )
        if checkpoint:
            self.send(CheckpointSaved(checkpoint, self.step, self.epoch))

    def end(self, outcome: str) -> None:
        """End with a result: real weights of the right shapes, all different."""
        # Few scripts come to an end: the others start in half the time without these.
        import numpy as np
        import safetensors.numpy

        from convviz.protocol.document_file import decode_document
        from convviz.values.weights import weight_shapes

        assert isinstance(self.run, StartRun)
        network = decode_document(self.run.document).network
        weights = {
            name: np.linspace(-1, 1, int(np.prod(shape)), dtype=np.float32).reshape(shape)
            for name, shape in weight_shapes(network).items()
        }
        data = safetensors.numpy.save(weights)
        path = Path(self.run.run_folder) / "weights.safetensors"
        path.write_bytes(data)
        reason = None
        if outcome == "diverged":
            facts = {"step": self.step, "loss": "nan", "lr": 0.01}
            reason = Problem(ErrorCode.LOSS_NOT_FINITE, facts)
        self.send(
            RunEnded(
                outcome=outcome,
                step=self.step,
                last=self.last_epoch(),
                seconds=65.0,
                weights=str(path),
                sha256=hashlib.sha256(data).hexdigest(),
                reason=reason,
            )
        )

    def change(self, argument: str) -> None:
        """Say that a setting is another from now on: its name and its value."""
        name, value = argument.split(":")
        self.send(SettingChanged(SettingChange(self.step, name, float(value))))

    def rates(self, argument: str) -> None:
        """Tell of so many rates of a search, of so many: the loss falls to that at 0.1."""
        count, total = map(int, argument.split(":"))
        rates = tuple(1e-5 * 10 ** (place / 8) for place in range(count))
        losses = tuple(
            2.3 - 0.03 * place if rate < 0.1 else 1.4 for place, rate in enumerate(rates)
        )
        self.send(RatesTried(total, rates, losses))

    def searched(self, outcome: str) -> None:
        """End a search."""
        self.send(RateSearchEnded(outcome))

    def watched(self, layer: str) -> None:
        """Tell of a layer that is watched."""
        statistics = LayerStatistics(layer, 0.5, 0.001)
        self.send(LayersWatched(self.step, (statistics,)))

    def last_epoch(self) -> EpochRecord | None:
        """Return an epoch as the last one, if one was finished."""
        return EpochRecord(self.epoch, self.step, 1.0, 1.0, 0.5, 1.0) if self.epoch else None

    def end_without_result(self, outcome: str) -> None:
        """End with nothing to show."""
        self.send(RunEnded(outcome, self.step, self.last_epoch(), 1.0, "", ""))

    def fail(self, code: str) -> None:
        """Fail with an error; its facts are all named here."""
        self.send(RunFailed(_problem(code)))

    def ready(self, argument: str) -> None:
        """Say that the data is there."""
        self.send(Answer(self.asked, DataReady(argument, 50_000, 10_000)))

    def progress(self, argument: str) -> None:
        """Say how much of a download is there."""
        told = FetchProgress(int(argument), 170_052_171, 80_000.0, 1300.0)
        self.send(Progress(self.asked, told))


def _text_of(request: object) -> str:
    """Return the name of a request, with what matters of it."""
    text = type(request).__name__
    if isinstance(request, StartRun):
        text += " resume" if request.resume else ""
    if isinstance(request, FindRate):
        text += f" {request.lowest} {request.highest} {request.steps}"
    if isinstance(request, Watch):
        text += f" {' '.join(request.layers)}"
    if isinstance(request, SettingCommand):
        text += f" {request.value}"
    if isinstance(request, FetchData):
        text += f" {request.folder} {'download' if request.download else 'check'}"
    return text


def _problem(code: str) -> Problem:
    facts = {"device": "cuda", "available": "cpu", "path": "/somewhere", "bytes_done": 5}
    return Problem(ErrorCode(code), facts, "the details")


def _deaf(player: Player, argument: str) -> None:
    """Begin, and hear neither the end of stdin nor SIGTERM from now on."""
    player.is_deaf = True
    player.start(argument)


STEPS: dict[str, Callable[[Player, str], object]] = {
    "start": Player.start,
    "batch": Player.batch,
    "epoch": Player.end_epoch,
    "unsaved-epoch": Player.end_epoch_unsaved,
    "paused": lambda player, _: player.send(RunPaused(player.step)),
    "continued": lambda player, _: player.send(RunContinued(player.step)),
    "changed": Player.change,
    "watched": Player.watched,
    "rates": Player.rates,
    "searched": Player.searched,
    "notice": lambda player, code: player.send(RunNotice(_problem(code))),
    "end": Player.end,
    "end-empty": Player.end_without_result,
    "fail": Player.fail,
    "ready": Player.ready,
    "progress": Player.progress,
    "fetch-failed": lambda player, code: player.send(Refused(player.asked, _problem(code))),
    "die": lambda player, number: player.die(int(number)),
    "garbage": lambda player, _: player.write(b"Traceback: this is no frame"),
    "deaf": _deaf,
}


def main() -> None:
    """Play as a process."""
    log, script = Path(sys.argv[1]), sys.argv[2]
    player = Player(log, _say, lambda number: os.kill(os.getpid(), number))
    play = player.play(script)
    next(play)
    with contextlib.suppress(StopIteration):
        while True:
            if player.is_deaf:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
            payload = read_frame(sys.stdin.buffer)
            if payload is None and player.is_deaf:
                time.sleep(60)
            play.send(payload)


def _say(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
