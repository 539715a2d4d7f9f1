from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.document_file import read_document
from convviz.protocol.messages.trainer import (
    LayersWatched,
    SetLearningRate,
    SetMomentum,
    SetWeightDecay,
)
from convviz.protocol.records import SettingChange
from convviz.protocol.templates import new_document
from convviz.protocol.watching import LayerStatistics
from convviz.runs import RunStatus, list_runs
from convviz.ui.training.results.result_files import save_result_of
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.training.run.run_texts import failure_details, failure_sentence
from convviz.ui.training.run.session import TrainingSession
from convviz.values.weights import read_weights
from tests.support import small_training as small
from tests.support.fake_trainer import asked, fake_trainer
from tests.support.leftovers import running_children
from tests.support.played_process import play_within
from tests.support.trainer_process import small_trainer

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SLOW_BATCHES = """
import time
from pathlib import Path
from convviz.engine.training.loop import TrainingLoop
real = TrainingLoop._train_batch
def wait(self, *given):
    Path({begun!r}).touch()
    while not Path({go!r}).exists():
        time.sleep(0.02)
    return real(self, *given)
TrainingLoop._train_batch = wait
"""

Play = Callable[[str], TrainingSession]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "asked.txt"


@pytest.fixture
def play(play_outside: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Make a session whose trainer plays a script within this process."""
    play_within(monkeypatch)
    return play_outside


@pytest.fixture
def play_outside(tmp_path: Path, log: Path) -> Iterator[Play]:
    """Make a session whose trainer, a process, plays a script; it is shut down at the end."""
    sessions: list[TrainingSession] = []

    def make(script: str) -> TrainingSession:
        session = TrainingSession(trainer=fake_trainer(log, script), runs_folder=tmp_path / "runs")
        sessions.append(session)
        return session

    yield make
    for session in sessions:
        session.shut_down()


def state_of(session: TrainingSession) -> RunState:
    return session.state


def wait_for(qtbot: QtBot, session: TrainingSession, state: RunState) -> None:
    qtbot.waitUntil(lambda: session.state is state, timeout=60_000)


def test_a_run_is_followed_from_start_to_end(qtbot: QtBot, play_outside: Play) -> None:
    session = play_outside("start:2:2,batch:2.3:2.2,epoch:0.4,batch:2.0:1.9,epoch:0.5,end:finished")
    session.start(new_document())
    assert session.state is RunState.STARTING
    wait_for(qtbot, session, RunState.FINISHED)
    progress = session.progress
    assert progress.losses.values.tolist() == [2.3, 2.2, 2.0, 1.9]
    assert [one.validation_accuracy for one in progress.epochs] == [0.4, 0.5]
    assert (progress.step, progress.total_steps, progress.epoch, progress.batch) == (4, 4, 2, 2)
    assert progress.weights is not None
    qtbot.waitUntil(lambda: session.pid == 0)
    assert not progress.is_active


def test_pause_step_resume_and_stop_reach_the_trainer(qtbot: QtBot, play: Play, log: Path) -> None:
    session = play(
        "start:10:1,batch:2.3,read,paused,read,batch:2.2,paused,read,continued,batch:2.1,read,"
        "end:stopped"
    )
    session.start(new_document())
    wait_for(qtbot, session, RunState.RUNNING)
    session.pause()
    assert state_of(session) is RunState.PAUSING
    wait_for(qtbot, session, RunState.PAUSED)
    session.step()
    qtbot.waitUntil(lambda: len(session.progress.losses) == 2)
    wait_for(qtbot, session, RunState.PAUSED)
    session.resume()
    wait_for(qtbot, session, RunState.RUNNING)
    qtbot.waitUntil(lambda: len(session.progress.losses) == 3)
    session.stop()
    assert state_of(session) is RunState.STOPPING
    wait_for(qtbot, session, RunState.STOPPED)
    qtbot.waitUntil(lambda: session.pid == 0)
    wanted = ["started", "StartRun", "PauseRun", "StepRun", "ContinueRun", "StopRun"]
    assert asked(log)[:6] == wanted


def test_a_setting_is_changed_while_a_run_goes_on_or_pauses_and_at_no_other_time(
    qtbot: QtBot, play: Play, log: Path
) -> None:
    session = play(
        "start:10:1,batch:2.3,read,changed:lr:0.02,read,paused,read,changed:momentum:0.5,read,"
        "end:stopped"
    )
    session.change(SetLearningRate(0.5))
    session.start(new_document())
    session.change(SetLearningRate(0.5))
    wait_for(qtbot, session, RunState.RUNNING)
    with qtbot.waitSignal(session.setting_changed) as heard:
        session.change(SetLearningRate(0.02))
    assert heard.args == [SettingChange(1, "lr", 0.02)]
    session.pause()
    wait_for(qtbot, session, RunState.PAUSED)
    with qtbot.waitSignal(session.setting_changed):
        session.change(SetMomentum(0.5))
    changes = [SettingChange(1, "lr", 0.02), SettingChange(1, "momentum", 0.5)]
    assert session.progress.changes == changes
    session.stop()
    session.change(SetWeightDecay(0.5))
    wait_for(qtbot, session, RunState.STOPPED)
    qtbot.waitUntil(lambda: session.pid == 0)
    wanted = ["SetLearningRate 0.02", "PauseRun", "SetMomentum 0.5", "StopRun"]
    assert asked(log)[2:6] == wanted
    assert session.progress.changes == changes


def test_layers_are_watched_in_the_run_that_goes_on_and_in_the_next(
    qtbot: QtBot, play: Play, log: Path
) -> None:
    session = play("start:10:1,batch:2.3,read,watched:0,end:finished;start:10:1,read,watched:0")
    session.start(new_document())
    wait_for(qtbot, session, RunState.RUNNING)
    with qtbot.waitSignal(session.layers_watched) as heard:
        session.watch(["0", "2"])
    assert heard.args == [LayersWatched(1, (LayerStatistics("0", 0.5, 0.001),))]
    wait_for(qtbot, session, RunState.FINISHED)
    qtbot.waitUntil(lambda: session.pid == 0)
    with qtbot.waitSignal(session.layers_watched):
        session.start(new_document())
    asked_for = [line for line in asked(log) if "Run" in line or "Watch" in line]
    assert asked_for == ["StartRun", "Watch 0 2", "StartRun", "Watch 0 2"]


def test_a_loss_that_is_no_number_stays_a_gap(qtbot: QtBot, play: Play) -> None:
    session = play("start:5:1,batch:2.3:nan:inf:2.0,end:diverged")
    session.start(new_document())
    wait_for(qtbot, session, RunState.DIVERGED)
    values = session.progress.losses.values
    assert np.isnan(values[1])
    assert np.isinf(values[2])
    assert failure_sentence(session) == (
        "At step 4 the loss became nan, so the run stopped. Try a learning rate below 0.01."
    )


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_trainer_is_told_with_its_checkpoint_and_can_go_on(
    qtbot: QtBot, play_outside: Play, log: Path
) -> None:
    session = play_outside(
        "start:2:3,batch:2.3:2.2,epoch:0.4,batch:2.1,die:9;start:2:3:2,batch:2.05"
    )
    session.start(new_document())
    wait_for(qtbot, session, RunState.FAILED)
    assert failure_sentence(session) == (
        "The trainer was killed from outside, or because memory ran out (SIGKILL). The checkpoint "
        "step-0000000002.json of epoch 1 is kept. Resume continues from there."
    )
    assert session.can_resume
    folder = session.progress.folder
    session.resume()
    redone = [2.3, 2.2, 2.05]
    qtbot.waitUntil(lambda: session.progress.losses.values.tolist() == redone)
    assert session.progress.folder == folder
    assert len(session.progress.epochs) == 1
    assert "StartRun resume" in asked(log)


def test_a_trainer_that_cannot_be_started_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    session = TrainingSession(trainer=[str(tmp_path / "nothing")], runs_folder=tmp_path / "runs")
    session.start(new_document())
    wait_for(qtbot, session, RunState.FAILED)
    assert failure_sentence(session).startswith("The trainer could not be started: ")
    assert not session.can_resume
    assert list((tmp_path / "runs").iterdir()) == []
    session.shut_down()


def test_a_trainer_that_talks_nonsense_is_ended(qtbot: QtBot, play: Play) -> None:
    session = play("start:5:1,garbage")
    session.start(new_document())
    wait_for(qtbot, session, RunState.FAILED)
    assert failure_sentence(session).startswith("The trainer sent an unreadable message")
    qtbot.waitUntil(lambda: session.pid == 0)


def test_a_missing_device_is_told_with_the_remedy(qtbot: QtBot, play: Play, tmp_path: Path) -> None:
    session = play("fail:device_missing")
    session.start(new_document())
    wait_for(qtbot, session, RunState.FAILED)
    assert failure_sentence(session) == (
        "torch cannot use the device 'cuda' here. Choose one of: cpu."
    )
    assert failure_details(session) == "the details"
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_full_disk_during_a_run_is_told_and_the_run_goes_on(qtbot: QtBot, play: Play) -> None:
    session = play("start:5:1,notice:disk_full,batch:2.3")
    with qtbot.waitSignal(session.noticed) as waiter:
        session.start(new_document())
    assert waiter.args[0].code == ErrorCode.DISK_FULL
    qtbot.waitUntil(lambda: len(session.progress.losses) == 1)
    assert session.state is RunState.RUNNING


def test_a_runs_folder_that_cannot_be_made_is_told(
    qtbot: QtBot, play: Play, tmp_path: Path
) -> None:
    (tmp_path / "runs").write_text("in the way")
    session = play("start:5:1")
    with qtbot.waitSignal(session.state_changed):
        session.start(new_document())
    assert session.state is RunState.FAILED
    assert "cannot be written" in failure_sentence(session)


def test_stopping_while_torch_is_loaded_ends_at_once(qtbot: QtBot, play: Play) -> None:
    session = play("")
    session.start(new_document())
    session.stop()
    assert state_of(session) is RunState.STOPPING
    wait_for(qtbot, session, RunState.IDLE)
    assert not session.can_resume


def test_a_trainer_is_let_finish_alone_and_saves(qtbot: QtBot, tmp_path: Path) -> None:
    """Its batch takes as long as this test wants: it ends only after everything of the window."""
    go, begun = tmp_path / "go", tmp_path / "begun"
    waiting = SLOW_BATCHES.format(go=str(go), begun=str(begun))
    session = TrainingSession(trainer=small_trainer(waiting), runs_folder=tmp_path / "runs")
    session.start(small.document(epochs=1000))
    wait_for(qtbot, session, RunState.RUNNING)
    qtbot.waitUntil(begun.exists)
    pid, folder = session.pid, session.progress.folder
    assert folder is not None
    session.shut_down()
    assert session.pid == 0
    session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert pid in running_children()
    assert not list(folder.glob("checkpoints/*.json"))
    go.touch()
    qtbot.waitUntil(lambda: pid not in running_children())
    assert [path.name for path in folder.glob("checkpoints/*.json")] == ["step-0000000001.json"]
    assert (folder / "weights.safetensors").is_file()
    (run,) = list_runs()
    assert run.status is RunStatus.STOPPED


def test_a_trainer_that_still_loads_is_ended_at_once(
    qtbot: QtBot, play_outside: Play, log: Path
) -> None:
    session = play_outside("read")
    session.start(new_document())
    qtbot.waitUntil(lambda: "StartRun" in asked(log))
    session.shut_down()
    assert session.pid == 0
    assert "StopRun" not in asked(log)


def test_the_result_is_saved_with_the_network_beside_it(
    qtbot: QtBot, play: Play, tmp_path: Path
) -> None:
    session = play("start:1:1,batch:2.3,epoch:0.4,end:finished")
    document = new_document()
    session.start(document)
    wait_for(qtbot, session, RunState.FINISHED)
    target = tmp_path / "my net.safetensors"
    save_result_of(session.progress, target)
    saved = read_document(tmp_path / "my net.convviz")
    assert saved.network.weights is not None
    assert saved.network.steps == document.network.steps
    path = tmp_path / saved.network.weights.path
    weights = read_weights(path, sha256=saved.network.weights.sha256, network=saved.network)
    assert weights["0.weight"].shape == (32, 3, 5, 5)


def test_a_damaged_result_is_not_saved_over_a_good_one(
    qtbot: QtBot, play: Play, tmp_path: Path
) -> None:
    session = play("start:1:1,batch:2.3,epoch:0.4,end:finished")
    session.start(new_document())
    wait_for(qtbot, session, RunState.FINISHED)
    target = tmp_path / "net.safetensors"
    target.write_bytes(b"good")
    assert session.progress.weights is not None
    data = bytearray(session.progress.weights.read_bytes())
    data[-1] ^= 1
    session.progress.weights.write_bytes(data)
    with pytest.raises(StorageError) as caught:
        save_result_of(session.progress, target)
    assert caught.value.code is ErrorCode.WEIGHTS_DAMAGED
    assert target.read_bytes() == b"good"


def test_a_place_of_the_data_goes_along_unless_the_document_names_one(
    qtbot: QtBot, play: Play
) -> None:
    session = play("start:5:1")
    session.start(new_document(), "/data/cifar")
    wait_for(qtbot, session, RunState.RUNNING)
    known = session.progress.document
    assert known is not None
    assert known.training.data_path == "/data/cifar"
    session.shut_down()
    qtbot.waitUntil(lambda: not session.is_busy)
    document = new_document()
    named = msgspec.structs.replace(document.training, data_path="/own")
    session.start(msgspec.structs.replace(document, training=named), "/data/cifar")
    wait_for(qtbot, session, RunState.RUNNING)
    assert session.progress.document is not None
    assert session.progress.document.training.data_path == "/own"


def test_the_kept_checkpoint_is_named_with_its_own_epoch(qtbot: QtBot, play: Play) -> None:
    """Epoch 2 was not saved: the disk was full, or its turn had not come."""
    session = play("start:1:3,batch:2.3,epoch:0.4,batch:2.2,unsaved-epoch:0.5,batch:2.1,die:9")
    session.start(new_document())
    wait_for(qtbot, session, RunState.FAILED)
    assert "step-0000000001.json of epoch 1 is kept" in failure_sentence(session)


def test_a_run_that_does_not_stop_is_ended_only_when_the_person_says_so(
    qtbot: QtBot, play_outside: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("convviz.ui.training.run.session.STOP_PATIENCE_MS", 50)
    for name in ("TERMINATE_AFTER_MS", "KILL_AFTER_MS"):
        monkeypatch.setattr(f"convviz.ui.processes.child_process.{name}", 50)
    session = play_outside("deaf:5:1")
    session.start(new_document())
    wait_for(qtbot, session, RunState.RUNNING)
    with qtbot.waitSignal(session.overdue):
        session.stop()
    pid = session.pid
    assert pid in running_children()
    session.end_now()
    qtbot.waitUntil(lambda: session.pid == 0)
    assert pid not in running_children()
    assert not session.progress.is_active
