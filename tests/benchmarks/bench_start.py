"""How soon the window is painted, against how long ``import torch`` takes.

Run by ``python -m tests.benchmarks.bench_start``; it needs no display. Both are processes of their
own, started in turn, so that a noisy machine is as noisy for one as for the other.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from time import perf_counter

ROUNDS = 7
PAINT_FLAG = "--paint"


def measure() -> dict[str, float]:
    """Return seconds from process start to the painted window, of import torch, their ratio."""
    window, torch = [], []
    for _ in range(ROUNDS + 1):
        window.append(_seconds([sys.executable, "-m", "tests.benchmarks.bench_start", PAINT_FLAG]))
        torch.append(_seconds([sys.executable, "-c", "import torch"]))
    painted = statistics.median(window[1:])  # the first round warms the disk's cache
    imported = statistics.median(torch[1:])
    return {
        "window painted, s": painted,
        "import torch, s": imported,
        "start ratio": painted / imported,
    }


def _seconds(command: list[str]) -> float:
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # torch, installed, has its byte code
    began = perf_counter()
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return perf_counter() - began


def _leave_once_painted() -> None:
    """Run the program itself and end the process at the end of the first paint."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from convviz.app import run_window

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, lambda: os._exit(0))
            return super().eventFilter(watched, event)

    run_loop = QApplication.exec

    def watch_and_run() -> int:
        watcher = FirstPaint()
        for widget in QApplication.topLevelWidgets():
            widget.installEventFilter(watcher)
        return run_loop()

    setattr(QApplication, "exec", staticmethod(watch_and_run))  # noqa: B010 - mypy knows a method
    sys.exit(run_window([]))


if __name__ == "__main__":
    if PAINT_FLAG in sys.argv:
        _leave_once_painted()
    for name, value in measure().items():
        print(f"{name:24} {value:8.3f}")
