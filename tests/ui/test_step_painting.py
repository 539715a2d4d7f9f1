"""A step paints what it changes: bit by bit it comes to the same picture as painted whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from convviz.core.layers.layer_norm import LayerNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.softmax import Softmax
from convviz.protocol.document import Calculator
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT
from convviz.stepping.scene.scene import build_scene
from convviz.ui.stepper.stepper import Stepper
from convviz.ui.widgets.grid.marks import OverlayItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter
    from pytestqt.qtbot import QtBot

    from convviz.core.layers.base import Layer, Shape
    from convviz.ui.widgets.grid.mark_shapes import CellMark


def _stepper(qtbot: QtBot, layer: Layer, shape: Shape) -> Stepper:
    stepper = Stepper()
    qtbot.addWidget(stepper)
    stepper.resize(900, 760)
    stepper.presenter.show_scene(build_scene(Calculator(layer, shape)))
    with qtbot.waitExposed(stepper):
        stepper.show()
    stepper.panels.setSizes([360, 340])  # so that all lines are seen
    QApplication.processEvents()
    return stepper


def _on_screen(stepper: Stepper) -> QImage:
    """Return what is seen: what was painted bit by bit."""
    QApplication.processEvents()
    QApplication.processEvents()  # a scroll bar that comes or goes moves the rest
    seen = stepper.screen().grabWindow(stepper.winId())
    return seen.toImage().convertToFormat(QImage.Format.Format_RGB32)


def _whole(stepper: Stepper) -> QImage:
    return stepper.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (LayerNorm((24,)), (20, 24)),
        (BatchNorm2d(2), (2, 2, 20, 20)),
        (Linear(24, 20), (20, 24)),
        (Softmax(-1), (1, 6, 6)),
    ],
    ids=lambda value: type(value).__name__ if hasattr(value, "replace") else "",
)
def test_what_steps_and_hovers_paint_is_the_whole_picture(
    qtbot: QtBot, layer: Layer, shape: Shape
) -> None:
    stepper = _stepper(qtbot, layer, shape)
    count = stepper.player.count
    for step in (1, 2, 5, 23 % count, 24 % count, count - 1, 0):
        stepper.player.go_to(step)
        assert _on_screen(stepper) == _whole(stepper), f"step {step}"
    for group in (INPUT, KERNEL, OUTPUT):
        rows, columns = stepper.grids.view.grid(group, 0).kinds.shape
        stepper.grids.view.cell_hovered.emit(group, 0, rows // 2, columns - 1)
        assert _on_screen(stepper) == _whole(stepper), f"mouse over {group}"
    stepper.grids.output_left.emit()
    stepper.presenter.dim(dimmed=True)
    stepper.player.go_to(2)
    assert _on_screen(stepper) == _whole(stepper), "dimmed"


def test_a_step_in_the_same_block_paints_the_cells_at_its_outlines_alone(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stepper = _stepper(qtbot, LayerNorm((64,)), (64, 64))
    painted: list[CellMark] = []
    paint = OverlayItem._paint_marks

    def counted(self: OverlayItem, painter: QPainter, marks: Sequence[CellMark]) -> None:
        painted.extend(marks)
        paint(self, painter, marks)

    monkeypatch.setattr(OverlayItem, "_paint_marks", counted)
    stepper.player.go_to(20)
    QApplication.processEvents()
    painted.clear()
    stepper.player.go_to(21)
    QApplication.processEvents()
    assert 0 < len(painted) < 48  # of three rows of 64 in their hues
