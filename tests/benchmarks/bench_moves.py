"""Scrolling and dragging on the network page with 200 layers and blocks, in milliseconds a frame.

Run by ``python -m tests.benchmarks moves``; it needs no display. A frame is one event of the mouse
or of its wheel, until what it changed is painted; the time is that of the window's thread alone.
The page is 1280 by 800, and the mouse moves as a hand does. "Drag" is a card that is dragged over
the list, or the drawing that is moved under the mouse.
"""

from __future__ import annotations

import gc
from functools import partial
from time import thread_time
from typing import TYPE_CHECKING, TypeVar

import msgspec.structs
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.code.code_editor import CodeEditor
from convviz.ui.network.figure.figure_canvas import FigureCanvas
from convviz.ui.network.page import NetworkPage
from convviz.ui.network.state import Density, View
from convviz.ui.network.table.table_grid import TableGrid
from convviz.ui.theme import apply_theme
from tests.benchmarks.bench_network import block_network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from PySide6.QtWidgets import QScrollBar

    from convviz.ui.network.cards.card_list import CardList

WidgetT = TypeVar("WidgetT", bound=QWidget)

WIDTH, HEIGHT = 1280, 800
NODES = 200
FRAMES = 60
NOTCH = 120
"""What one notch of a wheel tells, in eighths of a degree."""
NO_BUTTON, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def measure() -> dict[str, float]:
    """Return the median and the longest frame by name of the measurement."""
    gc.disable()  # as the window does, which collects once a second: see ui/shell/garbage.py
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    document = msgspec.structs.replace(new_document(), network=block_network(NODES))
    page = NetworkPage(DocumentStore(document))
    page.resize(WIDTH, HEIGHT)
    page.show()
    results: dict[str, float] = {}
    for density in (Density.CARDS, Density.LINES):
        if page.presenter.state.is_compact is not (density is Density.LINES):
            page.presenter.show_lines()
        cards = page.layers.cards
        results |= _frames(f"moves {density} scroll", _turned(cards.viewport(), -NOTCH, FRAMES))
        results |= _frames(f"moves {density} drag", _dragged_over(cards))
    canvas = _shown(page, View.DRAWING, FigureCanvas)
    results |= _frames("moves drawing hover", _moved(canvas, NO_BUTTON))
    results |= _frames("moves drawing zoom", _turned(canvas, NOTCH // 2, FRAMES // 6))
    results |= _frames("moves drawing drag", _moved(canvas, LEFT))
    table = _shown(page, View.TABLE, TableGrid).view
    results |= _frames("moves table scroll", _turned(table.viewport(), -NOTCH, FRAMES))
    results |= _frames("moves table sideways", _slid(table.horizontalScrollBar()))
    editor = _shown(page, View.CODE, CodeEditor)
    results |= _frames("moves code scroll", _turned(editor.viewport(), -NOTCH, FRAMES))
    return results


def _shown(page: NetworkPage, view: View, kind: type[WidgetT]) -> WidgetT:
    """Return what a view is made of, when it is shown."""
    page.presenter.show_view(view)
    _settle()
    (widget,) = page.findChildren(kind)
    return widget


def _turned(widget: QWidget, turn: int, count: int) -> Iterator[Callable[[], object]]:
    """Yield turns of the wheel over the middle of a widget."""
    middle = QPointF(widget.rect().center())
    for _ in range(count):
        place, phase = widget.mapToGlobal(middle), Qt.ScrollPhase.NoScrollPhase
        turned = (QPoint(), QPoint(0, turn), NO_BUTTON, NO_KEY, phase)
        yield partial(_sent, widget, QWheelEvent(middle, place, *turned, False))  # noqa: FBT003 - not inverted


def _slid(bar: QScrollBar) -> Iterator[Callable[[], object]]:
    """Yield places of a scroll bar, from one end to the other."""
    for frame in range(FRAMES):
        yield partial(bar.setValue, frame * bar.maximum() // FRAMES)


def _moved(widget: QWidget, button: Qt.MouseButton) -> Iterator[Callable[[], object]]:
    """Yield moves of the mouse across a widget, with a button held or without."""
    step = QPointF(widget.width() / FRAMES, widget.height() / FRAMES)
    if button is not NO_BUTTON:
        yield partial(_sent, widget, _mouse(widget, QEvent.Type.MouseButtonPress, step, button))
    for frame in range(1, FRAMES):
        place = step * frame
        yield partial(_sent, widget, _mouse(widget, QEvent.Type.MouseMove, place, button))


def _mouse(
    widget: QWidget, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton
) -> QMouseEvent:
    pressed = button if kind is QEvent.Type.MouseButtonPress else NO_BUTTON
    return QMouseEvent(kind, place, widget.mapToGlobal(place), pressed, button, NO_KEY)


def _dragged_over(cards: CardList) -> Iterator[Callable[[], object]]:
    """Yield moves of a card that is dragged over the list, down and through its blocks."""
    model = cards.model()
    data = model.mimeData([model.index(0, 0)])
    for frame in range(FRAMES):
        place = QPoint(40 + 2 * frame, 20 + frame * (cards.viewport().height() - 40) // FRAMES)
        event = QDragMoveEvent(place, Qt.DropAction.MoveAction, data, LEFT, NO_KEY)
        yield partial(cards.dragMoveEvent, event)


def _frames(name: str, events: Iterable[Callable[[], object]]) -> dict[str, float]:
    times = []
    _settle()
    for event in events:
        began = thread_time()
        event()
        QApplication.processEvents()
        times.append(1000 * (thread_time() - began))
    times.sort()
    return {f"{name} frame median": times[len(times) // 2], f"{name} frame worst": times[-1]}


def _settle() -> None:
    for _ in range(20):
        QApplication.processEvents()


def _sent(widget: QWidget, event: QEvent) -> None:
    QApplication.sendEvent(widget, event)
