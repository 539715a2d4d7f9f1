from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import check_training
from convviz.protocol.templates import new_document
from convviz.ui.setting_texts import setting_name
from convviz.ui.training.run.run_progress import RunState
from tests.support.training_page import Make, stages, type_into

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def test_settings_are_fixed_during_a_run_and_say_why(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:1,batch:2.3,read,end-empty:stopped")
    field = stage.page.settings_panel.field("lr")
    assert field.isEnabled()
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.RUNNING)
    for name in ("lr", "batch_size", "optimiser", "device", "threads"):
        locked = stage.page.settings_panel.field(name)
        assert not locked.isEnabled()
        assert "Stop the run to change them" in locked.toolTip()
    stage.session.stop()
    stage.until(qtbot, RunState.STOPPED)
    assert field.isEnabled()
    assert "Learning rate" in field.toolTip()


def test_an_edit_reaches_the_document_and_can_be_undone(make: Make) -> None:
    stage = make()
    before = stage.store.document
    type_into(stage.page.settings_panel.field("lr"), "0.25")
    assert stage.store.document.training.optimiser.lr == 0.25
    assert stage.store.undo_stack.undoText() == "Change lr"
    stage.store.undo_stack.undo()
    assert stage.store.document == before
    assert stage.page.settings_panel.field("lr").value == 0.01  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("optimiser.lr", "-1", "Write a number from 0 to 1e+30."),
        ("optimiser.lr", "fast", "Write a number, such as 0.1 or 1e-3."),
        ("loss.label_smoothing", "1.5", "Write a number from 0 to 1."),
        ("batch_size", "0", "Write a number from 1 to 65,536."),
        ("epochs", "1000000", "Write a number from 1 to 100,000."),
        ("threads", "0", "Write a number from 1 to 1,024."),
    ],
)
def test_a_wrong_setting_says_why_beside_the_field_and_costs_nothing(
    make: Make, name: str, text: str, sentence: str
) -> None:
    stage = make()
    type_into(stage.page.settings_panel.field(name), text)
    panel = stage.page.settings_panel
    assert panel.problems == {
        name: sentence.replace("65536", "65,536")
        .replace("100000", "100,000")
        .replace("1024", "1,024")
    }
    assert stage.page.settings_panel.field(name).text() == text  # type: ignore[attr-defined]
    check_training(stage.store.document.training)
    assert not stage.page.transport.start.isEnabled()
    assert setting_name(name) in stage.page.transport.start.toolTip()
    type_into(stage.page.settings_panel.field(name), "1")
    assert panel.problems == {}
    assert stage.page.transport.start.isEnabled()


def test_another_optimiser_brings_its_own_fields_and_the_first_one_its_values_back(
    make: Make,
) -> None:
    stage = make()
    panel = stage.page.settings_panel
    type_into(panel.field("momentum"), "0.5")
    panel.field("optimiser").value_changed.emit(Adam)  # type: ignore[attr-defined]
    chosen: object = stage.store.document.training.optimiser
    assert chosen == Adam()
    assert panel.field("betas").value == (0.9, 0.999)  # type: ignore[attr-defined]
    with pytest.raises(KeyError):
        panel.field("momentum")
    panel.field("optimiser").value_changed.emit(SGD)  # type: ignore[attr-defined]
    chosen = stage.store.document.training.optimiser
    assert chosen == SGD(lr=0.01, momentum=0.5)


def test_a_device_of_the_document_is_offered(make: Make) -> None:
    document = new_document()
    training = msgspec.structs.replace(document.training, device="cuda:1")
    page = make(document=msgspec.structs.replace(document, training=training)).page
    assert page.settings_panel.field("device").value == "cuda:1"  # type: ignore[attr-defined]


def test_nesterov_without_momentum_is_told_before_the_start(make: Make) -> None:
    stage = make()
    page = stage.page
    momentum, nesterov = (page.settings_panel.field(name) for name in ("momentum", "nesterov"))
    QTest.keyClick(nesterov, Qt.Key.Key_Up)
    assert page.view.welcome.button.isEnabled()
    type_into(momentum, "0")
    assert not page.view.welcome.button.isEnabled()
    assert "Nesterov needs a momentum" in page.view.welcome.button.toolTip()
