"""Saving never writes over what the person has not seen: changed, vanished, protected files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from convviz.protocol.document_file import read_document, write_document
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.document_actions import DocumentActions

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Desk:
    """A document that is open in a window, and what its questions are answered with.

    Attributes:
        asked: Each question so far.
        answer: The text of the button that is pressed; "" for the one that Enter presses.
        chosen: What the file dialog gives back.
    """

    def __init__(self, folder: Path, window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = folder / "mine.convviz"
        write_document(self.path, new_document())
        self.store = DocumentStore(new_document())
        self.documents = DocumentActions(self.store, SettingsFile(folder / "s.json"), window)
        self.failures: list[str] = []
        self.documents.failed.connect(self.failures.append)
        self.asked: list[str] = []
        self.answer = "Cancel"
        self.chosen: list[str] = []
        monkeypatch.setattr(QMessageBox, "exec", lambda box: self._press(box))  # noqa: PLW0108 - a method is not bound to the box
        monkeypatch.setattr(QFileDialog, "getSaveFileName", self._choose)
        assert self.documents.open_file(self.path)
        training = msgspec.structs.replace(self.store.document.training, epochs=77)
        self.store.edit(msgspec.structs.replace(self.store.document, training=training), "Edit")

    def _press(self, box: QMessageBox) -> int:
        self.asked.append(box.text())
        buttons = {button.text(): button for button in box.buttons()}
        (buttons[self.answer] if self.answer else box.defaultButton()).click()
        return 0

    def _choose(self, *_: object) -> tuple[str, str]:
        return (self.chosen.pop(0) if self.chosen else "", "")

    def saved(self, path: Path | None = None) -> bool:
        return read_document(path or self.path).training.epochs == 77


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    window = QWidget()
    qtbot.addWidget(window)
    return Desk(tmp_path, window, monkeypatch)


def test_an_untouched_file_is_saved_without_a_question(desk: Desk) -> None:
    desk.path.write_bytes(desk.path.read_bytes())  # another time, the same contents
    assert desk.documents.save_now()
    assert desk.documents.save_now()
    assert desk.asked == []
    assert desk.saved()


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def protect(path: Path) -> None:
    path.chmod(0o444)


@pytest.mark.parametrize(
    ("happened", "question"),
    [
        (change, "mine.convviz was changed by another program."),
        (protect, "mine.convviz is read-only."),
        (Path.unlink, "mine.convviz is no longer there."),
    ],
)
def test_a_file_that_is_not_as_it_was_left_is_asked_about(
    desk: Desk, happened: Callable[[Path], None], question: str
) -> None:
    happened(desk.path)
    before = desk.path.read_bytes() if desk.path.exists() else None
    assert not desk.documents.save_now()
    assert desk.asked == [question]
    assert (desk.path.read_bytes() if desk.path.exists() else None) == before
    assert desk.documents.unsaved
    # Enter saves elsewhere.
    desk.answer, desk.chosen = "", [str(desk.path.with_name("other.convviz"))]
    assert desk.documents.save_now()
    assert desk.saved(desk.path.with_name("other.convviz"))
    assert (desk.path.read_bytes() if desk.path.exists() else None) == before


@pytest.mark.parametrize(
    ("happened", "button"),
    [(change, "Replace"), (protect, "Replace"), (Path.unlink, "Save there again")],
)
def test_it_is_replaced_when_the_person_says_so(
    desk: Desk, happened: Callable[[Path], None], button: str
) -> None:
    happened(desk.path)
    desk.answer = button
    assert desk.documents.save_now()
    assert desk.saved()
    mode = desk.path.stat().st_mode & 0o777
    assert (mode == 0o444) == (happened is protect)


@pytest.mark.parametrize(
    ("typed", "real"),
    [("name", "name.convviz"), ("v1.2", "v1.2.convviz"), ("code.py", "code.py.convviz")],
)
def test_a_name_without_the_suffix_is_asked_about_by_its_real_name(
    desk: Desk, typed: str, real: str
) -> None:
    path = desk.path.with_name(real)
    path.write_bytes(b"somebody's own")
    desk.chosen = [str(path.with_name(typed))]
    desk.documents.save_as.trigger()
    assert desk.asked == [f"Replace {real}?"]
    assert path.read_bytes() == b"somebody's own"
    desk.chosen, desk.answer = [str(path.with_name(typed))], "Replace"
    desk.documents.save_as.trigger()
    assert desk.saved(path)
    assert desk.documents.path == path


def test_a_new_name_is_saved_without_a_question(desk: Desk) -> None:
    desk.chosen = [str(desk.path.with_name("new"))]
    desk.documents.save_as.trigger()
    assert desk.asked == []
    assert desk.saved(desk.path.with_name("new.convviz"))


def test_a_protected_file_that_was_chosen_is_asked_about(desk: Desk) -> None:
    other = desk.path.with_name("other.convviz")
    other.write_bytes(b"somebody's own")
    protect(other)
    desk.chosen = [str(other)]
    desk.documents.save_as.trigger()
    assert desk.asked == ["other.convviz is read-only."]
    assert other.read_bytes() == b"somebody's own"
