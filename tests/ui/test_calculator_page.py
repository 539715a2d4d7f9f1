from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.layers.conv import Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import MaxPool2d, MaxPool3d
from convviz.core.layers.upsample import Upsample
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.optimisers.sgd import SGD
from convviz.core.presets import presets
from convviz.protocol.document import Calculator
from convviz.protocol.templates import course_calculator
from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT, CellKind
from convviz.stepping.lines.line_parts import PartRole
from convviz.ui.calculator.opened_call import with_call
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.fake_engine import FakeEngine
    from tests.support.shared_calculator import SharedCalculator

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def engine(shared_calculator: SharedCalculator) -> FakeEngine:
    return shared_calculator.engine


@pytest.fixture
def page(shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.hidden()


def show(store: DocumentStore, layer: Layer, shape: tuple[int, ...]) -> None:
    calculator = Calculator(layer, shape)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")


def type_into(page: CalculatorPage, argument: str, text: str) -> None:
    field = page.call_bar.call.field(argument)
    field.setFocus()
    field.selectAll()  # type: ignore[union-attr]
    QTest.keyClicks(field, text)


def output_values(page: CalculatorPage) -> list[list[float]]:
    values: list[list[float]] = page.grids.view.grid(OUTPUT).values.tolist()
    return values


def test_the_course_example_is_there_with_its_output(page: CalculatorPage) -> None:
    assert output_values(page) == [[10, 12, 12], [18, 16, 16], [13, 9, 3]]
    assert page.side.result.text() == "1 \u00d7 3 \u00d7 3"
    assert page.step_panel.lines_widget.lines[0].text.endswith("= 10")


def test_a_keystroke_changes_the_picture_the_formula_and_the_document(
    page: CalculatorPage, store: DocumentStore
) -> None:
    type_into(page, "stride", "2")

    assert store.document.calculator.layer == Conv2d(1, 1, 3, stride=2, bias=False)
    assert output_values(page) == [[10, 12], [13, 3]]
    assert page.side.result.text() == "1 \u00d7 2 \u00d7 2"
    substituted = page.side.formula.blocks[0].substituted.latex
    assert substituted.endswith(r"{2} \right\rfloor + 1")


def test_a_value_for_each_axis_is_taken_and_each_axis_has_its_formula(
    page: CalculatorPage, store: DocumentStore
) -> None:
    type_into(page, "kernel_size", "(3, 2)")

    assert store.document.calculator.layer == Conv2d(1, 1, (3, 2), bias=False)
    assert page.side.result.text() == "1 \u00d7 3 \u00d7 4"
    assert [not block.isHidden() for block in page.side.formula.blocks] == [True, True]


def test_no_axis_stands_above_a_formula_that_has_no_numbers(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Upsample(), (1, 4, 4))

    assert page.side.formula.symbolic.latex
    assert all(block.isHidden() for block in page.side.formula.blocks)


def test_undo_takes_a_whole_typed_value_back(page: CalculatorPage, store: DocumentStore) -> None:
    type_into(page, "padding", "12")
    assert store.document.calculator.layer == Conv2d(1, 1, 3, padding=12, bias=False)

    store.undo_stack.undo()
    assert output_values(page) == [[10, 12, 12], [18, 16, 16], [13, 9, 3]]
    assert page.call_bar.call.field("padding").value == 0


def test_what_is_no_number_changes_nothing(page: CalculatorPage, store: DocumentStore) -> None:
    type_into(page, "padding", "x")

    assert store.document.calculator == course_calculator()
    assert page.call_bar.call.field("padding").problem


def test_undo_and_redo_work_from_every_field_and_are_the_documents(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore
) -> None:
    stack = store.undo_stack
    for make, keys in (
        (stack.createUndoAction, "Ctrl+Z"),
        (stack.createRedoAction, "Ctrl+Shift+Z"),
    ):
        action = make(page)
        action.setShortcut(keys)
        page.addAction(action)
    show_active(qtbot, page)
    before = store.document
    type_into(page, "kernel_size", "2")
    after = store.document
    for field in (page.call_bar.call.field("kernel_size"), page.call_bar.shape):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
        assert store.document == before
        QTest.keyClick(field, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        assert store.document == after


def test_a_text_that_is_no_value_is_undone_in_its_field_alone(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore
) -> None:
    undo = store.undo_stack.createUndoAction(page)
    undo.setShortcut("Ctrl+Z")
    page.addAction(undo)
    show_active(qtbot, page)
    type_into(page, "kernel_size", "2")
    edited = store.document
    type_into(page, "stride", "x")
    QTest.keyClick(page.call_bar.call.field("stride"), Qt.Key.Key_Z, CONTROL)
    assert store.document == edited
    assert not page.call_bar.call.field("stride").problem


def test_a_long_output_shape_leaves_the_explanation_as_wide_as_its_panel(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore
) -> None:
    page.show()
    show(store, MaxPool3d(2), (1, 99999999, 88888888, 77777777))
    qtbot.waitUntil(lambda: "88888888" in page.side.solver.wish.field.text())
    wish = page.side.solver.wish
    assert wish.minimumSizeHint().width() < page.side.viewport().width()


def test_a_huge_stride_is_valid(page: CalculatorPage) -> None:
    type_into(page, "stride", "999999999")

    assert page.side.problem.isHidden()
    assert page.side.result.text() == "1 \u00d7 1 \u00d7 1"


def test_the_input_s_shape_is_edited_beside_the_call(
    page: CalculatorPage, store: DocumentStore
) -> None:
    page.call_bar.shape.selectAll()
    QTest.keyClicks(page.call_bar.shape, "(2, 6, 7)")

    assert store.document.calculator.input_shape == (2, 6, 7)
    assert store.document.calculator.layer == Conv2d(2, 1, 3, bias=False)
    assert page.grids.view.grid(INPUT).values.shape == (6, 7)


def test_another_layer_is_chosen_by_its_name(page: CalculatorPage, store: DocumentStore) -> None:
    page.call_bar.type_action("MaxPool2d").trigger()

    assert store.document.calculator.layer == MaxPool2d(3, stride=1)
    assert page.call_bar.call.call_name == "MaxPool2d"
    assert output_values(page) == [[2, 3, 3], [5, 3, 3], [5, 3, 3]]


def test_the_maximum_s_window_stands_in_the_middle_and_its_winner_is_outlined(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, MaxPool2d(3, ceil_mode=True), (1, 5, 5))
    page.player.go_to(1)

    kinds = page.grids.view.grid(KERNEL).kinds
    assert set(kinds[:, 2].tolist()) == {CellKind.OVERHANG}
    winners = [p for p in page.step_panel.lines_widget.lines[0].parts if p.role is PartRole.WINNER]
    assert len(winners) == 1


def test_slices_of_three_dimensions_are_planes(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, Conv3d(1, 1, 2), (1, 3, 4, 4))

    visible = page.grids.visible_planes
    assert visible is not None
    assert [len(visible.input), len(visible.kernel), len(visible.output)] == [3, 2, 2]


def test_filters_are_walked_over(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, Conv2d(20, 9, 3), (20, 5, 5))
    page.player.go_to(4)
    page.stepper.channels.filters.after_button.click()

    visible = page.grids.visible_planes
    assert visible is not None
    assert (visible.output_channel, page.player.shown) == (1, 13)
    page.stepper.channels.pages.after_button.click()
    visible = page.grids.visible_planes
    assert visible is not None
    assert [key.channel for key in visible.input] == [6, 7, 8, 9, 10, 11]


def test_cells_of_input_kernel_and_bias_are_edited_in_place(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 2, padding=1), (1, 3, 3))
    view = page.grids.view
    view.cell_edited.emit(INPUT, 0, 1, 2, "7")
    view.cell_edited.emit(KERNEL, 0, 0, 1, "-1/2")
    view.cell_edited.emit(BIAS, 0, 0, 0, "3")

    assert page.scene is not None
    assert page.scene.plain_input[0, 0, 1] == 7
    assert page.scene.plain_weights["weight"][0, 0, 0, 1] == -0.5
    assert page.scene.plain_weights["bias"].tolist() == [3]
    store.undo_stack.undo()
    assert page.scene is not None
    assert page.scene.plain_weights["bias"].tolist() == [0]


def test_numbers_are_filled_from_the_menu(page: CalculatorPage, store: DocumentStore) -> None:
    page.call_bar.numbers.menus["input"].pattern_action("ones").trigger()
    page.call_bar.numbers.menus["weight"].pattern_action("box_blur").trigger()

    assert output_values(page) == [[pytest.approx(1.0)] * 3] * 3
    assert store.undo_stack.undoText() == "Fill the kernel"


def test_each_choice_of_random_numbers_gives_others(page: CalculatorPage) -> None:
    action = page.call_bar.numbers.menus["input"].pattern_action("random_integers")
    action.trigger()
    first = page.grids.view.grid(INPUT).values.tolist()
    action.trigger()

    assert page.grids.view.grid(INPUT).values.tolist() != first


def test_a_preset_is_one_step_of_undo(page: CalculatorPage, store: DocumentStore) -> None:
    page.call_bar.presets.preset_action("numerical_padding_strides").trigger()

    assert output_values(page) == [[6, 17, 3], [8, 17, 13], [6, 4, 4]]
    store.undo_stack.undo()
    assert store.document.calculator == course_calculator()


def test_the_layer_is_copied_as_code(page: CalculatorPage, qapp: object) -> None:
    del qapp
    from PySide6.QtWidgets import QApplication

    page.call_bar.copy_code()
    assert QApplication.clipboard().text() == "nn.Conv2d(1, 1, kernel_size=3, bias=False)"


def test_an_optimiser_and_a_loss_are_copied_as_a_training_writes_them(
    page: CalculatorPage, store: DocumentStore
) -> None:
    from PySide6.QtWidgets import QApplication

    for layer, code in (
        (SGD(lr=0.1), "torch.optim.SGD(model.parameters(), lr=0.1)"),
        (
            CrossEntropyLoss(weight=(1.0, 2.0)),
            "nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0]))",
        ),
    ):
        calculator = with_call(course_calculator(), layer)
        store.edit(msgspec.structs.replace(store.document, calculator=calculator), "call")
        page.call_bar.copy_code()
        assert QApplication.clipboard().text() == code


def test_costs_are_worked_out(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, Conv2d(3, 16, 5), (3, 8, 8))

    assert "16\u00d73\u00d75\u00d75 + 16 = 1,216" in page.side.parameters.text()


def test_an_edit_of_the_network_leaves_the_picture_alone(
    page: CalculatorPage, store: DocumentStore, engine: FakeEngine, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(engine.asked) == 1)
    network = msgspec.structs.replace(store.document.network, input_shape=(3, 64, 64))
    store.edit(msgspec.structs.replace(store.document, network=network), "test")
    scene = page.scene

    assert page.scene is scene
    assert len(engine.asked) == 1


def test_counts_beyond_64_bits_are_written_out(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, ConvTranspose2d(1, 1, 10**9), (1, 5, 5))
    assert "4,000,000,012,000,000,009 cells" in page.side.problem.reason.text()
    assert page.side.mult_adds.text().endswith("25,000,000,000,000,000,000")


def test_the_sizes_of_an_unpooling_can_be_typed(page: CalculatorPage, store: DocumentStore) -> None:
    page.call_bar.preset_chosen.emit(next(p for p in presets() if p.key == "unpool_shifted"))

    page.call_bar.output_size_edited.emit((5, 4))

    assert store.document.calculator.output_size == (5, 4)
    assert page.side.result.text() == "1 \u00d7 5 \u00d7 4"


def test_a_layer_that_needs_a_batch_is_compared_with_torch(
    page: CalculatorPage, store: DocumentStore, engine: FakeEngine, qtbot: QtBot
) -> None:
    show(store, Upsample(scale_factor=2, mode="bilinear"), (1, 3, 4))
    qtbot.waitUntil(lambda: bool(engine.asked) and engine.asked[-1][0] == page.scene.layer)  # type: ignore[union-attr]

    assert engine.asked[-1][1].shape == (1, 1, 3, 4)
