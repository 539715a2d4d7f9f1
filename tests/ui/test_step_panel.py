"""The room that a step written out has, whatever it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.conv import Conv2d
from convviz.protocol.document import Calculator
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.gather import GatherWalk
from convviz.ui.stepper.step_panel import StepPanel

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
    show(panel, channels=6)
    show(panel, channels=1)

    assert panel.viewport().height() == panel.height()
    assert panel.lines_widget.minimumHeight() <= panel.viewport().height()
