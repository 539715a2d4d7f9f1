"""The network page's drawing: it follows edits, chooses what is clicked, zooms, and is exported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.drawing.options import FigureOptions, Style, Theme
from convviz.protocol.block_networks import densenet, resnet20, unet
from convviz.ui.network.figure.figure_marks import area_of, around
from convviz.ui.network.page import NetworkPage
from convviz.ui.theme import apply_theme
from tests.support.figures import figure, texts
from tests.support.network_page import show

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.figure.figure_canvas import FigureCanvas
    from convviz.ui.network.figure.figure_dialog import FigureDialog
    from convviz.ui.network.figure.figure_view import FigureView


def view_of(page: NetworkPage) -> FigureView:
    return page.panels.drawing


def drawn(page: NetworkPage) -> list[str]:
    scene = view_of(page).scene
    assert scene is not None
    return texts(scene)


def place(canvas: FigureCanvas, *path: int) -> QPoint:
    at = canvas.place_of(path)
    assert at is not None
    return at.toPoint()


def turn_wheel(canvas: FigureCanvas, at: QPointF, by: int) -> None:
    event = QWheelEvent(
        at,
        canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's signature
    )
    QApplication.sendEvent(canvas, event)


def test_the_drawing_is_seen_first_and_follows_an_edit_and_undo(
    page: NetworkPage, store: DocumentStore
) -> None:
    assert view_of(page).isVisible()
    assert "32 × 32 × 32" in drawn(page)
    page.layers.cards.select([0])
    page.form.field("out_channels").field.value_changed.emit(20)
    assert "20 × 32 × 32" in drawn(page)
    store.undo_stack.undo()
    assert "20 × 32 × 32" not in drawn(page)


def test_a_click_chooses_a_layer_and_what_is_chosen_is_marked(page: NetworkPage) -> None:
    canvas = view_of(page).canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place(canvas, 2))
    assert page.layers.cards.selected_rows() == [2]
    assert canvas.marked == ((2,),)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, control, place(canvas, 0))
    assert page.layers.cards.selected_rows() == [0, 2]
    page.layers.cards.select([5])
    assert canvas.marked == ((5,),)


def test_the_mark_is_in_the_picture(page: NetworkPage) -> None:
    canvas = view_of(page).canvas
    page.layers.cards.select([0])
    first = canvas.grab().toImage()
    page.layers.cards.select([2])
    assert canvas.grab().toImage() != first


def test_a_block_is_marked_by_a_line_around_it_in_each_of_its_rows() -> None:
    network = densenet()
    scene = figure(network.steps, network.input_shape, FigureOptions(rows=4))
    frames = around(scene, list(scene.of((1,))), (1,))  # dense1, of two rows
    assert len(frames.toSubpathPolygons()) == 2
    first = list(scene.of((1, 0)))  # its first concatenation, without a frame
    line = around(scene, first, (1, 0)).boundingRect()
    assert all(line.contains(area_of(item)) for item in first)
    deep = unet()
    divided = figure(deep.steps, deep.input_shape, FigureOptions(rows=3))
    assert around(divided, list(divided.of((4,))), (4,)).isEmpty()  # others stand in between


def test_arrows_go_from_layer_to_layer_and_two_clicks_open_one(
    qtbot: QtBot, page: NetworkPage
) -> None:
    canvas = view_of(page).canvas
    page.layers.cards.select([0])
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert page.layers.cards.selected_rows() == [1]
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert page.layers.cards.selected_rows() == [0]
    with qtbot.waitSignal(page.open_in_calculator) as opened:
        QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place(canvas, 2))
    assert opened.args == [2]


def test_what_is_chosen_in_the_drawing_is_deleted_by_a_key(
    page: NetworkPage, store: DocumentStore
) -> None:
    canvas = view_of(page).canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place(canvas, 1))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert store.undo_stack.undoText() == "Delete MaxPool2d"
    assert drawn(page).count("MaxPool2d") == 2


def test_what_is_under_the_mouse_is_told(page: NetworkPage) -> None:
    canvas = view_of(page).canvas
    tip = canvas.tip_at(place(canvas, 0))
    assert tip is not None
    assert tip[0].startswith("Conv2d(3, 32, kernel_size=5, padding=2)\n3 × 32 × 32 → 32 × 32 × 32")
    assert tip[1].contains(place(canvas, 0))
    assert canvas.tip_at(QPoint(1, 1)) is None


def test_a_folded_repetition_chooses_its_first_and_is_marked_for_all(
    page: NetworkPage, store: DocumentStore
) -> None:
    store.open(msgspec.structs.replace(store.document, network=resnet20()))
    canvas = view_of(page).canvas
    scene = canvas.scene
    assert scene is not None
    third = (7, 0, 0)  # the first convolution of the third block
    assert scene.shown(third) == (3, 0, 0)
    row = page.panels.views._presenter.state.rows_of([third])
    page.layers.cards.select(row)
    assert canvas.marked == (third,)


def test_a_wheel_zooms_round_the_mouse_and_a_key_fits_again(page: NetworkPage) -> None:
    canvas = view_of(page).canvas
    before, at = canvas.scale, canvas.place_of((2,))
    assert at is not None
    assert canvas.is_fitted
    turn_wheel(canvas, at, 480)
    assert canvas.scale == pytest.approx(2 * before)
    after = canvas.place_of((2,))
    assert after is not None
    assert (after - at).manhattanLength() < 1
    page.page_actions["zoom out"].trigger()
    assert canvas.scale == pytest.approx(2 * before / 1.25)
    page.page_actions["fit"].trigger()
    assert canvas.scale == pytest.approx(before)


def test_two_fingers_zoom(page: NetworkPage) -> None:
    canvas = view_of(page).canvas
    before, at = canvas.scale, QPointF(canvas.rect().center())
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        canvas.mapToGlobal(at),
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(canvas, pinch)
    assert canvas.scale == pytest.approx(1.5 * before)


def test_a_drag_pans_what_is_larger_than_its_room_and_chooses_nothing(page: NetworkPage) -> None:
    canvas = view_of(page).canvas
    page.layers.cards.select([0])
    for _ in range(6):
        page.page_actions["zoom in"].trigger()
    before = canvas.place_of((2,))
    middle = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(canvas, middle - QPoint(40, 10))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle - QPoint(40, 10))
    after = canvas.place_of((2,))
    assert before is not None
    assert after is not None
    assert after - before == QPointF(-40, -10)
    assert page.layers.cards.selected_rows() == [0]


def test_what_is_chosen_in_the_list_comes_into_sight(page: NetworkPage) -> None:
    canvas = view_of(page).canvas
    page.layers.cards.select([0])
    turn_wheel(canvas, QPointF(place(canvas, 0)), 1200)
    last = canvas.place_of((8,))
    assert last is not None
    assert not canvas.rect().contains(last.toPoint())
    page.layers.cards.select([8])
    assert canvas.rect().contains(place(canvas, 8))


def test_an_edit_keeps_the_zoom(page: NetworkPage) -> None:
    canvas = view_of(page).canvas
    page.page_actions["zoom in"].trigger()
    scale = canvas.scale
    page.layers.cards.select([0])
    page.form.field("out_channels").field.value_changed.emit(20)
    assert canvas.scale == scale


def test_a_failure_is_drawn_and_no_layer_is_too_little(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(3, 8, 3), Linear(7, 2), ReLU(), shape=(3, 9, 8))
    assert {"cannot run", "1 more behind it"} <= set(drawn(page))
    tip = view_of(page).canvas.tip_at(place(view_of(page).canvas, 1))
    assert tip is not None
    assert "in_features" in tip[0]  # the reason
    show(store, shape=(3, 9, 8))
    assert drawn(page)[-1] == "No layers yet"


def test_another_look_is_drawn_and_kept(
    qtbot: QtBot, page: NetworkPage, store: DocumentStore
) -> None:
    view = view_of(page)
    view.switches["has_sizes"].trigger()
    assert "32 × 32 × 32" not in drawn(page)
    view.styles[Style.FLAT].trigger()
    again = NetworkPage(store)
    qtbot.addWidget(again)
    again.show()
    assert again.panels.drawing.styles[Style.FLAT].isChecked()
    assert not again.panels.drawing.switches["has_sizes"].isChecked()
    assert "32 × 32 × 32" not in drawn(again)


def test_the_drawing_wears_the_windows_theme(page: NetworkPage, qapp: QApplication) -> None:
    canvas = view_of(page).canvas
    light = canvas.grab().toImage()
    try:
        apply_theme(qapp, "dark")
        assert canvas.theme is Theme.DARK
        dark = canvas.grab().toImage()
        assert dark.pixelColor(6, 6).lightness() < 60 < light.pixelColor(6, 6).lightness()
    finally:
        apply_theme(qapp, "light")


def test_the_drawing_is_copied_as_a_picture(page: NetworkPage) -> None:
    page.page_actions["copy drawing"].trigger()
    image = QGuiApplication.clipboard().image()
    assert image.width() > 400


def open_dialog(page: NetworkPage) -> FigureDialog:
    page.page_actions["export drawing"].trigger()
    dialog = view_of(page).dialog
    assert dialog is not None
    return dialog


@pytest.mark.parametrize(
    ("suffix", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_the_dialog_writes_each_format(
    page: NetworkPage, tmp_path: Path, suffix: str, start: bytes
) -> None:
    dialog = open_dialog(page)
    path = tmp_path / f"net.{suffix}"
    dialog.path.setText(str(path))
    assert dialog.format.currentText() == suffix.upper()
    dialog.theme.setCurrentIndex(dialog.theme.findData(Theme.PRINT))
    dialog.export_button.click()
    assert path.read_bytes().startswith(start)
    assert str(path) in dialog.status.text()
    dialog.reject()
    assert view_of(page).dialog is None


def test_the_preview_follows_the_looks_and_not_each_letter_of_the_name(
    page: NetworkPage, tmp_path: Path
) -> None:
    dialog = open_dialog(page)
    shown = [dialog.preview.pixmap().cacheKey()]
    dialog.path.setText(str(tmp_path / "another.svg"))
    assert dialog.preview.pixmap().cacheKey() == shown[0]
    dialog.theme.setCurrentIndex(dialog.theme.findData(Theme.PRINT))
    shown.append(dialog.preview.pixmap().cacheKey())
    dialog.ground.setChecked(False)
    shown.append(dialog.preview.pixmap().cacheKey())
    dialog.rows.setValue(2)
    shown.append(dialog.preview.pixmap().cacheKey())
    assert len(set(shown)) == 4
    dialog.reject()


def test_the_dialog_says_what_is_wrong_before_anything_is_written(
    page: NetworkPage, tmp_path: Path
) -> None:
    dialog = open_dialog(page)
    dialog.path.setText(str(tmp_path / "net.gif"))
    assert not dialog.export_button.isEnabled()
    assert ".svg, .png, .pdf" in dialog.status.text()
    there = tmp_path / "there.svg"
    there.write_text("mine")
    dialog.path.setText(str(there))
    assert dialog.export_button.text() == "Replace"
    dialog.path.setText(str(there / "below.svg"))
    dialog.export_button.click()
    assert dialog.status.property("role") == "error"
    assert there.read_text() == "mine"
    dialog.reject()
