"""Keeps one engine process alive: starts it, starts a fresh one when it dies, gives up in time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.protocol.messages.engine import EngineReady, engine_replies
from convviz.ui.processes.child_process import ChildProcess, Outcome, OutcomeKind, python_command


class EngineState(StrEnum):
    """What the engine is doing."""

    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """How patient the window is with its engine.

    Attributes:
        start_ms: A start that takes longer counts as a death.
        answer_ms: A request that takes longer is given up, and the engine replaced.
        superseded_ms: The same for a request whose answer nobody waits for any more; never less
            than the engine took to start, which is what a fresh one would cost.
        back_off_ms: Pause before a second fresh engine in a row; the first comes at once.
        deaths: So many deaths ...
        within_s: ... within so many seconds, and no fresh engine is started.
    """

    start_ms: int = 120_000
    answer_ms: int = 30_000
    superseded_ms: int = 3_000
    back_off_ms: int = 1_000
    deaths: int = 3
    within_s: float = 60.0


class EngineKeeper(QObject):
    """Keeps one engine alive.

    Signals:
        message_received(object): What the engine answered.
        ready(EngineReady): Torch is loaded, in the first engine or a fresh one.
        died(Outcome): The engine ended without being told to.
        state_changed(EngineState): ``sentence`` says more.
    """

    message_received = Signal(object)
    ready = Signal(object)
    died = Signal(object)
    state_changed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        command: Sequence[str] | None = None,
        limits: EngineLimits | None = None,
    ) -> None:
        super().__init__(parent)
        self._command = command or python_command("convviz.engine.service")
        self._limits = limits or EngineLimits()
        self._child: ChildProcess | None = None
        self._state = EngineState.STOPPED
        self._engine: EngineReady | None = None
        self._outcome: Outcome | None = None
        self._deaths: deque[float] = deque(maxlen=self._limits.deaths)
        self._launched = 0.0
        self._start_took_ms = 0
        self._launch_timer = QTimer(self, singleShot=True)
        self._launch_timer.timeout.connect(self._launch)
        self._start_timer = QTimer(self, singleShot=True)
        self._start_timer.timeout.connect(self._on_slow_start)

    @property
    def state(self) -> EngineState:
        """What the engine is doing."""
        return self._state

    @property
    def pid(self) -> int:
        """The engine's process id; 0 while there is none."""
        return 0 if self._child is None else self._child.pid

    @property
    def start_took_ms(self) -> int:
        """How long the last engine that got ready took to start; longer on a busy machine."""
        return self._start_took_ms

    def sentence(self) -> str:
        """Return what the engine is doing, as a sentence for the user."""
        outcome = "" if self._outcome is None else str(self._outcome)
        match self._state:
            case EngineState.STOPPED:
                return self.tr("The engine is not running.")
            case EngineState.STARTING:
                return self.tr("The engine is starting.")
            case EngineState.READY if self._engine is not None:
                text = self.tr("The engine is ready: torch {version}, {device}.")
                return text.format(version=self._engine.torch_version, device=self._engine.device)
            case EngineState.RESTARTING:
                text = self.tr(
                    "{outcome} A new one is starting and computes what is still missing."
                )
                return text.format(outcome=outcome)
            case _:
                text = self.tr(
                    "{outcome} The values of torch are missing until it is started again."
                )
                return text.format(outcome=outcome)

    def details(self) -> str:
        """Return the end of the dead engine's stderr, for "Copy details"."""
        return "" if self._outcome is None else self._outcome.stderr_tail or self._outcome.reason

    def start(self) -> None:
        """Start the engine for the first time, or again after giving up."""
        if self._state in {EngineState.STOPPED, EngineState.FAILED}:
            self._deaths.clear()
            self._launch_timer.start(0)
            self._set_state(EngineState.STARTING)

    def stop(self) -> None:
        """End the engine without waiting for it."""
        self._let_go()

    def shut_down(self) -> None:
        """End the engine and return when it has ended: for the application's end and tests."""
        child = self._let_go()
        if child is not None:
            child.stop_and_wait()

    def replace(self) -> None:
        """End an engine that does not answer, and start a fresh one; no death is counted."""
        self._drop_child(at_once=True)
        self._outcome = Outcome(OutcomeKind.SILENT, self.tr("The engine"))
        self._launch_timer.start(0)
        self._set_state(EngineState.RESTARTING)

    def send(self, frame: bytes) -> None:
        """Write an encoded message to a ready engine."""
        if self._child is not None:
            self._child.send(frame)

    def _set_state(self, state: EngineState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _launch(self) -> None:
        child = ChildProcess(self.tr("The engine"), engine_replies.decode, self)
        child.message_received.connect(self._on_message)
        child.ended.connect(self._on_ended)
        self._child = child
        self._launched = time.monotonic()
        self._start_timer.start(self._limits.start_ms)
        child.start(self._command)

    def _let_go(self) -> ChildProcess | None:
        self._launch_timer.stop()
        child = self._drop_child()
        self._set_state(EngineState.STOPPED)
        return child

    def _drop_child(self, *, at_once: bool = False) -> ChildProcess | None:
        """End the engine, listen to it no more, and return it."""
        self._start_timer.stop()
        child, self._child = self._child, None
        if child is not None:
            child.dismiss(at_once=at_once)
        return child

    def _on_message(self, message: object) -> None:
        if isinstance(message, EngineReady):
            self._start_timer.stop()
            self._start_took_ms = int(1000 * (time.monotonic() - self._launched))
            self._engine = message
            self._set_state(EngineState.READY)
            self.ready.emit(message)
        else:
            self.message_received.emit(message)

    def _on_slow_start(self) -> None:
        self._drop_child(at_once=True)
        self._on_death(Outcome(OutcomeKind.SILENT, self.tr("The engine")))

    def _on_ended(self, outcome: Outcome) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
        self._start_timer.stop()
        if outcome.expected:
            self._set_state(EngineState.STOPPED)
        else:
            self._on_death(outcome)

    def _on_death(self, outcome: Outcome) -> None:
        self._outcome = outcome
        now = time.monotonic()
        while self._deaths and now - self._deaths[0] > self._limits.within_s:
            self._deaths.popleft()
        self._deaths.append(now)
        hopeless = (
            outcome.kind is OutcomeKind.FAILED_TO_START or len(self._deaths) >= self._limits.deaths
        )
        if not hopeless:
            self._launch_timer.start(self._limits.back_off_ms * (len(self._deaths) - 1))
        # What died is told first: the state's listeners make its requests wait.
        self.died.emit(outcome)
        self._set_state(EngineState.FAILED if hopeless else EngineState.RESTARTING)
