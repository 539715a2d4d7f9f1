"""The trainer as the window runs it: a process that can be told, left alone, and killed."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from convviz.core.errors import ErrorCode
from convviz.engine.training import setup
from convviz.protocol.child_io import EXIT_GARBAGE
from convviz.protocol.messages.trainer import (
    BatchesDone,
    ContinueRun,
    EpochDone,
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
)
from convviz.runs import RunStatus, list_runs
from convviz.values.weights import read_weights
from tests.support import small_runs
from tests.support import small_training as small
from tests.support.trainer_process import TrainerProcess, plain_trainer, small_trainer

if TYPE_CHECKING:
    from convviz.protocol.document import Document

ENDLESS = 100_000
CHATTER = """
def poll(self, timeout):
    command = real(self, timeout)
    if type(command).__name__ == "StopRun":
        print("a library says goodbye", flush=True)
        print("and complains", file=sys.stderr, flush=True)
    return command
trainer.WindowCommands.poll = poll
"""


def started(process: TrainerProcess, document: Document, folder: Path) -> None:
    process.start(document, folder)
    process.read_until(RunStarted)


def last(messages: list[TrainerReply]) -> RunEnded:
    ended = messages[-1]
    assert isinstance(ended, RunEnded)
    return ended


def weights(folder: Path) -> dict[str, bytes]:
    return {n: a.tobytes() for n, a in read_weights(folder / "weights.safetensors").items()}


def test_a_run_ends_by_itself(tmp_path: Path) -> None:
    with TrainerProcess() as process:
        process.start(small.document(), tmp_path / "run")
        messages = process.read_until(RunEnded)
        assert isinstance(messages[0], RunStarted)
        ended = last(messages)
        assert ended.outcome == "finished"
        losses = [x for m in messages if isinstance(m, BatchesDone) for x in m.losses]
        assert len(losses) == ended.step == 10
        assert process.exit_code() == 0
    assert list_runs()[0].status is RunStatus.FINISHED


def test_pause_step_continue_and_stop(tmp_path: Path) -> None:
    with TrainerProcess() as process:
        started(process, small.document(epochs=ENDLESS), tmp_path / "run")
        process.send(PauseRun())
        paused = process.read_until(RunPaused)[-1]
        assert isinstance(paused, RunPaused)
        process.send(StepRun())
        stepped = process.read_until(RunPaused)
        assert [x.first_step for x in stepped if isinstance(x, BatchesDone)] == [paused.step + 1]
        assert sum(len(x.losses) for x in stepped if isinstance(x, BatchesDone)) == 1
        process.send(ContinueRun())
        assert isinstance(process.read(), RunContinued)
        process.read_until(EpochDone)
        process.send(StopRun())
        assert last(process.read_until(RunEnded)).outcome == "stopped"
        assert process.exit_code() == 0


@pytest.mark.parametrize(
    ("end", "paused"),
    [
        ("stdin", False),
        ("stdin", True),
        ("SIGTERM", True),
        ("SIGHUP", False),
        ("all pipes", False),
    ],
)
def test_a_trainer_that_is_left_alone_saves_and_ends(
    tmp_path: Path, end: str, *, paused: bool
) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # children inherit what is ignored
    document = small.document(epochs=ENDLESS)
    # What it says to nobody, as a library may, must not end it.
    noisy = "real = trainer.WindowCommands.poll\n" + CHATTER
    process = TrainerProcess(small_trainer(noisy))
    signal.signal(signal.SIGHUP, before)
    with process:
        started(process, document, tmp_path / "run")
        process.read_until(EpochDone)
        if paused:
            process.send(PauseRun())
            process.read_until(RunPaused)
        if end.startswith("SIG"):
            process.process.send_signal(signal.Signals[end])
        else:
            process.close_stdin()
        if end == "all pipes":
            for pipe in (process.process.stdout, process.process.stderr):
                assert pipe is not None
                pipe.close()
            process.process.stdout = process.process.stderr = None
        else:
            assert last(process.read_until(RunEnded)).outcome == "stopped"
        assert process.exit_code() == 0
    assert list_runs()[0].status is RunStatus.STOPPED
    assert (tmp_path / "run" / "weights.safetensors").is_file()


def test_a_run_that_was_killed_goes_on_exactly(tmp_path: Path) -> None:
    document = small.document(small.varied_network(), epochs=12)
    with TrainerProcess() as process:
        process.start(document, tmp_path / "straight")
        expected = last(process.read_until(RunEnded))
    with TrainerProcess() as process:
        started(process, document, tmp_path / "parts")
        for _ in range(3):
            process.read_until(EpochDone)
        process.process.kill()
        process.exit_code()
    (interrupted,) = [run for run in list_runs() if run.folder.name == "parts"]
    assert interrupted.status is RunStatus.INTERRUPTED
    with TrainerProcess() as process:
        process.start(document, tmp_path / "parts", resume=True)
        messages = process.read_until(RunEnded)
    begun = messages[0]
    assert isinstance(begun, RunStarted)
    # No finished epoch is lost.
    assert 15 <= begun.first_step < 60
    assert begun.notices == ()
    assert weights(tmp_path / "parts") == weights(tmp_path / "straight")
    ended = last(messages)
    assert ended.validation_loss == expected.validation_loss
    assert ended.epochs_done == 12


def test_a_run_whose_learning_rate_was_changed_goes_on_exactly_after_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
            process.read_until(EpochDone)
        process.process.kill()
        process.exit_code()
    with TrainerProcess() as process:
        process.start(document, tmp_path / "parts", resume=True)
        messages = process.read_until(RunEnded)
    begun = messages[0]
    assert isinstance(begun, RunStarted)
    assert isinstance(changed, SettingChanged)
    assert begun.changes == (changed.change,)
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())
    place = changed.change.step + 1
    script = small.Script(lambda poll: SetLearningRate(0.003) if poll == place else None)
    small_runs.train(document, tmp_path / "straight", commands=script)
    assert weights(tmp_path / "parts") == weights(tmp_path / "straight")


def test_two_trainers_do_not_share_a_folder(tmp_path: Path) -> None:
    with TrainerProcess() as first, TrainerProcess() as second:
        started(first, small.document(epochs=ENDLESS), tmp_path / "run")
        first.read_until(EpochDone)
        second.start(small.document(epochs=ENDLESS), tmp_path / "run", resume=True)
        failed = second.read_until(RunFailed)[-1]
        assert isinstance(failed, RunFailed)
        assert failed.problem.code == ErrorCode.RUN_IN_PROGRESS
        assert failed.problem.facts["pid"] == first.process.pid
        first.send(StopRun())
        first.read_until(RunEnded)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (small.document(dataset="cifar10", data_path="/nowhere/at/all"), ErrorCode.DATA_NOT_FOUND),
        (small.document(device="cuda:99"), ErrorCode.DEVICE_MISSING),
    ],
)
def test_what_is_missing_is_told(tmp_path: Path, document: Document, code: ErrorCode) -> None:
    with TrainerProcess(plain_trainer()) as process:
        process.start(document, tmp_path / "run")
        failed = process.read()
        assert isinstance(failed, RunFailed)
        assert failed.problem.code == code
        assert failed.problem.detail == ""
        assert process.exit_code() == 0


def test_a_document_that_is_none_is_told(tmp_path: Path) -> None:
    with TrainerProcess() as process:
        process.send(StartRun(b"{}", str(tmp_path / "run")))
        failed = process.read()
        assert isinstance(failed, RunFailed)
        assert failed.problem.code == ErrorCode.DOCUMENT_MALFORMED


def test_an_error_that_nobody_foresaw_is_told_with_its_details(tmp_path: Path) -> None:
    broken = small_trainer("setup.load_dataset = lambda name, path: 1 / 0")
    with TrainerProcess(broken) as process:
        process.start(small.document(), tmp_path / "run")
        failed = process.read()
        assert isinstance(failed, RunFailed)
        assert failed.problem.code == ErrorCode.UNEXPECTED
        assert "ZeroDivisionError" in failed.problem.detail


def test_a_librarys_print_does_not_reach_the_window(tmp_path: Path) -> None:
    noisy = small_trainer(
        "real = setup.load_dataset\n"
        "def load(name, path):\n"
        "    print('hello')\n"
        "    return real(name, path)\n"
        "setup.load_dataset = load"
    )
    with TrainerProcess(noisy) as process:
        process.start(small.document(epochs=1), tmp_path / "run")
        assert last(process.read_until(RunEnded)).outcome == "finished"


@pytest.mark.parametrize("first", [b"\xff" * 100, b"\x00\x00\x00\x02{}"])
def test_garbage_before_a_run_ends_the_trainer(first: bytes) -> None:
    with TrainerProcess(plain_trainer()) as process:
        process.write(first)
        assert process.exit_code() == EXIT_GARBAGE


def test_garbage_during_a_run_saves_and_ends_it(tmp_path: Path) -> None:
    with TrainerProcess() as process:
        started(process, small.document(epochs=ENDLESS), tmp_path / "run")
        process.write(b"\xff" * 100)
        assert last(process.read_until(RunEnded)).outcome == "stopped"


def test_a_window_that_goes_before_it_says_anything_leaves_no_trainer() -> None:
    with TrainerProcess(plain_trainer()) as process:
        process.close_stdin()
        assert process.exit_code() == 0
