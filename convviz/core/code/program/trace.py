"""What a forward does, as it is run on symbols: layers, sums and concatenations, in their order."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.values import Module, Tensor
from convviz.core.errors import ConvVizError, DocumentError, ErrorCode, ShapeError
from convviz.core.layers import Layer
from convviz.core.network.flow_steps import Holder
from convviz.core.network.joining import joined_shape
from convviz.core.network.rows import DEFAULT_BATCH_SIZE
from convviz.core.network.sequential import infer_in_sequence
from convviz.core.network.tree import BlockKind
from convviz.core.network.tree_limits import MOST_LAYERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Shape

MOST_RESULTS: Final = 3 * MOST_LAYERS
"""Layers and joins that are recorded; what leads to no output is among them."""


@dataclass(frozen=True, slots=True)
class Result:
    """One result.

    Attributes:
        inputs: The results that it is made of; of the input none.
        node: Where it stands in the code.
        layer: The layer, if it is one's.
        joins: What it is of its inputs, if they are joined.
        held: What it stands in, from the outermost one.
        name: What the layer is called in that; "" for a function.
        module: The layer's module; None for a function.
    """

    inputs: tuple[int, ...]
    node: ast.AST
    layer: Layer | None = None
    joins: BlockKind | None = None
    held: tuple[Holder, ...] = ()
    name: str = ""
    module: Module | None = None


class Trace:
    """The results of one run.

    Attributes:
        results: All of them; the first is the input.
        held: What is being run now, from the outermost one.
    """

    def __init__(self, input_shape: Shape | None, node: ast.AST) -> None:
        """Begin.

        Args:
            input_shape: Of one picture, without the batch; None where it is not known.
            node: The network's place.
        """
        self.results = [Result((), node)]
        self.held: tuple[Holder, ...] = ()
        self._known: dict[tuple[object, ...], Tensor] = {}
        self._concats: dict[tuple[int, ...], Tensor] = {}
        shape = None if input_shape is None else (DEFAULT_BATCH_SIZE, *input_shape)
        self.input = Tensor(0, shape)

    def layer(
        self,
        layer: Layer,
        given: Tensor,
        node: ast.AST,
        name: str = "",
        module: Module | None = None,
    ) -> Tensor:
        """Record a layer, and return what it gives."""
        result = Result((given.number,), node, layer, None, self.held, name, module)
        return self._add(result, *_shape_behind(layer, given))

    def join(self, kind: BlockKind, given: Sequence[Tensor], node: ast.AST) -> Tensor:
        """Record a sum of two or a concatenation of several, and return it."""
        parts = list(given)
        asked = tuple(part.number for part in parts)
        if kind is BlockKind.CONCAT:
            parts = self._with_known_concats(parts)
        if len(parts) == 1:
            return parts[0]
        numbers = tuple(part.number for part in parts)
        known = self._known.get((kind, *numbers))
        if known is not None:
            return known
        result = Result(numbers, node, None, kind, self.held)
        tensor = self._add(result, _joined(kind, parts), all(part.batched for part in parts))
        self._known[kind, *numbers] = tensor
        if kind is BlockKind.CONCAT:
            self._concats[numbers] = self._concats[asked] = tensor
        return tensor

    def _with_known_concats(self, parts: list[Tensor]) -> list[Tensor]:
        """Return what is joined, its beginning replaced by what was joined before.

        The layers of a DenseNet join all outputs so far: a concatenation in a concatenation.
        """
        numbers = tuple(part.number for part in parts)
        for length in range(len(numbers), 1, -1):
            known = self._concats.get(numbers[:length])
            if known is not None:
                return [known, *parts[length:]]
        return parts

    def _add(self, result: Result, shape: Shape | None, batched: bool) -> Tensor:  # noqa: FBT001 - of a pair
        self.results.append(result)
        if len(self.results) > MOST_RESULTS:
            code, count = ErrorCode.NETWORK_TOO_LONG, len(self.results)
            raise DocumentError(code, count=count, limit=MOST_LAYERS)
        return Tensor(len(self.results) - 1, shape, batched)


def _shape_behind(layer: Layer, given: Tensor) -> tuple[Shape | None, bool]:
    """Return the shape behind a layer, and whether it still begins with the batch."""
    if given.shape is None:
        return None, given.batched
    try:
        shape = infer_in_sequence(layer, given.shape, batched=given.batched)
    except ConvVizError:
        return None, given.batched
    return shape, given.batched and bool(shape) and shape[0] == DEFAULT_BATCH_SIZE


def _joined(kind: BlockKind, parts: Sequence[Tensor]) -> Shape | None:
    shapes = [part.shape for part in parts if part.shape is not None]
    if len(shapes) < len(parts):
        return None
    try:
        return joined_shape(kind, shapes)
    except ShapeError:
        return None


def picture_shape(tensor: Tensor) -> Shape | None:
    """Return the shape of a result without the batch; None where it is not known."""
    if tensor.shape is None or not tensor.batched:
        return None
    return tensor.shape[1:]


def count_of(tensor: Tensor) -> int | None:
    """Return how many numbers a picture has in a result; None where it is not known."""
    shape = picture_shape(tensor)
    return None if shape is None else math.prod(shape)
