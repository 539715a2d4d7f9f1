"""Files of MNIST's format and folders of pictures on the training page, without processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from convviz.core.data_sets import CIFAR10, MNIST, ImageFolder, Shapes10, data_set_types
from convviz.core.errors import DataError, ErrorCode
from convviz.core.layers.linear import Linear
from convviz.core.schedules.falling import StepLR
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.fetch import DataReady, FetchData, ReadProgress
from convviz.protocol.templates import new_document
from convviz.ui.training.data.data_fetch import DataFetch, DataState
from convviz.ui.training.data.data_sources import PLACE_SETTINGS, kind_of_folder
from convviz.ui.training.run.run_progress import RunState
from tests.support.small_pictures import mnist_arrays, write_folder, write_mnist
from tests.support.training_page import Make, Stage, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[FetchData]:
    """Have requests collected that would start a process."""
    requests: list[FetchData] = []

    def note(fetch: DataFetch, request: FetchData, state: DataState) -> None:
        fetch.state = state
        fetch.progress = fetch.ready = fetch.problem = None
        requests.append(request)
        fetch.changed.emit()

    monkeypatch.setattr(DataFetch, "_ask", note)
    return requests


def ready(
    path: str, classes: int = 10, shape: tuple[int, ...] = (3, 32, 32), *notices: Problem
) -> DataReady:
    names = tuple(f"class {number}" for number in range(classes))
    return DataReady(path, 80, 20, notices, shape, names)


def on_data(dataset: ImageFolder | MNIST, path: str | None = None) -> Document:
    document = new_document()
    training = msgspec.structs.replace(document.training, dataset=dataset, data_path=path)
    return msgspec.structs.replace(document, training=training)


def fetch_of(stage: Stage) -> DataFetch:
    fetch = stage.session.sources.of(stage.store.document.training.dataset)
    assert fetch is not None
    return fetch


def test_a_folder_is_asked_for_chosen_read_and_remembered(
    make: Make, asked: list[FetchData], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make()
    panel, welcome = stage.page.data, stage.page.view.welcome
    panel.pictures.click()
    assert stage.store.document.training.dataset == ImageFolder()
    assert asked == [], "there is no usual place to look at"
    assert "one folder for each class" in panel.sentence.text()
    assert panel.sentence.text() == welcome.sentence.text()
    assert not stage.page.transport.start.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/my/pets")
    welcome.choose.click()
    plain = {"type": "ImageFolder"}
    assert asked == [FetchData("/my/pets", download=False, dataset=plain)]
    assert panel.sentence.text() == "Reading the pictures…"
    assert "being read" in welcome.sentence.text()
    fetch_of(stage)._on_ready(ready("/my/pets"))
    assert panel.sentence.text() == "80 training and 20 test pictures in /my/pets"
    assert stage.page.transport.start.isEnabled()
    assert "pictures of your folder" in welcome.sentence.text()
    assert stage.settings.value.pictures_path == "/my/pets"
    assert stage.settings.value.data_path == ""
    launched: list[Document] = []
    monkeypatch.setattr(stage.session, "_launch", lambda made, *_, **__: launched.append(made))
    stage.page.page_actions["start"].trigger()
    assert [made.training.data_path for made in launched] == ["/my/pets"]


def test_reading_shows_how_far_it_is_and_can_be_stopped_and_begun_again(
    make: Make, asked: list[FetchData]
) -> None:
    stage = make(document=on_data(ImageFolder(), "/pets"))
    panel, fetch = stage.page.data, fetch_of(stage)
    fetch._on_progress(ReadProgress(250, 1000))
    assert panel.sentence.text() == "Reading the pictures: 250 of 1,000"
    assert panel.bar.value() == 250
    panel.cancel.click()
    assert fetch.state is DataState.STOPPED
    assert "was stopped" in stage.page.view.welcome.sentence.text()
    assert not stage.page.transport.start.isEnabled()
    assert panel.bar.isHidden()
    panel.again.click()
    assert len(asked) == 2
    assert fetch_of(stage).state is DataState.CHECKING


def test_other_settings_of_it_are_read_anew_and_the_same_ones_are_not(
    make: Make, asked: list[FetchData]
) -> None:
    stage = make(document=on_data(ImageFolder(), "/pets"))
    fetch_of(stage)._on_ready(ready("/pets"))
    stage.page._presenter.editor.set("epochs", 7)
    assert len(asked) == 1
    stage.page._presenter.editor.set_part("dataset", "size", 64)
    assert asked[1].dataset == {"type": "ImageFolder", "size": 64}
    assert not stage.page.transport.start.isEnabled(), "what was known is of the other size"


def test_what_was_left_out_stands_beside_the_folder(make: Make) -> None:
    stage = make(document=on_data(ImageFolder(), "/pets"))
    notice = Problem("data_folder_skipped", {"path": "/pets", "count": 3, "names": "cat/x.png"})
    fetch_of(stage)._on_ready(ready("/pets", 10, (3, 32, 32), notice))
    assert "left out (3): cat/x.png" in stage.page.data.notes.text()
    assert stage.page.data.notes.isVisible()
    stage.page.data.shapes.click()
    assert stage.page.data.notes.isHidden()


def test_a_network_that_does_not_fit_is_mended_by_two_clicks(make: Make) -> None:
    stage = make(document=on_data(MNIST(), "/letters"))
    welcome = stage.page.view.welcome
    fetch_of(stage)._on_ready(ready("/letters", 26, (1, 28, 28)))
    assert "1 × 28 × 28" in welcome.sentence.text()
    assert welcome.mend.text() == "Set the input to 1 × 28 × 28"
    welcome.mend.click()
    assert welcome.mend.text() == "Give the last Linear 26 outputs"
    welcome.mend.click()
    network = stage.store.document.network
    assert network.input_shape == (1, 28, 28)
    last = network.layers[-1].layer
    assert isinstance(last, Linear)
    assert last.out_features == 26
    assert stage.page.transport.start.isEnabled()


def test_the_rate_is_drawn_once_it_is_known_how_many_pictures_there_are(make: Make) -> None:
    document = on_data(MNIST(), "/mnist")
    training = msgspec.structs.replace(document.training, schedule=StepLR(1))
    stage = make(document=msgspec.structs.replace(document, training=training))
    curve = stage.page.settings_panel._curve
    assert curve.isHidden()
    fetch_of(stage)._on_ready(ready("/mnist"))
    assert len(curve.rates) == document.training.epochs


def test_data_that_is_not_sound_says_why_where_the_run_would_stand(make: Make) -> None:
    stage = make(document=on_data(MNIST(), "/gone"))
    error = DataError(ErrorCode.DATA_PLACE_GONE, title="MNIST files", path="/gone")
    fetch_of(stage)._on_failed(Problem.of(error))
    assert "nothing at /gone" in stage.page.view.welcome.sentence.text()
    assert stage.page.data.sentence.property("role") == "error"
    stage.page.view.welcome.mend.click()
    assert stage.store.document.training.dataset == Shapes10()
    assert stage.store.document.training.data_path is None


def test_each_kind_of_data_keeps_its_own_place(make: Make, asked: list[FetchData]) -> None:
    stage = make(document=on_data(MNIST(), "/mnist"))
    stage.settings.change(pictures_path="/pets", data_path="/cifar")
    stage.page.data.pictures.click()
    stage.page.data.cifar.click()
    stage.page.data.mnist.click()
    assert [request.folder for request in asked] == ["/mnist", "/pets", "/cifar", ""]


def test_a_dropped_folder_is_taken_for_what_it_holds(
    make: Make, asked: list[FetchData], tmp_path: Path
) -> None:
    stage = make()
    pets = write_folder(tmp_path / "pets", {"cat": 1, "dog": 1})
    write_mnist(tmp_path / "mnist/MNIST/raw", mnist_arrays())
    assert kind_of_folder(tmp_path / "mnist") is MNIST
    (tmp_path / "cifar").mkdir()
    (tmp_path / "cifar/data_batch_1.bin").write_bytes(b"")
    assert kind_of_folder(tmp_path / "cifar") is CIFAR10
    drop(stage, pets)
    assert asked[-1] == FetchData(str(pets), download=False, dataset={"type": "ImageFolder"})
    drop(stage, tmp_path / "mnist")
    assert asked[-1].dataset == {"type": "MNIST"}
    before = len(asked)
    stage.session.progress.state = RunState.RUNNING
    stage.session.state_changed.emit()
    drop(stage, pets)
    assert len(asked) == before, "a run goes on"
    stage.session.progress.state = RunState.IDLE


def drop(stage: Stage, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    where, how = QPointF(5, 5), Qt.DropAction.CopyAction
    button, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(where.toPoint(), how, mime, button, no_keys)
    QApplication.sendEvent(stage.page, entering)
    QApplication.sendEvent(stage.page, QDropEvent(where, how, mime, button, no_keys))


def test_a_run_goes_on_with_the_pictures_it_had_while_they_are_there(
    make: Make, tmp_path: Path
) -> None:
    was, now = tmp_path / "was", tmp_path / "now"
    was.mkdir()
    stage = make(document=on_data(ImageFolder()))
    stage.settings.change(pictures_path=str(now))
    stage.session.progress.document = on_data(ImageFolder(), str(was))
    assert stage.page._presenter._place_to_resume() == str(was)
    was.rmdir()
    assert stage.page._presenter._place_to_resume() == str(now)


def test_every_data_set_can_be_chosen_here_and_has_a_place_where_it_is_read(make: Make) -> None:
    stage = make()
    for kind in data_set_types().values():
        assert (kind in PLACE_SETTINGS) == kind.is_read
        stage.page.data.buttons[kind].click()
        assert isinstance(stage.store.document.training.dataset, kind)
    assert len(set(PLACE_SETTINGS.values())) == len(PLACE_SETTINGS)
