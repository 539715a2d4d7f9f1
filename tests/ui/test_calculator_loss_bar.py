"""The arguments of the loss at which a backward pass begins, on the calculator's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from convviz.core.layers.conv import Conv2d
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import HuberLoss, MSELoss, SmoothL1Loss
from convviz.core.losses.of_output import LOSS_TARGET
from convviz.protocol.document import Calculator
from convviz.stepping.agreement import AgreementState
from convviz.ui.widgets.grid import PlaneStackView
from convviz.ui.widgets.value_edit import ValueEdit

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.losses import Loss
    from convviz.ui.calculator.page import CalculatorPage
    from tests.support.shared_calculator import SharedTorchCalculator

WEIGHTED = CrossEntropyLoss(weight=(1.0, 2.0, 3.0))
SUMMED = CrossEntropyLoss(weight=(1.0, 2.0, 3.0), reduction="sum")


def shown(qtbot: QtBot, shared: Any, loss: Loss) -> CalculatorPage:
    page: CalculatorPage = shared.shown(qtbot, Calculator(Conv2d(1, 3, 3), (1, 4, 4), loss=loss))
    page.stepper.presenter.choose_view("backward")
    return page


def type_into(page: CalculatorPage, name: str, text: str) -> ValueEdit:
    """Type a text over that of one of the loss's fields."""
    field = page.call_bar.loss.call.field(name)
    assert isinstance(field, ValueEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    return field


def loss_of(page: CalculatorPage) -> Any:
    return page.presenter.edits.calculator.loss


def test_the_loss_is_typed_argument_by_argument_and_undone_field_by_field(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    page = shown(qtbot, shared_torch_calculator, CrossEntropyLoss())
    type_into(page, "label_smoothing", "0.25")
    type_into(page, "ignore_index", "1")
    assert loss_of(page) == CrossEntropyLoss(ignore_index=1, label_smoothing=0.25)
    assert "label_smoothing=0.25" in page.views.text.text()
    qtbot.waitUntil(shared_torch_calculator.engine.is_asked)
    shared_torch_calculator.engine.answer()
    known = page.side.agreement.agreement
    assert known.state is AgreementState.AGREES
    assert [gradient.agrees for gradient in known.gradients] == [True] * 4
    stack = shared_torch_calculator.store.undo_stack
    stack.undo()
    assert loss_of(page) == CrossEntropyLoss(label_smoothing=0.25)
    stack.undo()
    assert loss_of(page) == CrossEntropyLoss()


def test_a_value_that_torch_refuses_is_told_under_its_field_and_mended_by_a_click(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    page = shown(qtbot, shared_torch_calculator, CrossEntropyLoss())
    field = type_into(page, "label_smoothing", "2")
    assert "between 0 and 1, but it is 2" in page.side.problem.reason.text()
    assert field.problem == page.side.problem.reason.text()
    assert "Shown is the last one that worked: CrossEntropyLoss()" in page.views.text.text()
    page.side.problem.buttons[0].click()
    assert loss_of(page) == CrossEntropyLoss(label_smoothing=1)
    assert page.stepper.presenter.state.refused is None
    assert not field.problem


def test_losses_that_stay_apart_begin_no_backward_pass_and_are_not_lost(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    page = shown(qtbot, shared_torch_calculator, HuberLoss(delta=0.5))
    page.call_bar.loss.call.argument_edited.emit("reduction", "none")
    assert loss_of(page) == HuberLoss(reduction="none", delta=0.5)
    assert "grad can be implicitly created only for scalar" in page.side.problem.reason.text()
    assert [button.text() for button in page.side.problem.buttons] == ['reduction="mean"']
    page.side.problem.buttons[0].click()
    assert loss_of(page) == HuberLoss(delta=0.5)


def test_weights_of_too_few_classes_are_offered_with_one_a_class(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    page = shown(qtbot, shared_torch_calculator, CrossEntropyLoss(weight=(2.0,)))
    assert "1 numbers, but there are 3 classes" in page.side.problem.reason.text()
    page.side.problem.buttons[0].click()
    assert loss_of(page) == CrossEntropyLoss(weight=(2.0, 1.0, 1.0))
    assert page.presenter.edits.calculator.layer == Conv2d(1, 3, 3)


def test_a_text_that_is_no_number_stays_until_something_else_changes(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    page = shown(qtbot, shared_torch_calculator, SmoothL1Loss())
    field = type_into(page, "beta", "x")
    assert "beta" in page.side.agreement.verdict.text()
    assert loss_of(page) == SmoothL1Loss()
    page.grids.cell_edited.emit(LOSS_TARGET, (0, 1, 1), 2.0)
    assert field.text() == "1"
    assert "beta" not in page.side.agreement.verdict.text()


def test_another_loss_keeps_the_arguments_that_it_has_too(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    page = shown(qtbot, shared_torch_calculator, SUMMED)
    losses = page.call_bar.losses
    losses.fill()
    offered = {action.text(): action for action in losses.actions()}
    offered["CrossEntropyLoss"].trigger()
    assert loss_of(page) == SUMMED
    offered["MSELoss"].trigger()
    assert loss_of(page) == MSELoss(reduction="sum")
    assert page.call_bar.loss.call.call_name == "MSELoss"
    assert page.call_bar.loss.call.names() == ["reduction"]


def test_the_weights_of_classes_are_typed_into_their_grid(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    page = shown(qtbot, shared_torch_calculator, WEIGHTED)
    assert isinstance(page.grids.view, PlaneStackView)
    page.grids.view.cell_edited.emit("loss_weight", 0, 0, 1, "7")
    assert loss_of(page) == CrossEntropyLoss(weight=(1, 7, 3))
    QGuiApplication.clipboard().setText("4\t5\t6")
    page.presenter.values.paste("loss_weight")
    assert loss_of(page) == CrossEntropyLoss(weight=(4, 5, 6))


def test_its_call_stands_where_a_pass_begins_at_it_and_its_keys_reach_it(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    page = shown(qtbot, shared_torch_calculator, WEIGHTED)
    page.page_actions["edit loss"].trigger()
    call = page.call_bar.loss.call
    assert call.field("weight").hasFocus()
    assert call.isVisible()
    QTest.keyClick(call.field("weight"), Qt.Key.Key_Escape)
    page.stepper.presenter.choose_view("grids")
    assert not call.isVisible()
    assert not page.page_actions["edit loss"].isEnabled()
    assert "Backward" in page.page_actions["edit loss"].toolTip()


def test_what_is_said_under_the_loss_covers_nothing(
    qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    page = shown(qtbot, shared_torch_calculator, HuberLoss(delta=0.5))
    page.call_bar.loss.call.argument_edited.emit("reduction", "none")
    notes = page.call_bar.loss.notes
    notes.show_now()
    assert notes.note.isVisible()
    assert notes.note.geometry().bottom() < page.panels.y()
