"""The real window with the real trainer: a tiny network learns Shapes-10."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from convviz.core.code.writing import parse_layers
from convviz.core.network.sequential import NetworkStep
from convviz.protocol.document import Document, Network
from convviz.protocol.document_file import read_document
from convviz.protocol.templates import new_document
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.window_session import WindowSession
from convviz.ui.training.page import TrainingPage
from convviz.ui.training.run.run_progress import RunState
from convviz.values.weights import read_weights
from tests.support.leftovers import running_children

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 60_000
TINY = "nn.Conv2d(3, 4, 5, stride=4)\nnn.ReLU()\nnn.Flatten()\nnn.Linear(196, 10)"


def tiny_document() -> Document:
    """Return a network that trains within seconds anywhere."""
    first = new_document()
    steps = tuple(NetworkStep(layer) for layer in parse_layers(TINY))
    training = msgspec.structs.replace(first.training, batch_size=512, epochs=500, threads=1)
    return msgspec.structs.replace(first, network=Network((3, 32, 32), steps), training=training)


@pytest.fixture
def session(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WindowSession]:
    before = set(running_children())
    monkeypatch.setattr(EngineClient, "start", lambda _client: None)
    opened = WindowSession(qapp, SettingsFile(tmp_path / "settings.json"))
    opened.store.open(tiny_document())
    opened.show()
    opened.window.show_page_named("training")
    yield opened
    opened.close()
    opened.window.close()
    opened.window.deleteLater()
    # The trainer finishes alone: its batch, its checkpoint.
    qtbot.waitUntil(lambda: set(running_children()) <= before, timeout=PATIENCE_MS)


def page_of(session: WindowSession) -> TrainingPage:
    page = session.window.findChild(TrainingPage)
    assert page is not None
    return page


def start(qtbot: QtBot, session: WindowSession) -> TrainingPage:
    """Start the run and wait until its loss is drawn."""
    page = page_of(session)
    page.view.welcome.button.click()
    qtbot.waitUntil(
        lambda: page.view.plots is not None and len(page.view.plots.loss.losses) >= 5,
        timeout=PATIENCE_MS,
    )
    return page


def test_the_loss_is_drawn_and_pause_step_and_stop_take_effect_within_a_batch(
    qtbot: QtBot, session: WindowSession
) -> None:
    page = start(qtbot, session)
    training = session.training
    assert page.view.plots is not None
    assert 1.5 < page.view.plots.loss.losses[0] < 4.0
    page.transport.pause.click()
    qtbot.waitUntil(lambda: training.state is RunState.PAUSED, timeout=PATIENCE_MS)
    paused = training.progress.step
    epochs = len(training.progress.epochs)
    page.transport.step.click()
    # Paused while an epoch was measured, the step finishes the measuring and does no batch.
    qtbot.waitUntil(
        lambda: training.progress.step == paused + 1 or len(training.progress.epochs) > epochs,
        timeout=PATIENCE_MS,
    )
    training.resume()
    training.stop()
    qtbot.waitUntil(lambda: training.state is RunState.STOPPED, timeout=PATIENCE_MS)
    ended = training.progress.ended
    assert ended is not None
    assert ended.step <= paused + 2
    assert len(training.progress.losses) == ended.step
    assert page.result.summary.isVisible()
    qtbot.waitUntil(page.transport.pause.isEnabled, timeout=PATIENCE_MS)
    assert page.transport.pause.text() == "Resume"
    page.transport.pause.click()
    qtbot.waitUntil(lambda: training.progress.step >= ended.step + 3, timeout=PATIENCE_MS)


def test_a_run_outlives_another_language_and_ends_with_its_window(
    qtbot: QtBot, session: WindowSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is built anew while the run goes on; no process is left, and a checkpoint is."""
    before = running_children()
    start(qtbot, session)
    training = session.training
    pid = training.pid
    session._change_language("zh_CN")
    session.window.show_page_named("training")
    page = page_of(session)
    qtbot.waitUntil(
        lambda: page.view.plots is not None and len(page.view.plots.loss.losses) >= 5,
        timeout=PATIENCE_MS,
    )
    assert training.pid == pid
    assert not page.settings_panel.field("lr").isEnabled()
    session._change_language("en")

    qtbot.waitUntil(lambda: bool(training.progress.epochs), timeout=PATIENCE_MS)
    folder = training.progress.folder
    assert folder is not None

    def agree(box: QMessageBox) -> int:
        next(one for one in box.buttons() if "close" in one.text()).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", agree)
    assert session.window.close()
    session.close()
    qtbot.waitUntil(lambda: set(running_children()) <= set(before), timeout=PATIENCE_MS)
    newest = max(folder.glob("checkpoints/step-*.json"))
    progress = json.loads(newest.read_text(encoding="utf-8"))["body"]["progress"]
    assert progress["step"] >= training.progress.step
    assert len(progress["epochs"]) >= 1
    document = read_document(folder / "network.convviz")
    assert document.network.weights is not None
    weights = folder / document.network.weights.path
    read_weights(weights, sha256=document.network.weights.sha256, network=document.network)
