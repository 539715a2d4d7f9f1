"""A child that is asked: who asked hears of it, once, however the child ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject
from shiboken6 import isValid

from convviz.core.errors import ErrorCode
from convviz.protocol.messages.engine import DescribeDevices, Devices, engine_replies
from convviz.ui.error_sentences import error_sentence
from convviz.ui.processes.asked_process import AskedProcess
from tests.support.fake_child import fake_command

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.messages.common import Problem
    from convviz.ui.processes.reply import Reply

Play = Callable[[str], AskedProcess]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Start a child with a script."""
    children: list[AskedProcess] = []

    def start(script: str) -> AskedProcess:
        child = AskedProcess("The child", engine_replies.decode)
        children.append(child)
        child.start(fake_command(tmp_path / "runs", script))
        return child

    yield start
    for child in filter(isValid, children):
        child.kill()
        child.stop_and_wait()


class Asker(QObject):
    """Keeps what came of everything that it asked."""

    def __init__(self, child: AskedProcess) -> None:
        super().__init__()
        self._child = child
        self.answers: list[object] = []
        self.problems: list[Problem] = []

    def ask(self) -> Reply:
        reply = self._child.ask(self, DescribeDevices())
        reply.answered.connect(self.answers.append)
        reply.failed.connect(self.problems.append)
        return reply


def test_each_asker_gets_his_own_answers(qtbot: QtBot, play: Play) -> None:
    child = play("answer,refuse,answer")
    first, second = Asker(child), Asker(child)
    first.ask()
    second.ask()
    first.ask()
    qtbot.waitUntil(lambda: len(first.answers) == 2)
    assert first.answers == [Devices({"cpu": "fake"})] * 2
    assert first.problems == second.answers == []
    assert [problem.code for problem in second.problems] == [ErrorCode.TORCH_REFUSED]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_when_the_child_dies_each_request_that_waits_fails_once(qtbot: QtBot, play: Play) -> None:
    child = play("answer,read,say:the last words,die:9")
    askers = [Asker(child) for _ in range(3)]
    for asker in askers:
        asker.ask()
    askers[2].ask().cancel()
    with qtbot.waitSignal(child.ended):
        pass
    answered, *failed = askers
    assert (len(answered.answers), answered.problems) == (1, [])
    for asker in failed:
        (problem,) = asker.problems
        assert asker.answers == []
        assert problem.code == ErrorCode.PROCESS_ENDED
        assert problem.detail == "the last words"
        assert error_sentence(problem.error()) == (
            "The child was killed from outside, or because memory ran out (SIGKILL). Try it again."
        )


def test_what_is_asked_of_a_child_that_has_ended_fails_too(qtbot: QtBot, play: Play) -> None:
    child = play("exit:7")
    with qtbot.waitSignal(child.ended):
        pass
    asker = Asker(child)
    asker.ask()
    assert asker.problems == []
    qtbot.waitUntil(lambda: bool(asker.problems))
    assert [problem.code for problem in asker.problems] == [ErrorCode.PROCESS_ENDED]


def test_a_program_that_is_not_there_fails_who_asked(qtbot: QtBot, tmp_path: Path) -> None:
    child = AskedProcess("The child", engine_replies.decode)
    child.start([str(tmp_path / "nothing")])
    asker = Asker(child)
    asker.ask()
    qtbot.waitUntil(lambda: bool(asker.problems))
    assert "could not be started" in error_sentence(asker.problems[0].error())


@pytest.mark.parametrize("script", ["answers", "silence", "exit:0"])
def test_a_dismissed_child_ends_says_nothing_and_is_gone(
    qtbot: QtBot, play: Play, script: str
) -> None:
    child = play(script)
    asker = Asker(child)
    reply = asker.ask()
    ended: list[object] = []
    child.ended.connect(ended.append)
    with qtbot.waitSignal(child.destroyed):
        child.dismiss(at_once=script == "silence")
    assert (ended, asker.answers, asker.problems) == ([], [], [])
    assert not reply.is_waiting


def test_a_child_that_is_dismissed_outlives_its_owner_until_it_has_ended(
    qtbot: QtBot, tmp_path: Path
) -> None:
    owner = QObject()
    child = AskedProcess("The child", engine_replies.decode, owner)
    child.start(fake_command(tmp_path / "runs", "silence"))
    child.dismiss(at_once=True)
    del owner
    with qtbot.waitSignal(child.destroyed):
        pass
