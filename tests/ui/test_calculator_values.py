from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec.structs
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from convviz.core.layers.conv import Conv2d
from convviz.core.presets import presets
from convviz.protocol.document import Calculator
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.recipes import Fill, FillPattern, PictureMode
from convviz.protocol.templates import course_calculator
from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT, CellAddress
from convviz.ui.calculator.value_menu import PASTE, RESEED
from convviz.ui.images.picture_menu import SHAPES10
from convviz.ui.widgets.grid.cell_editor import CellEditor
from convviz.values.pictures import OpenedPicture, read_picture_file
from convviz.values.text_values import TextForm
from tests.support.mouse import move_mouse

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator

pytestmark = pytest.mark.usefixtures("no_formulas")

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def put(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def taken() -> str:
    return QGuiApplication.clipboard().text()


def stand_on(page: CalculatorPage, group: str, row: int = 0, column: int = 0) -> None:
    view = page.grids.view
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
    assert page.grids.view.grid(INPUT).values.tolist()[1] == [5, 6, 7, 8]
    store.undo_stack.undo()
    assert store.document == before


def test_a_paste_goes_into_the_group_under_the_cursor(
    page: CalculatorPage, store: DocumentStore
) -> None:
    stand_on(page, KERNEL)
    put("array([[1., 0.],\n       [0., 1.]])")
    QTest.keyClick(page.grids.view, Qt.Key.Key_V, CONTROL)
    assert store.document.calculator.layer == Conv2d(1, 1, 2, bias=False)
    assert page.grids.view.grid(KERNEL).values.tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("text", ["", "hello", "[[1, 2], [3]]", "[[1, ..., 2]]", "[[[[[[1]]]]]]"])
def test_what_is_no_matrix_leaves_the_page_as_it_was(
    page: CalculatorPage, store: DocumentStore, text: str
) -> None:
    before, values = store.document, page.grids.view.grid(OUTPUT).values.tolist()
    put(text)
    QTest.keyClick(page, Qt.Key.Key_V, CONTROL)
    assert page.notice.isVisible()
    assert page.notice.sentence
    assert store.document == before
    assert page.grids.view.grid(OUTPUT).values.tolist() == values
    put("[[1, 2, 3], [4, 5, 6], [7, 8, 9]]")
    QTest.keyClick(page, Qt.Key.Key_V, CONTROL)
    assert not page.notice.isVisible()


def test_nothing_is_pasted_into_the_output_or_a_part_that_is_not_there(
    page: CalculatorPage, store: DocumentStore
) -> None:
    before = store.document
    put("[[1]]")
    page.presenter.values.paste("output")
    assert "computed" in page.notice.sentence
    page.presenter.values.paste("bias")
    assert "no numbers of its own" in page.notice.sentence
    assert store.document == before


def test_the_cells_under_the_cursor_are_copied_for_a_spreadsheet(page: CalculatorPage) -> None:
    stand_on(page, KERNEL)
    QTest.keyClick(page.grids.view, Qt.Key.Key_C, CONTROL)
    assert taken() == "1\t2\t1\n0\t1\t0\n2\t1\t0\n"


def test_every_part_is_copied_in_every_form(page: CalculatorPage) -> None:
    bar = page.call_bar
    bar.numbers.menus["weight"].copies.forms[TextForm.TORCH].trigger()
    assert taken().startswith("torch.tensor([[[[1.0, 2.0, 1.0],")
    bar.numbers.menus["input"].copies.forms[TextForm.PYTHON].trigger()
    assert taken().startswith("[[[1, 2, 0, 3, 1],")
    bar.numbers.output_copies.forms[TextForm.NUMPY].trigger()
    assert taken().startswith("np.array([[[10.0, 12.0, 12.0],")
    bar.numbers.menus["input"].pattern_action(PASTE).trigger()
    assert page.grids.view.grid(INPUT).values.tolist() == [[10, 12, 12], [18, 16, 16], [13, 9, 3]]


def test_more_numbers_than_are_written_as_text_leave_the_clipboard_alone(
    page: CalculatorPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("before")
    monkeypatch.setattr("convviz.ui.calculator.value_actions.MOST_COPIED", 8)

    page.call_bar.numbers.menus["weight"].copies.forms[TextForm.TORCH].trigger()

    assert taken() == "before"
    assert "These are 9 numbers, and at most 8 are copied" in page.notice.sentence
    monkeypatch.undo()
    page.call_bar.numbers.menus["weight"].copies.forms[TextForm.TORCH].trigger()
    assert taken().startswith("torch.tensor")
    assert not page.notice.isVisible()


def test_a_cell_of_very_many_numbers_is_typed_over_and_the_document_stays_small(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Calculator(Conv2d(512, 512, 3, padding=1), (512, 14, 14)))
    before = page.grids.scene
    assert before is not None

    page.presenter.edits.cell("weight", (500, 7, 2, 0), 2.5)

    shown = page.grids.scene
    assert shown is not None
    changed = np.argwhere(shown.plain_weights["weight"] != before.plain_weights["weight"])
    assert changed.tolist() in ([], [[500, 7, 2, 0]])
    assert shown.plain_weights["weight"][500, 7, 2, 0] == 2.5
    assert len(encode_document(store.document)) < 10_000


def test_a_not_a_number_is_typed_and_goes_through_the_sum(
    page: CalculatorPage, store: DocumentStore
) -> None:
    stand_on(page, INPUT, 1, 1)
    QTest.keyClicks(page.grids.view, "n")
    editor = page.grids.view.findChild(CellEditor)
    assert editor is not None
    QTest.keyClicks(editor, "an")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    output = page.grids.view.grid(OUTPUT)
    assert np.isnan(output.values).tolist() == [[True, True, False]] * 2 + [[False] * 3]
    assert output.text(0, 0) == "NaN"
    again = decode_document(encode_document(store.document))
    assert again.calculator == store.document.calculator


def test_another_seed_is_kept_in_the_document(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, Calculator(Conv2d(1, 1, 3), (1, 5, 5)))
    first = page.grids.view.grid(INPUT).values.copy()
    QTest.keyClick(page, Qt.Key.Key_R, CONTROL)
    assert store.document.calculator.input == Fill(FillPattern.RANDOM_INTEGERS, 2)
    assert not np.array_equal(page.grids.view.grid(INPUT).values, first)
    reseed = page.call_bar.numbers.menus["input"].pattern_action(RESEED)
    assert "2" in reseed.text()


def test_a_chosen_seed_and_range_are_kept_in_the_document(
    page: CalculatorPage, store: DocumentStore
) -> None:
    dialog = page.call_bar.numbers.menus["input"].ask_seed()
    dialog.seed.setValue(7)
    dialog.low.setValue(0)
    dialog.high.setValue(1)
    dialog.accept()
    recipe = Fill(FillPattern.RANDOM_INTEGERS, 7, 0, 1)
    assert store.document.calculator.input == recipe
    assert set(page.grids.view.grid(INPUT).values.ravel().tolist()) == {0.0, 1.0}
    assert decode_document(encode_document(store.document)).calculator.input == recipe


def test_the_bias_is_pasted_too(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, Calculator(Conv2d(1, 2, 3), (1, 5, 5)))
    put("0,5\t-1")
    page.call_bar.numbers.menus["bias"].pattern_action(PASTE).trigger()
    assert page.grids.view.grid(BIAS).values.tolist() == [[0.5]]


def picture_file(folder: Path, width: int = 40, height: int = 30) -> Path:
    path = folder / "photo.png"
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = 255
    Image.fromarray(pixels, "RGB").save(path)
    return path


def await_picture(qtbot: QtBot, page: CalculatorPage) -> None:
    qtbot.waitUntil(lambda: not page.presenter.values.pictures.reader.is_reading)


def test_a_picture_s_file_is_the_input_drawn_in_grey(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore, tmp_path: Path
) -> None:
    before = store.document
    page.presenter.values.pictures.open_file(picture_file(tmp_path))
    await_picture(qtbot, page)
    assert store.document.calculator.input_shape == (1, 48, 64)
    view = page.grids.view
    assert view.grid(INPUT).fill(0, 60) == "#000000"
    assert view.grid(OUTPUT).values.shape == (46, 62)
    store.undo_stack.undo()
    assert store.document == before
    assert view.grid(INPUT).fill(0, 2) != "#000000"


def test_size_and_colours_start_from_the_original(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore, tmp_path: Path
) -> None:
    pictures = page.presenter.values.pictures
    pictures.open_file(picture_file(tmp_path))
    await_picture(qtbot, page)
    pictures.menu.sides[None].trigger()
    assert store.document.calculator.input_shape == (1, 30, 40)
    pictures.menu.modes[PictureMode.RGB].trigger()
    assert store.document.calculator.input_shape == (3, 30, 40)
    assert store.document.calculator.layer == Conv2d(3, 1, 3, bias=False)
    page.presenter.values.depthwise.trigger()
    assert store.document.calculator.layer == Conv2d(3, 3, 3, groups=3, bias=False)
    fill = page.grids.view.grid(INPUT).fill(0, 0)
    assert int(fill[1:3], 16) > int(fill[3:5], 16)


def test_a_picture_scaled_down_says_so(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore, tmp_path: Path
) -> None:
    page.presenter.values.pictures.open_file(picture_file(tmp_path, 2000, 10))
    await_picture(qtbot, page)
    assert "2000 \u00d7 10" in page.notice.sentence
    assert store.document.calculator.input_shape == (1, 1, 64)


def test_a_broken_picture_leaves_the_page_as_it_was(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore, tmp_path: Path
) -> None:
    before = store.document
    path = picture_file(tmp_path)
    path.write_bytes(path.read_bytes()[:60])
    page.presenter.values.pictures.open_file(path)
    await_picture(qtbot, page)
    assert "photo.png" in page.notice.sentence
    assert store.document == before


def drop(page: CalculatorPage, mime: QMimeData) -> bool:
    middle, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(middle, copy, mime, left, none)
    QApplication.sendEvent(page, entering)
    dropping = QDropEvent(middle.toPointF(), copy, mime, left, none)
    QApplication.sendEvent(page, dropping)
    return entering.isAccepted() and dropping.isAccepted()


def test_a_dropped_picture_is_the_input_and_a_document_is_left_to_the_window(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore, tmp_path: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "some.convviz"))])
    assert not drop(page, mime)
    assert store.document.calculator.input_shape == (1, 5, 5)
    mime.setUrls([QUrl.fromLocalFile(str(picture_file(tmp_path)))])
    assert drop(page, mime)
    await_picture(qtbot, page)
    assert store.document.calculator.input_shape == (1, 48, 64)


@pytest.mark.display
def test_a_picture_on_the_clipboard_is_pasted_as_the_input(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore
) -> None:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    QGuiApplication.clipboard().setImage(image)
    page.presenter.values.pictures.menu.sides[None].setChecked(True)
    QTest.keyClick(page, Qt.Key.Key_V, CONTROL)
    await_picture(qtbot, page)
    assert store.document.calculator.input_shape == (1, 6, 8)
    assert set(page.grids.view.grid(INPUT).values.ravel().tolist()) == {1.0}


def test_samples_follow_each_other(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore
) -> None:
    menu = page.presenter.values.pictures.menu
    menu.sources[SHAPES10].trigger()
    await_picture(qtbot, page)
    first = store.document.calculator.input
    menu.sources[SHAPES10].trigger()
    await_picture(qtbot, page)
    assert store.document.calculator.input not in {first, course_calculator().input}
    assert store.document.calculator.input_shape == (1, 32, 32)
    menu.sides[128].trigger()
    assert store.document.calculator.input_shape == (1, 128, 128)


def test_a_slow_picture_is_spoken_of_and_can_be_let_go(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore, tmp_path: Path
) -> None:
    before, may_end = store.document, threading.Event()
    reader = page.presenter.values.pictures.reader

    def read() -> OpenedPicture:
        may_end.wait(10)
        return read_picture_file(picture_file(tmp_path))

    page.presenter.values.pictures._open(read)
    qtbot.waitUntil(lambda: "Reading" in page.notice.sentence)
    page.notice.findChildren(QToolButton)[-1].click()
    assert not reader.is_reading
    with qtbot.assertNotEmitted(reader.read, wait=50):
        may_end.set()
    assert store.document == before


def test_the_picture_that_was_chosen_last_is_shown(
    qtbot: QtBot, page: CalculatorPage, store: DocumentStore, tmp_path: Path
) -> None:
    page.presenter.values.pictures.menu.sides[None].setChecked(True)
    page.presenter.values.pictures.open_file(picture_file(tmp_path, 40, 30))
    page.presenter.values.pictures.menu.sources[SHAPES10].trigger()
    await_picture(qtbot, page)
    assert store.document.calculator.input_shape == (1, 32, 32)


def test_a_notice_goes_with_what_it_was_about(
    qtbot: QtBot, page: CalculatorPage, tmp_path: Path
) -> None:
    path = tmp_path / "wide.png"
    Image.new("RGB", (300, 200), "red").save(path)
    page.presenter.values.pictures.open_file(path)
    qtbot.waitUntil(page.notice.isVisible)
    page.presenter.edits._store.undo_stack.undo()
    assert not page.notice.isVisible()

    put("no number")
    page.presenter.values.paste()
    assert page.notice.isVisible()
    page.presenter.edits.cell("input", (0, 0, 0), 7.0)
    assert not page.notice.isVisible()


def test_a_preset_begins_at_the_top_of_its_explanation_without_an_old_wish(
    page: CalculatorPage,
) -> None:
    page.resize(900, 420)
    page.side.solver.wish.wish((2, 2))
    QApplication.processEvents()
    bar = page.side.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    page.call_bar.preset_chosen.emit(presets()[1])
    page.side.solver.solve_now()
    assert bar.value() == 0
    assert page.side.solver.wish.sizes == page.scene.calculator.input_shape[1:]  # type: ignore[union-attr]


def test_hovering_ends_when_a_menu_opens(page: CalculatorPage) -> None:
    move_mouse(page.grids.view, CellAddress(OUTPUT, 0, 2, 2))
    assert page.player.shown == 8
    page.end_hover()
    assert page.player.shown == 0


@pytest.mark.parametrize(
    ("code", "opened"),
    [
        ("x = F.relu(self.conv1(x))", "ReLU"),
        ("x.softmax(-1)", "Softmax"),
        ("loss = F.cross_entropy(out, y)\nloss.backward()", "CrossEntropyLoss"),
        ("optimizer = optim.Adam(model.parameters(), lr=1e-3)", "Adam"),
    ],
)
def test_pasted_code_opens_what_it_calls(
    page: CalculatorPage, store: DocumentStore, code: str, opened: str
) -> None:
    put(code)
    page.presenter.values.paste()
    assert store.document.calculator.layer.type_name() == opened


def test_printed_numbers_stay_numbers_where_they_are_wrong(page: CalculatorPage) -> None:
    told: list[tuple[str, str]] = []
    page.presenter.values.told.connect(lambda kind, text: told.append((kind, text)))
    put("tensor([[1., 2.], [3.]])")
    page.presenter.values.paste()
    ((kind, text),) = told
    assert kind == "error"
    assert "layer" not in text
