"""Does work that is asked for too often only as often as it can be afforded."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

AFTER_DRAWING_MS: Final = 30
"""How long side work waits after an edit, so that the drawing is painted first."""


class Throttle(QObject):
    """Runs a piece of work soon after it is asked for, never twice within an interval.

    The last request is always answered: nothing stays undone.
    """

    def __init__(
        self,
        work: Callable[[], None],
        interval_ms: int,
        parent: QObject,
        *,
        spent: Callable[[], float] | None = None,
        share: float = 1.0,
    ) -> None:
        """Prepare.

        Args:
            work: What is to be done.
            interval_ms: The shortest time between two beginnings.
            parent: The owner.
            spent: How many seconds the work has cost so far, what it sets off included; None for
                work that costs nothing worth mentioning.
            share: The part of the time that the work may take: after costly work, a longer rest.
        """
        super().__init__(parent)
        self._work = work
        self._interval = interval_ms / 1000
        self._spent = spent or (lambda: 0.0)
        self._share = share
        self._began = -self._interval
        self._spent_before = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._run)

    def request(self) -> None:
        """Ask for the work."""
        if self._timer.isActive():
            return
        cost = self._spent() - self._spent_before
        rest = max(self._interval, cost / self._share) - (time.monotonic() - self._began)
        self._timer.start(max(0, round(1000 * rest)))

    def run_now(self) -> None:
        """Do the work at once."""
        self._run()

    def stop(self) -> None:
        """Forget what was asked for."""
        self._timer.stop()

    def _run(self) -> None:
        self._timer.stop()
        self._began = time.monotonic()
        self._spent_before = self._spent()
        self._work()
