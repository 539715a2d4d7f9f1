"""The training as a script, copied or saved from the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from convviz.core.layers.conv import Conv2d
from convviz.core.network.sequential import NetworkStep
from convviz.script.training_script import training_script
from convviz.ui.widgets import question
from tests.support.training_page import Make, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def test_the_training_is_copied_as_a_script(make: Make) -> None:
    stage = make()
    stage.page.page_actions["copy script"].trigger()
    assert QGuiApplication.clipboard().text() == training_script(stage.store.document)
    assert stage.page.notice.level == "info"


def test_the_script_is_saved_under_a_python_name_and_replaces_nothing_unasked(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make()
    target = tmp_path / "train"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.page.page_actions["save script"].trigger()
    script = tmp_path / "train.py"
    assert script.read_text(encoding="utf-8") == training_script(stage.store.document)
    script.write_text("mine")
    monkeypatch.setattr(question, "ask", lambda *_, **__: "")
    stage.page.page_actions["save script"].trigger()
    assert script.read_text() == "mine"


def test_the_script_reads_the_data_where_the_window_found_it(make: Make) -> None:
    stage = make()
    stage.page.data.cifar.click()
    stage.settings.change(data_path="/pictures/cifar10")
    stage.page.page_actions["copy script"].trigger()
    assert 'DATA = Path("/pictures/cifar10")' in QGuiApplication.clipboard().text()


def test_a_network_that_cannot_run_says_why_there_is_no_script(make: Make) -> None:
    stage = make()
    document = stage.store.document
    steps = (NetworkStep(Conv2d(3, 4, 40)),)
    network = msgspec.structs.replace(document.network, steps=steps)
    stage.store.edit(msgspec.structs.replace(document, network=network), "Edit")
    QGuiApplication.clipboard().setText("before")
    stage.page.page_actions["copy script"].trigger()
    assert QGuiApplication.clipboard().text() == "before"
    assert stage.page.notice.level == "error"


def test_both_actions_have_keys_of_their_own_and_stand_in_the_menu(make: Make) -> None:
    actions = make().page.page_actions
    keys = [key.toString() for action in actions.all() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+Shift+C", "Ctrl+Alt+P"} <= set(keys)
    assert {actions["copy script"], actions["save script"]} <= set(actions.menu())
