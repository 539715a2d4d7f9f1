"""Widgets that nobody holds any more are deleted in the thread of the window, whoever is busy."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from convviz.ui.shell.garbage import GarbageCollector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[GarbageCollector]:
    made = GarbageCollector(qapp)
    yield made
    made.stop()
    made.deleteLater()


def make_many_objects() -> None:
    """Make so many that Python's own collector would look at all it has."""
    kept = [[number] for number in range(200_000)]
    assert len(kept) == 200_000


@pytest.mark.usefixtures("collector")
def test_a_busy_thread_deletes_no_widget(qtbot: QtBot) -> None:
    threads: list[str] = []
    widget = QWidget()
    widget.itself = widget  # type: ignore[attr-defined]  # a cycle, as callbacks make
    weakref.finalize(widget, lambda: threads.append(threading.current_thread().name))
    del widget

    busy = threading.Thread(target=make_many_objects, name="busy")
    busy.start()
    busy.join()
    assert threads == []

    made = [[number] for number in range(2_000)]
    qtbot.waitUntil(lambda: threads == [threading.main_thread().name], timeout=5_000)
    assert len(made) == 2_000


def test_python_collects_again_afterwards(qapp: QApplication) -> None:
    made = GarbageCollector(qapp)
    assert not gc.isenabled()
    made.stop()
    assert gc.isenabled()
    made.deleteLater()
