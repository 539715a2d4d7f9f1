"""The room that a step written out has, whatever it says."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontMetrics

from convviz.core.layers.conv import Conv2d
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern, Numbers
from convviz.stepping.lines.line_parts import LinePart, PartRole, StepLine
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.gather import GatherWalk
from convviz.ui.stepper.step_panel import StepPanel
from convviz.ui.theme.fonts import cell_font
from convviz.ui.widgets.laid_texts import LaidTexts

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ROW = 42
MARGIN = 4


@pytest.fixture
def panel(qtbot: QtBot) -> StepPanel:
    made = StepPanel()
    qtbot.addWidget(made)
    made.resize(900, 100)
    made.show()
    return made


def show(panel: StepPanel, channels: int) -> None:
    scene = build_scene(Calculator(Conv2d(channels, 1, 3), (channels, 5, 5)))
    panel.set_lines(*GatherWalk(scene).lines())


@pytest.mark.parametrize("height", range(92, 200, 9))
def test_no_row_is_cut_in_half(panel: StepPanel, height: int) -> None:
    panel.resize(900, height)
    show(panel, channels=6)

    rows, rest = divmod(panel.viewport().height() - MARGIN, ROW)
    assert rest == 0
    assert rows == (height - MARGIN) // ROW


def test_what_has_room_is_shown_whole(panel: StepPanel) -> None:
    show(panel, channels=1)
    needed = panel.lines_widget.minimumHeight()
    for height in (needed, needed + 5, needed + ROW):
        panel.resize(900, height)
        show(panel, channels=6)
        show(panel, channels=1)
        assert panel.viewport().height() >= needed


def test_sums_beneath_short_terms_do_not_run_into_each_other(panel: StepPanel) -> None:
    weight = Numbers((1, 6, 1, 1), (-0.000123456, 0.0, 0.0, 0.0, 1e-9, 0.0))
    calculator = Calculator(Conv2d(6, 1, 1), (6, 2, 2), Fill(FillPattern.ONES), weight)
    panel.set_lines(*GatherWalk(build_scene(calculator)).lines())

    placed = [one for one in panel.lines_widget._placed if one.part.running]
    metrics = QFontMetrics(cell_font(panel.lines_widget._painting.sizes.running))
    spans = [
        (one.y, one.x + one.width / 2, metrics.horizontalAdvance(one.part.running) / 2)
        for one in placed
    ]
    assert len(spans) > 6
    for (y, middle, half), (below, other, across) in pairwise(spans):
        assert below > y or middle + half < other - across


@pytest.mark.parametrize("role", PartRole)
def test_a_part_looks_the_same_however_often_it_was_painted(
    panel: StepPanel, role: PartRole
) -> None:
    texts = ("0.125·(−7.45)", "x[0, 3, 8]", "⌊201/64⌋ mod 64")
    parts = [LinePart(text, role, tap) for text in texts for tap in (None, 0, 3)]
    panel.set_lines((StepLine(None, tuple(parts)),), 4)

    pictures = [panel.lines_widget.grab().toImage() for _ in range(5)]

    assert all(picture == pictures[0] for picture in pictures)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("text", ["0.12573·(−7.45)", "(−1234.56)·0", "1e−05·2", "Σ x·g ="])
def test_a_text_is_as_wide_before_it_is_laid_out(text: str) -> None:
    for size in (9, 13, 22):
        texts = LaidTexts(cell_font(size), 10)
        width = texts.width(text)
        assert width == pytest.approx(texts.of(text)[1].width())
