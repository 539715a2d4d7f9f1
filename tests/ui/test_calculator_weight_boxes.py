"""Weights of a loss are given by a tick: ones stand in a grid, which is then edited like others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec.structs
import pytest

from convviz.core.layers.linear import Linear
from convviz.core.losses.class_margins import MultiMarginLoss
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.losses.shares import BCEWithLogitsLoss
from convviz.protocol.document import Calculator
from convviz.protocol.document_file import decode_document, encode_document
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator.edits import with_input_shape
from convviz.ui.export.texts import code_text
from convviz.ui.widgets.grid import PlaneStackView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Shape
    from tests.support.shared_calculator import SharedCalculator


_SEEN = 10


@pytest.mark.parametrize(
    ("loss", "shape", "name", "count"),
    [
        (CrossEntropyLoss(), (2, 3), "weight", 3),
        (CrossEntropyLoss(), (2, 40, 2), "weight", 40),
        (MultiMarginLoss(), (4,), "weight", 4),
        (BCEWithLogitsLoss(), (2, 3, 5), "pos_weight", 5),
    ],
)
def test_a_tick_gives_each_class_a_weight_of_one_in_a_grid_and_takes_it_back(
    qtbot: QtBot,
    shared_calculator: SharedCalculator,
    loss: Any,
    shape: Shape,
    name: str,
    count: int,
) -> None:
    page, store = (
        shared_calculator.shown(qtbot, Calculator(loss, shape)),
        shared_calculator.store,
    )
    boxes = page.call_bar.further.weights.boxes
    (box,) = (box for box in boxes if box.text() == name)
    assert box.isVisibleTo(page)
    assert not box.isChecked()

    box.click()
    given = store.document.calculator
    assert getattr(given.layer, name) == (1.0,) * count
    assert isinstance(page.grids.view, PlaneStackView)
    if count < _SEEN:  # of more, a step shows the parts that it is made of
        assert page.grids.view.grid(name).values.tolist() == [[1.0] * count]
    assert f"{name}=torch.tensor([1.0, 1.0" in code_text(build_scene(given))
    assert decode_document(encode_document(store.document)) == store.document

    page.grids.view.cell_edited.emit(name, 0, 0, 1, "7")
    assert getattr(store.document.calculator.layer, name)[:3] == (1, 7, 1)
    store.undo_stack.undo()
    store.undo_stack.undo()
    assert store.document.calculator.layer == loss
    assert not box.isChecked()
    store.undo_stack.redo()
    assert box.isChecked()
    box.click()
    assert store.document.calculator.layer == loss


def test_a_loss_without_weights_has_no_box(
    qtbot: QtBot, shared_calculator: SharedCalculator
) -> None:
    page = shared_calculator.shown(qtbot, Calculator(CrossEntropyLoss(), (2, 3)))
    shown = page.call_bar.further.weights
    assert [box.isVisibleTo(page) for box in shown.boxes] == [True, False]
    shared_calculator.shown(qtbot, Calculator(MSELoss(), (2, 3)))
    assert not shown.isVisibleTo(page)


def test_weights_stay_one_a_class_when_there_are_others() -> None:
    weighted = Calculator(CrossEntropyLoss(weight=(1.0, 7.0, 2.0)), (2, 3))
    more = with_input_shape(weighted, (2, 5))
    assert more.layer == CrossEntropyLoss(weight=(1.0, 7.0, 2.0, 1.0, 1.0))
    assert with_input_shape(more, (2, 2)).layer == CrossEntropyLoss(weight=(1.0, 7.0))
    refused = msgspec.structs.replace(weighted, layer=CrossEntropyLoss(weight=(1.0, 2.0)))
    assert with_input_shape(refused, (2, 5)).layer == refused.layer


def test_the_loss_behind_a_layer_is_given_weights_likewise(
    qtbot: QtBot, shared_calculator: SharedCalculator
) -> None:
    calculator = Calculator(Linear(2, 4), (3, 2), loss=CrossEntropyLoss())
    page = shared_calculator.shown(qtbot, calculator)
    page.stepper.presenter.choose_view("backward")
    page.call_bar.loss.weights.boxes[0].click()
    loss = shared_calculator.store.document.calculator.loss
    assert loss == CrossEntropyLoss(weight=(1.0,) * 4)
