"""The whole calculator page: steps, hovering, edits and big pictures, in milliseconds.

Run by ``python -m tests.benchmarks.bench_page``; it needs no display. A time runs from the call
until everything that changed is painted. "cpu" counts the window's thread alone: it hardly depends
on what else the machine does.
"""

from __future__ import annotations

import statistics
from functools import partial
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

import msgspec.structs
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.axis_windows import sliding_windows
from convviz.core.layers.conv import Conv2d
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import new_document
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.theme import apply_theme
from convviz.ui.widgets.grid.plane_view import PlaneView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WIDTH, HEIGHT = 1600, 1000
STEPS = 400
HOVERS = 200
EDITS = 24
OPENINGS = 5
WATCHED_S = 0.6
NUMBERED_CELL = 22
SETTLING_MS = 2500
BETWEEN_EDITS_MS = 120

_PAINTED: list[tuple[float, float]] = []
"""When a picture was painted, by the clock and by the thread's."""


def measure() -> dict[str, float]:
    """Return medians and p99 by name of the measurement."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    note_paints()
    results: dict[str, float] = {}
    page = opened(Conv2d(1, 1, 3, bias=False), 64)
    results |= times("page step 64", (partial(page.player.go_to, i) for i in range(STEPS)))
    page.grids.view.set_cell_size(NUMBERED_CELL)
    QTest.qWait(SETTLING_MS)
    assert page.grids.view.grid("input").shows_numbers
    results |= times("page step 64 numbers", (partial(page.player.go_to, i) for i in range(STEPS)))
    page.grids.view.zoom_reset()
    QTest.qWait(SETTLING_MS)
    for part in ("input", "kernel", "output"):
        results |= times(f"page hover {part} 64", hovers(page, part, 64))
    close(page)
    for side in (32, 256):
        page = opened(Conv2d(1, 1, 3, bias=False), side)
        results |= times_to_picture(f"page edit {side}", edits(page))
        close(page)
    results |= big_picture()
    for side, layer in ((224, Conv2d(3, 64, 7, 2, 3)), (512, Conv2d(1, 1, 7, padding=3))):
        results |= opening(side, layer)
    return results


def opening(side: int, layer: Conv2d) -> dict[str, float]:
    """Return the thread's own time from a document to its picture, and of the longest stall.

    A stall is a pass over the event loop, which may hold several events; the edit itself is the
    first. Each round opens it from a page of 5 x 5 cells, with nothing of it known beforehand.
    """
    calculator = Calculator(layer=layer, input_shape=(layer.in_channels, side, side))
    pictured, longest = [], []
    for _ in range(OPENINGS):
        page = opened(Conv2d(1, 1, 3, bias=False), 5)
        sliding_windows.cache_clear()
        _PAINTED.clear()
        began = thread_time()
        show(page, calculator)
        stall = thread_time() - began
        end = perf_counter() + WATCHED_S
        while perf_counter() < end or not _PAINTED:
            start = thread_time()
            QApplication.processEvents()
            stall = max(stall, thread_time() - start)
        pictured.append(1000 * (_PAINTED[0][1] - began))
        longest.append(1000 * stall)
        close(page)
    return {
        f"page open {side} cpu median": statistics.median(pictured),
        f"page open {side} longest stall cpu": statistics.median(longest),
    }


def big_picture() -> dict[str, float]:
    """Return times of a 512 x 512 input under a 7 x 7 kernel."""
    page = opened(Conv2d(1, 1, 7, padding=3, bias=False), 512)
    results: dict[str, float] = {}
    stride = page.player.count // STEPS
    results |= times(
        "page scrub 512", (partial(page.player.go_to, i * stride) for i in range(STEPS))
    )
    results |= times("page zoom 512", (partial(wheel, page, i) for i in range(60)))
    for _ in range(20):
        wheel(page, 0)
    QApplication.processEvents()  # the last zoom is painted
    bar = page.grids.view.horizontalScrollBar()
    assert bar.maximum() > bar.minimum()
    results |= times("page pan 512", (partial(bar.setValue, bar.value() + 17) for _ in range(60)))
    for _ in range(20):
        wheel(page, 30)
    results |= times_to_picture("page edit 512", edits(page))
    close(page)
    return results


def opened(layer: Conv2d, side: int) -> CalculatorPage:
    """Return a page that shows a layer on a square input, painted, its formulas drawn."""
    course = new_document()
    calculator = Calculator(layer=layer, input_shape=(1, side, side))
    page = CalculatorPage(DocumentStore(Document(calculator, course.network)), EngineClient())
    page.resize(WIDTH, HEIGHT)
    page.show()
    QTest.qWait(SETTLING_MS)
    return page


def close(page: CalculatorPage) -> None:
    """Delete a page."""
    page.close()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def hovers(page: CalculatorPage, part: str, side: int) -> Iterable[Callable[[], None]]:
    """Yield what brings the mouse over one cell after the other of a part."""
    size = 3 if part == "kernel" else side - 2
    for number in range(HOVERS):
        row, column = divmod(number * 7 % size**2, size)
        yield partial(page.grids.view.cell_hovered.emit, part, 0, row, column)


def edits(page: CalculatorPage) -> Iterable[Callable[[], None]]:
    """Yield edits of the padding, the stride, the dilation and the kernel's size."""
    settings = [
        {"padding": 2},
        {"stride": 2},
        {"kernel_size": 5},
        {"dilation": 2},
        {"padding": 1},
        {"stride": 1},
        {"kernel_size": 3},
        {"dilation": 1},
    ]
    for number in range(EDITS):
        changes = settings[number % len(settings)]
        yield partial(edit, page, changes)


def edit(page: CalculatorPage, changes: dict[str, int]) -> None:
    """Change parameters of the layer as a field of the call would."""
    calculator = page.presenter.edits.calculator
    show(page, msgspec.structs.replace(calculator, layer=calculator.layer.replace(**changes)))


def show(page: CalculatorPage, calculator: Calculator) -> None:
    """Show another calculator, as after an edit."""
    store = page.presenter.edits._store
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "edit")


def wheel(page: CalculatorPage, number: int) -> None:
    """Zoom in thirty times, then out, over the input."""
    view = page.grids.view
    centre = QPointF(view.viewport().width() / 4, view.viewport().height() / 2)
    delta = 120 if number % 60 < 30 else -120
    event = QWheelEvent(
        centre,
        view.viewport().mapToGlobal(centre),
        QPointF(0, 0).toPoint(),
        QPointF(0, delta).toPoint(),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's signature
    )
    QApplication.sendEvent(view.viewport(), event)


def note_paints() -> None:
    """Note when pictures are painted, of pages that are made from now on."""
    paint = PlaneView.viewportEvent

    def noted(view: PlaneView, event: QEvent) -> bool:
        result = paint(view, event)
        if event.type() == QEvent.Type.Paint:
            _PAINTED.append((perf_counter(), thread_time()))
        return result

    setattr(PlaneView, "viewportEvent", noted)  # noqa: B010 - mypy knows a method


def times_to_picture(name: str, calls: Iterable[Callable[[], None]]) -> dict[str, float]:
    """Return the same of calls until the picture is painted; the panels beside it may follow."""
    walls, cpus = [], []
    for call in calls:
        _PAINTED.clear()
        began, busy = perf_counter(), thread_time()
        call()
        while not _PAINTED:
            QApplication.processEvents()
        walls.append(1000 * (_PAINTED[0][0] - began))
        cpus.append(1000 * (_PAINTED[0][1] - busy))
        QTest.qWait(BETWEEN_EDITS_MS)
    return _summary(name, walls, cpus)


def times(name: str, calls: Iterable[Callable[[], None]]) -> dict[str, float]:
    """Return median, p99 and the median of the thread's own time of calls, with painting."""
    walls, cpus = [], []
    for call in calls:
        began, busy = perf_counter(), thread_time()
        call()
        QApplication.processEvents()
        walls.append(1000 * (perf_counter() - began))
        cpus.append(1000 * (thread_time() - busy))
    return _summary(name, walls, cpus)


def _summary(name: str, walls: list[float], cpus: list[float]) -> dict[str, float]:
    walls = sorted(walls)
    return {
        f"{name} median": statistics.median(walls),
        f"{name} p99": walls[int(len(walls) * 0.99)],
        f"{name} cpu median": statistics.median(cpus),
    }


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:34} {value:8.2f}")
