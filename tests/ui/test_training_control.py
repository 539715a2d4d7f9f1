"""Which of the run's buttons can be used in which state, and why the others cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.layers.activation import ReLU
from convviz.core.network.sequential import NetworkStep
from convviz.core.schedules.falling import CosineAnnealingLR, StepLR
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.core.schedules.plateau import ReduceLROnPlateau
from convviz.protocol.best_weights import BEST_NAME, best_file
from convviz.protocol.document import WeightsFile
from convviz.protocol.document_file import write_document
from convviz.protocol.templates import new_document
from convviz.runs import RunStatus, list_runs
from convviz.ui.shell.page_rail import PageRail, RailButton
from convviz.ui.training.run.extending import ExtendDialog, schedule_sentence
from convviz.ui.training.run.run_control import activity_of, own_folder
from convviz.ui.training.run.run_progress import RunState
from tests.support.fake_trainer import asked
from tests.support.past_runs import leave_run
from tests.support.training_page import Make, Stage, stages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

CONTROLS = ("start", "pause or resume", "step", "one epoch", "stop")
S, P, B, E, X = CONTROLS


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def usable(stage: Stage) -> set[str]:
    """Return which controls can be used; every other one must say why it cannot."""
    actions = stage.page.page_actions
    for name in CONTROLS:
        assert actions[name].toolTip()
    return {name for name in CONTROLS if actions[name].isEnabled()}


def test_every_state_offers_what_makes_sense_in_it(qtbot: QtBot, make: Make) -> None:
    stage = make(
        "read,start:10:3,batch:2.3,read,paused,read,batch:2.2,read,paused,read,batch:2.1,epoch:0.5,"
        "read,paused,read,batch:2.0,read,end:stopped"
    )
    trigger = {name: stage.page.page_actions[name].trigger for name in CONTROLS}
    state = stage.session
    seen: list[tuple[RunState, set[str]]] = [(state.state, usable(stage))]
    trigger[S]()
    seen.append((state.state, usable(stage)))
    stage.session.watch(())  # any message lets the script begin
    stage.until(qtbot, RunState.RUNNING)
    seen.append((state.state, usable(stage)))
    trigger[P]()
    seen.append((state.state, usable(stage)))
    stage.until(qtbot, RunState.PAUSED)
    seen.append((state.state, usable(stage)))
    trigger[B]()
    seen.append((state.state, usable(stage)))
    stage.session.watch(())
    stage.until(qtbot, RunState.PAUSED)
    trigger[E]()
    seen.append((state.state, usable(stage)))
    stage.session.watch(())
    stage.until(qtbot, RunState.PAUSED)
    trigger[X]()
    seen.append((state.state, usable(stage)))
    stage.session.watch(())
    stage.until(qtbot, RunState.STOPPED)
    seen.append((state.state, usable(stage)))
    assert seen == [
        (RunState.IDLE, {S}),
        (RunState.STARTING, {X}),
        (RunState.RUNNING, {P, E, X}),
        (RunState.PAUSING, {X}),
        (RunState.PAUSED, {P, B, E, X}),
        (RunState.STEPPING, {P, B, E, X}),
        (RunState.FINISHING_EPOCH, {P, X}),
        (RunState.STOPPING, set()),
        (RunState.STOPPED, {S, P}),
    ]
    assert [word for word in asked(stage.log) if word != "Watch "] == [
        "started",
        "StartRun",
        "PauseRun",
        "StepRun",
        "FinishEpoch",
        "StopRun",
    ]


def test_a_finished_run_is_extended_with_its_own_settings(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:3,batch:2.3,epoch:0.5,end:finished;start:10:5:10,batch:2.2,read")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    other = msgspec.structs.replace(
        stage.store.document,
        training=msgspec.structs.replace(stage.store.document.training, seed=99),
    )
    stage.store.edit(other, "another seed")
    assert stage.page.view.heading.extend.isVisible()
    stage.page.view.heading.extend.click()
    dialog = stage.page.window().findChild(ExtendDialog)
    assert dialog is not None
    dialog.more.setValue(2)
    assert dialog.epochs == 5
    dialog.go.click()
    assert stage.store.document.training.epochs == 5
    assert stage.store.document.training.seed == new_document().training.seed
    assert stage.store.undo_stack.undoText() == "Extend a run"
    stage.until(qtbot, RunState.RUNNING)
    assert "StartRun resume" in asked(stage.log)


def test_how_each_schedule_goes_on_is_said() -> None:
    training = new_document().training

    def sentence(schedule: object) -> str:
        changed = msgspec.structs.replace(training, schedule=schedule, epochs=4)
        return schedule_sentence(changed, 8)

    assert "The learning rate stays" in sentence(None)
    assert "as if the run had been so long" in sentence(StepLR(2, 0.1))
    assert "0.000001" in sentence(StepLR(2, 0.1)) or "1e-05" in sentence(StepLR(2, 0.1))
    assert "its cosine rises again" in sentence(CosineAnnealingLR(4))
    assert "rises" not in sentence(CosineAnnealingLR(8))
    assert "following the validation" in sentence(ReduceLROnPlateau())
    assert "laid out over 4 epochs" in sentence(OneCycleLR(0.1))


def keep_best(folder: Path, epoch: int) -> None:
    """Leave best weights in the folder of a run: those of the last epoch under another name."""
    data = (folder / "weights.safetensors").read_bytes()
    path = best_file(folder, epoch)
    path.write_bytes(data)
    document = new_document()
    beside = WeightsFile(path.name, "b" * 64)
    network = msgspec.structs.replace(document.network, weights=beside)
    write_document(folder / BEST_NAME, msgspec.structs.replace(document, network=network))


def test_the_best_epoch_of_an_earlier_run_is_looked_at_instead_of_the_last(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    folder = leave_run(tmp_path / "runs", "one", new_document(), status=RunStatus.STOPPED)
    keep_best(folder, 1)
    stage = make()
    (summary,) = list_runs(tmp_path / "runs" / "runs.sqlite")
    assert summary.best is not None
    assert summary.best.epoch == 1
    stage.page.panels.offers.open(summary, resume=False)
    stage.until(qtbot, RunState.STOPPED)
    action, progress = stage.page.page_actions["show the best epoch"], stage.session.progress
    assert progress.result is not None
    last = progress.result
    assert (action.isEnabled(), action.text()) == (True, "Show the best epoch")
    action.trigger()
    assert progress.result.weights == str(best_file(folder, 1))
    assert progress.result.step == 10
    assert "the weights of epoch 1, the best one" in stage.page.result.summary.text()
    assert action.text() == "Show the last epoch"
    action.trigger()
    assert progress.result == last


def test_the_header_says_what_is_trained_and_that_the_network_is_another_by_now(
    qtbot: QtBot, make: Make
) -> None:
    stage = make("start:10:2,batch:2.3,read")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.RUNNING)
    heading, store = stage.page.view.heading, stage.store
    known = heading.run.toolTip()
    for part in ("Shapes-10", "Conv2d", "parameters", "SGD(lr=0.01", "batches of 64", "2 epochs"):
        assert part in known
    assert not heading.restore.isVisible()
    before = store.document
    steps = (*before.network.steps, NetworkStep(ReLU()))
    network = msgspec.structs.replace(before.network, steps=steps)
    store.edit(msgspec.structs.replace(before, network=network), "edit")
    assert "the run trains the one that it began with" in heading.difference.text()
    assert "none → ReLU()" in heading.difference.toolTip()
    heading.restore.click()
    assert store.document.network == before.network
    assert not heading.difference.isVisible()
    store.undo_stack.undo()
    assert store.document.network == network


def test_the_rail_shows_that_a_run_is_on(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:2,batch:2.3,read,paused,read")
    assert activity_of(stage.session).text == ""
    assert own_folder(stage.session) is None
    stage.page.page_actions["start"].trigger()
    assert activity_of(stage.session).text == "A run begins"
    stage.until(qtbot, RunState.RUNNING)
    activity = activity_of(stage.session)
    assert (activity.text, activity.is_halted) == ("A run goes on: epoch 1 of 2", False)
    stage.page.page_actions["pause or resume"].trigger()
    stage.until(qtbot, RunState.PAUSED)
    activity = activity_of(stage.session)
    assert (activity.text, activity.is_halted) == ("A run is paused in epoch 1 of 2", True)
    rail = PageRail()
    qtbot.addWidget(rail)
    rail.set_pages([("Training", "mdi6.chart-line")])
    rail.show()
    (button,) = rail.findChildren(RailButton)
    plain = button.grab().toImage()
    rail.show_activity(0, activity.text, is_halted=False)
    going = button.grab().toImage()
    rail.show_activity(0, activity.text, is_halted=True)
    assert plain != going != button.grab().toImage() != plain
    assert "A run is paused in epoch 1 of 2" in button.toolTip()
    rail.show_activity(0, "", is_halted=False)
    assert button.grab().toImage() == plain
    assert button.toolTip() == "Training (Ctrl+1)"
