"""Outputs that fill as the steps go, or are hidden until asked for; the rest dimmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.code.writing import parse_layer
from convviz.protocol.document import Calculator
from convviz.protocol.templates import course_calculator, new_document
from convviz.stepping.cells import INPUT, OUTPUT, CellAddress, CellKind
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.export.look import ExportLook
from convviz.ui.export.stage import ExportStage
from convviz.ui.stepper.views.entries import view_named
from convviz.ui.widgets.formula_source import FormulaDrawing
from tests.support.fake_engine import FakeEngine
from tests.support.mouse import move_mouse

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.support.shared_calculator import SharedCalculator

pytestmark = pytest.mark.usefixtures("no_formulas")


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def shown(page: CalculatorPage) -> list[str]:
    """Return what stands in the output, cell by cell; ? where it is hidden."""
    grid = page.grids.view.grid(OUTPUT)
    return [
        "?" if grid.kinds[place] == CellKind.HIDDEN else grid.text(*place)
        for place in np.ndindex(grid.values.shape)
    ]


def result(page: CalculatorPage) -> str:
    return page.step_panel.lines_widget.lines[0].parts[-1].text


def click_output(page: CalculatorPage, row: int, column: int) -> None:
    view = page.grids.view
    place = view.cell_position(CellAddress(OUTPUT, 0, row, column))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_outputs_fill_as_the_steps_go(page: CalculatorPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_F)
    assert shown(page) == ["10", *[""] * 8]
    for _ in range(3):
        QTest.keyClick(page, Qt.Key.Key_Right)
    assert shown(page) == ["10", "12", "12", "18", *[""] * 5]
    page.player.go_to_last()
    assert "" not in shown(page)
    QTest.keyClick(page, Qt.Key.Key_Home)
    QTest.keyClick(page, Qt.Key.Key_F)
    assert "" not in shown(page)


def test_pointing_at_a_blank_output_shows_it_alone(page: CalculatorPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_F)
    move_mouse(page.grids.view, CellAddress(OUTPUT, 0, 2, 2))
    assert shown(page) == ["10", *[""] * 7, "3"]
    page.end_hover()
    assert shown(page) == ["10", *[""] * 8]


def test_hidden_outputs_are_shown_one_by_one(page: CalculatorPage) -> None:
    assert result(page) == "10"
    QTest.keyClick(page, Qt.Key.Key_H)
    assert shown(page) == ["?"] * 9
    assert result(page) == "?"
    assert not any(part.running for part in page.step_panel.lines_widget.lines[0].parts)

    click_output(page, 1, 0)
    assert shown(page) == [*["?"] * 3, "18", *["?"] * 5]
    assert result(page) == "18"
    assert page.player.pinned is None

    QTest.keyClick(page, Qt.Key.Key_Right)
    page.end_hover()
    assert result(page) == "?"
    QTest.keyClick(page, Qt.Key.Key_V)
    assert result(page) == "16"


def test_other_numbers_are_hidden_again(page: CalculatorPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_H)
    QTest.keyClick(page, Qt.Key.Key_V)
    assert shown(page)[0] == "10"
    page.presenter.edits.cell("input", (0, 0, 0), 5.0)
    assert shown(page) == ["?"] * 9


def test_of_a_maximum_the_winner_is_not_given_away(page: CalculatorPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_H)
    page.call_bar.type_action("MaxPool2d").trigger()
    line = page.step_panel.lines_widget.lines[0]
    assert result(page) == "?"
    assert not [part for part in line.parts if part.role == "winner"]


def test_in_a_presentation_a_step_asks_before_it_answers(page: CalculatorPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_H)
    page.present(on=True)
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    assert (page.player.shown, result(page)) == (0, "10")
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    assert (page.player.shown, result(page)) == (1, "?")
    page.present(on=False)


def test_what_is_not_in_the_step_is_dimmed(page: CalculatorPage) -> None:
    def colour(row: int, column: int) -> int:
        view = page.grids.view
        place = view.cell_position(CellAddress(INPUT, 0, row, column))
        return view.viewport().grab().toImage().pixelColor(place.x() - 14, place.y() - 14).rgb()

    inside, outside = colour(1, 1), colour(4, 3)
    QTest.keyClick(page, Qt.Key.Key_D)
    assert colour(1, 1) == inside
    assert colour(4, 3) != outside
    QTest.keyClick(page, Qt.Key.Key_D)
    assert colour(4, 3) == outside


def test_the_choices_are_remembered(qtbot: QtBot, page: CalculatorPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_F)
    QTest.keyClick(page, Qt.Key.Key_D)
    again = CalculatorPage(DocumentStore(new_document()), FakeEngine())
    qtbot.addWidget(again)
    assert again.page_actions["fill"].isChecked()
    assert again.page_actions["dim"].isChecked()
    assert not again.page_actions["hide"].isChecked()
    assert shown(again) == ["10", *[""] * 8]
    assert again.stepper.build_up_button.isChecked()


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("MaxPool2d(2)", (1, 6, 6)),
        ("Conv2d(2, 3, 3)", (2, 5, 5)),
        ("Conv1d(1, 2, 3)", (1, 8)),
        ("Conv3d(1, 1, 2)", (1, 3, 3, 3)),
        ("PixelShuffle(2)", (4, 2, 2)),
        ("MaxUnpool2d(2)", (1, 4, 4)),
        ("ConvTranspose2d(1, 1, 3, stride=2)", (1, 3, 3)),
        ("MaxPool2d(2, return_indices=True)", (1, 4, 4)),
    ],
)
def test_every_layer_fills_to_its_last_step(
    page: CalculatorPage, code: str, shape: tuple[int, ...]
) -> None:
    QTest.keyClick(page, Qt.Key.Key_F)
    page.presenter.edits.replace(Calculator(parse_layer(code), shape), "Another layer")
    page.player.go_to_first()
    covered = [kind == CellKind.PENDING for kind in page.grids.view.grid(OUTPUT).kinds.ravel()]
    assert any(covered)
    page.player.go_to_last()
    last = page.grids.walk.visible.output.__len__() - 1  # type: ignore[union-attr]
    assert CellKind.PENDING not in page.grids.view.grid(OUTPUT, last).kinds


def test_a_file_fills_as_it_plays(qtbot: QtBot) -> None:
    del qtbot
    scene = build_scene(course_calculator())

    def stage(*, fills: bool) -> ExportStage:
        def nothing(_latex: str) -> FormulaDrawing:
            raise AssertionError

        return ExportStage(scene, ExportLook(600, 300, fills=fills), nothing)

    filled, full = stage(fills=True), stage(fills=False)
    assert filled.image(0) != full.image(0)
    assert filled.image(8) == full.image(8)
    assert filled.image(2) != full.image(2)


@pytest.mark.parametrize(("view", "group"), [("im2col", "product"), ("sparse", "output")])
def test_matrices_cover_the_same_outputs(page: CalculatorPage, view: str, group: str) -> None:
    QTest.keyClick(page, Qt.Key.Key_F)
    page.stepper.presenter.choose_view(view)
    QTest.keyClick(page, Qt.Key.Key_Right)
    matrices = page.views.view
    assert matrices is not None
    names = [name for name in matrices.covered if group in name.lower()] or matrices.covered
    grid = matrices.grids.grid(names[0])
    assert [int(kind == CellKind.PENDING) for kind in grid.kinds.ravel()] == [0] * 2 + [1] * 7
    QTest.keyClick(page, Qt.Key.Key_F)
    assert CellKind.PENDING not in matrices.grids.grid(names[0]).kinds


@pytest.mark.parametrize("view", ["grids", "im2col", "sparse"])
def test_every_frame_of_a_file_is_that_of_a_stage_of_its_own(qtbot: QtBot, view: str) -> None:
    del qtbot
    scene = build_scene(course_calculator())
    look = ExportLook(700, 360, fills=True)

    def stage() -> ExportStage:
        return ExportStage(scene, look, lambda _latex: FormulaDrawing(""), view_named(view))

    one = stage()
    for step in (0, 3, 8, 1):
        assert one.image(step) == stage().image(step), step


def test_an_export_begins_with_what_the_window_shows(page: CalculatorPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_F)
    QTest.keyClick(page, Qt.Key.Key_D)
    page.presenter.exporter.show_dialog()
    dialog = page.presenter.exporter.dialog
    assert dialog is not None
    look = dialog.form.chosen_look
    assert (look.fills, look.dims, look.has_usage) == (True, True, False)
    dialog.close()
