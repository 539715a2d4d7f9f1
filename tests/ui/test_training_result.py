from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from convviz.ui.training.kernels import ChosenKernel
from convviz.ui.training.run_progress import RunState
from tests.support.training_page import Make, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def test_learned_kernels_are_shown_and_open_in_the_calculator(qtbot: QtBot, make: Make) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.start()
    stage.until(qtbot, RunState.FINISHED)
    result = stage.page.result
    assert result.gallery.isVisible()
    assert "50.0%" in result.summary.text()
    result.gallery.set_current(7)
    opened: list[ChosenKernel] = []
    stage.page.open_in_calculator.connect(opened.append)
    stage.page.actions()[-1].trigger()
    assert opened == [ChosenKernel(step=0, kernel=7)]


def test_a_kernel_of_a_later_layer_opens_that_layer(qtbot: QtBot, make: Make) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.start()
    stage.until(qtbot, RunState.FINISHED)
    result = stage.page.result
    result.show_layer(1)
    assert result.plane.isVisible()
    result.plane.setValue(5)
    result.gallery.set_current(3)
    opened: list[ChosenKernel] = []
    stage.page.open_in_calculator.connect(opened.append)
    QTest.keyClick(result.gallery, Qt.Key.Key_Return)
    assert opened == [ChosenKernel(step=2, kernel=3)]


def test_the_result_is_saved_where_the_user_says(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    assert not stage.page.actions()[4].isEnabled()
    stage.page.start()
    stage.until(qtbot, RunState.FINISHED)
    target = tmp_path / "net"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.page.save_result()
    assert (tmp_path / "net.safetensors").exists()
    assert (tmp_path / "net.convviz").exists()
    assert stage.page.notice.level == "info"


def test_a_result_that_cannot_be_saved_says_why(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.start()
    stage.until(qtbot, RunState.FINISHED)
    (tmp_path / "file").write_text("no folder")
    target = tmp_path / "file" / "net.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.page.save_result()
    assert stage.page.notice.level == "error"
    assert "cannot be written" in stage.page.notice.sentence
