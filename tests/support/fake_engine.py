"""Engine clients without a process: they keep what is asked, and answer as a test says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from convviz.protocol.layer_plain import layer_from_plain
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_layers import ComputeLayer, LayerValues, Part, StoredPart
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.processes.engine_keeper import EngineState
from convviz.ui.processes.reply import Reply
from convviz.values.recipes import materialise
from convviz.values.shown_output import shown_output
from convviz.values.tensors import array_of, tensor_of

if TYPE_CHECKING:
    import numpy.typing as npt
    from PySide6.QtCore import QObject

    from convviz.core.errors import ConvVizError
    from convviz.core.layers import Layer
    from convviz.core.layers.modes import Mode
    from convviz.protocol.messages.engine import EngineRequest


Sent: TypeAlias = "npt.NDArray[Any] | StoredPart"


class UnansweredEngine(EngineClient):
    """Keeps what is asked.

    Attributes:
        replies: What is to come of each request, in order.
        requests: What was asked, in order.
        pretended: The state that it is in.
    """

    def __init__(self) -> None:
        super().__init__()
        self.replies: list[Reply] = []
        self.requests: list[EngineRequest] = []
        self.pretended = EngineState.READY

    @property
    def state(self) -> EngineState:
        """The state that a test gave it."""
        return self.pretended

    def ask(
        self, asker: QObject, request: EngineRequest, *, instead_of: Reply | None = None
    ) -> Reply:
        """Keep the request."""
        if instead_of is not None:
            instead_of.cancel()
        reply = Reply(asker)
        self.replies.append(reply)
        self.requests.append(request)
        return reply

    def enter(self, state: EngineState) -> None:
        """Be in another state, and say so."""
        self.pretended = state
        self.state_changed.emit(state)

    def refuse(self, error: ConvVizError) -> None:
        """Refuse the newest request."""
        self.replies[-1].fail(Problem.of(error))


class FakeEngine(UnansweredEngine):
    """Answers what it is asked about layers with our own values."""

    @property
    def asked(self) -> list[tuple[Layer, Sent, dict[str, Sent]]]:
        """(layer, input, weights) of every request about a layer, in order."""
        return [_parts(request) for request in self.requests if isinstance(request, ComputeLayer)]

    def answer(
        self, request: int = -1, *, off_by: float = 0.0, shape: tuple[int, ...] | None = None
    ) -> None:
        """Answer a request.

        Args:
            request: Its number, from 0; -1 for the newest.
            off_by: Added to every value.
            shape: Of an output of zeros, in place of the right one.
        """
        layer, values, weights = self.asked[request]
        asked = [known for known in self.requests if isinstance(known, ComputeLayer)][request]
        mode = asked.mode
        output = np.zeros(shape) if shape else _computed(layer, values, weights, mode) + off_by
        floats = "float64" if asked.in_float64 else "float32"
        self.replies[request].answer(LayerValues(tensor_of(output, floats), "cpu", 0.1))


def _parts(request: ComputeLayer) -> tuple[Layer, Sent, dict[str, Sent]]:
    weights = {name: _sent(part) for name, part in request.weights.items()}
    return layer_from_plain(request.layer), _sent(request.input), weights


def _sent(part: Part) -> Sent:
    return part if isinstance(part, StoredPart) else array_of(part).astype(float)


def _computed(layer: Layer, values: Sent, weights: dict[str, Sent], mode: Mode) -> npt.NDArray[Any]:
    known = {name: _numbers(part) for name, part in weights.items()}
    shown = _numbers(values)
    if layer.is_shown_in_batch:
        shown = shown[0]
    return shown_output(layer, shown, known, mode=mode)


def _numbers(part: Sent) -> npt.NDArray[Any]:
    if isinstance(part, StoredPart):
        return materialise(part.recipe, part.shape, channel_axes=part.channel_axes)
    return part
