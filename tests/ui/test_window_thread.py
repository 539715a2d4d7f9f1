"""Threads that work beside the window hand over what they found, also while their owner goes."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from convviz.ui.window_thread import call_in_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def quick_turns() -> Iterator[None]:
    """Let threads take turns so often that each comes in the middle of the other."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_what_a_thread_found_is_handed_over_in_the_window(qtbot: QtBot) -> None:
    owner, heard = QObject(), list[threading.Thread]()
    thread = threading.Thread(
        target=lambda: call_in_window(owner, lambda: heard.append(threading.current_thread()))
    )
    thread.start()
    thread.join()
    assert heard == []
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [threading.main_thread()]


@pytest.mark.usefixtures("qapp", "quick_turns")
def test_an_owner_that_goes_meanwhile_hears_nothing_and_ends_nothing() -> None:
    heard: list[int] = []

    def work(owner: QObject) -> None:
        for _ in range(30):
            call_in_window(owner, lambda: heard.append(1))

    for _ in range(200):
        parent = QObject()
        thread = threading.Thread(target=work, args=(QObject(parent),))
        thread.start()
        shiboken6.delete(parent)
        thread.join()
    QApplication.processEvents()
    assert heard == []
