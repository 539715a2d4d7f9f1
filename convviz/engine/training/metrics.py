"""What the window hears between epochs: losses together, speed, time left."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from convviz.protocol.messages.trainer import BatchesDone

if TYPE_CHECKING:
    from convviz.engine.training.losses import BatchLoss
    from convviz.protocol.records import RateStep

REPORT_SECONDS = 0.05
"""Batches are reported together, at most 20 times a second."""
_SPEED_SECONDS = 1.0
_ETA_SECONDS = 10.0
_TEST_SHARE = 1 / 3
"""Of a training picture's time, what a test picture needs: only the forward pass. A guess that
serves until the first epoch was measured."""


class Stopwatch:
    """Measures the time that is worked, in laps."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()

    def lap(self) -> float:
        """Return the seconds since the last lap or restart, and begin a new one."""
        now = self._clock()
        seconds, self._last = now - self._last, now
        return seconds

    def restart(self) -> None:
        """Forget the time since the last lap: it was a pause."""
        self._last = self._clock()


class SpeedMeter:
    """Pictures a second over the last seconds of work."""

    def __init__(self, window: float) -> None:
        """Look back over so many seconds."""
        self._window = window
        self._laps: deque[tuple[float, int]] = deque()
        self._seconds = 0.0
        self._pictures = 0

    def add(self, seconds: float, pictures: int) -> None:
        """Count work; the newest lap always counts, however long it was."""
        self._laps.append((seconds, pictures))
        self._seconds += seconds
        self._pictures += pictures
        while len(self._laps) > 1 and self._seconds - self._laps[0][0] >= self._window:
            old_seconds, old_pictures = self._laps.popleft()
            self._seconds -= old_seconds
            self._pictures -= old_pictures

    @property
    def rate(self) -> float:
        """Pictures a second; 0 before the first."""
        return self._pictures / self._seconds if self._seconds > 0 else 0.0


class BatchReport:
    """Collects batches until they are worth a message. No loss is ever left out."""

    def __init__(
        self, train_pictures: int, test_pictures: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin with nothing to report.

        Args:
            train_pictures: Of one epoch.
            test_pictures: Of one epoch.
            clock: Seconds that only grow.
        """
        self._train_pictures = train_pictures
        self._test_pictures = test_pictures
        self._clock = clock
        self._sent = -1.0
        self._first_step = 0
        self._losses: list[float] = []
        self._rates: list[RateStep] = []
        self._rate = math.nan
        self._shown = SpeedMeter(_SPEED_SECONDS)
        self._steady = SpeedMeter(_ETA_SECONDS)
        self._test_seconds = 0.0
        self._last_test_seconds: float | None = None

    def add_loss(self, loss: BatchLoss) -> None:
        """Take the loss of a batch; they come in order."""
        if not self._losses:
            self._first_step = loss.step
        self._losses.append(loss.loss)
        if loss.rate != self._rate and math.isfinite(loss.rate):
            self._rate = loss.rate
            self._rates.append((loss.step, loss.rate))

    def add_training(self, seconds: float, pictures: int) -> None:
        """Count time spent on training pictures."""
        self._shown.add(seconds, pictures)
        self._steady.add(seconds, pictures)

    def add_test(self, seconds: float, done: int) -> None:
        """Count time spent on test pictures, of which so many are done in this epoch."""
        self._test_seconds += seconds
        if done >= self._test_pictures:
            self._last_test_seconds, self._test_seconds = self._test_seconds, 0.0

    @property
    def is_due(self) -> bool:
        """Whether there is something to report, and the last report is long enough ago."""
        return bool(self._losses) and self._clock() - self._sent >= REPORT_SECONDS

    def take(self, epochs_left: float, memory: int = 0) -> BatchesDone | None:
        """Return what there is to report, once; None if nothing.

        Args:
            epochs_left: Epochs still to do, with the part of the one in hand.
            memory: Bytes that the training takes; 0 if that is not known.
        """
        if not self._losses:
            return None
        losses, self._losses = tuple(self._losses), []
        rates, self._rates = tuple(self._rates), []
        self._sent = self._clock()
        eta = self._eta(epochs_left)
        return BatchesDone(self._first_step, losses, self._shown.rate, eta, memory, rates)

    def _eta(self, epochs_left: float) -> float:
        rate = self._steady.rate
        if rate <= 0:
            return 0.0
        test = self._last_test_seconds
        if test is None:
            test = self._test_pictures * _TEST_SHARE / rate
        # The epoch in hand is still to be measured, however little of it is left.
        return epochs_left * self._train_pictures / rate + -(-epochs_left // 1) * test
