"""The window's end of the engine: requests out, answers in."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.core.errors import ComputeError, ConvVizError, ErrorCode
from convviz.core.unpooling import infer_computed
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.messages.common import Problem, encode
from convviz.protocol.messages.engine import (
    ComputeLayer,
    DescribeDevices,
    Devices,
    LayerOpened,
    LayerValues,
    Refused,
    StoredPart,
)
from convviz.ui.processes.engine_keeper import EngineKeeper, EngineLimits, EngineState
from convviz.ui.processes.request_queue import MessageFactory, RequestQueue, Ticket
from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from convviz.core.layers import Layer, Shape
    from convviz.protocol.messages.engine import Part
    from convviz.ui.processes.child_process import Outcome

DEVICES_KEY = "devices"
LAST_CHANCE_MS = 200


class EngineClient(QObject):
    """Asks the engine, and keeps one alive.

    Requests of the same key supersede each other: at most one is with the engine, the newest
    waits, answers that nobody waits for are dropped. When the engine dies, a fresh one is started
    and computes again what was asked last; a request that ended the engine twice is refused.

    Signals:
        values_ready(str, LayerValues): The answer to a key's newest ``compute``.
        devices_ready(Devices): The answer to ``describe_devices``.
        replied(str, object): Any answer, those two as well.
        refused(str, Problem): A key's newest request has no answer.
        ready(EngineReady): Torch is loaded, in the first engine or a fresh one.
        died(Outcome): The engine ended without being told to.
        state_changed(EngineState): ``sentence`` says more.
    """

    values_ready = Signal(str, object)
    devices_ready = Signal(object)
    replied = Signal(str, object)
    refused = Signal(str, object)
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
        self._watchdog.timeout.connect(self._lose_patience)
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
        """Start again after giving up; what was asked last is computed."""
        self._keeper.start()

    def stop(self) -> None:
        """End the engine without waiting for it; requests wait until the next start."""
        self._keeper.stop()

    def shut_down(self) -> None:
        """End the engine and return when it has ended: for the application's end and tests."""
        self._keeper.shut_down()

    def compute(
        self,
        key: str,
        layer: Layer,
        input_values: npt.NDArray[Any] | StoredPart,
        weights: Mapping[str, npt.NDArray[Any] | StoredPart],
        output_size: Shape | None = None,
    ) -> int:
        """Ask for a layer's values in float32; ``values_ready`` or ``refused`` follows.

        Args:
            key: Who asks; supersedes what the same key asked before.
            layer: The layer.
            input_values: (channels, *spatial), unbatched; or the file where they are.
            weights: By torch's names, likewise.
            output_size: The sizes that max unpooling is given, after the pooling that the engine
                does first; None for its default.

        Returns:
            The request's id; 0 if the layer refuses the input, which ``refused`` told already.
        """
        try:
            infer_computed(layer, input_values.shape, output_size)
        except ConvVizError as error:
            self.forget(key)
            self.refused.emit(key, Problem.of(error))
            return 0
        plain = layer_to_plain(layer)
        sent_input = _sendable(input_values)
        sent_weights = {name: _sendable(numbers) for name, numbers in weights.items()}
        return self.request(
            key, lambda id_: ComputeLayer(id_, plain, sent_input, sent_weights, output_size)
        )

    def describe_devices(self) -> int:
        """Ask which devices torch can use; ``devices_ready`` follows."""
        return self.request(DEVICES_KEY, DescribeDevices)

    def request(self, key: str, make: MessageFactory) -> int:
        """Ask for anything; ``replied`` or ``refused`` follows.

        Args:
            key: Who asks; supersedes what the same key asked before.
            make: Makes the message from its id, when it is sent.

        Returns:
            The id.
        """
        request_id = self._queue.put(key, make)
        self._send()
        return request_id

    def forget(self, key: str) -> None:
        """Drop what a key asked for: no answer follows."""
        self._queue.forget(key)
        self._watch()

    def _send(self) -> None:
        if self.state is not EngineState.READY:
            return
        for ticket in self._queue.take_sendable():
            self._keeper.send(encode(ticket.make(ticket.id)))
        self._watch()

    def _watch(self) -> None:
        """Set the watchdog for the request that the engine is computing."""
        ticket = self._queue.oldest()
        if ticket is None:
            self._watchdog.stop()
            return
        limits = self._limits
        patience = limits.superseded_ms if ticket.superseded else limits.answer_ms
        spent = int(1000 * (time.monotonic() - ticket.since))
        self._watchdog.start(max(0, patience - spent))

    def _lose_patience(self) -> None:
        """Replace an engine that does not answer.

        After a stall of the window the answer may lie in the pipe already: it gets a last chance.
        """
        oldest = self._queue.oldest()
        if oldest is not None and oldest.id != self._last_chance:
            self._last_chance = oldest.id
            self._watchdog.start(LAST_CHANCE_MS)
            return
        ticket = self._queue.drop_oldest()
        self._keeper.replace()
        if ticket is not None:
            seconds = max(1, round(self._limits.answer_ms / 1000))
            self._refuse(ticket, ComputeError(ErrorCode.ENGINE_SILENT, seconds=seconds))

    def _on_state(self, state: EngineState) -> None:
        if state is EngineState.READY:
            self._send()
        else:
            self._watchdog.stop()
            self._queue.wait_for_fresh_engine()
        self.state_changed.emit(state)

    def _on_death(self, outcome: Outcome) -> None:
        deadly = self._queue.blame_oldest()
        self.died.emit(outcome)
        if deadly is not None:
            self._refuse(
                deadly, ComputeError(ErrorCode.ENGINE_DIED, detail=str(outcome).rstrip("."))
            )

    def _refuse(self, ticket: Ticket, error: ConvVizError) -> None:
        self.refused.emit(ticket.key, Problem.of(error, self.details()))

    def _on_answer(self, message: LayerValues | Devices | LayerOpened | Refused) -> None:
        ticket = self._queue.answered(message.id)
        self._send()
        if ticket is None:
            return
        if isinstance(message, Refused):
            self.refused.emit(ticket.key, message.problem)
            return
        self.replied.emit(ticket.key, message)
        if isinstance(message, LayerValues):
            self.values_ready.emit(ticket.key, message)
        elif isinstance(message, Devices):
            self.devices_ready.emit(message)


def _sendable(numbers: npt.NDArray[Any] | StoredPart) -> Part:
    return numbers if isinstance(numbers, StoredPart) else tensor_of(numbers, "float32")
