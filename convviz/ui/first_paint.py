"""What a window has time for only once it was painted: the person sees it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


def when_painted(window: QWidget, call: Callable[[], object]) -> None:
    """Call something once, after the next time that a window is painted.

    A timer of 0 ms would run before: a window that is shown waits for the window system.

    Args:
        window: If it is gone before, nothing is called.
        call: What to call, from the event loop.
    """
    window.installEventFilter(_PaintWatcher(window, call))


class _PaintWatcher(QObject):
    """A child of a window that goes once it has seen the window painted."""

    def __init__(self, window: QWidget, call: Callable[[], object]) -> None:
        super().__init__(window)
        self._call = call

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the end of the first paint."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._end)
        return False

    def _end(self) -> None:
        self.deleteLater()
        self._call()
