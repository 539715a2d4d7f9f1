"""What torch's own module says of a calculator, beside what the page computed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.shown_layers import shown_dimensions, torch_shape
from convviz.engine.compute.module_builder import build_module, load_weights
from convviz.values.recipes import materialise
from tests.oracle.compare import depends_on_memory

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer
    from convviz.protocol.document import Calculator
    from convviz.stepping.scene.scene import Scene

MOST_CELLS: Final = 4096
"""Of an input or an output that is computed anew."""
MOST_MULT_ADDS: Final = 2_000_000
TORCH_ERRORS: Final = (RuntimeError, ValueError, TypeError, IndexError, OverflowError)


def check_output(scene: Scene) -> None:
    """Check an output's shape and its numbers, in float64.

    Raises:
        AssertionError: Torch's differ.
    """
    layer, calculator = scene.layer, scene.calculator
    cells = max(math.prod(scene.output_shape), math.prod(calculator.input_shape))
    if cells > MOST_CELLS or layer.mult_adds(calculator.input_shape) > MOST_MULT_ADDS:
        return
    theirs = _computed(layer, scene.plain_input, scene.plain_weights, calculator.output_size)
    assert theirs.shape == scene.output_shape, f"torch gives {theirs.shape}"
    arrays = (scene.plain_input, *scene.plain_weights.values())
    is_finite = all(bool(np.isfinite(array).all()) for array in arrays)
    if scene.output is None or not is_finite or depends_on_memory(layer, _taken(scene)):
        return
    sums = _largest(scene.plain_input) * _largest(scene.plain_weights.get("weight"))
    ours = scene.output.reshape(scene.output_shape)
    assert np.allclose(ours, theirs, rtol=1e-9, atol=1e-9 * max(1.0, sums), equal_nan=True), (
        f"torch gives {theirs.tolist()}"
    )


def check_refused_unpooling(calculator: Calculator, refusal: ConvVizError) -> None:
    """Check that torch refuses the pooling or the unpooling that convviz refuses.

    Raises:
        AssertionError: Torch computes it.
    """
    layer, shape, size = calculator.layer, calculator.input_shape, calculator.output_size
    if not isinstance(layer, MaxUnpoolingLayer) or len(shape) not in shown_dimensions(layer):
        return
    has_tensor = min(shape) >= 0 and math.prod(shape) <= MOST_CELLS
    if not has_tensor or math.prod(size or ()) > MOST_CELLS:
        return
    numbers = np.zeros(shape)
    if refusal.code is ErrorCode.INDEX_OUTSIDE_OUTPUT:
        numbers = materialise(calculator.input, shape)
    try:
        output = _computed(layer, numbers, {}, size)
    except (ConvVizError, *TORCH_ERRORS):
        return
    assert not output.size, f"torch computes what is refused: {refusal!r}"


def _computed(
    layer: Layer,
    numbers: np.ndarray[Any, Any],
    weights: dict[str, np.ndarray[Any, Any]],
    output_size: tuple[int, ...] | None,
) -> np.ndarray[Any, Any]:
    source = torch.from_numpy(numbers.reshape(torch_shape(layer, numbers.shape)).copy())
    module = build_module(layer).double()
    load_weights(module, layer, {name: torch.from_numpy(w.copy()) for name, w in weights.items()})
    with torch.no_grad():
        if isinstance(layer, MaxUnpoolingLayer):
            maxima, indices = build_module(layer.pooling())(source)
            result = module(maxima, indices, output_size)
        else:
            result = module(source)
    output = result[0] if isinstance(result, tuple) else result
    found: np.ndarray[Any, Any] = output.numpy()
    has_batch = source.ndim != numbers.ndim
    return found[0] if has_batch else found


def _taken(scene: Scene) -> tuple[int, ...]:
    return torch_shape(scene.layer, scene.plain_input.shape)


def _largest(array: np.ndarray[Any, Any] | None) -> float:
    return 1.0 if array is None or not array.size else float(np.abs(array).max())
