"""The page of runs with 1,000 runs: how long until it is there, and how long the window stalls.

Run by ``python -m tests.benchmarks.bench_runs``; it needs no display. The bound is that of the
table: from the moment at which the page is asked for to its painted rows.
"""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time, thread_time
from typing import Final

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.protocol.document_file import encode_document
from convviz.protocol.records import EpochRecord
from convviz.protocol.templates import new_document
from convviz.runs import RunStart, RunStatus, RunWriter
from convviz.runs.folders import STORE_NAME
from convviz.ui.document_store import DocumentStore
from convviz.ui.runs.library import RunLibrary
from convviz.ui.runs.page import RunsPage
from convviz.ui.settings import SettingsFile
from convviz.ui.theme import apply_theme

RUNS: Final = 1000
BATCHES: Final = 500
EPOCHS: Final = 10
MOST_MS: Final = 200.0
"""From asking for the page to its painted rows; of the processor, for the machine may be busy."""
_OPENINGS: Final = 5
_WORDS: Final = "finished conv2d sgd"


def measure() -> dict[str, float]:
    """Return times in milliseconds by name of the measurement."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    with tempfile.TemporaryDirectory() as folder:
        leave_runs(Path(folder))
        opened = [opening(Path(folder)) for _ in range(_OPENINGS)]
        first, times, own, stalls = (
            sorted(values)[_OPENINGS // 2] for values in zip(*opened, strict=True)
        )
        return {
            f"runs table first rows {RUNS}": first,
            f"runs table open {RUNS}": times,
            f"runs table open {RUNS} cpu": own,
            f"runs table open {RUNS} longest stall cpu": stalls,
            f"runs search {RUNS} cpu": searching(Path(folder)),
        }


def leave_runs(folder: Path) -> None:
    """Leave finished runs in a store."""
    document = encode_document(new_document())
    losses = [0.3 + 2.0 * math.exp(-step / 100) for step in range(BATCHES)]
    batches = BATCHES // EPOCHS
    for number in range(RUNS):
        start = RunStart(
            folder / f"run-{number:04}", document, "shapes10", "cpu", EPOCHS, batches, 89834
        )
        writer = RunWriter.start(folder / STORE_NAME, start)
        writer.add_batches(1, losses)
        for epoch in range(1, EPOCHS + 1):
            writer.add_epoch(EpochRecord(epoch, epoch * batches, 2.0, 1.9, 0.05 * epoch, 5.0))
        writer.finish(RunStatus.FINISHED, BATCHES, 60.0)
        writer.close()


def opening(folder: Path) -> tuple[float, float, float, float]:
    """Return when the first rows are painted, when all are, the processor's time, and the stall.

    The processor's time is that of all threads here, and hardly depends on what else the machine
    does. The longest stall is the window's own in a pass over the event loop, the building of the
    page being the first.
    """
    began, own = perf_counter(), process_time()
    at_work = thread_time()
    page = made(folder)
    page.show()
    stall = thread_time() - at_work
    first = 0.0
    while page.panels.table.rows.rowCount() < RUNS:
        at_work = thread_time()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if not first and page.panels.table.rows.rowCount():
            page.panels.table.viewport().repaint()
            first = perf_counter() - began
        stall = max(stall, thread_time() - at_work)
    page.panels.table.viewport().repaint()
    taken, own = perf_counter() - began, process_time() - own
    close(page)
    return 1000 * first, 1000 * taken, 1000 * own, 1000 * stall


def searching(folder: Path) -> float:
    """Return the window's own time of the slowest letter of a search."""
    page = made(folder)
    page.show()
    while page.panels.table.rows.rowCount() < RUNS:
        QApplication.processEvents()
    QTest.qWait(500)
    slowest = 0.0
    for length in range(1, len(_WORDS) + 1):
        at_work = thread_time()
        page.bar.search.setText(_WORDS[:length])
        QApplication.processEvents()
        slowest = max(slowest, thread_time() - at_work)
    close(page)
    return 1000 * slowest


def made(folder: Path) -> RunsPage:
    """Return a page that was never shown."""
    library = RunLibrary(store=folder / STORE_NAME)
    settings = SettingsFile(folder / "settings.json")
    page = RunsPage(DocumentStore(new_document()), library, settings)
    page.resize(1280, 800)
    return page


def close(page: RunsPage) -> None:
    """Delete a page."""
    page.hide()
    page.presenter.library.shut_down()
    page.deleteLater()


def main() -> int:
    """Print the times; return 1 where the table takes more of the processor than it may."""
    times = measure()
    for name, value in times.items():
        print(f"{name:44} {value:8.1f} ms")
    return int(times[f"runs table open {RUNS} cpu"] > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
