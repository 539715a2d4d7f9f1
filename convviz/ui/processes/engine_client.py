"""The window's end of the engine: requests out, answers back to who asked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.core.errors import ComputeError, ErrorCode
from convviz.protocol.messages.common import Answer, Ask, Problem, Refused, encode
from convviz.ui.processes.engine_keeper import EngineKeeper, EngineLimits, EngineState
from convviz.ui.processes.reply import Reply
from convviz.ui.processes.request_queue import RequestQueue, Ticket

if TYPE_CHECKING:
    from convviz.protocol.messages.engine import EngineAnswer, EngineRequest
    from convviz.ui.processes.process_outcome import Outcome

LAST_CHANCE_MS = 200


class EngineClient(QObject):
    """Asks the engine, and keeps one alive.

    When the engine dies, a fresh one is started and computes what is still waited for; a request
    that ended the engine twice fails, as does one that takes too long.

    Signals:
        ready(EngineReady): Torch is loaded, in the first engine or a fresh one.
        died(Outcome): The engine ended without being told to.
        state_changed(EngineState): ``sentence`` says more.
    """

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
        """Prepare a client; nothing is started.

        Args:
            parent: The owner.
            command: What to start; the engine itself if None.
            limits: How patient to be.
        """
        super().__init__(parent)
        self._limits = limits or EngineLimits()
        self._queue = RequestQueue()
        self._last_chance = 0
        self._watchdog = QTimer(self, singleShot=True)
        self._watchdog.timeout.connect(self._on_no_answer)
        self._keeper = EngineKeeper(self, command=command, limits=self._limits)
        self._keeper.state_changed.connect(self._on_state)
        self._keeper.died.connect(self._on_death)
        self._keeper.message_received.connect(self._on_answer)
        self._keeper.ready.connect(self.ready)

    @property
    def state(self) -> EngineState:
        """What the engine is doing."""
        return self._keeper.state

    @property
    def pid(self) -> int:
        """The engine's process id; 0 while there is none."""
        return self._keeper.pid

    def sentence(self) -> str:
        """Return what the engine is doing, as a sentence for the user."""
        return self._keeper.sentence()

    def details(self) -> str:
        """Return the end of the dead engine's stderr, for "Copy details"."""
        return self._keeper.details()

    def start(self) -> None:
        """Start the engine, best once the window is painted. Requests made before wait for it."""
        self._keeper.start()

    def retry(self) -> None:
        """Start again after giving up; what still waits is computed."""
        self._keeper.start()

    def stop(self) -> None:
        """End the engine without waiting for it; requests wait until the next start."""
        self._keeper.stop()

    def shut_down(self) -> None:
        """End the engine and return when it has ended: for the application's end and tests."""
        self._keeper.shut_down()

    def ask(
        self, asker: QObject, request: EngineRequest, *, instead_of: Reply | None = None
    ) -> Reply:
        """Ask for something; nothing comes of it before the event loop is back.

        Args:
            asker: Who asks; the reply is gone with him.
            request: What is wanted.
            instead_of: What he asked before and wants no more; it may be over, or gone.

        Returns:
            What is to come of it.
        """
        if instead_of is not None:
            instead_of.cancel()
        reply = Reply(asker)
        reply.cancelled.connect(self._watch)
        reply.destroyed.connect(self._watch)
        self._queue.put(request, reply)
        self._send()
        return reply

    def _send(self) -> None:
        """Send the next request if the engine has none."""
        if self.state is not EngineState.READY:
            return
        ticket = self._queue.take()
        if ticket is not None:
            self._keeper.send(encode(Ask(ticket.id, ticket.request)))
        self._watch()

    def _watch(self) -> None:
        """Set the watchdog for the request that the engine is computing."""
        ticket = self._queue.in_hand
        if ticket is None:
            self._watchdog.stop()
            return
        patience = self._limits.answer_ms if ticket.is_wanted else self._superseded_ms()
        spent = int(1000 * (time.monotonic() - ticket.since))
        self._watchdog.start(max(0, patience - spent))

    def _superseded_ms(self) -> int:
        """Return how long the engine may work on what nobody waits for.

        A first request loads parts of torch, and on a busy machine all is slow: ending the engine
        sooner than a fresh one starts would make who asks next wait longer, not less.
        """
        patience = max(self._limits.superseded_ms, self._keeper.start_took_ms)
        return min(patience, self._limits.answer_ms)

    def _on_no_answer(self) -> None:
        """Replace an engine that does not answer.

        After a stall of the window the answer may lie in the pipe already: it gets a last chance.
        """
        ticket = self._queue.in_hand
        if ticket is None:
            return
        if ticket.id != self._last_chance:
            self._last_chance = ticket.id
            self._watchdog.start(LAST_CHANCE_MS)
            return
        self._queue.drop()
        self._keeper.replace()
        seconds = max(1, round(self._limits.answer_ms / 1000))
        self._fail(ticket, ComputeError(ErrorCode.ENGINE_SILENT, seconds=seconds))

    def _on_state(self, state: EngineState) -> None:
        if state is EngineState.READY:
            self._send()
        else:
            self._watchdog.stop()
            self._queue.put_back()
        self.state_changed.emit(state)

    def _on_death(self, outcome: Outcome) -> None:
        deadly = self._queue.blame()
        self.died.emit(outcome)
        if deadly is not None:
            detail = str(outcome).rstrip(".")
            self._fail(deadly, ComputeError(ErrorCode.ENGINE_DIED, detail=detail))

    def _fail(self, ticket: Ticket, error: ComputeError) -> None:
        ticket.reply.fail(Problem.of(error, self.details()))

    def _on_answer(self, message: Answer[EngineAnswer] | Refused) -> None:
        ticket = self._queue.take_answered(message.id)
        self._send()
        if ticket is None:
            return
        if isinstance(message, Answer):
            ticket.reply.answer(message.answer)
        else:
            ticket.reply.fail(message.problem)
