from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog

from convviz.core.data_sets import CIFAR10
from convviz.protocol.templates import new_document
from convviz.ui.training.data.data_fetch import DataState
from convviz.ui.training.run.run_progress import RunState
from tests.support.fake_trainer import asked
from tests.support.training_page import Make, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def on_cifar(document: Document) -> Document:
    training = msgspec.structs.replace(document.training, dataset=CIFAR10())
    return msgspec.structs.replace(document, training=training)


def test_cifar_that_is_missing_is_offered_for_download(qtbot: QtBot, make: Make) -> None:
    stage = make(
        fetcher="fetch-failed:data_not_found;progress:85026085,stdin-ends;ready:/home/me/cifar"
    )
    data = stage.session.data
    stage.page.data.cifar.click()
    assert stage.store.document.training.dataset == CIFAR10()
    qtbot.waitUntil(lambda: data.state is DataState.MISSING)
    assert not stage.page.transport.start.isEnabled()
    assert "download it first" in stage.page.transport.start.toolTip()
    stage.page.data.download.click()
    qtbot.waitUntil(lambda: data.progress is not None)
    assert stage.page.data.sentence.text() == "85.0 MB of 170.1 MB, 80 kB/s, 21 min left"
    assert stage.page.data.bar.value() == 499
    stage.page.data.cancel.click()
    qtbot.waitUntil(lambda: data.state is DataState.INTERRUPTED)
    assert "is kept" in stage.page.data.sentence.text()
    assert stage.page.data.download.text() == "Continue the download"
    stage.page.data.download.click()
    qtbot.waitUntil(lambda: data.state is DataState.READY)
    assert stage.page.transport.start.isEnabled()
    assert "/home/me/cifar" in stage.page.data.sentence.text()


def test_a_folder_that_is_chosen_is_checked_and_remembered(
    qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make(
        fetcher="fetch-failed:data_not_found;ready:/data/cifar",
        document=on_cifar(new_document()),
        trainer="start:1:1",
    )
    qtbot.waitUntil(lambda: stage.session.data.state is DataState.MISSING)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/data/cifar")
    stage.page.data.choose_folder()
    qtbot.waitUntil(lambda: stage.session.data.state is DataState.READY)
    assert "FetchData /data/cifar check" in asked(stage.fetch_log)
    assert stage.settings.value.data_path == "/data/cifar"
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.RUNNING)
    assert stage.session.progress.document is not None
    assert stage.session.progress.document.training.data_path == "/data/cifar"


def test_a_place_without_sound_data_says_what_is_wrong(qtbot: QtBot, make: Make) -> None:
    stage = make(fetcher="fetch-failed:data_not_cifar10", document=on_cifar(new_document()))
    qtbot.waitUntil(lambda: stage.session.data.state is DataState.UNUSABLE)
    assert stage.page.data.sentence.property("role") == "error"
    assert "/somewhere" in stage.page.data.sentence.text()
    assert stage.page.data.download.isVisible()
