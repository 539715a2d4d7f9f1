"""The inside of a layer and the newest batch: live and of a result, opened with real numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.network.tree import NetworkStep, residual
from convviz.core.optimisers.sgd import SGD
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.training.inside import look_inside
from convviz.protocol.document import Network
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_pictures import (
    LookInsideResult,
    PicturesRead,
    ReadPictures,
    ResultInside,
)
from convviz.protocol.messages.trainer import (
    BatchWorked,
    InsideSeen,
    KeepWeights,
    LookInside,
    RunEnded,
    RunStarted,
    WeightsKept,
    WorkBatch,
)
from convviz.protocol.templates import new_document
from convviz.protocol.watching import LayerInside
from convviz.protocol.worked_batch import WeightStep
from convviz.stepping.scene.scene import build_scene
from convviz.ui.training.results.batch_loss import batch_loss
from convviz.ui.training.results.batch_view import BatchView
from convviz.ui.training.results.inside_looker import seen_layers
from convviz.ui.training.results.inside_opener import InsideOpener
from convviz.ui.training.results.inside_view import InsideView
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.training.run.session import TrainingSession
from convviz.values.tensors import tensor_of
from tests.support.fake_engine import UnansweredEngine

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.core.losses import Loss
    from convviz.protocol.document import Calculator
    from convviz.ui.chosen_kernel import ChosenKernel


class Stage:
    """A session whose trainer is a list of what it was told."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine = UnansweredEngine()
        self.session = TrainingSession(runs_folder=folder, engine=self.engine)
        self.told: list[Any] = []
        monkeypatch.setattr(self.session.looks, "_tell", self.told.append)
        progress = self.session.progress
        progress.document, progress.folder = new_document(), folder
        progress.started = RunStarted("cpu", 640, 100, 10, 2, 0, 5, ("circle", "star"))

    def be(self, state: RunState) -> None:
        self.session.progress.state = state
        self.session.state_changed.emit()

    def end(self, folder: Path) -> None:
        weights = str(folder / "weights.safetensors")
        self.session.progress.result = RunEnded("finished", 5, None, 1.0, weights, "ab")
        self.be(RunState.FINISHED)


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(tmp_path, monkeypatch)


def inside_of(layer: str = "0", count: int = 4, picture: int = 0) -> LayerInside:
    maps = np.linspace(-2, 1, count * 16).reshape(count, 4, 4)
    kernels = np.linspace(-1, 3, count * 27).reshape(count, 3, 3, 3)
    return LayerInside(
        layer, picture, tensor_of(maps, "float32"), 32, tensor_of(kernels, "float32"), count
    )


def shown(qtbot: QtBot, view: Any) -> Any:
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    return view


def test_a_trainer_looks_into_a_layer_only_while_somebody_looks(qtbot: QtBot, stage: Stage) -> None:
    stage.be(RunState.RUNNING)
    assert stage.told == []
    view = shown(qtbot, InsideView(stage.session))
    assert stage.told[-1] == LookInside("0", 0)
    view.picture.setValue(7)
    assert stage.told[-1] == LookInside("0", 7)
    view.hide()
    assert stage.told[-1] == LookInside("")


def test_maps_and_kernels_are_shown_on_one_scale_each(qtbot: QtBot, stage: Stage) -> None:
    stage.be(RunState.RUNNING)
    view = shown(qtbot, InsideView(stage.session))
    stage.session.looks.take(InsideSeen(12, inside_of()))
    assert (view.maps.count, view.kernels.count) == (4, 4)
    assert view._hint.text().startswith("After batch 12")
    assert view._map_title.text() == "What it makes of the picture: the first 4 of 32"
    assert view._scales[1]._ends == ("−2", "2")
    view.grab()
    colours = [image.pixelColor(0, 0).name() for image in view.maps._images]
    assert len(set(colours)) == 4


@pytest.mark.parametrize("way", ["double click", "Return", "Ctrl+Return", "menu"])
def test_a_map_opens_with_the_weights_of_now(
    qtbot: QtBot, stage: Stage, way: str, tmp_path: Path
) -> None:
    stage.be(RunState.RUNNING)
    view = shown(qtbot, InsideView(stage.session))
    view.picture.setValue(3)
    stage.session.looks.take(InsideSeen(12, inside_of(picture=3)))
    opener = InsideOpener(stage.session)
    opened: list[ChosenKernel] = []
    view.opened.connect(opener.open_channel)
    opener.opened.connect(opened.append)
    view.maps.set_current(2)
    if way == "double click":
        place = view.maps._place(2).center()
        QTest.mouseDClick(view.maps, Qt.MouseButton.LeftButton, pos=place)
    elif way == "menu":
        menu = view.maps.menu()
        menu.actions()[0].trigger()
        menu.deleteLater()
    else:
        control = Qt.KeyboardModifier.ControlModifier
        none = Qt.KeyboardModifier.NoModifier
        QTest.keyClick(view.maps, Qt.Key.Key_Return, control if "Ctrl" in way else none)
    assert stage.told[-1] == KeepWeights()
    assert opened == []
    stage.session.looks.take(WeightsKept(13, str(tmp_path / "now"), "cd"))
    chosen = opened[0]
    assert (chosen.step, chosen.kernel, chosen.picture) == (0, 2, 3)
    assert chosen.weights is not None
    assert chosen.weights.sha256 == "cd"


def test_of_a_result_the_engine_is_asked_and_nothing_need_be_written(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    stage.end(tmp_path)
    view = shown(qtbot, InsideView(stage.session))
    asked = [one for one in stage.engine.requests if isinstance(one, LookInsideResult)]
    assert [(one.layer, one.picture) for one in asked] == [("0", 0)]
    reply = stage.engine.replies[stage.engine.requests.index(asked[0])]
    reply.answer(ResultInside(inside_of()))
    assert view._hint.text() == "With the weights of the result."
    assert view.maps.count == 4
    opener = InsideOpener(stage.session)
    opened: list[ChosenKernel] = []
    opener.opened.connect(opened.append)
    opener.open_channel(1)
    opener.open_picture(9)
    opener.open_picture(0, np.zeros((3, 32, 32), np.uint8))
    assert [(one.kernel, one.picture, one.weights) for one in opened[:2]] == [
        (1, 0, None),
        (0, 9, None),
    ]
    assert opened[2].pixels is not None
    assert stage.told == []


def test_the_chosen_plane_is_kept_from_layer_to_layer(qtbot: QtBot, stage: Stage) -> None:
    stage.be(RunState.RUNNING)
    view = shown(qtbot, InsideView(stage.session))
    planes = np.linspace(-1, 1, 4 * 8 * 9).reshape(4, 8, 3, 3)
    maps = tensor_of(np.zeros((4, 4, 4)), "float32")
    later = LayerInside("2", 0, maps, 4, tensor_of(planes, "float32"), 4)
    stage.session.inside.choose(2, 0)
    stage.session.looks.take(InsideSeen(12, later))
    view.plane.setValue(5)
    stage.session.inside.choose(0, 0)
    stage.session.looks.take(InsideSeen(13, inside_of()))
    assert not view.plane.isVisible()
    stage.session.inside.choose(2, 0)
    stage.session.looks.take(InsideSeen(14, later))
    assert view.plane.value() == 5


def test_weights_that_cannot_be_read_are_told_where_the_layer_would_be(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    stage.end(tmp_path)
    view = shown(qtbot, InsideView(stage.session))
    asked = [isinstance(one, LookInsideResult) for one in stage.engine.requests]
    stage.engine.replies[asked.index(True)].fail(Problem("file_unreadable", {"path": "weights"}))
    assert "weights" in view._hint.text()
    assert stage.session.inside.inside.problem is not None
    assert not view.kernels.isVisible()


def test_what_was_asked_of_a_run_before_is_not_shown_of_the_next_one(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    stage.end(tmp_path)
    view = shown(qtbot, InsideView(stage.session))
    asked = [isinstance(one, LookInsideResult) for one in stage.engine.requests]
    reply = stage.engine.replies[asked.index(True)]
    progress = stage.session.progress
    progress.folder, progress.result = tmp_path / "another", None
    stage.be(RunState.STOPPED)
    reply.answer(ResultInside(inside_of()))
    assert view._hint.text() == "This run left no weights to look at."
    assert stage.session.inside.inside.seen is None


def test_what_a_trainer_made_of_the_picture_before_is_not_shown_as_this_ones(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.be(RunState.RUNNING)
    view = shown(qtbot, InsideView(stage.session))
    view.picture.setValue(7)
    stage.session.looks.take(InsideSeen(12, inside_of()))  # of picture 0: it was on its way
    assert stage.session.inside.inside.seen is None
    stage.session.looks.take(InsideSeen(13, inside_of(picture=7)))
    assert stage.session.inside.inside.step == 13
    view.picture.setValue(5000)  # of 100: a trainer shows the last one
    stage.session.looks.take(InsideSeen(14, inside_of(picture=99)))
    assert stage.session.inside.inside.step == 14


def batch(outputs: np.ndarray, labels: list[int], loss: float) -> BatchWorked:
    step = WeightStep(
        "0.weight", (32, 3, 5, 5), 77, 0.5, 0.25, 0.4975, {}, {}, {"lr": 0.01}, ("0.weight",)
    )
    return BatchWorked(
        step=12,
        outputs=tensor_of(outputs, "float32"),
        labels=tensor_of(np.array(labels), "int64"),
        places=tensor_of(np.arange(5, 5 + len(labels)), "int64"),
        pictures=len(labels),
        loss=loss,
        weight=step,
    )


def test_the_newest_batch_is_worked_out_to_torchs_number(qtbot: QtBot, stage: Stage) -> None:
    stage.be(RunState.PAUSED)
    view = shown(qtbot, BatchView(stage.session))
    assert stage.told[-1] == WorkBatch("", 0)
    document = stage.session.progress.document
    assert document is not None
    assert isinstance(document.training.optimiser, SGD)
    stage.session.looks.take(batch(np.array([[0.0, 0.0], [0.0, 0.0]]), [0, 1], 0.693147))
    assert view._head.text() == "Batch 12: the loss is 0.693147"
    assert view._how.text() == ("(0.693147 + 0.693147) / 2 = 0.693147. ✓ torch says 0.693147, too")
    assert view.pictures.data(view.pictures.index(1, 0)) == "6"
    assert view.pictures.data(view.pictures.index(1, 1)) == "star"
    assert "−log p[0] = −log( 0.5 ) = 0.693147" in view._detail.text().splitlines()
    assert view._step_text.text().startswith("w = 0.weight[1, 0, 0, 2] was 0.5")
    assert view.lines[-1].value == pytest.approx(0.4975)
    view.grab()
    view.place.setValue(4)
    assert stage.told[-1] == WorkBatch("0.weight", 4)


@pytest.mark.parametrize("way", ["double click", "Return", "Ctrl+Return", "menu"])
def test_a_picture_of_the_batch_opens_in_the_calculator(
    qtbot: QtBot, stage: Stage, tmp_path: Path, way: str
) -> None:
    stage.be(RunState.PAUSED)
    view = shown(qtbot, BatchView(stage.session))
    stage.session.looks.take(batch(np.zeros((2, 2)), [0, 1], 0.693147))
    table, pictures = view._table, stage.session.batch_pictures
    view.picture_opened.connect(pictures.ask)
    opener = InsideOpener(stage.session)
    opened: list[ChosenKernel] = []
    opener.opened.connect(opened.append)
    pictures.read.connect(lambda pixels: opener.open_picture(0, pixels))
    index = view.pictures.index(1, 1)
    table.setCurrentIndex(index)
    if way == "double click":
        place = table.visualRect(index).center()
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    elif way == "menu":
        menu = table.menu()
        menu.actions()[0].trigger()
        menu.deleteLater()
    else:
        control = Qt.KeyboardModifier.ControlModifier
        none = Qt.KeyboardModifier.NoModifier
        QTest.keyClick(table, Qt.Key.Key_Return, control if "Ctrl" in way else none)
    request = stage.engine.requests[-1]
    assert isinstance(request, ReadPictures)
    assert (request.places, request.is_training) == ((6,), True)
    pixels = np.arange(3 * 32 * 32, dtype=np.uint8).reshape(1, 3, 32, 32)
    stage.engine.replies[-1].answer(PicturesRead((6,), tensor_of(pixels, "uint8")))
    assert stage.told[-1] == KeepWeights()
    stage.session.looks.take(WeightsKept(13, str(tmp_path / "now"), "cd"))
    assert opened[0].step == 0
    assert opened[0].pixels is not None
    assert np.array_equal(opened[0].pixels, pixels[0])


@pytest.mark.parametrize("loss", [CrossEntropyLoss(label_smoothing=0.1), MSELoss()])
def test_the_loss_of_the_batch_opens_in_the_calculator_with_its_numbers(
    qtbot: QtBot, stage: Stage, loss: Loss
) -> None:
    stage.be(RunState.PAUSED)
    document = stage.session.progress.document
    assert document is not None
    training = msgspec.structs.replace(document.training, loss=loss)
    stage.session.progress.document = msgspec.structs.replace(document, training=training)
    view = shown(qtbot, BatchView(stage.session))
    opened: list[Calculator] = []
    view.loss_opened.connect(opened.append)
    assert view.open_loss.isHidden()
    stage.session.looks.take(batch(np.array([[2.0, 0.5], [-1.0, 3.0]]), [0, 0], 1.0))
    view.open_loss.click()
    assert view.working is not None
    scene = build_scene(opened[0])
    assert scene.output is not None
    assert scene.output.item() == pytest.approx(view.working.result)
    assert scene.plain_input.tolist() == [[2.0, 0.5], [-1.0, 3.0]]


def test_a_number_that_is_not_torchs_is_not_said_to_agree(qtbot: QtBot, stage: Stage) -> None:
    stage.be(RunState.PAUSED)
    view = shown(qtbot, BatchView(stage.session))
    stage.session.looks.take(batch(np.array([[0.0, 0.0], [0.0, 0.0]]), [0, 1], 0.7))
    assert "✓" not in view._how.text()
    assert "torch says 0.7" in view._how.text()


def test_of_a_run_that_is_over_the_last_batch_is_worked_out(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    stage.end(tmp_path)
    view = shown(qtbot, BatchView(stage.session))
    assert view._head.text().startswith("This run kept no batch.")
    assert not view.refresh.isEnabled()
    last = batch(np.array([[0.0, 0.0], [0.0, 0.0]]), [0, 1], 0.693147)
    stage.session.progress.take(last)
    stage.session.state_changed.emit()
    assert view._head.text() == "Batch 12: the loss is 0.693147"
    assert not view.place.isEnabled()
    assert stage.told == []


def test_layers_inside_a_block_are_called_as_torch_calls_them() -> None:
    body = (NetworkStep(Conv2d(3, 3, 3, padding=1)), NetworkStep(ReLU()))
    network = Network((3, 8, 8), (NetworkStep(Conv2d(3, 3, 1)), residual(body)))
    layers = seen_layers(network)
    assert [layer.title for layer in layers] == [
        "0: Conv2d",
        "1.body.0: Conv2d",
        "1.body.1: ReLU",
    ]
    model = build_sequential(network.steps, network.input_shape, seed=1)
    assert {layer.name for layer in layers} <= dict(model.named_modules()).keys()
    picture = torch.zeros(1, 3, 8, 8)
    for layer in layers:
        inside = look_inside(model, layer.name, picture, 0)
        assert inside is not None
        assert inside.channels == 3


@pytest.mark.parametrize("labels", [[0, 3], [-1, 2], []])
def test_no_loss_opens_with_a_class_that_no_output_is(labels: list[int]) -> None:
    outputs = np.zeros((len(labels), 3), np.float32)
    assert batch_loss(CrossEntropyLoss(), outputs, np.array(labels, np.int64)) is None
    assert batch_loss(CrossEntropyLoss(), np.zeros((2, 3)), np.array([0, 2])) is not None
