from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from convviz.core.sequential import NetworkStep
from convviz.core.torch_code import parse_layers
from convviz.protocol.document import SGD, Adam, Calculator, Document, check_training
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.settings import SettingsFile
from convviz.ui.training.data_fetch import DataState
from convviz.ui.training.page import TrainingPage
from convviz.ui.training.run_progress import RunState
from convviz.ui.training.session import TrainingSession
from convviz.ui.training.setting_texts import setting_name
from convviz.values.recipes import materialise
from tests.support.fake_trainer import asked, fake_trainer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot


class Stage:
    """A page with a session that plays scripts.

    Attributes:
        store: The document.
        session: The training.
        page: The page, shown.
        log: What was asked of the children.
    """

    def __init__(self, folder: Path, trainer: str, fetcher: str, document: Document) -> None:
        self.log, self.fetch_log = folder / "trainer.txt", folder / "fetcher.txt"
        self.store = DocumentStore(document)
        self.settings = SettingsFile(folder / "settings.json")
        self.session = TrainingSession(
            trainer=fake_trainer(self.log, trainer),
            fetcher=fake_trainer(self.fetch_log, fetcher),
            runs_folder=folder / "runs",
        )
        self.page = self.build()

    def build(self) -> TrainingPage:
        page = TrainingPage(self.store, self.session, self.settings)
        page.resize(1208, 740)
        page.show()
        return page

    def until(self, qtbot: QtBot, state: RunState) -> None:
        qtbot.waitUntil(lambda: self.session.state is state, timeout=20_000)


Make = Callable[..., Stage]


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    """Make a stage; its children are ended in the end."""
    stages: list[Stage] = []

    def build(trainer: str = "", fetcher: str = "", document: Document | None = None) -> Stage:
        stage = Stage(tmp_path, trainer, fetcher, document or new_document())
        qtbot.addWidget(stage.page)
        stages.append(stage)
        return stage

    yield build
    for stage in stages:
        stage.session.shut_down()


def type_into(field: QWidget, text: str) -> None:
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, text)


def on_cifar(document: Document) -> Document:
    training = msgspec.structs.replace(document.training, dataset="cifar10")
    return msgspec.structs.replace(document, training=training)


def test_at_first_start_the_page_says_what_will_happen(make: Make) -> None:
    page = make().page
    assert page.view.welcome.isVisible()
    assert page.view.plots is None
    assert "145,578 numbers" in page.view.welcome.sentence.text()
    assert "Shapes-10" in page.view.welcome.sentence.text()
    assert page.view.welcome.button.isEnabled()
    assert not page.transport.pause.isEnabled()
    assert not page.transport.stop.isEnabled()


def test_start_draws_the_losses_of_every_batch(qtbot: QtBot, make: Make) -> None:
    stage = make("start:100:2,batch:2.3:2.2:2.1,epoch:0.41")
    stage.page.view.welcome.button.click()
    assert stage.page.transport.place.text() == "Loading torch and the pictures…"
    page = stage.page
    qtbot.waitUntil(lambda: page.view.plots is not None and len(page.view.plots.loss.losses) == 3)
    assert page.view.plots is not None
    assert page.view.plots.loss.losses.tolist() == [2.3, 2.2, 2.1]
    assert page.view.plots.isVisible()
    qtbot.waitUntil(
        lambda: page.view.plots is not None and "41.0%" in page.view.plots.accuracy.reading
    )
    assert page.transport.place.text() == "Training: epoch 1 of 2, batch 3 of 100"
    assert "1,234 pictures/s" in page.transport.speed.text()
    assert "1 min 5 s left" in page.transport.speed.text()
    assert (page.transport.bar.value(), page.transport.bar.maximum()) == (3, 200)


def test_settings_are_fixed_during_a_run_and_say_why(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:1,batch:2.3,read,end-empty:stopped")
    field = stage.page.settings_panel.field("lr")
    assert field.isEnabled()
    stage.page.start()
    stage.until(qtbot, RunState.RUNNING)
    for name in ("lr", "batch_size", "optimiser", "device", "threads"):
        locked = stage.page.settings_panel.field(name)
        assert not locked.isEnabled()
        assert "Stop it to change the settings" in locked.toolTip()
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
        ("lr", "-1", "Write a number from 0 to 1e+30."),
        ("lr", "fast", "Write a number, such as 0.1 or 1e-3."),
        ("label_smoothing", "1.5", "Write a number from 0 to 1."),
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
    assert panel.field("beta1").value == 0.9  # type: ignore[attr-defined]
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


def test_a_network_that_does_not_fit_cannot_be_started_and_says_which_layer(make: Make) -> None:
    document = new_document()
    wrong = tuple(NetworkStep(layer) for layer in parse_layers("nn.Conv2d(4, 8, 3)"))
    network = msgspec.structs.replace(document.network, steps=wrong)
    page = make(document=msgspec.structs.replace(document, network=network)).page
    assert not page.transport.start.isEnabled()
    assert page.transport.start.toolTip().startswith("Layer 1 of the network: ")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_trainer_is_told_and_resume_is_one_click_away(qtbot: QtBot, make: Make) -> None:
    stage = make("start:2:3,batch:2.3:2.2,epoch:0.4,die:9;start:2:3:2,batch:2.05")
    stage.page.start()
    stage.until(qtbot, RunState.FAILED)
    notice = stage.page.notice
    assert notice.isVisible()
    assert notice.level == "error"
    assert "SIGKILL" in notice.sentence
    assert "epoch 1 is kept" in notice.sentence
    assert stage.page.transport.pause.text() == "Resume"
    stage.page.transport.pause.click()
    assert not notice.isVisible()
    stage.until(qtbot, RunState.RUNNING)
    page = stage.page
    drawn = [2.3, 2.2, 2.05]
    qtbot.waitUntil(
        lambda: page.view.plots is not None and page.view.plots.loss.losses.tolist() == drawn
    )
    assert asked(stage.log).count("StartRun resume") == 1


def test_a_run_without_its_device_says_what_to_choose(qtbot: QtBot, make: Make) -> None:
    stage = make("fail:device_missing")
    stage.page.start()
    stage.until(qtbot, RunState.FAILED)
    assert stage.page.notice.sentence == (
        "torch cannot use the device 'cuda' here. Choose one of: cpu."
    )
    field = stage.page.settings_panel.field("device")
    assert field.toolTip() == stage.page.notice.sentence
    assert stage.page.view.welcome.isVisible()
    qtbot.waitUntil(stage.page.transport.start.isEnabled)


def test_pause_step_and_resume_by_keyboard(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:1,batch:2.3,read,paused,read,batch:2.2,paused,read,continued")
    stage.page.activateWindow()
    qtbot.waitUntil(stage.page.isActiveWindow)
    QTest.keyClick(stage.page, Qt.Key.Key_F5)
    stage.until(qtbot, RunState.RUNNING)
    QTest.keyClick(stage.page, Qt.Key.Key_F6)
    stage.until(qtbot, RunState.PAUSED)
    assert stage.page.transport.pause.text() == "Resume"
    QTest.keyClick(stage.page, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: len(stage.session.progress.losses) == 2)
    QTest.keyClick(stage.page, Qt.Key.Key_F6)
    stage.until(qtbot, RunState.RUNNING)
    wanted = ["started", "StartRun", "PauseRun", "StepRun", "ContinueRun"]
    qtbot.waitUntil(lambda: asked(stage.log) == wanted)


def test_learned_kernels_are_shown_and_open_in_the_calculator(qtbot: QtBot, make: Make) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.start()
    stage.until(qtbot, RunState.FINISHED)
    result = stage.page.result
    assert result.gallery.isVisible()
    assert "50.0%" in result.summary.text()
    result.gallery.set_current(7)
    opened: list[Calculator] = []
    stage.page.open_in_calculator.connect(opened.append)
    stage.page.actions()[-1].trigger()
    (calculator,) = opened
    calculator.layer.infer(calculator.input_shape)
    assert calculator.layer.weight_shapes() == {"weight": (1, 3, 5, 5), "bias": (1,)}
    trained = np.linspace(-1, 1, 32 * 75, dtype=np.float32).reshape(32, 3, 5, 5)[7:8]
    shown = materialise(calculator.weight, (1, 3, 5, 5), channel_axes=2)
    assert np.array_equal(shown, trained)


def test_a_later_layer_opens_one_plane_of_a_kernel(qtbot: QtBot, make: Make) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.start()
    stage.until(qtbot, RunState.FINISHED)
    result = stage.page.result
    result.show_layer(1)
    assert result.plane.isVisible()
    result.plane.setValue(5)
    result.gallery.set_current(3)
    opened: list[Calculator] = []
    stage.page.open_in_calculator.connect(opened.append)
    QTest.keyClick(result.gallery, Qt.Key.Key_Return)
    (calculator,) = opened
    trained = np.linspace(-1, 1, 32 * 32 * 25, dtype=np.float32).reshape(32, 32, 5, 5)[3:4, 5:6]
    shown = materialise(calculator.weight, (1, 1, 5, 5), channel_axes=2)
    assert np.array_equal(shown, trained)
    calculator.layer.infer(calculator.input_shape)


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


def test_a_page_built_anew_shows_the_run_that_goes_on(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:1,batch:2.3:2.2,read,batch:2.1")
    stage.page.start()
    qtbot.waitUntil(lambda: len(stage.session.progress.losses) == 2, timeout=20_000)
    stage.page.close()
    fresh = stage.build()
    qtbot.addWidget(fresh)
    qtbot.waitUntil(lambda: fresh.view.plots is not None and len(fresh.view.plots.loss.losses) == 2)
    stage.session.pause()
    qtbot.waitUntil(lambda: fresh.view.plots is not None and len(fresh.view.plots.loss.losses) == 3)
    assert fresh.transport.stop.isEnabled()


def test_a_hidden_page_does_not_draw_and_catches_up(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:1,batch:2.3,read,batch:2.2:2.1")
    stage.page.start()
    page = stage.page
    qtbot.waitUntil(lambda: page.view.plots is not None and len(page.view.plots.loss.losses) == 1)
    page.hide()
    stage.session.pause()
    qtbot.waitUntil(lambda: len(stage.session.progress.losses) == 3)
    assert page.view.plots is not None
    assert len(page.view.plots.loss.losses) == 1
    page.show()
    assert len(page.view.plots.loss.losses) == 3


def test_cifar_that_is_missing_is_offered_for_download(qtbot: QtBot, make: Make) -> None:
    stage = make(
        fetcher="fetch-failed:data_not_found;progress:85026085,read,fetch-failed:download_cancelled"
        ";ready:/home/me/cifar"
    )
    data = stage.session.data
    stage.page.data.cifar.click()
    assert stage.store.document.training.dataset == "cifar10"
    qtbot.waitUntil(lambda: data.state is DataState.MISSING, timeout=20_000)
    assert not stage.page.transport.start.isEnabled()
    assert "download it first" in stage.page.transport.start.toolTip()
    stage.page.data.download.click()
    qtbot.waitUntil(lambda: data.progress is not None, timeout=20_000)
    assert stage.page.data.sentence.text() == "85.0 MB of 170.1 MB, 80 kB/s, 21 min left"
    assert stage.page.data.bar.value() == 499
    stage.page.data.cancel.click()
    qtbot.waitUntil(lambda: data.state is DataState.INTERRUPTED, timeout=20_000)
    assert "are kept" in stage.page.data.sentence.text()
    assert stage.page.data.download.text() == "Go on downloading"
    stage.page.data.download.click()
    qtbot.waitUntil(lambda: data.state is DataState.READY, timeout=20_000)
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
    qtbot.waitUntil(lambda: stage.session.data.state is DataState.MISSING, timeout=20_000)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/data/cifar")
    stage.page.data.choose_folder()
    qtbot.waitUntil(lambda: stage.session.data.state is DataState.READY, timeout=20_000)
    assert "FetchData /data/cifar check" in asked(stage.fetch_log)
    assert stage.settings.value.data_path == "/data/cifar"
    stage.page.start()
    assert stage.session.progress.document is not None
    assert stage.session.progress.document.training.data_path == "/data/cifar"


def test_a_place_without_sound_data_says_what_is_wrong(qtbot: QtBot, make: Make) -> None:
    stage = make(fetcher="fetch-failed:data_not_cifar10", document=on_cifar(new_document()))
    qtbot.waitUntil(lambda: stage.session.data.state is DataState.UNUSABLE, timeout=20_000)
    assert stage.page.data.sentence.property("role") == "error"
    assert "/somewhere" in stage.page.data.sentence.text()
    assert stage.page.data.download.isVisible()


def test_every_control_has_a_name_for_screen_readers(qtbot: QtBot, make: Make) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider

    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.start()
    stage.until(qtbot, RunState.FINISHED)
    for kind in (QAbstractButton, QComboBox, QLineEdit, QSlider):
        for widget in stage.page.findChildren(kind):
            named = widget.accessibleName() or getattr(widget, "text", str)()
            assert named or widget.objectName().startswith("qt_"), widget
