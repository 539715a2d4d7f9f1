"""An engine client without a process: torch answers in this one, when a test says so."""

from __future__ import annotations

from convviz.core.errors import ConvVizError
from convviz.engine.compute.layer_values import LayerComputer
from convviz.engine.service import answer
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_files import (
    ApplyWeights,
    ReadProgram,
    TakeWeights,
    WriteOnnx,
    WriteWeights,
)
from convviz.protocol.messages.engine_layers import ComputeLayer, OpenLayer
from convviz.protocol.messages.engine_pictures import PassPicture, TraceGradients
from tests.support.fake_engine import UnansweredEngine

_ANSWERED = (
    *(ApplyWeights, ComputeLayer, OpenLayer, PassPicture, ReadProgram, TakeWeights),
    *(TraceGradients, WriteOnnx, WriteWeights),
)
"""What is answered; other requests wait, as long as nobody answers them."""


class DirectEngine(UnansweredEngine):
    """Keeps requests until it is told to answer."""

    def __init__(self) -> None:
        super().__init__()
        self._computer = LayerComputer()

    def is_asked(self) -> bool:
        """Return whether a request waits for its answer."""
        return any(reply.is_waiting for reply in self.replies)

    def answer(self) -> None:
        """Compute everything that somebody still waits for, with torch, and say it."""
        for request, reply in list(zip(self.requests, self.replies, strict=True)):
            if not reply.is_waiting:
                continue
            try:
                if isinstance(request, _ANSWERED):
                    reply.answer(answer(self._computer, request))
            except ConvVizError as error:
                reply.fail(Problem.of(error))
