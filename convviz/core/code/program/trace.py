"""What a forward does, as it is run on symbols: layers, sums and concatenations, in their order."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.values import Module, Tensor
from convviz.core.errors import ConvVizError, DocumentError, ErrorCode, ShapeError
from convviz.core.network.joining import joined_shape
from convviz.core.network.rows import DEFAULT_BATCH_SIZE
from convviz.core.network.sequential import infer_in_sequence
from convviz.core.network.tree import MOST_LAYERS, BlockKind, NetworkStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer, Shape

MOST_RESULTS: Final = 3 * MOST_LAYERS
"""Layers and joins that are recorded; what leads to no output is among them."""


class ResultKind(StrEnum):
    """How a result comes about."""

    INPUT = "input"
    LAYER = "layer"
    SUM = "sum"
    CONCAT = "concat"


@dataclass(frozen=True, slots=True)
class Held:
    """A part of the network in which results are made: one run of a module, or a list of modules.

    Attributes:
        key: What tells two runs apart.
        name: What it is called there.
        module: The module; None for a list of modules that is not run itself.
    """

    key: tuple[object, ...]
    name: str
    module: Module | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One result.

    Attributes:
        kind: How it comes about.
        inputs: The results that it is made of.
        node: Where it stands in the code.
        step: The layer, if it is one.
        held: What it stands in, from the outermost one.
        name: What the layer is called in that; "" for a function.
        module: The layer's module; None for a function.
        depth: How many results lie on the way from the input that all ways share.
        before: The last of these: what its inputs have in common.
    """

    kind: ResultKind
    inputs: tuple[int, ...]
    node: ast.AST
    step: NetworkStep | None = None
    held: tuple[Held, ...] = ()
    name: str = ""
    module: Module | None = None
    depth: int = 0
    before: int = 0


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
        self.results = [Result(ResultKind.INPUT, (), node)]
        self.held: tuple[Held, ...] = ()
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
        before = given.number
        depth = self.results[before].depth + 1
        step = NetworkStep(layer)
        result = Result(
            ResultKind.LAYER, (before,), node, step, self.held, name, module, depth, before
        )
        return self._add(result, *_shape_behind(layer, given))

    def join(self, kind: ResultKind, given: Sequence[Tensor], node: ast.AST) -> Tensor:
        """Record a sum of two or a concatenation of several, and return it."""
        parts = list(given)
        asked = tuple(part.number for part in parts)
        if kind is ResultKind.CONCAT:
            parts = self._with_known_concats(parts)
        if len(parts) == 1:
            return parts[0]
        numbers = tuple(part.number for part in parts)
        known = self._known.get((kind, *numbers))
        if known is not None:
            return known
        before = numbers[0]
        for number in numbers[1:]:
            before = self._common(before, number)
        depth = self.results[before].depth + 1
        result = Result(kind, numbers, node, None, self.held, depth=depth, before=before)
        tensor = self._add(result, _joined(kind, parts), all(part.batched for part in parts))
        self._known[kind, *numbers] = tensor
        if kind is ResultKind.CONCAT:
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

    def _common(self, one: int, other: int) -> int:
        """Return the last result that all ways to both of two lead through."""
        while one != other:
            if self.results[one].depth < self.results[other].depth:
                one, other = other, one
            one = self.results[one].before
        return one

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


def _joined(kind: ResultKind, parts: Sequence[Tensor]) -> Shape | None:
    shapes = [part.shape for part in parts if part.shape is not None]
    if len(shapes) < len(parts):
        return None
    block = BlockKind.RESIDUAL if kind is ResultKind.SUM else BlockKind.CONCAT
    try:
        return joined_shape(block, shapes)
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
