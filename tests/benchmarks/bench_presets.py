"""Choosing each preset: the longest time for which the window's thread does nothing else, in ms.

Run by ``python -m tests.benchmarks presets``; it needs no display. "cpu" counts the window's thread
alone, so it hardly depends on what else the machine does. A pass over the event loop may hold
several events, so a pass is at least as long as the stall that a person could notice.
"""

from __future__ import annotations

import gc
from time import monotonic, sleep, thread_time

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.presets import presets
from convviz.protocol.templates import new_document
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.theme import apply_theme

ROUNDS = 3
WATCHED_S = 0.4
SETTLING_MS = 150
STARTING_MS = 4000


def measure() -> dict[str, float]:
    """Return the longest stall of each preset, the least of some rounds, and the longest of all."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    engine = EngineClient()
    page = CalculatorPage(DocumentStore(new_document()), engine)
    page.resize(1600, 1000)
    page.show()
    engine.start()
    QTest.qWait(STARTING_MS)
    stalls: dict[str, list[float]] = {}
    before = presets()[-1]
    for _ in range(ROUNDS):
        for preset in presets():
            page.call_bar.preset_chosen.emit(before)
            QTest.qWait(SETTLING_MS)
            gc.collect()
            began = thread_time()
            page.call_bar.preset_chosen.emit(preset)
            longest = max(thread_time() - began, longest_pass())
            stalls.setdefault(preset.key, []).append(1000 * longest)
            before = presets()[0]
    engine.shut_down()
    page.close()
    found = {f"preset {key} cpu": min(times) for key, times in stalls.items()}
    return {**found, "preset slowest cpu": max(found.values())}


def longest_pass() -> float:
    """Return the longest pass over the event loop in a while, in seconds of this thread."""
    longest, end = 0.0, monotonic() + WATCHED_S
    while monotonic() < end:
        began = thread_time()
        QApplication.processEvents()
        longest = max(longest, thread_time() - began)
        sleep(0.001)
    return longest
