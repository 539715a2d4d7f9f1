"""The door for errors that nobody foresaw: they are logged, told once, and the window goes on."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from types import TracebackType

log = logging.getLogger(__name__)

QUIET_SECONDS: Final = 5.0
"""An exception in a paintEvent comes once a repaint: the same one is told again after this."""


class ErrorDoor(QObject):
    """Takes the place of sys.excepthook.

    Signals:
        unexpected(str, str): one line on the error, and its traceback.
    """

    unexpected = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: dict[str, float] = {}
        self._previous = sys.excepthook

    def install(self) -> None:
        """Begin to take exceptions."""
        sys.excepthook = self._report

    def remove(self) -> None:
        """Give exceptions back to the hook before."""
        sys.excepthook = self._previous

    def _report(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._previous(kind, error, trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        now = time.monotonic()
        if now - self._told.get(text, -QUIET_SECONDS) < QUIET_SECONDS:
            return
        self._told[text] = now
        log.error("unexpected error\n%s", text)
        self.unexpected.emit(f"{kind.__name__}: {error}", text)
