"""How much memory the window takes, and whether an hour of play makes it grow, in MB.

Run by ``python -m tests.benchmarks.bench_memory``; Linux only, it needs no display. The animation
is driven by hand, 100,000 steps as fast as they are painted, over a convolution, a pooling and
several channels in turn, with the mouse on cells in between.
"""

from __future__ import annotations

import gc
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import MaxPool2d
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import new_document
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.theme import apply_theme

STEPS = 100_000
ROUNDS = 20
SCENES = (
    Calculator(Conv2d(1, 1, 3, padding=1), (1, 32, 32)),
    Calculator(MaxPool2d(3, stride=2, padding=1), (3, 32, 32)),
    Calculator(Conv2d(3, 8, 3), (3, 16, 16)),
    Calculator(ConvTranspose2d(2, 2, 3, stride=2), (2, 8, 8)),
)


def measure() -> dict[str, float]:
    """Return the memory after the first round, and its growth over the others."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    store = DocumentStore(new_document())
    page = CalculatorPage(store, EngineClient())
    page.resize(1600, 1000)
    page.show()
    play(page, store, 2)
    before = resident()
    play(page, store, ROUNDS)
    after = resident()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return {"memory, MB": before, "memory growth, MB": after - before}


def play(page: CalculatorPage, store: DocumentStore, rounds: int) -> None:
    """Go through steps of every scene, in so many rounds of STEPS / ROUNDS steps each."""
    steps = STEPS // ROUNDS // len(SCENES)
    for _ in range(rounds):
        for calculator in SCENES:
            store.show(Document(calculator, store.document.network))
            for number in range(steps):
                page.player.go_to(number % page.player.count)
                if number % 10 == 0:
                    page.grids.view.cell_hovered.emit("input", 0, number % 8, number % 7)
                    QApplication.processEvents()
                    page.grids.view.hover_left.emit()
            # What a running event loop would do by itself.
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def resident() -> float:
    """Return the memory of this process that is in use, in MB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:8.2f}")
