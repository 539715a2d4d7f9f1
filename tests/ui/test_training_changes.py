from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.protocol.batch_course import BatchCourse
from convviz.protocol.records import EpochRecord, SettingChange
from convviz.protocol.templates import new_document
from convviz.ui.plots.training_plots import TrainingPlots
from convviz.ui.training.run.live_settings import live_settings
from convviz.ui.training.run.run_progress import RunProgress, RunState
from tests.support.fake_trainer import asked
from tests.support.training_page import Make, stages, type_into

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def test_a_setting_is_changed_while_the_run_goes_on_and_marked_on_every_plot(
    qtbot: QtBot, make: Make
) -> None:
    stage = make("start:10:2,batch:2.3:2.2,read,changed:lr:0.004,batch:2.1,read")
    stage.page.page_actions["start"].trigger()
    row = stage.page.view.live
    qtbot.waitUntil(row.isVisible, timeout=60_000)
    assert [field.value for field in row.fields.values()] == [0.01, 0.9, 0.0, 64]
    type_into(row.fields["lr"], "0.004")
    QTest.keyClick(row.fields["lr"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(stage.session.progress.changes), timeout=60_000)
    assert "SetLearningRate 0.004" in asked(stage.log)
    assert row.fields["lr"].value == 0.004
    qtbot.waitUntil(lambda: stage.page.view.plots is not None, timeout=60_000)
    plots = stage.page.view.plots
    assert plots is not None
    qtbot.waitUntil(lambda: bool(plots.marks[0].marks), timeout=60_000)
    assert [marks.marks[0].place for marks in plots.marks] == [2.0, 2.0, 0.2, 0.2]
    assert plots.marks[0].marks[0].text == "lr = 0.004 from batch 3 on"


def test_the_batch_size_is_changed_and_the_epochs_keep_their_pictures(
    qtbot: QtBot, make: Make
) -> None:
    stage = make("start:10:2,batch:2.3:2.2,read,changed:batch_size:128,batch:2.1,read")
    stage.page.page_actions["start"].trigger()
    row, progress = stage.page.view.live, stage.session.progress
    qtbot.waitUntil(row.isVisible, timeout=60_000)
    assert progress.total_steps == 20
    type_into(row.fields["batch_size"], "128")
    QTest.keyClick(row.fields["batch_size"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(progress.changes), timeout=60_000)
    assert "SetBatchSize 128" in asked(stage.log)
    assert progress.total_steps == 2 + 4 + 5  # of 640 pictures 128 are done, then 128 a batch
    qtbot.waitUntil(lambda: progress.step == 3, timeout=60_000)
    assert progress.place == (1, 3, 6)


def test_half_a_number_changes_nothing(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:2,batch:2.3:2.2,read")
    stage.page.page_actions["start"].trigger()
    row = stage.page.view.live
    qtbot.waitUntil(row.isVisible, timeout=60_000)
    changes: list[object] = []
    row.wanted.connect(lambda *change: changes.append(change))
    type_into(row.fields["lr"], "0.0")
    assert changes == []
    type_into(row.fields["lr"], "0.0x")
    QTest.keyClick(row.fields["lr"], Qt.Key.Key_Return)
    assert changes == []


def test_what_the_schedule_sets_cannot_be_changed_and_says_so(qtbot: QtBot, make: Make) -> None:
    document = new_document()
    training = msgspec.structs.replace(document.training, schedule=OneCycleLR(max_lr=0.1))
    document = msgspec.structs.replace(document, training=training)
    stage = make("start:10:2,batch:2.3,read", document=document)
    stage.page.page_actions["start"].trigger()
    row = stage.page.view.live
    qtbot.waitUntil(row.isVisible, timeout=60_000)
    assert not row.fields["lr"].isEnabled()
    assert "OneCycleLR sets lr itself" in row.fields["lr"].toolTip()
    assert row.fields["weight_decay"].isEnabled()


def test_behind_the_end_of_one_cycle_its_settings_can_be_changed() -> None:
    document = new_document()
    training = msgspec.structs.replace(
        document.training, schedule=OneCycleLR(max_lr=0.1), schedule_epochs=1, epochs=3
    )
    progress = RunProgress()
    progress.document = msgspec.structs.replace(document, training=training)
    progress.state = RunState.RUNNING
    assert [bool(one.schedule) for one in live_settings(progress)] == [True, True, False, True]
    progress.epochs = [EpochRecord(1, 10, 1.0, 1.0, 0.5, 1.0)]
    assert [one.schedule for one in live_settings(progress)] == [""] * 4
    assert live_settings(progress)[0].value is None  # what the schedule ended with
    progress.changes = [SettingChange(12, "lr", 0.02)]
    assert live_settings(progress)[0].value == 0.02


def test_no_field_stands_there_when_nothing_can_be_changed(qtbot: QtBot, make: Make) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    assert not stage.page.view.live.isVisible()
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    assert not stage.page.view.live.isVisible()


def test_changes_at_one_batch_are_one_mark(qtbot: QtBot) -> None:
    plots = TrainingPlots()
    qtbot.addWidget(plots)
    course = BatchCourse.of(2, 1)
    plots.mark_changes([SettingChange(4, "lr", 0.1), SettingChange(4, "momentum", 0.5)], course)
    assert [mark.place for mark in plots.marks[0].marks] == [4.0]
    assert plots.marks[0].marks[0].short == "lr, momentum"
    assert plots.loss.plot.accessibleDescription() == (
        "lr = 0.1 from batch 5 on\nmomentum = 0.5 from batch 5 on"
    )
    plots.mark_changes([], course)
    assert plots.marks[0].marks == ()
