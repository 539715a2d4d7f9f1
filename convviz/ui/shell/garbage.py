"""Python's garbage is collected in the thread of the window alone.

Python collects in whichever thread happens to make objects. What it finds may be widgets that
refer to each other; deleted in a thread that keeps a copy of a document or reads a picture, they
can take the process with them.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 1000
_YOUNG: Final = 700
"""New objects after which it is worth looking: Python's own number."""

_OLD_AFTER: Final = 10
"""Looks at young objects after which the old ones are looked at, as Python does."""


class GarbageCollector(QObject):
    """Collects from the event loop, in place of Python's own collector."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Take over from Python.

        Args:
            parent: The owner, in whose thread garbage is collected.
        """
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start()

    def stop(self) -> None:
        """Give back to Python."""
        self._timer.stop()
        gc.enable()


def collect_if_due() -> None:
    """Collect if enough was made since the last time; in this thread."""
    young, _, old = gc.get_count()
    if young > _YOUNG:
        gc.collect(2 if old > _OLD_AFTER else 1)
