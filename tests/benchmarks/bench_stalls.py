"""How long the window's event loop is held up by its own work while a network is trained.

Run by ``python -m tests.benchmarks.bench_stalls``; it needs no display. Trainer and page are the
real ones. A stall is the processor time of the window's thread between two beats of a timer of
1 ms: unlike time by the clock it is the window's own, whatever else the machine does. "first start"
is from the click to the plots of the first batches, in a process that never drew any; then every
view of the run is looked at in turn.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.settings import SettingsFile
from convviz.ui.theme import apply_theme
from convviz.ui.training.page import TrainingPage
from convviz.ui.training.run.run_tabs import BATCH, INSIDE, LAYERS, PLOTS
from convviz.ui.training.run.session import TrainingSession

FIRST_BATCHES: Final = 30
VIEW_SECONDS: Final = 6.0
PATIENCE_SECONDS: Final = 300.0


class Beats:
    """The window's own time between the beats of a timer, in milliseconds."""

    def __init__(self) -> None:
        self.spent: list[float] = []
        self._last = time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def take(self) -> list[float]:
        """Return the times since the last call."""
        spent, self.spent = self.spent, []
        return spent

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.thread_time()
        self.spent.append(1000 * (now - self._last))
        self._last = now


def measure() -> dict[str, float | str]:
    """Return stalls in milliseconds by name; a text where none could be measured."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        return _measure(Path(name))


def _measure(folder: Path) -> dict[str, float | str]:
    document = new_document()
    training = msgspec.structs.replace(document.training, epochs=1000)
    session = TrainingSession(runs_folder=folder / "runs")
    store = DocumentStore(msgspec.structs.replace(document, training=training))
    page = TrainingPage(store, session, SettingsFile(folder / "settings.json"))
    page.resize(1280, 800)
    page.show()
    _run_for(1.0)
    beats = Beats()
    page.page_actions["start"].trigger()
    until = time.monotonic() + PATIENCE_SECONDS
    while len(session.progress.losses) < FIRST_BATCHES and time.monotonic() < until:
        _run_for(0.2)
    first = beats.take()
    result: dict[str, float | str] = {
        "first start stall p99, ms cpu": float(np.percentile(first, 99)),
        "first start stall longest, ms cpu": max(first),
    }
    if len(session.progress.losses) < FIRST_BATCHES:
        result["watching stall p99, ms cpu"] = "the run did not begin in time"
    else:
        result |= _watching(page, beats)
    beats.stop()
    session.shut_down()
    page.close()
    page.deleteLater()
    QApplication.processEvents()
    return result


def _watching(page: TrainingPage, beats: Beats) -> dict[str, float | str]:
    spent: list[float] = []
    for view in (LAYERS, INSIDE, BATCH, PLOTS):
        page.view.tabs.show_view(view)
        _run_for(VIEW_SECONDS)
        spent += beats.take()
    return {
        "watching stall p99, ms cpu": float(np.percentile(spent, 99)),
        "watching stall longest, ms cpu": max(spent),
    }


def _run_for(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:36} {value if isinstance(value, str) else format(value, '8.2f')}")
