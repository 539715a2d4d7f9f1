from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from convviz.protocol.messages.trainer import InsideSeen
from convviz.protocol.watching import LayerInside
from convviz.ui.chosen_kernel import ChosenKernel
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.training.run.run_tabs import INSIDE
from convviz.values.tensors import tensor_of
from tests.support.training_page import Make, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def test_a_kernel_of_the_result_opens_in_the_calculator(qtbot: QtBot, make: Make) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    action = stage.page.page_actions["open kernel"]
    assert not action.isEnabled()
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    assert "50.0%" in stage.page.result.summary.text()
    inside = stage.page.view.inside
    stage.page.view.tabs.show_view(INSIDE)
    kernels = tensor_of(np.linspace(-1, 1, 32 * 75).reshape(32, 3, 5, 5), "float32")
    maps = tensor_of(np.zeros((4, 8, 8)), "float32")
    stage.session.looks.take(InsideSeen(1, LayerInside("0", 0, maps, 32, kernels, 32)))
    inside.kernels.set_current(7)
    opened: list[ChosenKernel] = []
    stage.page.open_in_calculator.connect(opened.append)
    assert action.shortcut().toString() == "Ctrl+Alt+K"
    action.trigger()
    assert opened == [ChosenKernel(step=0, kernel=7)]
    pixels = np.zeros((3, 32, 32), np.uint8)
    stage.session.batch_pictures.read.emit(pixels)  # of the view This batch
    assert opened[-1].pixels is pixels
    stage.session.inside.choose(1, 0)
    assert not action.isEnabled()  # a pooling layer has no kernels


def test_the_result_is_saved_where_the_user_says(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    assert not stage.page.page_actions["save"].isEnabled()
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    target = tmp_path / "net"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.page.page_actions["save"].trigger()
    assert (tmp_path / "net.safetensors").exists()
    assert (tmp_path / "net.convviz").exists()
    assert stage.page.notice.level == "info"


def test_a_result_that_cannot_be_saved_says_why(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    (tmp_path / "file").write_text("no folder")
    target = tmp_path / "file" / "net.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.page.page_actions["save"].trigger()
    assert stage.page.notice.level == "error"
    assert "cannot be written" in stage.page.notice.sentence
