"""An engine client without a process: it keeps what is asked, and answers as a test says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine import LayerValues, StoredPart
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.processes.engine_keeper import EngineState
from convviz.values.recipes import materialise
from convviz.values.shown_output import shown_output
from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from convviz.core.errors import ConvVizError
    from convviz.core.layers import Layer


Sent: TypeAlias = npt.NDArray[Any] | StoredPart


class FakeEngine(EngineClient):
    """Answers nothing by itself.

    Attributes:
        asked: (key, layer, input, weights) of every request, in order.
        pretended: The state that it is in.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, Layer, Sent, dict[str, Sent]]] = []
        self.pretended = EngineState.READY

    @property
    def state(self) -> EngineState:
        """The state that a test gave it."""
        return self.pretended

    def compute(
        self,
        key: str,
        layer: Layer,
        input: Sent,  # noqa: A002 - as in the client
        weights: Mapping[str, Sent],
        output_size: tuple[int, ...] | None = None,
    ) -> int:
        """Keep the request, but for the sizes that unpooling is given."""
        del output_size
        self.asked.append((key, layer, input, dict(weights)))
        return len(self.asked)

    def forget(self, key: str) -> None:
        """Drop what a key asked for."""
        self.asked = [request for request in self.asked if request[0] != key]

    def enter(self, state: EngineState) -> None:
        """Be in another state, and say so."""
        self.pretended = state
        self.state_changed.emit(state)

    def answer(
        self, request: int = -1, *, off_by: float = 0.0, shape: tuple[int, ...] | None = None
    ) -> None:
        """Answer a request.

        Args:
            request: Its number, from 0; -1 for the newest.
            off_by: Added to every value.
            shape: Of an output of zeros, in place of the right one.
        """
        key, layer, values, weights = self.asked[request]
        number = request + 1 if request >= 0 else len(self.asked)
        output = np.zeros(shape) if shape else _computed(layer, values, weights) + off_by
        reply = LayerValues(number, tensor_of(output, "float32"), "cpu", 0.1)
        self.values_ready.emit(key, reply)

    def refuse(self, error: ConvVizError) -> None:
        """Refuse the newest request."""
        self.refused.emit(self.asked[-1][0], Problem.of(error))


def _computed(layer: Layer, values: Sent, weights: dict[str, Sent]) -> npt.NDArray[Any]:
    known = {name: _numbers(part) for name, part in weights.items()}
    return shown_output(layer, _numbers(values), known)


def _numbers(part: Sent) -> npt.NDArray[Any]:
    if isinstance(part, StoredPart):
        return materialise(part.recipe, part.shape, channel_axes=part.channel_axes)
    return part
