"""A plot of 1,000,000 losses: how it pans and zooms, and what it keeps of each that it received.

Run by ``python -m tests.benchmarks.bench_plots``; it needs no display. A frame is one move of the
view with the repaint that follows; its time is that of this thread's processor, since the machine
may be busy: 33 ms are 30 frames a second. "received" is by how much the process grew while as many
losses came in messages of 50, as a trainer sends them, and were drawn every 5,000: at most 40 bytes
of each, which are five numbers (itself, smoothed, and room to grow).
"""

from __future__ import annotations

import gc
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtWidgets import QApplication

from convviz.protocol.messages.trainer import BatchesDone
from convviz.ui.plots.loss_card import LossCard
from convviz.ui.theme import apply_theme
from convviz.ui.training.run.run_progress import RunProgress

if TYPE_CHECKING:
    from collections.abc import Callable

POINTS: Final = 1_000_000
MESSAGE: Final = 50
FRAMES: Final = 120


def measure() -> dict[str, float]:
    """Return milliseconds of frames, and MB, by name."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    card = LossCard()
    card.resize(1200, 500)
    card.show()
    QApplication.processEvents()
    grown, slowest = _receive(card)
    result = {
        "plot 1e6 received, MB": grown,
        "plot 1e6 slowest message, ms cpu": slowest,
        "plot 1e6 pan p99, ms cpu": _frames(card, _pan),
        "plot 1e6 zoom p99, ms cpu": _frames(card, _zoom),
    }
    card.set_log(on=True)
    result["plot 1e6 log pan p99, ms cpu"] = _frames(card, _pan)
    card.close()
    card.deleteLater()
    return result


def _receive(card: LossCard) -> tuple[float, float]:
    """Receive all losses; return the growth of the memory in MB, and the longest drawing in ms."""
    chance = np.random.default_rng(1)
    progress = RunProgress()
    before, slowest = _resident(), 0.0
    for first in range(0, POINTS, MESSAGE):
        places = np.arange(first, first + MESSAGE)
        losses = 0.3 + 2 * np.exp(-places / 2e5) + 0.2 * chance.standard_normal(MESSAGE)
        progress.take(BatchesDone(first + 1, tuple(losses.tolist()), 1000.0, 60.0))
        if first % 5_000 == 0:
            began = time.thread_time()
            card.show_losses(progress.losses.values, POINTS)
            QApplication.processEvents()
            slowest = max(slowest, time.thread_time() - began)
    card.show_losses(progress.losses.values, POINTS)
    return _resident() - before, 1000 * slowest


def _frames(card: LossCard, move: Callable[[LossCard, int], None]) -> float:
    """Return the time of a frame of which one in a hundred takes longer, in milliseconds."""
    card.plot.reset_view()
    taken = []
    for number in range(FRAMES):
        began = time.thread_time()
        move(card, number)
        card.plot.viewport().repaint()
        taken.append(1000 * (time.thread_time() - began))
    return float(np.percentile(taken, 99))


def _pan(card: LossCard, number: int) -> None:
    middle = POINTS * (0.5 + 0.4 * math.sin(number / 7))
    card.plot.view.setXRange(middle - POINTS / 4, middle + POINTS / 4, padding=0)


def _zoom(card: LossCard, number: int) -> None:
    half = POINTS / 2 * 0.9 ** (number % 60)
    card.plot.view.setXRange(POINTS / 2 - half, POINTS / 2 + half, padding=0)


def _resident() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:36} {value:8.2f}")
