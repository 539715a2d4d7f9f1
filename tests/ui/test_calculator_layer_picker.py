"""Another layer: found by typing, chosen by keys alone, or pasted as its call anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.code.writing import layer_call
from convviz.core.layers.base import LayerFamily, layer_types
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.fold import Fold
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.upsample import Upsample
from convviz.core.shown_layers import infer_shown, offered_types, shown_types
from convviz.protocol.templates import course_calculator
from convviz.stepping.scene.scene import build_scene, calculator_weights
from convviz.ui.calculator.edits import with_type
from convviz.ui.calculator.opened_call import with_call
from convviz.ui.layer_texts import family_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.ui.calculator.layer_picker import LayerPicker
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def opened(page: CalculatorPage) -> LayerPicker:
    QTest.keyClick(page, Qt.Key.Key_L, CONTROL | SHIFT)
    picker = page.call_bar.picker
    assert picker is not None
    assert picker.isVisible()
    return picker


def headings(picker: LayerPicker) -> list[str]:
    tree = picker.search.list
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [item.text(0) for item in items if item and not item.flags()]


def test_families_are_headings_with_convolution_and_pooling_first(page: CalculatorPage) -> None:
    picker = opened(page)
    assert headings(picker)[:2] == [
        family_text(LayerFamily.CONVOLUTION),
        family_text(LayerFamily.POOLING),
    ]
    assert sorted(picker.names()) == sorted(found.type_name() for found in offered_types())
    current = picker.search.list.currentItem()
    assert current is not None
    assert current.text(0) == "Conv2d"
    shown = picker.search.list
    for row in range(shown.topLevelItemCount()):
        item = shown.topLevelItem(row)
        assert item is not None
        is_heading = not item.flags()
        assert is_heading or item.text(2), f"{item.text(0)} says nothing of itself"
        assert shown.isFirstColumnSpanned(row, QModelIndex()) is is_heading


@pytest.mark.display
def test_a_layer_is_found_by_a_few_letters_and_chosen_by_keys(
    page: CalculatorPage, store: DocumentStore
) -> None:
    picker = opened(page)
    QTest.keyClicks(picker.search.field, "avgp")
    QTest.keyClick(picker.search.field, Qt.Key.Key_Return)
    assert isinstance(store.document.calculator.layer, AvgPool2d)
    assert not picker.isVisible()
    assert QApplication.focusWidget() is page
    store.undo_stack.undo()
    assert store.document.calculator == course_calculator()


@pytest.mark.display
def test_escape_closes_the_list_and_space_plays(page: CalculatorPage) -> None:
    page.call_bar.call.name_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.call_bar.call.name_button, Qt.Key.Key_Space)
    picker = page.call_bar.picker
    assert picker is not None
    QTest.keyClick(picker, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    assert QApplication.focusWidget() is page


def test_a_call_is_typed_into_the_list(page: CalculatorPage, store: DocumentStore) -> None:
    picker = opened(page)
    picker.type_text("nn.Conv2d(3, 64, kernel_size=7, stride=2)")
    assert len(picker.names()) == 1
    QTest.keyClick(picker.search.field, Qt.Key.Key_Return)
    assert store.document.calculator.layer == Conv2d(3, 64, 7, stride=2)


def test_a_call_is_typed_in_few_letters(page: CalculatorPage, store: DocumentStore) -> None:
    picker = opened(page)
    picker.type_text("conv 2 3 s2")
    assert picker.names()[0] == "Conv2d(1, 2, kernel_size=3, stride=2)"
    QTest.keyClick(picker.search.field, Qt.Key.Key_Return)
    assert store.document.calculator.layer == Conv2d(1, 2, 3, stride=2)


@pytest.mark.parametrize(
    "text",
    ["nn.Conv2d(3, ", "Conv9d(1)", "Conv2d(x=1)", "fractionalmaxpool9d 3"],
)
def test_a_call_that_cannot_be_shown_says_why(page: CalculatorPage, text: str) -> None:
    picker = opened(page)
    picker.type_text(text)
    assert picker.problem
    assert picker.names() == []


def paste(page: CalculatorPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page, Qt.Key.Key_V, CONTROL)


@pytest.mark.display
def test_a_call_pasted_on_the_page_is_opened_and_undone_in_one_step(
    page: CalculatorPage, store: DocumentStore
) -> None:
    paste(page, "nn.Conv2d(3, 64, kernel_size=7, stride=2)")
    calculator = store.document.calculator
    assert calculator.layer == Conv2d(3, 64, 7, stride=2)
    assert calculator.input_shape[0] == 3
    assert page.scene is not None
    assert min(page.scene.output_shape[1:]) >= 3
    store.undo_stack.undo()
    assert store.document.calculator == course_calculator()


def test_a_relu_has_numbers_below_0_to_show_while_nobody_chose_any(
    page: CalculatorPage, store: DocumentStore
) -> None:
    paste(page, "nn.ReLU()")
    assert build_scene(store.document.calculator).plain_input.min() < 0
    paste(page, "nn.Conv2d(1, 1, 3, bias=False)")
    assert store.document.calculator.input == course_calculator().input
    paste(page, "1 2\n3 4")
    paste(page, "nn.ReLU()")
    assert build_scene(store.document.calculator).plain_input.tolist() == [[[1, 2], [3, 4]]]


def test_a_pasted_lazy_layer_becomes_the_one_that_the_input_asks_for(
    page: CalculatorPage, store: DocumentStore
) -> None:
    paste(page, "nn.LazyConv2d(4, kernel_size=3)")

    assert store.document.calculator.layer == Conv2d(1, 4, 3)


def test_numbers_are_still_pasted_as_numbers(page: CalculatorPage, store: DocumentStore) -> None:
    paste(page, "1 2 3\n4 5 6\n7 8 9")
    assert store.document.calculator.input_shape == (1, 3, 3)
    paste(page, "tensor([[1., 2., 3.], [3., 5., 6.], [1., 0., 1.]])")
    values = build_scene(store.document.calculator).plain_input
    assert values.tolist() == [[[1, 2, 3], [3, 5, 6], [1, 0, 1]]]


@pytest.mark.parametrize(
    "layer",
    [
        Conv1d(2, 3, 9),
        Conv2d(3, 64, 11, stride=4, padding=2),
        Conv2d(64, 64, 3, padding=2, dilation=2, groups=64),
        Conv3d(1, 2, 4),
        ConvTranspose2d(5, 2, 4, stride=2, padding=1),
        MaxPool2d(8),
        Upsample(scale_factor=2.0, mode="bilinear"),
        Fold(8, 3),
        *[with_type(course_calculator(), found).layer for found in shown_types()],
    ],
    ids=layer_call,
)
def test_the_input_suits_whatever_call_is_opened(layer: Layer) -> None:
    calculator = with_call(course_calculator(), layer)
    assert calculator.layer == layer
    output = infer_shown(layer, calculator.input_shape, calculator.output_size)
    assert output
    assert build_scene(calculator).output_shape == output
    for weights in calculator_weights(calculator).values():
        assert (weights != 0).any() or layer.scales_cells


def test_sizes_that_suit_are_kept() -> None:
    assert with_call(course_calculator(), Conv2d(3, 1, 3)).input_shape == (3, 5, 5)
    kept = with_call(course_calculator(), Conv2d(1, 1, 3, bias=False))
    assert kept == course_calculator()


def test_a_lazy_layer_is_named_with_what_it_becomes(
    page: CalculatorPage, store: DocumentStore
) -> None:
    picker = opened(page)
    picker.type_text("lazylin")

    assert picker.names()[0] == "LazyLinear"
    assert picker.problem == ""
    first = picker.search.list.currentItem()
    assert first is not None
    assert "Becomes Linear" in first.text(2)
    before = store.document
    QTest.keyClick(picker.search.field, Qt.Key.Key_Return)
    assert store.document == before


def test_every_layer_is_found_by_its_name(page: CalculatorPage) -> None:
    picker = opened(page)
    for name in layer_types():
        picker.type_text(name.lower())
        assert picker.names()[0] == name


def test_a_lazy_layer_says_what_it_becomes(page: CalculatorPage) -> None:
    picker = opened(page)
    picker.type_text("LazyConv2d")

    item = picker.search.list.currentItem()
    assert item is not None
    assert "Becomes Conv2d" in item.text(2)


def test_without_a_text_only_what_can_be_chosen_is_listed(page: CalculatorPage) -> None:
    assert set(opened(page).names()) == {shown.type_name() for shown in offered_types()}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cross entropy", "CrossEntropyLoss"),
        ("adam w", "AdamW"),
        ("批归一化", "BatchNorm2d"),
        ("sofmax", "Softmax"),
    ],
)
def test_what_a_layer_is_called_elsewhere_finds_it(
    page: CalculatorPage, text: str, name: str
) -> None:
    picker = opened(page)
    picker.type_text(text)
    assert name in picker.names()[:3]
    assert picker.problem == ""
