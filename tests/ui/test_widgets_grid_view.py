"""The picture of a step, as a person points at it, edits it and zooms it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import ref

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip

from convviz.stepping.cells import CellAddress, CellKind
from convviz.ui.theme import apply_theme
from convviz.ui.widgets.grid import (
    CellMark,
    GridRole,
    Plane,
    PlaneGroup,
    PlaneStackView,
    WindowOutline,
)
from tests.support.mouse import move_mouse
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def groups(side: int = 5, kernel: int = 3, channels: int = 1) -> list[PlaneGroup]:
    values = np.arange(side * side, dtype=np.float64).reshape(side, side)
    weights = np.ones((kernel, kernel))
    out = side - kernel + 1
    return [
        PlaneGroup("input", GridRole.INPUT, "Input", (Plane(values),) * channels, editable=True),
        PlaneGroup("kernel", GridRole.KERNEL, "Kernel", (Plane(weights),) * channels, "∗"),
        PlaneGroup("output", GridRole.OUTPUT, "Output", (Plane.pending(out, out),), "="),
    ]


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[PlaneStackView]:
    apply_theme(qapp, "light")
    made = PlaneStackView()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.set_groups(groups())
    show_active(qtbot, made)
    yield made
    made.hide()


def click(view: PlaneStackView, address: CellAddress) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cell_position(address))


def editor(view: PlaneStackView) -> QLineEdit:
    found = view.viewport().findChild(QLineEdit)
    assert found is not None
    return found


def test_hovering_names_the_cell_and_leaving_says_so(qtbot: QtBot, view: PlaneStackView) -> None:
    address = CellAddress("input", 0, 1, 3)
    with qtbot.waitSignal(view.cell_hovered) as hovered:
        move_mouse(view, view.cell_position(address))
    assert hovered.args == [*address]
    with qtbot.waitSignal(view.hover_left):
        move_mouse(view, QPoint(2, 2))


def test_clicking_an_output_cell_names_it(qtbot: QtBot, view: PlaneStackView) -> None:
    address = CellAddress("output", 0, 2, 1)
    with qtbot.waitSignal(view.cell_clicked) as clicked:
        click(view, address)
    assert clicked.args == [*address]


def test_typing_a_digit_replaces_the_number_and_enter_goes_down(
    qtbot: QtBot, view: PlaneStackView
) -> None:
    click(view, CellAddress("input", 0, 1, 1))
    QTest.keyClick(view, Qt.Key.Key_7)
    QTest.keyClicks(editor(view), ".5")
    with qtbot.waitSignal(view.cell_edited) as edited:
        QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert edited.args == ["input", 0, 1, 1, "7.5"]
    assert not editor(view).isVisible()
    assert "row 2, column 1" in view.accessibleDescription()


@pytest.mark.parametrize("key", [Qt.Key.Key_7, Qt.Key.Key_Delete])
def test_an_edit_may_show_another_picture_without_the_cell(
    view: PlaneStackView, key: Qt.Key
) -> None:
    view.cell_edited.connect(lambda *_cell: view.set_groups(groups()[1:]))
    click(view, CellAddress("input", 0, 1, 1))
    QTest.keyClick(view, key)
    if key is Qt.Key.Key_7:
        QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert not editor(view).isVisible()


def test_control_alone_and_keys_that_edit_text_leave_the_cell_open(
    qtbot: QtBot, view: PlaneStackView
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    click(view, CellAddress("input", 0, 1, 1))
    QTest.keyClick(view, Qt.Key.Key_7)
    with qtbot.assertNotEmitted(view.cell_edited):
        for key in (Qt.Key.Key_Control, Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_Z):
            QTest.keyClick(editor(view), key, control)
    assert editor(view).isVisible()
    QTest.keyClick(editor(view), Qt.Key.Key_Escape)


def test_double_click_edits_the_number_that_is_there(view: PlaneStackView) -> None:
    position = view.cell_position(CellAddress("input", 0, 2, 3))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=position)
    assert editor(view).isVisible()
    assert editor(view).text() == "13"
    QTest.keyClick(editor(view), Qt.Key.Key_Escape)
    assert not editor(view).isVisible()


def test_text_that_is_no_number_stays_in_the_cell_with_the_reason(
    qtbot: QtBot, view: PlaneStackView
) -> None:
    click(view, CellAddress("input", 0, 0, 0))
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor(view).setText("1..2")
    with qtbot.assertNotEmitted(view.cell_edited):
        QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert editor(view).isVisible()
    assert editor(view).text() == "1..2"
    assert "1..2" in editor(view).toolTip()
    assert editor(view).property("invalid") is True
    QTest.keyClick(editor(view), Qt.Key.Key_Escape)


def test_tab_in_the_editor_moves_to_the_right(qtbot: QtBot, view: PlaneStackView) -> None:
    click(view, CellAddress("input", 0, 0, 0))
    QTest.keyClick(view, Qt.Key.Key_F2)
    with qtbot.waitSignal(view.cell_edited):
        QTest.keyClick(editor(view), Qt.Key.Key_Tab)
    assert "row 0, column 1" in view.accessibleDescription()


def test_the_editor_goes_with_its_plane_in_a_picture_that_scrolls(view: PlaneStackView) -> None:
    view.set_groups(groups(channels=4))
    view.set_cell_size(60)
    address = CellAddress("input", 3, 4, 4)
    click(view, address)
    QTest.keyClick(view, Qt.Key.Key_F2)
    assert editor(view).isVisible()
    assert view.verticalScrollBar().value() > 0

    view.set_groups(groups())

    assert not editor(view).isVisible()


def test_cells_that_cannot_be_edited_open_no_editor(view: PlaneStackView) -> None:
    position = view.cell_position(CellAddress("output", 0, 0, 0))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=position)
    assert not editor(view).isVisible()


def test_arrows_walk_from_the_input_into_the_kernel(qtbot: QtBot, view: PlaneStackView) -> None:
    click(view, CellAddress("input", 0, 1, 4))
    with qtbot.waitSignal(view.cursor_moved) as moved:
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert moved.args == ["kernel", 0, 1, 0]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.accessibleDescription() == ""


def test_new_values_keep_every_cell_where_it_was(view: PlaneStackView) -> None:
    before = view.cell_position(CellAddress("output", 0, 1, 1))
    view.set_values("output", 0, np.full((3, 3), 123456.0), np.zeros((3, 3)))
    view.set_groups([*groups()[:2], groups()[2]])
    assert view.cell_position(CellAddress("output", 0, 1, 1)) == before


def test_a_zoom_stays_when_shapes_change_and_reset_fits_again(view: PlaneStackView) -> None:
    fitted = view.cell
    view.zoom_in()
    zoomed = view.cell
    assert zoomed > fitted
    view.set_groups(groups(side=7))
    assert view.cell == zoomed
    view.zoom_reset()
    assert view.is_fitted
    assert view.cell < zoomed


def test_everything_is_in_sight_when_fitted(view: PlaneStackView) -> None:
    for side in (1, 12, 64, 200):
        view.set_groups(groups(side=side, kernel=1))
        bounds = view.sceneRect()
        assert bounds.width() <= view.viewport().width()
        assert bounds.height() <= view.viewport().height()


def test_moving_marks_repaints_no_tile_of_the_grid(view: PlaneStackView) -> None:
    view.grab()
    painted = view.grid("input").tiles_painted
    assert painted > 0
    for step in range(3):
        view.set_marks("input", 0, [CellMark(0, step, "#ffcc00")], [WindowOutline(0, step, 3, 3)])
        view.grab()
    assert view.grid("input").tiles_painted == painted


def test_a_mark_is_seen_and_goes_away_again(view: PlaneStackView) -> None:
    point = view.cell_position(CellAddress("input", 0, 4, 0)) + QPoint(-15, -15)
    before = view.viewport().grab().toImage().pixelColor(point).name()
    view.set_marks("input", 0, [CellMark(4, 0, "#ffcc00")])
    assert view.viewport().grab().toImage().pixelColor(point).name() == "#ffcc00"
    view.clear_marks()
    assert view.viewport().grab().toImage().pixelColor(point).name() == before


def test_padding_is_told_with_its_true_value_and_the_tensors_own_indices(
    view: PlaneStackView,
) -> None:
    values = np.full((4, 4), -np.inf)
    kinds = np.full((4, 4), CellKind.PADDING, dtype=np.uint8)
    values[1:3, 1:3], kinds[1:3, 1:3] = 2.5, CellKind.REAL
    plane = Plane(values, kinds, origin=(1, 1))
    view.set_groups([PlaneGroup("input", GridRole.INPUT, "Input", (plane,), editable=True)])
    assert view.describe(CellAddress("input", 0, 0, 0)) == ("Input, row -1, column -1: padding, −∞")
    assert view.describe(CellAddress("input", 0, 1, 2)) == "Input, row 0, column 1: 2.5"


def test_the_theme_changes_the_picture(qapp: QApplication, view: PlaneStackView) -> None:
    light = view.grab().toImage()
    apply_theme(qapp, "dark")
    dark = view.grab().toImage()
    apply_theme(qapp, "light")
    assert light.pixelColor(5, 5).lightness() > 200
    assert dark.pixelColor(5, 5).lightness() < 60


def test_groups_that_are_gone_leave_the_picture(view: PlaneStackView) -> None:
    view.set_groups(groups()[:1])
    with pytest.raises(KeyError):
        view.grid("output")
    grids = [item for item in view.scene().items() if item.isVisible()]
    assert len([item for item in grids if type(item).__name__ == "GridItem"]) == 1


def test_what_is_being_typed_stays_while_new_values_arrive(view: PlaneStackView) -> None:
    click(view, CellAddress("input", 0, 1, 1))
    QTest.keyClick(view, Qt.Key.Key_7)
    view.set_values("input", 0, np.ones((5, 5)))
    view.set_groups(groups())
    assert editor(view).isVisible()
    assert editor(view).text() == "7"
    QTest.keyClick(editor(view), Qt.Key.Key_Escape)


def test_the_editor_follows_its_cell_when_zoomed(view: PlaneStackView) -> None:
    address = CellAddress("input", 0, 2, 2)
    click(view, address)
    QTest.keyClick(view, Qt.Key.Key_F2)
    view.zoom_in()
    offset = editor(view).geometry().center() - view.cell_position(address)
    assert offset.manhattanLength() <= 3
    QTest.keyClick(editor(view), Qt.Key.Key_Escape)


def test_an_edit_ends_when_its_cell_is_gone(view: PlaneStackView) -> None:
    click(view, CellAddress("input", 0, 4, 4))
    QTest.keyClick(view, Qt.Key.Key_F2)
    view.set_groups(groups(side=3))
    assert not editor(view).isVisible()


def tooltip_at(view: PlaneStackView, address: CellAddress) -> str:
    position = view.cell_position(address)
    event = QHelpEvent(QEvent.Type.ToolTip, position, view.viewport().mapToGlobal(position))
    QApplication.sendEvent(view.viewport(), event)
    text = QToolTip.text() if QToolTip.isVisible() else ""
    QToolTip.hideText()
    return text


def test_hovering_tells_the_full_number_where_it_is_not_shown(
    qtbot: QtBot, view: PlaneStackView
) -> None:
    view.set_values("output", 0, np.full((3, 3), 1 / 3), np.zeros((3, 3)))
    address = CellAddress("output", 0, 1, 2)
    assert tooltip_at(view, address) == "Output, row 1, column 2: 0.3333333"
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    view.set_values("output", 0, np.full((3, 3), 7.0))
    assert tooltip_at(view, address) == ""
    view.set_values("output", 0, None)
    assert tooltip_at(view, address) == "Output, row 1, column 2: not computed yet"
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_tab_enters_at_the_first_cell_and_page_down_changes_the_plane(
    view: PlaneStackView,
) -> None:
    view.set_groups(groups(channels=3))
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.accessibleDescription().startswith("Input, row 0, column 0")
    moved: list[tuple[object, ...]] = []
    view.cursor_moved.connect(lambda *where: moved.append(where))
    for key in (Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Home):
        QTest.keyClick(view, key)
    assert moved == [
        ("input", 0, 0, 4),
        ("input", 1, 0, 4),
        ("input", 1, 1, 4),
        ("input", 1, 1, 0),
    ]


def test_down_goes_on_in_the_next_channel(view: PlaneStackView) -> None:
    view.set_groups(groups(channels=2))
    click(view, CellAddress("input", 0, 4, 1))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleDescription().startswith("Input, row 0, column 1")
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.accessibleDescription().startswith("Input, row 4, column 1")


def test_the_wheel_zooms_round_the_mouse(view: PlaneStackView) -> None:
    view.set_groups(groups(side=32))
    cell = view.cell
    position = QPointF(view.cell_position(CellAddress("input", 0, 3, 3)))
    event = QWheelEvent(
        position,
        view.viewport().mapToGlobal(position),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's signature
    )
    QApplication.sendEvent(view.viewport(), event)
    assert view.cell > cell


def test_dragging_a_zoomed_picture_moves_it_and_clicks_nothing(
    qtbot: QtBot, view: PlaneStackView
) -> None:
    view.set_groups(groups(side=32))
    view.set_cell_size(40)
    start = QPoint(400, 300)
    before = view.mapToScene(start)
    with qtbot.assertNotEmitted(view.cell_clicked):
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
        for step in (10, 30, 60):
            QTest.mouseMove(view.viewport(), start - QPoint(step, step))
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start - QPoint(60, 60))
    assert (view.mapToScene(start) - before).manhattanLength() >= 100


def test_an_invalid_setting_dims_the_picture_and_a_valid_one_restores_it(
    view: PlaneStackView,
) -> None:
    bright = view.grab().toImage()
    view.set_dimmed(dimmed=True)
    assert view.grab().toImage() != bright
    view.set_dimmed(dimmed=False)
    assert view.grab().toImage() == bright


def test_what_is_no_longer_shown_is_freed_at_once(view: PlaneStackView) -> None:
    view.set_groups(groups(channels=3))
    QApplication.processEvents()
    grids = [ref(view.grid("input", plane)) for plane in range(3)]
    gc.collect()
    gc.disable()
    try:
        view.set_groups(groups(channels=1))
        assert [grid() is None for grid in grids] == [False, True, True]
    finally:
        gc.enable()


def test_other_planes_wear_their_own_titles(view: PlaneStackView, qapp: QApplication) -> None:
    def picture(*titles: str) -> QImage:
        planes = tuple(Plane(np.ones((3, 3)), title=title) for title in titles)
        view.set_groups([PlaneGroup("input", GridRole.INPUT, "Input", planes)])
        qapp.processEvents()
        return view.viewport().grab().toImage()

    view.set_groups([])
    fresh, without = picture("[0, 3]", "[11, 3]"), picture("", "")
    first = picture("[0, 1]", "[1, 1]")
    assert picture("[0, 3]", "[11, 3]") == fresh
    assert first not in (fresh, without)
