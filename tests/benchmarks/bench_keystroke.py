"""From a keystroke in the calculator to the new picture, in milliseconds, without torch.

Run by ``python -m tests.benchmarks.bench_keystroke``; it needs no display. The time runs from the
key event until the changed picture is painted; "all panels" adds the formula and the rest of the
page. What torch answers is not awaited.
"""

from __future__ import annotations

import statistics
from time import perf_counter

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.layers.conv import Conv2d
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import new_document
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.theme import apply_theme

SIDES = (5, 32, 64, 256)
LARGE = {
    "512 kernels": (Conv2d(512, 512, 3), (512, 14, 14)),
    "64 x 224 x 224": (Conv2d(64, 64, 3), (64, 224, 224)),
}
"""Layers of which few planes are drawn, and very many numbers are kept."""
KEYSTROKES = 30


def measure() -> dict[str, float]:
    """Return the median and p99 over keystrokes in `stride` and `padding`, for each input size."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    results: dict[str, float] = {}
    single = Conv2d(1, 1, 3, bias=False)
    cases = {str(side): Calculator(single, (1, side, side)) for side in SIDES}
    cases |= {name: Calculator(layer, shape) for name, (layer, shape) in LARGE.items()}
    for name, calculator in cases.items():
        pictured, settled = map(sorted, _times(calculator))
        results[f"keystroke {name} median"] = statistics.median(pictured)
        results[f"keystroke {name} p99"] = pictured[int(len(pictured) * 0.99)]
        results[f"keystroke {name} all panels"] = statistics.median(settled)
    return results


def _times(calculator: Calculator) -> tuple[list[float], list[float]]:
    course = new_document()
    store = DocumentStore(Document(calculator, course.network))
    page = CalculatorPage(store, EngineClient())
    page.resize(1280, 760)
    page.show()
    page.call_bar.call.focus_argument("padding")
    QApplication.processEvents()
    field = QApplication.focusWidget()
    assert field is not None
    pictured, settled = [], []
    for number in range(KEYSTROKES):
        digit = Qt.Key.Key_1 if number % 2 else Qt.Key.Key_2
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()
        began = perf_counter()
        QTest.keyClick(field, digit)
        page.grids.view.viewport().repaint()
        pictured.append(1000 * (perf_counter() - began))
        QApplication.processEvents()
        settled.append(1000 * (perf_counter() - began))
        layer = store.document.calculator.layer
        assert isinstance(layer, Conv2d)
        assert layer.padding == int(chr(digit))
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return pictured[2:], settled[2:]


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:36} {value:8.2f}")
