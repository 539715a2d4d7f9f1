"""The page of runs: found, sorted, compared, annotated, deleted and brought back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QMessageBox

from convviz.protocol.document_file import encode_document
from convviz.protocol.templates import new_document
from convviz.runs import RunStart, RunStatus, list_runs
from convviz.runs.editing import set_tags
from convviz.runs.journal import JOURNAL_NAME, JournalWriter
from convviz.runs.liveness import lock_run
from convviz.ui.runs.page_actions import DELETE, DUPLICATE, EXPORT, OPEN, RESUME
from convviz.ui.runs.panels import EmptyRuns
from convviz.ui.theme import apply_theme
from tests.support.past_runs import leave_run
from tests.support.runs_page import Stage, open_stage, show_three

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(tmp_path, qtbot) as made:
        yield made


@pytest.fixture
def three(stage: Stage) -> Stage:
    return show_three(stage)


def test_the_empty_page_cuts_no_sentence_off(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "light")  # its style sheet decides how high a line is
    empty = EmptyRuns()
    qtbot.addWidget(empty)
    empty.show_known(is_known=True)
    empty.resize(1180, 720)
    empty.show()
    qapp.processEvents()
    for label in empty.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())


def test_a_run_of_another_computer_is_entered_and_shown_by_its_folder(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "share" / "run"
    folder.mkdir(parents=True)
    document = encode_document(new_document())
    JournalWriter(RunStart(folder, document, "shapes10", "cuda:0", 3, 10, 1234))
    path = folder / JOURNAL_NAME
    path.write_bytes(path.read_bytes().replace(b'"host":"', b'"host":"far-'))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    page = stage.show()
    with stage.qtbot.waitSignal(page.folder_wanted) as wanted:
        page.empty.folder.click()
    assert wanted.args == [folder]
    stage.qtbot.waitUntil(lambda: stage.rows.rowCount() == 1)
    assert stage.rows.runs[0].status is RunStatus.RUNNING
    with path.open("ab") as stream:
        stream.write(b'{"type":"end","status":"finished","step":30,"seconds":9,"ended":1}\n')
    stage.library.look()
    stage.qtbot.waitUntil(lambda: stage.rows.runs[0].status is RunStatus.FINISHED)


def test_without_runs_the_page_says_what_will_be_here(stage: Stage) -> None:
    page = stage.show()
    assert page.empty.button.isVisible()
    with stage.qtbot.waitSignal(page.training_wanted):
        page.empty.button.click()


def test_every_run_is_a_row_with_its_state_and_its_loss(three: Stage) -> None:
    assert three.names() == ["slow", "done", "cut"]
    texts = [three.rows.index(2, column).data() for column in range(three.rows.columnCount())]
    assert "Interrupted" in texts
    assert "1 / 3" in texts
    assert "40.0%" in texts
    assert "SGD(lr=0.01)" in texts
    three.qtbot.waitUntil(lambda: len(three.library.thumbnails) == 3)
    losses = three.rows.thumbnail(three.rows.runs[2])
    assert losses[0] == pytest.approx(2.3)
    assert len(losses) == 14


def test_a_run_that_was_trained_elsewhere_appears(three: Stage) -> None:
    leave_run(three.folder, "shell", new_document(), status=RunStatus.FINISHED)
    three.page.page_actions["reload"].trigger()
    three.qtbot.waitUntil(lambda: three.rows.rowCount() == 4)


def test_words_find_runs_and_headings_sort_them(three: Stage) -> None:
    QTest.keyClicks(three.page.bar.search, "interrupted maxpool")
    assert three.names() == ["cut"]
    assert three.page.bar.count.text() == "1 of 3 runs"
    three.page.bar.search.clear()
    assert three.page.bar.count.text() == "3 runs"
    three.page.presenter.sort("accuracy")
    assert three.names() == ["done", "slow", "cut"]
    three.page.presenter.sort("accuracy")
    assert three.names() == ["cut", "slow", "done"]


def test_the_choice_follows_its_runs_through_sorting(three: Stage) -> None:
    three.choose("cut", "slow")
    three.page.presenter.sort("name")
    rows = {index.row() for index in three.page.panels.table.selectionModel().selectedRows()}
    assert {three.names()[row] for row in rows} == {"cut", "slow"}


def test_notes_and_tags_are_written_in_place_and_taken_back(three: Stage) -> None:
    run = three.rows.runs[1]
    columns = [column.key for column in three.rows.columns]
    for key, text in (("tags", "wide, best"), ("notes", "keep it")):
        assert three.rows.setData(three.rows.index(1, columns.index(key)), text)
        three.settle()
    assert three.rows.runs[1].tags == ("wide", "best")
    assert three.rows.runs[1].notes == "keep it"
    three.page.undo_stack.undo()
    three.page.undo_stack.undo()
    three.settle()
    assert three.rows.runs[1] == run
    three.page.undo_stack.redo()
    three.settle()
    assert three.rows.runs[1].tags == ("wide", "best")


def test_a_tag_is_typed_by_keyboard(three: Stage) -> None:
    three.choose("done")
    three.page.page_actions["tags"].trigger()
    focused = three.page.window().focusWidget()
    leave_run(three.folder, "meanwhile", new_document(), status=RunStatus.FINISHED)
    QTest.keyClicks(focused, "mi")
    three.settle()  # the list is read anew, and has another run
    QTest.keyClicks(focused, "ne")
    QTest.keyClick(focused, Qt.Key.Key_Return)
    three.settle()
    assert three.names()[0] == "meanwhile"
    assert three.rows.runs[2].tags == ("mine",)


def test_deleted_runs_come_back_with_everything(three: Stage) -> None:
    three.choose("done", "slow")
    three.page.page_actions[DELETE].trigger()
    three.settle()
    assert three.names() == ["cut"]
    assert (three.folder / "done" / "weights.safetensors").is_file()
    three.page.undo_stack.undo()
    three.settle()
    assert three.names() == ["slow", "done", "cut"]


def test_the_files_of_a_deleted_run_go_with_the_window(three: Stage) -> None:
    three.choose("done")
    three.page.page_actions[DELETE].trigger()
    three.settle()
    three.library.shut_down()
    assert not (three.folder / "done").exists()
    assert (three.folder / "slow").is_dir()
    assert [run.folder.name for run in list_runs(three.path)] == ["slow", "cut"]


def test_a_run_that_goes_on_is_not_deleted(stage: Stage) -> None:
    folder = leave_run(stage.folder, "alive", new_document())
    lock = lock_run(folder)
    stage.show()
    stage.qtbot.waitUntil(lambda: stage.rows.rowCount() == 1)
    stage.choose("alive")
    assert stage.rows.runs[0].status is RunStatus.RUNNING
    actions = stage.page.page_actions
    assert not actions[DELETE].isEnabled()
    assert "Stop it first" in actions[DELETE].toolTip()
    assert not actions[RESUME].isEnabled()
    lock.release(remove=False)


def test_what_can_be_done_follows_the_choice(three: Stage) -> None:
    actions = three.page.page_actions
    assert not actions[OPEN].isEnabled()
    three.choose("done")
    assert [actions[name].isEnabled() for name in (OPEN, RESUME, EXPORT)] == [True, False, True]
    three.choose("cut")
    with three.qtbot.waitSignal(three.page.resume_wanted) as resumed:
        actions[RESUME].trigger()
    assert resumed.args is not None
    assert resumed.args[0].folder.name == "cut"
    three.choose("cut", "done")
    assert [actions[name].isEnabled() for name in (OPEN, RESUME, EXPORT)] == [False, False, True]


def test_the_settings_of_a_run_are_taken_into_the_document_undoably(three: Stage) -> None:
    three.choose("slow")
    action = three.page.page_actions[DUPLICATE]
    three.qtbot.waitUntil(action.isEnabled)
    with three.qtbot.waitSignal(three.page.training_wanted):
        action.trigger()
    assert three.store.document.training.batch_size == 16
    three.store.undo_stack.undo()
    assert three.store.document.training.batch_size == 64


def test_del_deletes_wherever_the_keyboard_is_but_in_a_text(three: Stage) -> None:
    three.choose("done")
    three.page.bar.search.setFocus()
    three.page.bar.search.setText("d")
    three.page.bar.search.setCursorPosition(0)
    QTest.keyClick(three.page.bar.search, Qt.Key.Key_Delete)
    assert three.page.bar.search.text() == ""
    three.settle()
    assert three.rows.rowCount() == 3
    three.choose("done")
    three.page.panels.overlay.quantity.setFocus()
    QTest.keyClick(three.page.panels.overlay.quantity, Qt.Key.Key_Delete)
    three.settle()
    assert sorted(three.names()) == ["cut", "slow"]


def test_a_file_of_the_completed_name_is_not_written_over_unasked(
    three: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file dialog asks about "out" when "out" is typed, not about "out.csv"."""
    (tmp_path / "out.csv").write_text("mine")
    typed = str(tmp_path / "out"), "Every number (*.csv)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: typed)
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    three.choose("done")
    three.page.page_actions[EXPORT].trigger()
    three.settle()
    assert asked == ["Replace out.csv?"]
    assert (tmp_path / "out.csv").read_text() == "mine"


def test_a_plot_that_is_not_loaded_yet_is_told_not_left_out_silently(
    three: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.png"
    monkeypatch.setattr("convviz.ui.runs.page.ask_where_to_export", lambda *_: path)
    monkeypatch.setattr(three.page.panels.overlay, "card", None)
    three.choose("done")
    three.page.page_actions[EXPORT].trigger()
    assert three.page.notice.sentence == "The plot is still being loaded. Try again in a moment."
    assert not path.exists()


def test_two_windows_write_into_one_list(three: Stage) -> None:
    set_tags(three.rows.runs[0].id, ("other",), three.path)
    columns = [column.key for column in three.rows.columns]
    three.rows.setData(three.rows.index(0, columns.index("notes")), "mine")
    three.settle()
    assert (three.rows.runs[0].tags, three.rows.runs[0].notes) == (("other",), "mine")


def test_a_list_by_a_later_convviz_is_told_and_left_alone(stage: Stage) -> None:
    leave_run(stage.folder, "one", new_document(), status=RunStatus.FINISHED)
    with closing(sqlite3.connect(stage.path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    content = stage.path.read_bytes()
    page = stage.show()
    stage.qtbot.waitUntil(page.notice.isVisible)
    assert "written by a later convviz" in page.notice.sentence
    assert page.empty.button.isVisible()
    assert stage.path.read_bytes() == content


def test_a_damaged_list_is_told_and_another_begun_beside_it(stage: Stage) -> None:
    stage.folder.mkdir()
    stage.path.write_bytes(b"damaged " * 64)
    page = stage.show()
    stage.qtbot.waitUntil(page.notice.isVisible)
    assert "damaged" in page.notice.sentence
    assert stage.path.read_bytes() == b"damaged " * 64


def test_no_button_takes_the_letters_of_the_menus(three: Stage) -> None:
    three.choose("cut")
    for button in three.page.findChildren(QAbstractButton):
        assert button.shortcut().toString() not in {"Alt+F", "Alt+E", "Alt+V", "Alt+H"}


def test_a_run_that_did_not_change_is_the_same_after_the_list_was_read_anew(three: Stage) -> None:
    before = three.rows.runs
    set_tags(before[0].id, ("new",), three.path)
    three.settle()
    assert three.rows.runs[0].tags == ("new",)
    assert all(new is old for new, old in zip(three.rows.runs[1:], before[1:], strict=True))
