"""An engine client without a process: torch answers in this one, when a test says so."""

from __future__ import annotations

from convviz.core.errors import ConvVizError
from convviz.engine.compute.applied_weights import apply_weights
from convviz.engine.compute.layer_values import LayerComputer
from convviz.engine.compute.opened_layer import open_layer
from convviz.engine.compute.passed_picture import pass_picture
from convviz.engine.compute.read_program import read_program
from convviz.engine.compute.weights_files import take_weights, write_weights
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine import (
    ApplyWeights,
    ComputeLayer,
    OpenLayer,
    PassPicture,
    ReadProgram,
    TakeWeights,
    WriteWeights,
)
from tests.support.fake_engine import UnansweredEngine


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
                if isinstance(request, ComputeLayer):
                    reply.answer(self._computer.compute(request))
                elif isinstance(request, OpenLayer):
                    reply.answer(open_layer(request))
                elif isinstance(request, PassPicture):
                    reply.answer(pass_picture(request))
                elif isinstance(request, ApplyWeights):
                    reply.answer(apply_weights(request))
                elif isinstance(request, TakeWeights):
                    reply.answer(take_weights(request))
                elif isinstance(request, ReadProgram):
                    reply.answer(read_program(request))
                elif isinstance(request, WriteWeights):
                    reply.answer(write_weights(request))
            except ConvVizError as error:
                reply.fail(Problem.of(error))
