"""What a call of torch computes with, and what it becomes: layers with their tensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from convviz.core.exported.program import Call
from convviz.core.layers import Layer, Shape, layer_types

Maker: TypeAlias = "Callable[[Operands], list[Made] | None]"
"""Returns the layers of a call; None where its arguments are beyond a layer."""


@dataclass(frozen=True, slots=True)
class Made:
    """A layer that a call is.

    Attributes:
        layer: The layer.
        tensors: The values of its tensors, by their names in torch's state_dict.
        transposed: Those of them that lie the other way round.
    """

    layer: Layer
    tensors: Mapping[str, str] = field(default_factory=dict)
    transposed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Operands:
    """A call with what is known of what it reads and gives.

    Attributes:
        call: The call.
        input: The shape of what it reads, with the batch.
        output: The shape of what it gives, likewise.
        kind: The class of torch that called it; "" for none.
        shapes: Those of weights, by their values.
        shift: 1 where the program has no batch, and so dimensions count from one less.
    """

    call: Call
    input: Shape
    output: Shape
    kind: str
    shapes: Mapping[str, Shape]
    shift: int = 0

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - any argument
        """Return an argument; the default where it is left out, or None."""
        return self.call.get(name, default)

    def axes(self, name: str, default: Any = 0) -> Any:  # noqa: ANN401 - as a layer takes it
        """Return an argument that has a number an axis: one number where all are the same."""
        return compact(self.get(name, default))

    def weight(self, name: str = "weight") -> Shape:
        """Return the shape of a weight; of nothing, no dimensions."""
        value = self.call.arguments.get(name)
        return self.shapes.get(value, ()) if isinstance(value, str) else ()

    def tensors(self, *names: str) -> dict[str, str]:
        """Return those of these arguments that are there."""
        given = {name: self.call.arguments.get(name) for name in names}
        return {name: str(value) for name, value in given.items() if value is not None}

    def dimension(self, value: int) -> int:
        """Return a dimension of the program, counted with the batch."""
        return value + self.shift if value >= 0 else value


def compact(numbers: Any) -> Any:  # noqa: ANN401 - a number, or a tuple of them
    """Return one number for a tuple in which all are the same."""
    if isinstance(numbers, tuple) and numbers and len(set(numbers)) == 1:
        return numbers[0]
    return numbers


def made(name: str, tensors: Mapping[str, str] | None = None, **settings: Any) -> list[Made]:  # noqa: ANN401 - any setting
    """Return a layer by its name in torch.nn."""
    return [Made(layer_types()[name](**settings), tensors or {})]


def axes_of(operands: Operands) -> int:
    """Return the spatial axes of what a call reads, at least one."""
    return max(1, len(operands.input) - 2)
