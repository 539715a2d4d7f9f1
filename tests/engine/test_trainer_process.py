"""The trainer as the window runs it: a process that can be told, left alone, and killed.

Only what is about the process runs in one; the rest is the same trainer over pipes in this process.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.data_sets import CIFAR10
from convviz.core.errors import ErrorCode
from convviz.engine import trainer
from convviz.engine.datasets import load_dataset
from convviz.engine.training import setup
from convviz.protocol.child_io import EXIT_GARBAGE
from convviz.protocol.messages.trainer import (
    BatchesDone,
    CheckpointSaved,
    ContinueRun,
    EpochDone,
    LayersWatched,
    PauseRun,
    RunContinued,
    RunEnded,
    RunFailed,
    RunPaused,
    RunStarted,
    SetLearningRate,
    SettingChanged,
    StartRun,
    StepRun,
    StopRun,
    TrainerReply,
    TrainerRequest,
    Watch,
)
from convviz.protocol.watching import WatchKind
from convviz.runs import RunStatus, list_runs
from convviz.values.weights import read_weights
from tests.support import small_runs
from tests.support import small_training as small
from tests.support.trainer_process import (
    TrainerHere,
    TrainerProcess,
    TrainerTalk,
    plain_trainer,
    small_trainer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.protocol.document import Document

ENDLESS = 100_000
CHATTER = """
load = setup.load_dataset

def load_aloud(name, path):
    print("a library says hello", flush=True)
    return load(name, path)

setup.load_dataset = load_aloud
real = trainer.WindowCommands.poll

def poll(self, timeout):
    command = real(self, timeout)
    if type(command).__name__ == "StopRun":
        print("a library says goodbye", flush=True)
        print("and complains", file=sys.stderr, flush=True)
    return command
trainer.WindowCommands.poll = poll
"""


class SilentChannel:
    """A window that says nothing."""

    def receive(self, _timeout: float) -> TrainerRequest:
        """Wait in vain."""
        raise TimeoutError


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[TrainerHere]:
    """A trainer in this process, with the small data set."""
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())
    monkeypatch.setattr(trainer, "polite_signals", tuple)  # they are heard by main threads only
    with TrainerHere() as running:
        yield running


def started(process: TrainerTalk, document: Document, folder: Path) -> None:
    process.start(document, folder)
    process.read_until(RunStarted)


def last(messages: list[TrainerReply]) -> RunEnded:
    ended = messages[-1]
    assert isinstance(ended, RunEnded)
    return ended


def weights(folder: Path) -> dict[str, bytes]:
    return {n: a.tobytes() for n, a in read_weights(folder / "weights.safetensors").items()}


def test_a_run_ends_by_itself_and_the_trainer_with_its_window(
    tmp_path: Path, here: TrainerHere
) -> None:
    here.start(small.document(), tmp_path / "run")
    messages = here.read_until(RunEnded)
    assert isinstance(messages[0], RunStarted)
    ended = last(messages)
    assert ended.outcome == "finished"
    losses = [x for m in messages if isinstance(m, BatchesDone) for x in m.losses]
    assert len(losses) == ended.step == 10
    here.close_stdin()
    here.wait()
    assert list_runs()[0].status is RunStatus.FINISHED


def test_pause_step_continue_and_stop(tmp_path: Path, here: TrainerHere) -> None:
    started(here, small.document(epochs=ENDLESS), tmp_path / "run")
    here.send(PauseRun())
    paused = here.read_until(RunPaused)[-1]
    assert isinstance(paused, RunPaused)
    here.send(StepRun())
    stepped = here.read_until(RunPaused)
    if not any(isinstance(message, BatchesDone) for message in stepped):
        # It was paused while an epoch was measured: the step finished that.
        here.send(StepRun())
        stepped = here.read_until(RunPaused)
    assert [x.first_step for x in stepped if isinstance(x, BatchesDone)] == [paused.step + 1]
    assert sum(len(x.losses) for x in stepped if isinstance(x, BatchesDone)) == 1
    here.send(ContinueRun())
    assert isinstance(here.read(), RunContinued)
    here.read_until(EpochDone)
    here.send(StopRun())
    assert last(here.read_until(RunEnded)).outcome == "stopped"


@pytest.mark.parametrize("paused", [False, True])
def test_a_trainer_whose_window_is_gone_saves_and_ends(
    tmp_path: Path, here: TrainerHere, *, paused: bool
) -> None:
    started(here, small.document(epochs=ENDLESS), tmp_path / "run")
    here.read_until(EpochDone)
    if paused:
        here.send(PauseRun())
        here.read_until(RunPaused)
    here.close_stdin()
    assert last(here.read_until(RunEnded)).outcome == "interrupted"
    here.wait()
    assert list_runs()[0].status is RunStatus.INTERRUPTED
    assert (tmp_path / "run" / "weights.safetensors").is_file()


@pytest.mark.parametrize("end", ["SIGTERM", "all pipes"])
def test_a_trainer_that_is_left_alone_saves_and_ends_though_libraries_print(
    tmp_path: Path, end: str
) -> None:
    # What a library prints does not reach the window, and must not end it when nobody hears it.
    with TrainerProcess(small_trainer(CHATTER)) as process:
        started(process, small.document(epochs=ENDLESS), tmp_path / "run")
        process.read_until(EpochDone)
        if end == "SIGTERM":
            process.send(PauseRun())
            process.read_until(RunPaused)
            process.process.send_signal(signal.SIGTERM)
            assert last(process.read_until(RunEnded)).outcome == "stopped"
        else:
            process.close_stdin()
            for pipe in (process.process.stdout, process.process.stderr):
                assert pipe is not None
                pipe.close()
            process.process.stdout = process.process.stderr = None
        assert process.exit_code() == 0
    # A window that ends without a word was killed: the next one tells of the run.
    status = RunStatus.STOPPED if end == "SIGTERM" else RunStatus.INTERRUPTED
    assert list_runs()[0].status is status
    assert (tmp_path / "run" / "weights.safetensors").is_file()


def test_every_polite_signal_stops_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    handlers: dict[signal.Signals, Any] = {}
    monkeypatch.setattr(trainer, "polite_signals", lambda: (signal.SIGTERM, signal.SIGHUP))
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    for number in (signal.SIGTERM, signal.SIGHUP):
        commands = trainer.WindowCommands(SilentChannel())  # type: ignore[arg-type]
        assert commands.poll(0.0) is None
        handlers[number](number, None)
        assert commands.poll(0.0) == StopRun()


def test_a_run_that_was_killed_goes_on_exactly_with_its_changed_learning_rate(
    tmp_path: Path, here: TrainerHere
) -> None:
    document = small.document(small.varied_network(), epochs=12)
    with TrainerProcess() as process:
        process.start(document, tmp_path / "parts")
        process.send(PauseRun())
        process.read_until(RunPaused)
        process.send(SetLearningRate(0.003))
        changed = process.read_until(SettingChanged)[-1]
        process.send(ContinueRun())
        for _ in range(3):
            process.read_until(CheckpointSaved)
        process.process.kill()
        process.exit_code()
    (interrupted,) = list_runs()
    assert interrupted.status is RunStatus.INTERRUPTED
    here.start(document, tmp_path / "parts", resume=True)
    messages = here.read_until(RunEnded)
    begun = messages[0]
    assert isinstance(begun, RunStarted)
    # No epoch is lost that was saved.
    assert 15 <= begun.first_step < 60
    assert begun.notices == ()
    assert isinstance(changed, SettingChanged)
    assert begun.changes == (changed.change,)
    place = changed.change.step + 1
    script = small.Script(lambda poll: SetLearningRate(0.003) if poll == place else None)
    expected, _ = small_runs.train(document, tmp_path / "straight", commands=script)
    assert weights(tmp_path / "parts") == weights(tmp_path / "straight")
    ended = last(messages)
    assert small_runs.reached(ended).validation_loss == small_runs.reached(expected).validation_loss
    assert ended.epochs_done == 12


def test_layers_are_watched_over_the_pipe_while_somebody_wants_it(
    tmp_path: Path, here: TrainerHere
) -> None:
    here.start(small.document(epochs=ENDLESS), tmp_path / "run")
    here.send(Watch(("1", "4"), (WatchKind.GRADIENT_NORM, WatchKind.WEIGHTS)))
    watched = here.read_until(LayersWatched)[-1]
    assert isinstance(watched, LayersWatched)
    assert [one.layer for one in watched.statistics] == ["1", "4"]
    first = watched.statistics[0]
    assert first.gradient_norm is not None
    assert first.gradient_norm > 0
    assert first.weights is not None
    assert sum(first.weights.counts) == 4 * 3 * 9 + 4
    assert (first.update_ratio, first.gradients) == (None, None)
    here.send(Watch(()))
    here.send(PauseRun())
    here.read_until(RunPaused)
    here.send(StopRun())
    after = here.read_until(RunEnded)
    assert not any(isinstance(message, LayersWatched) for message in after)


def test_two_trainers_do_not_share_a_folder(tmp_path: Path, here: TrainerHere) -> None:
    started(here, small.document(epochs=ENDLESS), tmp_path / "run")
    here.read_until(EpochDone)
    with TrainerHere() as second:
        second.start(small.document(epochs=ENDLESS), tmp_path / "run", resume=True)
        failed = second.read_until(RunFailed)[-1]
    assert isinstance(failed, RunFailed)
    assert failed.problem.code == ErrorCode.RUN_IN_PROGRESS
    assert failed.problem.facts["pid"] == os.getpid()
    here.send(StopRun())
    here.read_until(RunEnded)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (small.document(dataset=CIFAR10(), data_path="/nowhere/at/all"), ErrorCode.DATA_NOT_FOUND),
        (small.document(device="cuda:99"), ErrorCode.DEVICE_MISSING),
    ],
)
def test_what_is_missing_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    here: TrainerHere,
    document: Document,
    code: ErrorCode,
) -> None:
    monkeypatch.setattr(setup, "load_dataset", load_dataset)
    here.start(document, tmp_path / "run")
    failed = here.read()
    assert isinstance(failed, RunFailed)
    assert failed.problem.code == code
    assert failed.problem.detail == ""


def test_a_document_that_is_none_is_told(tmp_path: Path, here: TrainerHere) -> None:
    here.send(StartRun(b"{}", str(tmp_path / "run")))
    failed = here.read()
    assert isinstance(failed, RunFailed)
    assert failed.problem.code == ErrorCode.DOCUMENT_MALFORMED


def test_an_error_that_nobody_foresaw_is_told_with_its_details(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: TrainerHere
) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: 1 / 0)
    here.start(small.document(), tmp_path / "run")
    failed = here.read()
    assert isinstance(failed, RunFailed)
    assert failed.problem.code == ErrorCode.UNEXPECTED
    assert "ZeroDivisionError" in failed.problem.detail


@pytest.mark.parametrize("first", [b"\xff" * 100, b"\x00\x00\x00\x02{}"])
def test_garbage_before_a_run_ends_the_trainer(first: bytes) -> None:
    with TrainerProcess(plain_trainer()) as process:
        process.write(first)
        assert process.exit_code() == EXIT_GARBAGE


def test_garbage_during_a_run_saves_and_ends_it(tmp_path: Path, here: TrainerHere) -> None:
    started(here, small.document(epochs=ENDLESS), tmp_path / "run")
    here.write(b"\xff" * 100)
    assert last(here.read_until(RunEnded)).outcome == "stopped"


def test_a_window_that_goes_before_it_says_anything_leaves_no_trainer() -> None:
    with TrainerProcess(plain_trainer()) as process:
        process.close_stdin()
        assert process.exit_code() == 0
