"""Settings that torch refuses: why, what would mend them, and a click that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.core.losses.class_margins import MultiMarginLoss
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern, Numbers
from convviz.stepping.cells import OUTPUT

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.fake_engine import FakeEngine
    from tests.support.shared_calculator import SharedCalculator


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


def test_the_reason_of_a_refusal_is_in_view_however_far_the_explanation_was_scrolled(
    qtbot: QtBot, page: CalculatorPage
) -> None:
    page.show()
    bar = page.side.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    type_into(page, "dilation", "9")
    qtbot.waitUntil(page.side.problem.isVisible)
    qtbot.waitUntil(lambda: not page.side.problem.reason.visibleRegion().isEmpty())


def test_a_refused_setting_is_drawn_beside_the_reason(page: CalculatorPage) -> None:
    type_into(page, "kernel_size", "9")

    assert not page.grids.view.has_group(OUTPUT)
    assert page.grids.card.reason.text() == page.side.problem.reason.text()
    assert not page.side.problem.isHidden()
    assert "9" in page.side.problem.reason.text()
    assert page.side.agreement.isHidden()


def test_a_click_on_a_remedy_mends_the_setting(page: CalculatorPage, store: DocumentStore) -> None:
    type_into(page, "kernel_size", "9")
    button = next(b for b in page.side.problem.buttons if b.text() == "padding=2")

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert store.document.calculator.layer == Conv2d(1, 1, 9, padding=2, bias=False)
    assert page.side.problem.isHidden()
    assert page.grids.view.grid(OUTPUT).opacity() == 1


def test_a_larger_input_is_a_remedy_too(page: CalculatorPage, store: DocumentStore) -> None:
    type_into(page, "kernel_size", "9")
    button = next(b for b in page.side.problem.buttons if "\u00d7" in b.text())

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert store.document.calculator.input_shape == (1, 9, 9)
    assert page.side.problem.isHidden()


def test_a_layer_for_other_dimensions_becomes_its_sibling_by_a_click(
    page: CalculatorPage, store: DocumentStore
) -> None:
    document = store.document
    calculator = msgspec.structs.replace(
        document.calculator, layer=Conv2d(3, 1, 3), input_shape=(3, 32)
    )
    store.open(msgspec.structs.replace(document, calculator=calculator))
    assert "takes 3 dimensions, (channels, height, width)" in page.side.problem.reason.text()
    button = next(b for b in page.side.problem.buttons if b.text().startswith("Conv1d("))

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert store.document.calculator.layer == Conv1d(3, 1, 3)
    assert store.document.calculator.input_shape == (3, 32)
    assert page.side.problem.isHidden()


@pytest.mark.parametrize(
    ("argument", "text"),
    [("kernel_size", "0"), ("padding", "-1"), ("groups", "2"), ("kernel_size", "999999999")],
)
def test_bad_numbers_get_one_sentence_and_remedies(
    page: CalculatorPage, argument: str, text: str
) -> None:
    type_into(page, argument, text)

    assert not page.side.problem.isHidden()
    assert page.side.problem.reason.text().endswith(".")
    assert page.side.problem.buttons
    assert page.side.formula.symbolic.latex


def test_what_is_too_large_to_draw_keeps_its_formula(
    page: CalculatorPage, engine: FakeEngine
) -> None:
    asked = len(engine.asked)
    page.call_bar.shape.selectAll()
    QTest.keyClicks(page.call_bar.shape, "(1, 50000, 50000)")

    assert page.side.result.text() == "1 \u00d7 49998 \u00d7 49998"
    assert not page.side.problem.isHidden()
    assert "50000" in page.side.formula.blocks[0].substituted.latex
    assert len(engine.asked) <= asked


@pytest.mark.parametrize("layer", ["Conv2d", "ConvTranspose2d"])
def test_groups_of_zero_are_refused_in_a_sentence(page: CalculatorPage, layer: str) -> None:
    if layer != "Conv2d":
        page.call_bar.type_action(layer).trigger()
    type_into(page, "groups", "0")
    assert "groups must be at least 1" in page.side.problem.reason.text()


def test_unpooling_that_lost_its_size_gets_it_back_by_a_click(
    page: CalculatorPage, store: DocumentStore
) -> None:
    ramp = Fill(FillPattern.RAMP)
    calculator = Calculator(MaxUnpool2d(2), (1, 5, 5), ramp)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")

    assert "index 18" in page.side.problem.reason.text()
    button = page.side.problem.buttons[0]
    assert button.text() == "output_size=(5, 5)"
    button.click()

    assert store.document.calculator.output_size == (5, 5)
    assert page.side.problem.isHidden()
    assert page.side.result.text() == "1 \u00d7 5 \u00d7 5"
    assert not page.call_bar.further.output_size.isHidden()
    page.call_bar.shape_edited.emit((1, 7, 6))
    assert store.document.calculator.output_size == (7, 6)


@pytest.mark.parametrize(
    ("layer", "tensor", "before", "mended", "label"),
    [
        (CrossEntropyLoss(), "target", (1.0, 7.0, -3.0, 2.0), 2.0, "target[1] = 2"),
        (MultiMarginLoss(), "target", (1.0, -4.0, 0.0, 2.0), 0.0, "target[1] = 0"),
    ],
)
def test_a_click_changes_the_one_class_that_there_is_not(
    page: CalculatorPage,
    store: DocumentStore,
    layer: Layer,
    tensor: str,
    before: tuple[float, ...],
    mended: float,
    label: str,
) -> None:
    calculator = Calculator(layer, (4, 3)).with_recipe(tensor, Numbers((4,), before))
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")
    button = page.side.problem.remedies.buttons[0]
    assert button.text() == label

    button.click()

    after = store.document.calculator.recipe_of(tensor)
    assert after == Numbers((4,), (before[0], mended, *before[2:])), "what else was typed stays"
    store.undo_stack.undo()
    assert store.document.calculator == calculator
