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
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    result = stage.page.result
    assert result.gallery.isVisible()
    assert "50.0%" in result.summary.text()
    result.gallery.set_current(7)
    opened: list[ChosenKernel] = []
    stage.page.open_in_calculator.connect(opened.append)
    stage.page.page_actions["open kernel"].trigger()
    assert opened == [ChosenKernel(step=0, kernel=7)]


def test_a_kernel_of_a_later_layer_opens_that_layer(qtbot: QtBot, make: Make) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.page_actions["start"].trigger()
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


def test_the_chosen_plane_is_kept_from_layer_to_layer(qtbot: QtBot, make: Make) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    result = stage.page.result
    result.show_layer(1)
    result.plane.setValue(5)
    result.show_layer(0)
    assert not result.plane.isVisible()
    result.show_layer(1)
    assert result.plane.value() == 5


def test_a_result_that_cannot_be_read_says_why_and_opens_nothing(qtbot: QtBot, make: Make) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    weights = stage.session.progress.weights
    assert weights is not None
    weights.write_bytes(b"no weights")
    page = stage.build()
    qtbot.addWidget(page)
    assert not page.result.gallery.isVisible()
    assert page.result.hint.isVisible()
    assert not page.page_actions["open kernel"].isEnabled()
    assert page.page_actions["save"].isEnabled()
