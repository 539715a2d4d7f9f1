from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from convviz.core.layers.conv import Conv2d
from convviz.protocol.document import Calculator, Document
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.recipes import Fill, FillPattern
from convviz.protocol.templates import course_calculator, course_network
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.calculator.planes import BIAS, INPUT, KERNEL, OUTPUT
from convviz.ui.calculator.value_menu import PASTE, RESEED
from convviz.ui.document_store import DocumentStore
from convviz.ui.widgets.grid.cell_editor import CellEditor
from convviz.ui.widgets.grid.groups import CellAddress
from convviz.values.text_values import TextForm
from tests.support.fake_engine import FakeEngine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def store() -> DocumentStore:
    return DocumentStore(Document(course_calculator(), course_network()))


@pytest.fixture
def page(qtbot: QtBot, store: DocumentStore) -> CalculatorPage:
    made = CalculatorPage(store, FakeEngine())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def put(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def taken() -> str:
    return QGuiApplication.clipboard().text()


def stand_on(page: CalculatorPage, group: str, row: int = 0, column: int = 0) -> None:
    view = page.picture.view
    view.setFocus()
    position = view.cell_position(CellAddress(group, 0, row, column))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=position)


def show(store: DocumentStore, calculator: Calculator) -> None:
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")


def test_a_pasted_matrix_is_the_input_in_one_step(
    page: CalculatorPage, store: DocumentStore
) -> None:
    before = store.document
    put("1\t2\t3\t4\n5\t6\t7\t8\n9\t10\t11\t12")
    QTest.keyClick(page, Qt.Key.Key_V, CONTROL)
    assert store.document.calculator.input_shape == (1, 3, 4)
    assert page.picture.view.grid(INPUT).values.tolist()[1] == [5, 6, 7, 8]
    store.undo_stack.undo()
    assert store.document == before


def test_a_paste_goes_into_the_group_under_the_cursor(
    page: CalculatorPage, store: DocumentStore
) -> None:
    stand_on(page, KERNEL)
    put("array([[1., 0.],\n       [0., 1.]])")
    QTest.keyClick(page.picture.view, Qt.Key.Key_V, CONTROL)
    assert store.document.calculator.layer == Conv2d(1, 1, 2, bias=False)
    assert page.picture.view.grid(KERNEL).values.tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("text", ["", "hello", "[[1, 2], [3]]", "[[1, ..., 2]]", "[[[[[[1]]]]]]"])
def test_what_is_no_matrix_leaves_the_page_as_it_was(
    page: CalculatorPage, store: DocumentStore, text: str
) -> None:
    before, values = store.document, page.picture.view.grid(OUTPUT).values.tolist()
    put(text)
    QTest.keyClick(page, Qt.Key.Key_V, CONTROL)
    assert page.notice.isVisible()
    assert page.notice.sentence
    assert store.document == before
    assert page.picture.view.grid(OUTPUT).values.tolist() == values
    put("[[1, 2, 3], [4, 5, 6], [7, 8, 9]]")
    QTest.keyClick(page, Qt.Key.Key_V, CONTROL)
    assert not page.notice.isVisible()


def test_nothing_is_pasted_into_the_output_or_a_part_that_is_not_there(
    page: CalculatorPage, store: DocumentStore
) -> None:
    before = store.document
    put("[[1]]")
    page.values.paste("output")
    assert "computed" in page.notice.sentence
    page.values.paste("bias")
    assert "no numbers of its own" in page.notice.sentence
    assert store.document == before


def test_the_cells_under_the_cursor_are_copied_for_a_spreadsheet(page: CalculatorPage) -> None:
    stand_on(page, KERNEL)
    QTest.keyClick(page.picture.view, Qt.Key.Key_C, CONTROL)
    assert taken() == "1\t2\t1\n0\t1\t0\n2\t1\t0\n"


def test_every_part_is_copied_in_every_form(page: CalculatorPage) -> None:
    bar = page.call_bar
    bar.menus["weight"].copies.forms[TextForm.TORCH].trigger()
    assert taken().startswith("torch.tensor([[[[1.0, 2.0, 1.0],")
    bar.menus["input"].copies.forms[TextForm.PYTHON].trigger()
    assert taken().startswith("[[[1, 2, 0, 3, 1],")
    bar.output_copies.forms[TextForm.NUMPY].trigger()
    assert taken().startswith("np.array([[[10.0, 12.0, 12.0],")
    bar.menus["input"].pattern_action(PASTE).trigger()
    assert page.picture.view.grid(INPUT).values.tolist() == [[10, 12, 12], [18, 16, 16], [13, 9, 3]]


def test_a_not_a_number_is_typed_and_goes_through_the_sum(
    page: CalculatorPage, store: DocumentStore
) -> None:
    stand_on(page, INPUT, 1, 1)
    QTest.keyClicks(page.picture.view, "n")
    editor = page.picture.view.findChild(CellEditor)
    assert editor is not None
    QTest.keyClicks(editor, "an")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    output = page.picture.view.grid(OUTPUT)
    assert np.isnan(output.values).tolist() == [[True, True, False]] * 2 + [[False] * 3]
    assert output.text(0, 0) == "NaN"
    again = decode_document(encode_document(store.document))
    assert again.calculator == store.document.calculator


def test_another_seed_is_kept_in_the_document(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, Calculator(Conv2d(1, 1, 3), (1, 5, 5)))
    first = page.picture.view.grid(INPUT).values.copy()
    QTest.keyClick(page, Qt.Key.Key_R, CONTROL)
    assert store.document.calculator.input == Fill(FillPattern.RANDOM_INTEGERS, 2)
    assert not np.array_equal(page.picture.view.grid(INPUT).values, first)
    reseed = page.call_bar.menus["input"].pattern_action(RESEED)
    assert "2" in reseed.text()


def test_a_chosen_seed_and_range_are_kept_in_the_document(
    page: CalculatorPage, store: DocumentStore
) -> None:
    dialog = page.call_bar.menus["input"].ask_seed()
    dialog.seed.setValue(7)
    dialog.low.setValue(0)
    dialog.high.setValue(1)
    dialog.accept()
    recipe = Fill(FillPattern.RANDOM_INTEGERS, 7, 0, 1)
    assert store.document.calculator.input == recipe
    assert set(page.picture.view.grid(INPUT).values.ravel().tolist()) == {0.0, 1.0}
    assert decode_document(encode_document(store.document)).calculator.input == recipe


def test_the_bias_is_pasted_too(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, Calculator(Conv2d(1, 2, 3), (1, 5, 5)))
    put("0,5\t-1")
    page.call_bar.menus["bias"].pattern_action(PASTE).trigger()
    assert page.picture.view.grid(BIAS).values.tolist() == [[0.5]]
