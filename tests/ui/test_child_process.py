from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from convviz.protocol.messages.common import Answer, Ask, encode
from convviz.protocol.messages.engine import DescribeDevices, Devices, EngineReady, engine_replies
from convviz.ui.processes import child_process
from convviz.ui.processes.child_process import ChildProcess, Outcome, OutcomeKind, python_command
from tests.support.fake_child import fake_command

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Play = Callable[[str], ChildProcess]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Start the fake child with a script; whatever still runs at the end is stopped."""
    children: list[ChildProcess] = []

    def start(script: str) -> ChildProcess:
        child = ChildProcess("The child", engine_replies.decode)
        children.append(child)
        child.start(fake_command(tmp_path / "runs", script))
        return child

    yield start
    for child in children:
        child.kill()
        child.stop_and_wait()


def end_of(qtbot: QtBot, child: ChildProcess) -> Outcome:
    with qtbot.waitSignal(child.ended) as waiter:
        pass
    outcome = waiter.args[0]
    assert isinstance(outcome, Outcome)
    return outcome


def wait_until_ready(qtbot: QtBot, child: ChildProcess) -> None:
    with qtbot.waitSignal(child.message_received) as waiter:
        pass
    assert isinstance(waiter.args[0], EngineReady)


def test_messages_go_there_and_back(qtbot: QtBot, play: Play) -> None:
    child = play("ready,answer")
    wait_until_ready(qtbot, child)
    with qtbot.waitSignal(child.message_received) as waiter:
        child.send(encode(Ask(7, DescribeDevices())))
    assert waiter.args == [Answer(7, Devices({"cpu": "fake"}))]


def test_a_message_that_arrives_byte_by_byte_is_whole(qtbot: QtBot, play: Play) -> None:
    child = play("ready,partial")
    wait_until_ready(qtbot, child)
    with qtbot.waitSignal(child.message_received) as waiter:
        child.send(encode(Ask(8, DescribeDevices())))
    assert waiter.args == [Answer(8, Devices({"cpu": "fake"}))]


def test_stop_closes_stdin_and_the_child_ends_by_itself(qtbot: QtBot, play: Play) -> None:
    child = play("ready")
    wait_until_ready(qtbot, child)
    child.stop()
    outcome = end_of(qtbot, child)
    assert (outcome.kind, outcome.expected, outcome.code) == (OutcomeKind.EXITED, True, 0)
    assert str(outcome) == "The child has ended."
    assert not child.is_running


def test_a_last_message_arrives_before_the_end(qtbot: QtBot, play: Play) -> None:
    child = play("ready,answer")
    wait_until_ready(qtbot, child)
    with qtbot.waitSignals([child.message_received, child.ended]):
        child.stop(encode(Ask(9, DescribeDevices())))


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGTERM that could be ignored")
def test_a_child_that_hears_nothing_is_killed_in_the_end(
    qtbot: QtBot, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_process, "TERMINATE_AFTER_MS", 50)
    monkeypatch.setattr(child_process, "KILL_AFTER_MS", 50)
    child = play("deaf")
    wait_until_ready(qtbot, child)
    child.stop()
    outcome = end_of(qtbot, child)
    assert (outcome.kind, outcome.code) == (OutcomeKind.CRASHED, signal.SIGKILL)
    assert str(outcome) == "The child has ended."


@pytest.mark.parametrize("script", ["ready", "deaf"])
def test_nothing_runs_after_the_application_quits(
    qtbot: QtBot, play: Play, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(child_process, "TERMINATE_AFTER_MS", 50)
    monkeypatch.setattr(child_process, "KILL_AFTER_MS", 50)
    child = play(script)
    wait_until_ready(qtbot, child)
    application = QCoreApplication.instance()
    assert application is not None
    application.aboutToQuit.emit()
    assert not child.is_running


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (signal.SIGKILL, "The child was killed from outside, or because memory ran out (SIGKILL)."),
        (signal.SIGILL, "The child used an instruction that this processor lacks (SIGILL)."),
        (signal.SIGSEGV, "The child crashed (SIGSEGV)."),
    ],
)
def test_a_crash_is_told_by_its_signal(
    qtbot: QtBot, play: Play, number: int, sentence: str
) -> None:
    outcome = end_of(qtbot, play(f"die:{number:d}"))
    assert (outcome.kind, outcome.expected) == (OutcomeKind.CRASHED, False)
    assert str(outcome) == sentence


def test_an_exit_code_and_the_end_of_stderr_are_told(qtbot: QtBot, play: Play) -> None:
    outcome = end_of(qtbot, play("say:first line,raise"))
    assert str(outcome) == "The child ended with exit code 1."
    assert outcome.stderr_tail.startswith("first line\n")
    assert outcome.stderr_tail.endswith("RuntimeError: the fake child raised this")


def test_stderr_is_kept_to_its_end_only(qtbot: QtBot, play: Play) -> None:
    words = ",".join(f"say:{number}" for number in range(300))
    outcome = end_of(qtbot, play(f"{words},say:{'x' * 9000},exit:3"))
    lines = outcome.stderr_tail.splitlines()
    assert len(lines) == child_process.TAIL_LINES
    assert lines[-2] == "299"
    assert all(len(line) <= child_process.LONGEST_LINE for line in lines)


@pytest.mark.parametrize("script", ["garbage,silence", "junk-frame,silence", "garbage,exit:0"])
def test_a_child_that_talks_nonsense_is_ended(qtbot: QtBot, play: Play, script: str) -> None:
    outcome = end_of(qtbot, play(script))
    assert outcome.kind is OutcomeKind.GARBAGE
    assert outcome.reason
    assert str(outcome) == "The child sent an unreadable message and was ended."


def test_a_program_that_is_not_there_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    child = ChildProcess("The child", engine_replies.decode)
    with qtbot.waitSignal(child.ended) as waiter:
        child.start([str(tmp_path / "nothing")])
    outcome = waiter.args[0]
    assert outcome.kind is OutcomeKind.FAILED_TO_START
    assert str(outcome).startswith("The child could not be started: ")


def test_a_module_is_found_from_any_folder_and_not_taken_from_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("msgspec.py").write_text("raise SystemExit(42)")
    child = ChildProcess("The child", engine_replies.decode)
    child.start(python_command("convviz.protocol.messages.engine"))
    outcome = end_of(qtbot, child)
    assert (outcome.kind, outcome.code) == (OutcomeKind.EXITED, 0), outcome.stderr_tail


def test_sending_to_a_child_that_has_ended_does_nothing(qtbot: QtBot, play: Play) -> None:
    child = play("exit:0")
    outcome = end_of(qtbot, child)
    assert str(outcome) == "The child ended by itself."
    child.send(encode(Ask(1, DescribeDevices())))
    child.stop()


def test_a_child_that_saves_is_let_go_when_the_application_quits(
    qtbot: QtBot, tmp_path: Path
) -> None:
    child = ChildProcess("The child", engine_replies.decode, saves=True)
    child.start(fake_command(tmp_path / "runs", "ready"))
    wait_until_ready(qtbot, child)
    application = QCoreApplication.instance()
    assert application is not None
    ended: list[Outcome] = []
    child.ended.connect(ended.append)
    application.aboutToQuit.emit()
    assert not child.is_running
    assert ended == []


class Activity(QObject):
    """Counts how often the application hears of a socket or a pipe."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.SockAct
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells when the child has ended")
def test_a_child_that_was_let_go_keeps_nobody_busy_when_it_has_ended(
    qtbot: QtBot, tmp_path: Path
) -> None:
    """Else the application turns in a circle, and takes a core from whatever is trained next."""
    child = ChildProcess("The child", engine_replies.decode, saves=True)
    child.start(fake_command(tmp_path / "runs", "ready"))
    wait_until_ready(qtbot, child)
    process = child.pid
    child.let_go()
    qtbot.waitUntil(lambda: is_gone(process))
    activity, application = Activity(), QCoreApplication.instance()
    assert application is not None
    application.installEventFilter(activity)
    for _ in range(100):
        application.processEvents()
    application.removeEventFilter(activity)
    assert activity.count < 20


def is_gone(process: int) -> bool:
    """Return whether a process has ended, also where nobody has asked for its status yet."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"
