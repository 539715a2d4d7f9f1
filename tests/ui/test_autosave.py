"""Unsaved changes outlive the window: kept while they are made, offered once to the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol import autosave_file
from convviz.protocol.autosave_file import AutosaveSlot, Place, take_abandoned
from convviz.protocol.document_file import read_document, write_document
from convviz.protocol.seen_file import SeenFile, seen
from convviz.protocol.templates import new_document
from convviz.ui.page_actions import PageActions
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.autosave import autosave_folder
from convviz.ui.shell.recovery_dialog import RecoveryDialog
from convviz.ui.shell.window_pages import WindowPages
from convviz.ui.shell.window_session import WindowSession

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document

CHECKOUT = Path(__file__).resolve().parents[2]
Open = Callable[[], WindowSession]


def edited(epochs: int = 77, document: Document | None = None) -> Document:
    document = document or new_document()
    training = msgspec.structs.replace(document.training, epochs=epochs)
    return msgspec.structs.replace(document, training=training)


def leave_behind(document: Document, file: SeenFile | None = None) -> Path:
    """Do what a window does that is killed, and return the slot's file."""
    slot = AutosaveSlot.new(autosave_folder())
    slot.write(document, file or SeenFile())
    slot._lock.release(remove=False)
    return slot.path


class BlankPage(QWidget):
    """A page on which there is nothing: what is kept does not hang on what is shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.page_actions = PageActions(self)


@pytest.fixture
def open_window(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    monkeypatch.setattr(EngineClient, "start", lambda _client: None)
    monkeypatch.setattr("convviz.ui.shell.autosave.AUTOSAVE_MS", 50)
    monkeypatch.setattr("convviz.ui.shell.window_session.apply_theme", lambda *_arguments: None)
    monkeypatch.setattr(WindowPages, "_calculator_page", lambda _pages, parent: BlankPage(parent))
    opened: list[WindowSession] = []

    def make() -> WindowSession:
        session = WindowSession(qapp, SettingsFile(tmp_path / "settings.json"))
        session.show()
        opened.append(session)
        return session

    yield make
    for session in opened:
        session.store.undo_stack.setClean()
        session.window.close()
        session.close()
        session.window.deleteLater()


def kept() -> list[Path]:
    return sorted(autosave_folder().glob("*.autosave"))


def press(session: WindowSession, text: str) -> None:
    buttons = session.window.notices.findChildren(QPushButton)
    [button for button in buttons if button.text() == text][-1].click()  # the newest


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    def exec_(box: QMessageBox) -> int:
        next(button for button in box.buttons() if button.text() == text).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", exec_)


def told(session: WindowSession) -> str:
    return " ".join(session.window.notices.sentences())


def test_a_change_is_kept_until_it_is_saved(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    session = open_window()
    path = tmp_path / "mine.convviz"
    write_document(path, new_document())
    session.open_file(path)
    assert kept() == []
    session.store.edit(edited(), "Edit")
    qtbot.waitUntil(lambda: len(kept()) == 1)
    session.store.edit(edited(78), "Edit")
    assert session.window.documents.save_now()
    assert kept() == []
    # Going back to what the file holds leaves nothing to keep either.
    session.store.edit(edited(79), "Edit")
    session._autosaver.save_now()
    assert len(kept()) == 1
    session.store.undo_stack.undo()
    assert kept() == []


class Steps(QObject):
    """What of the calculator's steps the window asks for."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.place = Place()

    def show_place(self, place: Place) -> None:
        self.place = place
        self.changed.emit()


def test_a_restored_document_is_shown_where_its_person_was(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stepped(pages: WindowPages, parent: QWidget) -> QWidget:
        page = BlankPage(parent)
        page.stepper = SimpleNamespace(presenter=Steps())  # type: ignore[attr-defined]
        page.stepper.presenter.changed.connect(pages.moved)  # type: ignore[attr-defined]
        return page

    monkeypatch.setattr(WindowPages, "_calculator_page", stepped)
    first = open_window()
    first.store.edit(edited(), "Edit")
    qtbot.waitUntil(lambda: len(kept()) == 1)
    there, before = Place("backward", 7), kept()[0].read_bytes()
    first._pages._steps().show_place(there)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: kept()[0].read_bytes() != before)
    slot = first._autosaver._slot
    assert slot is not None
    slot._lock.release(remove=False)  # as the system does when it is killed

    second = open_window()
    press(second, "Restore")
    assert second._pages.place() == there


def test_a_live_windows_copy_is_offered_to_nobody(open_window: Open) -> None:
    first = open_window()
    first.store.edit(edited(), "Edit")
    first._autosaver.save_now()
    second = open_window()
    assert second.recovery.abandoned == []
    assert told(second) == ""


def test_an_untitled_document_comes_back(open_window: Open) -> None:
    leave_behind(edited())
    session = open_window()
    assert "changes to Untitled were saved" in told(session)
    press(session, "Restore")
    assert session.store.document == edited()
    assert session.window.isWindowModified()
    assert session.window.documents.path is None
    assert told(session) == ""
    # It stays kept, and is gone once the person decided to close without it.
    assert len(kept()) == 1
    session.window.closing.emit()
    session.close()
    assert kept() == []
    assert list(autosave_folder().iterdir()) == []


def test_a_restored_document_knows_its_file_and_that_somebody_changed_it(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.convviz"
    write_document(path, new_document())
    leave_behind(edited(), seen(path))
    write_document(path, edited(5))
    session = open_window()
    assert "changes to mine.convviz were saved" in told(session)
    press(session, "Restore")
    assert session.window.documents.path == path
    answer(monkeypatch, "Cancel")
    assert not session.window.documents.save_now()
    assert read_document(path) == edited(5)
    answer(monkeypatch, "Replace")
    assert session.window.documents.save_now()
    assert read_document(path) == edited()
    assert kept() == []


def test_discarding_asks_and_deletes(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_behind(edited())
    session = open_window()
    answer(monkeypatch, "Keep")
    press(session, "Discard")
    assert len(kept()) == 1
    answer(monkeypatch, "Discard")
    press(session, "Discard")
    assert kept() == []
    assert told(session) == ""


def test_what_nobody_decided_on_is_offered_again(open_window: Open) -> None:
    leave_behind(edited())
    open_window().close()
    assert len(kept()) == 1
    assert len(open_window().recovery.abandoned) == 1


def test_several_are_listed_newest_first_and_the_others_stay(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for epochs in (10, 30, 20):
        with monkeypatch.context() as patch:
            patch.setattr("time.time", lambda moment=epochs: float(moment))
            leave_behind(edited(epochs))
    session = open_window()
    assert "changes to 3 documents" in told(session)
    press(session, "Choose…")
    dialog = session.window.findChild(RecoveryDialog)
    assert dialog is not None
    assert dialog.list.count() == 3
    dialog.restore_button.click()
    assert session.store.document == edited(30)
    assert "changes to 2 documents" in told(session)
    session.store.undo_stack.setClean()
    press(session, "Choose…")
    dialog = next(one for one in session.window.findChildren(RecoveryDialog) if one.isVisible())
    answer(monkeypatch, "Discard")
    dialog.list.setCurrentRow(1)
    dialog.discard_button.click()
    assert [one.document for one in session.recovery.abandoned] == [edited(20)]
    dialog.reject()


def damage(content: bytes) -> Path:
    """Leave a damaged copy behind, and return where it will be set aside."""
    path = leave_behind(edited())
    path.write_bytes(content)
    return path.with_name(path.name + ".damaged")


def test_a_damaged_copy_is_told_and_set_aside(open_window: Open) -> None:
    aside = damage(b"{}")
    session = open_window()
    assert str(aside) in told(session)
    assert aside.read_bytes() == b"{}"
    assert session.recovery.abandoned == []
    assert told(open_window()) == ""


def test_several_damaged_copies_are_counted_and_set_aside(open_window: Open) -> None:
    contents = (b"", b"\xff\xfe", b'{"format":"convviz autosave"')
    aside = {damage(content): content for content in contents}
    session = open_window()
    assert "3 copies" in told(session)
    assert str(next(iter(aside)).parent) in told(session)
    assert {path: path.read_bytes() for path in aside} == aside
    assert session.recovery.abandoned == []


def test_a_disk_that_keeps_nothing_is_told_once(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _data: bytes) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path=str(path))

    monkeypatch.setattr(autosave_file, "write_file", full)
    session = open_window()
    with qtbot.waitSignal(session._autosaver.failed):
        session.store.edit(edited(), "Edit")
    qtbot.waitUntil(lambda: "cannot be kept: The disk is full" in told(session))
    with qtbot.assertNotEmitted(session._autosaver.failed):
        session._autosaver.save_now()


def test_what_nobody_may_ask_about_is_kept(open_window: Open) -> None:
    """A polite kill, or a log-out: no dialog, nothing lost."""
    session = open_window()
    session.store.edit(edited(), "Edit")
    session.leave()
    assert session.window.close()
    session.close()
    (found,), damaged = take_abandoned(autosave_folder())
    assert (found.document, damaged) == (edited(), [])
    found.slot.close()


def test_a_log_out_is_not_held_up(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_window()
    session.store.edit(edited(), "Edit")
    session.save_for_the_session_manager()
    assert len(kept()) == 1
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: pytest.fail("a question"))
    assert session.window.close()
    session.window._ask_again()


WINDOW = """
import signal, sys
from pathlib import Path
from convviz import app as program
program.import_qt()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from convviz.protocol.document_file import read_document
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.window_session import WindowSession
EngineClient.start = lambda client: None
application = QApplication([])
session = WindowSession(application, SettingsFile())
program._end_on_signals(application, session)
session.show()
session.store.edit(read_document(Path(sys.argv[2])), "Edit")
if sys.argv[1] == "SIGHUP":
    signal.raise_signal(signal.SIGHUP)  # while the window opens: the event loop does not run yet
else:
    QTimer.singleShot(0, lambda: print("edited", flush=True))
application.exec()
session.close()
"""
KEEPER = """
import sys
from pathlib import Path
from convviz.protocol.autosave_file import AutosaveSlot
from convviz.protocol.document_file import read_document
from convviz.protocol.seen_file import SeenFile
from convviz.ui.shell.autosave import autosave_folder
slot = AutosaveSlot.new(autosave_folder())
slot.write(read_document(Path(sys.argv[2])), SeenFile())
print("kept", flush=True)
sys.stdin.read()
"""
"""What a window does some seconds after an edit, see above, without the window."""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    ("name", "program", "status"),
    [("SIGKILL", KEEPER, -9), ("SIGTERM", WINDOW, 0), ("SIGHUP", WINDOW, 0)],
)
def test_an_edit_outlives_the_window_that_is_killed(
    open_window: Open, tmp_path: Path, name: str, program: str, status: int
) -> None:
    temporary, document = tmp_path / "temporary", tmp_path / "edited.convviz"
    temporary.mkdir()
    write_document(document, edited())
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # children inherit what is ignored
    window = subprocess.Popen(
        [sys.executable, "-c", program, name, str(document)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    signal.signal(signal.SIGHUP, before)
    with window:
        assert window.stdout is not None
        if name != "SIGHUP":
            assert window.stdout.readline()
            window.send_signal(signal.Signals[name])
        assert window.wait(60) == status
    assert list(temporary.iterdir()) == []
    session = open_window()
    press(session, "Restore")
    assert session.store.document == edited()
