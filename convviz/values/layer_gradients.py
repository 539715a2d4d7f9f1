"""The gradients of a layer, without torch: what its backward pass makes of an upstream gradient."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.reductions import Reduction
from convviz.values.gradients.cells import (
    among_neighbours,
    gated,
    normalised,
    of_features,
    pointwise,
    shared,
)
from convviz.values.gradients.losses import loss_gradients
from convviz.values.gradients.moves import PAIRED, moved
from convviz.values.gradients.windows import averaged, convolved, copied, powers, resampled

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer
    from convviz.values.gradients.backward import Backward, Gradients


def layer_gradients(backward: Backward) -> Gradients:
    """Return the gradients of a layer's input and tensors, in float64.

    Raises:
        TypeError: only torch knows them.
    """
    compute = _gradients_of(backward.layer)
    if compute is None:
        message = f"no gradients for {backward.layer.type_name()}"
        raise TypeError(message)
    with np.errstate(all="ignore"):
        return compute(backward)


def has_gradients(layer: Layer | type[Layer]) -> bool:
    """Return whether a layer's gradients are known here."""
    return _gradients_of(layer) is not None


def _gradients_of(layer: Layer | type[Layer]) -> Callable[[Any], Gradients] | None:
    if layer.cell_reduction is Reduction.IN_PARTS:
        return PART_GRADIENTS.get(layer.family)
    return GRADIENTS.get(layer.cell_reduction)


GRADIENTS: Final[Mapping[Reduction, Callable[[Any], Gradients]]] = {
    **dict.fromkeys(PAIRED, moved),
    Reduction.PRODUCTS: convolved,
    Reduction.MEAN: averaged,
    Reduction.POWER_MEAN: powers,
    Reduction.COPY: copied,
    Reduction.INTERPOLATION: resampled,
    Reduction.POINTWISE: pointwise,
    Reduction.SHARES: shared,
    Reduction.GATES: gated,
    Reduction.FEATURES: of_features,
    Reduction.NORMALISES: normalised,
    Reduction.NEIGHBOURS: among_neighbours,
}
"""How the gradients of a layer are computed, by its reduction."""

PART_GRADIENTS: Final[Mapping[LayerFamily, Callable[[Any], Gradients]]] = {
    LayerFamily.LOSS: loss_gradients,
}
"""The same of layers that are shown in parts, by their family."""
