"""What a backward pass is given, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from convviz.core.layers.base import Shape
from convviz.core.layers.modes import EVALUATION, Mode
from convviz.values.layer_values import Array, Weights

Gradients: TypeAlias = dict[str, Array]
"""A gradient for each tensor that has one, by torch's names: "input", "weight", "bias"."""


@dataclass(frozen=True, slots=True, eq=False)
class Backward:
    """What a layer's backward pass is given.

    Attributes:
        layer: Of a type that has the reduction.
        values: Its input, without a batch.
        weights: Its tensors by torch's names.
        upstream: The gradient of its output, of the output's shape.
        output_size: The sizes that unpooling is given; None for its default.
        mode: Whether it was computed as in training.
    """

    layer: Any
    values: Array
    weights: Weights
    upstream: Array
    output_size: Shape | None = None
    mode: Mode = EVALUATION
