"""Parameters and multiply-adds of a layer, with the product written out: 32x3x5x5 + 32."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape


@dataclass(frozen=True, slots=True)
class WorkedProduct:
    """A number and how it comes about.

    Attributes:
        terms: Factors of each summand.
        text: The sum of products as plain text, without the result; empty for nothing.
        latex: The same as LaTeX, with the result.
        value: The result.
    """

    terms: tuple[tuple[int, ...], ...]
    text: str
    latex: str
    value: int


def worked_parameters(layer: Layer) -> WorkedProduct:
    """Return the number of trained numbers, one summand a tensor (weight, then bias).

    Args:
        layer: A layer that its own :meth:`check` accepts.
    """
    return _worked(tuple(layer.weight_shapes().values()))


def worked_mult_adds(layer: Layer, input_shape: Shape) -> WorkedProduct:
    """Return the multiply-adds of one forward pass, as one product.

    Args:
        layer: The layer.
        input_shape: A shape that the layer accepts, with or without a batch.
    """
    factors = layer.mult_add_factors(input_shape)
    return _worked((tuple(size for group in factors for size in group),) if factors else ())


def _worked(terms: tuple[tuple[int, ...], ...]) -> WorkedProduct:
    value = sum(math.prod(term) for term in terms)
    text = " + ".join("\u00d7".join(map(str, term)) for term in terms)
    products = " + ".join(r" \cdot ".join(map(str, term)) for term in terms)
    return WorkedProduct(terms, text, f"{products} = {value}" if terms else f"{value}", value)
