"""Where the network has weights, a person chooses what training begins with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton

from convviz.core.errors import ErrorCode
from convviz.core.network.sequential import infer_sequential
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.weights_files import kept_weights
from convviz.protocol.document import Document, WeightsFile
from convviz.protocol.document_file import decode_document
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_files import WriteWeights
from convviz.protocol.messages.trainer import RunFailed, RunStarted
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.settings import SettingsFile
from convviz.ui.training.presenter import TrainingPresenter
from convviz.ui.training.run.session import TrainingSession
from tests.support.direct_engine import DirectEngine
from tests.support.training_page import Make, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Network


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def with_weights(weights: WeightsFile | None) -> Document:
    document = new_document()
    network = msgspec.structs.replace(document.network, weights=weights)
    return msgspec.structs.replace(document, network=network)


SOME = WeightsFile("/elsewhere/best.safetensors", "5" * 64)


def test_the_choice_is_there_only_where_the_network_has_weights(make: Make) -> None:
    stage = make(document=with_weights(None))
    choice = stage.page.settings_panel.start
    assert choice.isHidden()
    stage.store.edit(with_weights(SOME), "Load weights")
    assert choice.isVisible()
    assert choice.given.isChecked()
    assert "begins with the weights" in stage.page.view.welcome.sentence.text()
    choice.new.click()
    assert stage.store.document.training.new_weights
    assert stage.store.undo_stack.undoText() == "Change Start from"
    assert "begins with the weights" not in stage.page.view.welcome.sentence.text()
    choice.given.click()
    assert stage.store.document.training == with_weights(SOME).training
    stage.store.edit(with_weights(None), "Edit")
    assert choice.isHidden()


def test_weights_that_cannot_be_taken_are_told_with_a_click_that_begins_anew(make: Make) -> None:
    stage = make(document=with_weights(SOME))
    problem = Problem(ErrorCode.WEIGHTS_DIFFER, {"path": SOME.path, "detail": "conv.weight has"})
    stage.session._on_reply(RunFailed(problem))
    notice = stage.page.notice
    assert "conv.weight has" in notice.sentence
    button = next(b for b in notice.findChildren(QPushButton) if b.text().startswith("Start with"))
    button.click()
    assert stage.store.document.training.new_weights
    assert stage.session.is_busy
    assert notice.isHidden()


class Started(TrainingSession):
    """Keeps the documents of runs; a trainer says that they begin, and no more."""

    def _employ(self) -> None:
        self.sent = decode_document(self._start.document)
        self._on_reply(RunStarted("cpu", 64, 8, 1, 3, 0, 10, ()))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Started]:
    session = Started(trainer=["nobody"], runs_folder=tmp_path / "runs")
    yield session
    session.shut_down()
    session.deleteLater()


def test_the_trainer_is_told_which_weights_and_the_run_remembers_it(
    session: Started, tmp_path: Path
) -> None:
    def locate(network: Network) -> Network:
        assert network.weights is not None
        weights = msgspec.structs.replace(network.weights, path="/found/weights.safetensors")
        return msgspec.structs.replace(network, weights=weights)

    beside = WeightsFile("lesson.numbers/weights.safetensors", "5" * 64)
    store = DocumentStore(with_weights(beside))
    presenter = TrainingPresenter(
        store, session, SettingsFile(tmp_path / "settings.json"), locate=locate
    )
    presenter.start()
    sent = session.sent
    assert sent.training.new_weights is False
    assert sent.network.weights is not None
    assert sent.network.weights.path == "/found/weights.safetensors"
    assert session.differences(store.document) == ()
    presenter.editor.set("new_weights", value=True)
    assert session.differences(store.document) == ("new_weights",)
    presenter.restore_run_settings()
    assert session.differences(store.document) == ()
    assert store.document.network.weights == sent.network.weights
    # What the network gets later makes no other run of it.
    store.edit(with_weights(SOME), "Load other weights")
    assert session.differences(store.document) == ()


def test_a_run_with_new_weights_leaves_no_choice_behind_when_its_settings_are_taken_over(
    session: Started, tmp_path: Path
) -> None:
    document = with_weights(SOME)
    training = msgspec.structs.replace(document.training, new_weights=True)
    store = DocumentStore(msgspec.structs.replace(document, training=training))
    presenter = TrainingPresenter(store, session, SettingsFile(tmp_path / "settings.json"))
    presenter.start()
    assert session.sent.network.weights is None
    assert session.sent.training.new_weights is True
    presenter.restore_run_settings()
    assert store.document.training.new_weights is None


def test_a_saved_script_has_the_weights_it_begins_with_beside_it(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = new_document().network
    assert infer_sequential(network.steps, network.input_shape).failure is None
    model = build_sequential(network.steps, network.input_shape, seed=1)
    arrays = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    engine = DirectEngine()
    kept = kept_weights(arrays, network, tmp_path)
    stage = make(document=with_weights(kept), engine=engine)
    stage.page.page_actions["copy script"].trigger()
    assert 'with_name("start.pt")' in QGuiApplication.clipboard().text()
    assert "start.pt" in stage.page.notice.sentence
    target = tmp_path / "lesson.py"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    stage.page.page_actions["save script"].trigger()
    assert 'with_name("lesson-start.pt")' in target.read_text(encoding="utf-8")
    asked = next(one for one in engine.requests if isinstance(one, WriteWeights))
    assert asked.is_for_script
    engine.answer()
    assert (tmp_path / "lesson-start.pt").is_file()
    assert "lesson-start.pt" in stage.page.notice.sentence
