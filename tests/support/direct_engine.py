"""An engine client without a process: torch answers in this one, when a test says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError
from convviz.engine.layer_values import LayerComputer
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine import ComputeLayer
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.processes.engine_keeper import EngineState

if TYPE_CHECKING:
    from convviz.ui.processes.request_queue import MessageFactory


class DirectEngine(EngineClient):
    """Keeps the newest request of each key until it is told to answer."""

    def __init__(self) -> None:
        super().__init__()
        self._computer = LayerComputer()
        self._waiting: dict[str, ComputeLayer] = {}
        self._count = 0

    @property
    def state(self) -> EngineState:
        """Ready from the beginning."""
        return EngineState.READY

    def request(self, key: str, make: MessageFactory) -> int:
        """Keep what is asked; returns its id."""
        self._count += 1
        message = make(self._count)
        if isinstance(message, ComputeLayer):
            self._waiting[key] = message
        return self._count

    def forget(self, key: str) -> None:
        """Drop what a key asked for."""
        self._waiting.pop(key, None)

    def is_asked(self) -> bool:
        """Return whether a request waits for its answer."""
        return bool(self._waiting)

    def answer(self) -> None:
        """Compute everything that is asked, with torch, and say it."""
        waiting, self._waiting = self._waiting, {}
        for key, request in waiting.items():
            try:
                values = self._computer.compute(request)
            except ConvVizError as error:
                self.refused.emit(key, Problem.of(error))
            else:
                self.values_ready.emit(key, values)
