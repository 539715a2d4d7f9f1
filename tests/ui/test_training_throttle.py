from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from convviz.ui.throttle import Throttle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_many_requests_are_one_piece_of_work_and_the_last_one_is_answered(qtbot: QtBot) -> None:
    owner, done, asked = QObject(), [], 0
    throttle = Throttle(lambda: done.append(asked), 40, owner)
    for asked in range(1, 6):  # noqa: B007 - the work looks at it
        throttle.request()
    qtbot.waitUntil(lambda: bool(done))
    assert done == [5]
    asked = 6
    throttle.request()
    assert done == [5]
    qtbot.waitUntil(lambda: done == [5, 6])


def test_after_costly_work_there_is_a_longer_rest(qtbot: QtBot) -> None:
    owner = QObject()
    done: list[int] = []
    spent = 0.0
    throttle = Throttle(lambda: done.append(1), 1, owner, spent=lambda: spent, share=0.5)
    throttle.request()
    qtbot.waitUntil(lambda: len(done) == 1)
    spent = 10.0
    throttle.request()
    assert throttle._timer.remainingTime() > 10_000
    throttle.run_now()
    assert len(done) == 2


def test_what_was_asked_for_can_be_forgotten(qtbot: QtBot) -> None:
    owner = QObject()
    done: list[int] = []
    first = Throttle(lambda: done.append(1), 1, owner)
    second = Throttle(lambda: done.append(2), 1, owner)
    first.request()
    second.request()
    first.stop()
    qtbot.waitUntil(lambda: done == [2])
