"""An opened layer with very many numbers: shown, saved, moved, lost, found again, undone."""

from __future__ import annotations

import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton

from convviz.core.layers.conv import Conv2d
from convviz.core.network.sequential import NetworkStep
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.opened_layer import open_layer
from convviz.protocol.autosave_file import AutosaveSlot, take_abandoned
from convviz.protocol.document import Network
from convviz.protocol.document_file import read_document
from convviz.protocol.messages.engine_layers import OpenLayer
from convviz.protocol.recipes import FileBlock, TypedOver
from convviz.protocol.templates import new_document
from convviz.ui.calculator.cell_edits import with_cell
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.processes.reply import Reply
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.autosave import autosave_folder
from convviz.ui.shell.window_session import WindowSession
from convviz.values.float32_numbers import float32_numbers
from convviz.values.number_files import number_files, unread_block

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Calculator
    from convviz.protocol.messages.engine import EngineRequest
    from convviz.ui.calculator.page import CalculatorPage

SHAPE = (512, 64, 3, 3)
STEPS = (NetworkStep(Conv2d(64, 512, 3)), NetworkStep(Conv2d(512, 64, 3, padding=1)))


class Bench:
    """A window with a network whose weights are too many for a document."""

    def __init__(self, session: WindowSession, qtbot: QtBot) -> None:
        self.session = session
        self.store = session.store
        self._qtbot = qtbot

    @property
    def calculator(self) -> Calculator:
        return self.store.document.calculator

    @property
    def weight(self) -> np.ndarray:
        return float32_numbers.of(self.calculator.weight, SHAPE, 2)

    @property
    def page(self) -> CalculatorPage:
        return cast("CalculatorPage", self.session.window.page_named("calculator"))

    @property
    def drawn(self) -> np.ndarray:
        scene = self.page.grids.scene
        assert scene is not None
        return scene.plain_weights["weight"]

    @property
    def files(self) -> list[Path]:
        folder = self.session._unsaved_numbers()
        return [] if folder is None else sorted(folder.glob("*"))

    def build(self) -> None:
        network = Network((64, 4, 4), STEPS)
        self.store.open(msgspec.structs.replace(new_document(), network=network))

    def open_layer(self, step: int = 0) -> None:
        self.session.opener.open(step)
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.session._reader.is_reading)

    def open(self, path: Path) -> None:
        assert self.session.window.documents.open_file(path)
        self.settle()

    def save(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
        self.session.window.documents.save_as.trigger()
        assert path.exists()

    def type_over(self, place: tuple[int, ...], value: float) -> None:
        calculator = with_cell(self.calculator, "weight", place, value)
        self.store.edit(msgspec.structs.replace(self.store.document, calculator=calculator), "cell")

    @property
    def told(self) -> str:
        return " ".join(self.session.window.notices.sentences())


def initial(step: int) -> np.ndarray:
    model = build_sequential(STEPS, (64, 4, 4), seed=0)
    return cast("np.ndarray", model.state_dict()[f"{step}.weight"].double().numpy())


def forget() -> None:
    """Make this process one that has read nothing."""
    number_files._files.clear()


@pytest.fixture
def open_bench(
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    no_formulas: None,
) -> Iterator[Callable[[], Bench]]:
    del no_formulas
    monkeypatch.setattr(EngineClient, "start", lambda _client: None)
    monkeypatch.setattr("convviz.ui.shell.window_session.apply_theme", lambda *_arguments: None)
    monkeypatch.setattr(number_files, "_files", OrderedDict())
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: pytest.fail("a question"))
    opened: list[WindowSession] = []

    def ask(
        _client: EngineClient,
        asker: QObject,
        request: EngineRequest,
        *,
        instead_of: Reply | None = None,
    ) -> Reply:
        reply = Reply(asker)
        if instead_of is not None:
            instead_of.cancel()
        if isinstance(request, OpenLayer):
            QTimer.singleShot(0, reply, lambda: reply.answer(open_layer(request)))
        return reply

    monkeypatch.setattr(EngineClient, "ask", ask)

    def make() -> Bench:
        session = WindowSession(qapp, SettingsFile(tmp_path / "settings.json"))
        session.show()
        opened.append(session)
        return Bench(session, qtbot)

    yield make
    for session in opened:
        session.store.undo_stack.setClean()
        session.window.close()
        session.close()
        session.window.deleteLater()


@pytest.fixture
def bench(open_bench: Callable[[], Bench], qtbot: QtBot) -> Bench:
    bench = open_bench()
    bench.build()
    bench.open_layer()
    qtbot.waitUntil(lambda: isinstance(bench.calculator.weight, FileBlock))
    bench.settle()
    return bench


def test_the_real_weights_are_shown_however_many_they_are(bench: Bench) -> None:
    assert np.array_equal(bench.drawn, initial(0))
    assert bench.page.origin.source.text().startswith("Untrained: torch's initial weights, seed 0.")
    assert len(bench.files) == 1
    assert not bench.told


def test_they_are_saved_beside_the_document_and_open_again(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.convviz"
    bench.save(path, monkeypatch)
    assert path.stat().st_size < 20_000
    assert len(list((tmp_path / "mine.numbers").iterdir())) == 1
    forget()

    bench.open(path)

    assert np.array_equal(bench.drawn, initial(0))


def test_save_as_takes_them_along(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.save(tmp_path / "mine.convviz", monkeypatch)
    bench.open(tmp_path / "mine.convviz")
    elsewhere = tmp_path / "other" / "copy.convviz"
    elsewhere.parent.mkdir()
    bench.save(elsewhere, monkeypatch)
    assert (tmp_path / "mine.numbers").exists()
    shutil.rmtree(tmp_path / "mine.numbers")
    forget()

    bench.open(elsewhere)

    assert np.array_equal(bench.drawn, initial(0))


def test_saving_again_puts_back_a_folder_that_somebody_deleted(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, folder = tmp_path / "mine.convviz", tmp_path / "mine.numbers"
    bench.save(path, monkeypatch)
    shutil.rmtree(folder)
    bench.type_over((0, 0, 0, 0), 1.0)

    assert bench.session.window.documents.save_now()

    assert len(list(folder.iterdir())) == 1


def test_a_disk_that_takes_no_numbers_keeps_the_document_of_before(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.convviz"
    bench.save(path, monkeypatch)
    before = path.read_bytes()
    shutil.rmtree(tmp_path / "mine.numbers")
    (tmp_path / "mine.numbers").write_bytes(b"in the way")
    bench.type_over((0, 0, 0, 0), 1.0)

    assert not bench.session.window.documents.save_now()

    assert path.read_bytes() == before
    assert "cannot be written" in bench.told


def test_without_the_file_it_is_told_and_nothing_is_lost(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, folder = tmp_path / "mine.convviz", tmp_path / "mine.numbers"
    bench.save(path, monkeypatch)
    folder.rename(tmp_path / "away")
    for file in bench.files:
        file.unlink()
    forget()

    bench.open(path)

    assert "Numbers of this document are kept in a file, and it is not there" in bench.told
    assert str(folder) in bench.told
    assert (
        bench.page.origin.source.text()
        == "Its weights are made up: their file is missing or changed."
    )
    assert not np.array_equal(bench.drawn, initial(0))

    training = msgspec.structs.replace(bench.store.document.training, epochs=77)
    bench.store.edit(msgspec.structs.replace(bench.store.document, training=training), "Edit")
    assert bench.session.window.documents.save_now()
    assert read_document(path).calculator == bench.calculator
    (tmp_path / "away").rename(folder)
    buttons = bench.session.window.notices.findChildren(QPushButton)
    next(button for button in buttons if button.text() == "Look again").click()
    bench.settle()

    assert np.array_equal(bench.drawn, initial(0))
    assert not bench.told
    assert bench.page.origin.source.text().startswith("Untrained")


def test_a_cell_that_is_typed_over_costs_no_other_file(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.type_over((7, 3, 1, 2), 2.5)
    assert isinstance(bench.calculator.weight, TypedOver)
    path = tmp_path / "mine.convviz"
    bench.save(path, monkeypatch)
    forget()

    bench.open(path)

    expected = initial(0)
    expected[7, 3, 1, 2] = 2.5
    assert np.array_equal(bench.drawn, expected)
    assert len(list((tmp_path / "mine.numbers").iterdir())) == 1


def test_the_next_save_takes_away_what_is_not_needed_and_undo_brings_it_back(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.convviz"
    bench.save(path, monkeypatch)
    bench.open(path)  # so that it lies beside the document alone
    for file in bench.files:
        file.unlink()
    before = list((tmp_path / "mine.numbers").iterdir())

    bench.open_layer(1)
    bench._qtbot.waitUntil(lambda: bench.calculator.input_shape[0] == 512)
    bench._qtbot.waitUntil(lambda: isinstance(bench.calculator.weight, FileBlock))
    bench.settle()
    assert bench.session.window.documents.save_now()
    after = list((tmp_path / "mine.numbers").iterdir())
    assert len(after) == 1
    assert after != before
    forget()
    bench.store.undo_stack.undo()
    bench.settle()

    assert np.array_equal(bench.drawn, initial(0))


def test_a_killed_window_leaves_them_to_the_next_start(
    open_bench: Callable[[], Bench], bench: Bench
) -> None:
    bench.session._autosaver.save_now()
    slot = bench.session._autosaver._slot
    assert slot is not None
    slot._lock.release(remove=False)
    bench.session._autosaver._slot = None  # the window is gone
    forget()

    again = open_bench()
    assert "were saved" in again.told
    again.session.recovery.restore(again.session.recovery.abandoned[0])
    again.settle()

    assert np.array_equal(again.drawn, initial(0))


def test_a_window_that_ends_leaves_no_numbers_behind(bench: Bench) -> None:
    folder = bench.session._unsaved_numbers()
    assert folder is not None
    assert folder.exists()
    bench.session._note_asked()
    bench.session.close()

    assert not folder.exists()


def test_numbers_of_a_window_that_was_killed_without_changes_are_swept() -> None:
    folder = autosave_folder()
    slot = AutosaveSlot.new(folder)
    slot.numbers.mkdir()
    (slot.numbers / "a.safetensors").write_bytes(b"1")
    take_abandoned(folder)
    assert slot.numbers.exists()  # its window lives
    slot._lock.release(remove=False)

    take_abandoned(folder)

    assert not slot.numbers.exists()


def test_two_windows_have_their_own_folders(open_bench: Callable[[], Bench], bench: Bench) -> None:
    other = open_bench()
    assert other.session._unsaved_numbers() != bench.session._unsaved_numbers()
    assert unread_block(bench.calculator.weight) is None


def test_another_language_builds_a_window_that_knows_where_the_numbers_are(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.save(tmp_path / "mine.convviz", monkeypatch)
    bench.session._change_language("zh_CN")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    shutil.rmtree(tmp_path / "mine.numbers")
    for file in bench.files:
        file.unlink()
    forget()

    bench.open(tmp_path / "mine.convviz")

    assert "mine.numbers" in bench.told
    assert "\u865a\u6784" in bench.page.origin.source.text()  # made up
    bench.session._change_language("en")
