"""How smooth the window stays while a network is trained, and what that costs the training.

Run by ``python -m tests.benchmarks.bench_window_training``; it needs no display. The trainer and
the page are the real ones: the course network on Shapes-10, batch size 64, plots in view.

"stall": time between two beats of a timer of 1 ms in the window, in milliseconds. "speed": pictures
a second of a trainer attached to the window against the same trainer without a window.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import msgspec
import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from convviz.protocol.document_file import encode_document
from convviz.protocol.frames import read_frame
from convviz.protocol.messages import BatchesDone, StartRun, encode, trainer_replies
from convviz.protocol.templates import new_document
from convviz.ui.child_process import child_environment, python_command
from convviz.ui.document_store import DocumentStore
from convviz.ui.settings import SettingsFile
from convviz.ui.theme import apply_theme
from convviz.ui.training.page import TrainingPage
from convviz.ui.training.run_progress import RunState
from convviz.ui.training.session import TrainingSession

if TYPE_CHECKING:
    from convviz.protocol.document import Document

STALL_SECONDS = 20.0
SPEED_SECONDS = 8.0
ROUNDS = 3
WARM_BATCHES = 30
MANY_EPOCHS = 1000


def measure() -> dict[str, float]:
    """Return stalls in milliseconds and the ratio of speeds, by name."""
    application = QApplication.instance() or QApplication([])
    if isinstance(application, QApplication):
        apply_theme(application, "light")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stalls = _stalls(folder / "stalls")
        speeds = [
            (_attached_speed(folder / f"a{one}"), _headless_speed(folder / f"h{one}"))
            for one in range(ROUNDS)
        ]
    attached, headless = (statistics.median(column) for column in zip(*speeds, strict=True))
    return {
        "stall median": float(np.percentile(stalls, 50)),
        "stall p99": float(np.percentile(stalls, 99)),
        "stall longest": max(stalls),
        "speed attached": attached,
        "speed headless": headless,
        "speed attached / headless": statistics.median(a / h for a, h in speeds),
    }


def _document() -> Document:
    """Return the first document, to be trained for as long as it takes."""
    document = new_document()
    training = msgspec.structs.replace(document.training, epochs=MANY_EPOCHS)
    return msgspec.structs.replace(document, training=training)


class _Window:
    """A training page in view, with a run that goes on."""

    def __init__(self, folder: Path) -> None:
        self.session = TrainingSession(runs_folder=folder / "runs")
        settings = SettingsFile(folder / "settings.json")
        self.page = TrainingPage(DocumentStore(_document()), self.session, settings)
        self.page.resize(1280, 800)
        self.page.show()
        self.page.start()
        self.wait_for_batch(WARM_BATCHES)

    def wait_for_batch(self, number: int) -> None:
        """Return when so many batches are done."""
        loop = QEventLoop()
        progress = self.session.progress

        def look() -> None:
            if len(progress.losses) >= number or progress.state is RunState.FAILED:
                loop.quit()

        self.session.batches_done.connect(look)
        self.session.state_changed.connect(look)
        loop.exec()
        if progress.state is RunState.FAILED:
            message = f"the run failed: {progress.problem or self.session.outcome}"
            raise RuntimeError(message)

    def close(self) -> None:
        self.session.shut_down()
        self.page.close()
        self.page.deleteLater()
        QApplication.processEvents()


def _stalls(folder: Path) -> list[float]:
    """Return the times between the beats of the window, in milliseconds."""
    window = _Window(folder)
    gaps: list[float] = []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(1000 * (now - last))
        last = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    timer.start(1)
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * STALL_SECONDS), loop.quit)
    loop.exec()
    timer.stop()
    window.close()
    return gaps


def _attached_speed(folder: Path) -> float:
    """Return the pictures a second of a trainer that a window watches."""
    window = _Window(folder)
    begin, first = time.perf_counter(), len(window.session.progress.losses)
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * SPEED_SECONDS), loop.quit)
    loop.exec()
    window.wait_for_batch(len(window.session.progress.losses) + 1)
    batches = len(window.session.progress.losses) - first
    speed = batches * _document().training.batch_size / (time.perf_counter() - begin)
    window.close()
    return speed


def _headless_speed(folder: Path) -> float:
    """Return the pictures a second of the same trainer, whose messages nobody draws."""
    environment = {
        name: child_environment().value(name)
        for name in child_environment().keys()  # noqa: SIM118
    }
    child = subprocess.Popen(
        python_command("convviz.engine.trainer"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(encode(StartRun(encode_document(_document()), str(folder / "run"))))
    child.stdin.flush()
    begin, first, done = 0.0, 0, 0
    while payload := read_frame(cast("BinaryIO", child.stdout)):
        message = trainer_replies.decode(payload)
        if not isinstance(message, BatchesDone):
            continue
        done = message.first_step + len(message.losses) - 1
        if done >= WARM_BATCHES and not begin:
            begin, first = time.perf_counter(), done
        if begin and time.perf_counter() - begin >= SPEED_SECONDS:
            break
    elapsed = time.perf_counter() - begin
    child.stdin.close()
    child.stdout.read()
    child.wait()
    return (done - first) * _document().training.batch_size / elapsed


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name, value in measure().items():
        print(f"{name:28} {value:10.2f}")
