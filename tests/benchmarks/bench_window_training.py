"""How smooth the window stays while a network is trained, and what that costs the training.

Run by ``python -m tests.benchmarks.bench_window_training``; it needs no display. The trainer and
the page are the real ones: the course network on Shapes-10, batch size 64, plots in view.

"stall": time between two beats of a timer of 1 ms in the window, in milliseconds. "speed": pictures
a second of a trainer attached to the window, with its plots alone and with every view of the run
unfolded, against the same trainer whose messages are only read. They take turns, each paused while
another trains, so that what else the machine does weighs on all alike; a ratio is the median of
those of the turns. Neighbours still weigh on it: trainer and window are two, whom a busy machine
gives less than one alone. "share" is what speed falls to on a machine that does nothing else and
whose cores the trainer keeps busy: the processor time of the trainer for a picture without a window
against that with one, times what the window leaves of the cores. Linux only: the time of a process
is read from /proc.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import msgspec
import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.common import encode
from convviz.protocol.messages.trainer import (
    BatchesDone,
    ContinueRun,
    PauseRun,
    RunPaused,
    StartRun,
    trainer_replies,
)
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.processes.child_process import child_environment, python_command
from convviz.ui.settings import SettingsFile
from convviz.ui.theme import apply_theme
from convviz.ui.training.page import TrainingPage
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.training.run.run_tabs import LAYERS, PLOTS
from convviz.ui.training.run.session import TrainingSession
from convviz.ui.widgets.collapsible_section import CollapsibleSection
from tests.support.frame_reading import read_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.protocol.document import Document

STALL_SECONDS = 20.0
TURN_SECONDS = 6.0
"""So long that what a pause and its end cost the window is no part worth speaking of."""
TURNS = 6
WARM_BATCHES = 30
MANY_EPOCHS = 1000
_MUCH_DEARER = 1.4


def measure() -> dict[str, float]:
    """Return stalls in milliseconds and the ratio of speeds, by name."""
    application = QApplication.instance() or QApplication([])
    if isinstance(application, QApplication):
        apply_theme(application, "light")
    # A trainer whose window is gone finishes its checkpoint alone, perhaps while this is removed.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        stalls = _stalls(folder / "stalls")
        turns = _turns(folder / "turns")
    attached, watched, headless = (_Turn.middle(column) for column in zip(*turns, strict=True))
    return {
        "stall median, ms": float(np.percentile(stalls, 50)),
        "stall p99, ms": float(np.percentile(stalls, 99)),
        "stall longest, ms": max(stalls),
        "speed attached": attached.speed,
        "speed with all views": watched.speed,
        "speed headless": headless.speed,
        "speed attached / headless": statistics.median(a.speed / h.speed for a, _, h in turns),
        "speed with all views / headless": statistics.median(
            w.speed / h.speed for _, w, h in turns
        ),
        "share attached": headless.cost / attached.cost * attached.left,
        "share with all views": headless.cost / watched.cost * watched.left,
    }


def _document() -> Document:
    """Return the first document, to be trained for as long as it takes."""
    document = new_document()
    training = msgspec.structs.replace(document.training, epochs=MANY_EPOCHS)
    return msgspec.structs.replace(document, training=training)


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one trainer did in its turn.

    Attributes:
        speed: Pictures a second.
        cost: Processor seconds of the trainer, a picture.
        left: What the window left of the cores, as a share.
    """

    speed: float
    cost: float
    left: float = 1.0

    @classmethod
    def middle(cls, turns: Sequence[_Turn]) -> _Turn:
        """Return the middle of the turns without a measuring of test pictures: those cost more."""
        least = min(turn.cost for turn in turns)
        alike = [turn for turn in turns if turn.cost < _MUCH_DEARER * least]
        return cls(
            statistics.median(turn.speed for turn in alike),
            statistics.median(turn.cost for turn in alike),
            statistics.median(turn.left for turn in alike),
        )


class _Clock:
    """Begins with a turn, and makes it when it is over."""

    def __init__(self, step: int, trainer: int, *, has_window: bool) -> None:
        self._step, self._trainer, self._has_window = step, trainer, has_window
        self._began, self._cpu = time.perf_counter(), _cpu_seconds(trainer)
        self._window_cpu = time.process_time()

    def turn(self, step: int) -> _Turn:
        """Return what was done up to a batch."""
        pictures = (step - self._step) * _document().training.batch_size
        seconds = time.perf_counter() - self._began
        window = time.process_time() - self._window_cpu if self._has_window else 0.0
        return _Turn(
            pictures / seconds,
            (_cpu_seconds(self._trainer) - self._cpu) / max(pictures, 1),
            1.0 - window / seconds / (os.cpu_count() or 1),
        )


def _cpu_seconds(process: int) -> float:
    """Return the user and system time of a process, all threads included."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class _Window:
    """A training page in view, with a run that goes on."""

    def __init__(self, folder: Path) -> None:
        self.session = TrainingSession(runs_folder=folder / "runs")
        settings = SettingsFile(folder / "settings.json")
        self.page = TrainingPage(DocumentStore(_document()), self.session, settings)
        self.page.resize(1280, 800)
        self.page.show()
        self.page.page_actions["start"].trigger()
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

    def unfold(self, *, is_open: bool) -> None:
        """Unfold every view of the run, or fold them: more at a time than the page can show."""
        self.page.view.tabs.show_view(LAYERS if is_open else PLOTS)
        self.session.inside.want(on=is_open)
        for section in self.page.findChildren(CollapsibleSection):
            section.title.setChecked(is_open)

    def take_turn(self) -> _Turn:
        """Train for a while with the plots in view."""
        clock = _Clock(self.session.progress.step, self.session.pid, has_window=True)
        self.session.resume()
        loop = QEventLoop()
        QTimer.singleShot(int(1000 * TURN_SECONDS), loop.quit)
        loop.exec()
        self.pause()
        return clock.turn(self.session.progress.step)

    def pause(self) -> None:
        """Return when the run is paused."""
        self.session.pause()
        while self.session.state is not RunState.PAUSED:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def close(self) -> None:
        """End the run and the page."""
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


def _turns(folder: Path) -> list[tuple[_Turn, _Turn, _Turn]]:
    """Return turn after turn: the window's, with all views, without a window."""
    window = _Window(folder)
    window.pause()
    headless = _Headless(folder / "headless")
    turns = []
    for _ in range(TURNS):
        window.unfold(is_open=False)
        attached = window.take_turn()
        window.unfold(is_open=True)
        turns.append((attached, window.take_turn(), headless.take_turn()))
    headless.close()
    window.close()
    return turns


class _Headless:
    """The same trainer with nobody but a pipe to talk to; paused from the start."""

    def __init__(self, folder: Path) -> None:
        environment = child_environment()
        self._child = subprocess.Popen(
            python_command("convviz.engine.trainer"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: environment.value(name) for name in environment.keys()},  # noqa: SIM118
        )
        self._done = 0
        self._send(StartRun(encode_document(_document()), str(folder)))
        while self._done < WARM_BATCHES:
            self._read()
        self._pause()

    def take_turn(self) -> _Turn:
        """Train for a while."""
        clock, start = _Clock(self._done, self._child.pid, has_window=False), time.perf_counter()
        self._send(ContinueRun())
        while time.perf_counter() - start < TURN_SECONDS:
            self._read()
        self._pause()
        return clock.turn(self._done)

    def close(self) -> None:
        """End the trainer."""
        self._stdin.close()
        self._stdout.read()
        self._child.wait()

    def _pause(self) -> None:
        self._send(PauseRun())
        while not isinstance(self._read(), RunPaused):
            pass

    def _read(self) -> object:
        payload = read_frame(self._stdout)
        if payload is None:
            message = "the trainer without a window ended by itself"
            raise RuntimeError(message)
        reply = trainer_replies.decode(payload)
        if isinstance(reply, BatchesDone):
            self._done = reply.first_step + len(reply.losses) - 1
        return reply

    def _send(self, message: StartRun | PauseRun | ContinueRun) -> None:
        self._stdin.write(encode(message))
        self._stdin.flush()

    @property
    def _stdin(self) -> BinaryIO:
        return cast("BinaryIO", self._child.stdin)

    @property
    def _stdout(self) -> BinaryIO:
        return cast("BinaryIO", self._child.stdout)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name, value in measure().items():
        print(f"{name:28} {value:10.2f}")
