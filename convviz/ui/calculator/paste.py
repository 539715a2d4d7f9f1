"""Pasted numbers as an edit of the calculator: they bring their own size along."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

import msgspec.structs
import numpy as np

from convviz.core.code.opened import parse_opened
from convviz.core.errors import DocumentError, ErrorCode, ShapeError
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.shown_layers import shown_dimensions, shown_form, shown_rank
from convviz.ui.calculator import edits
from convviz.ui.calculator.cell_edits import with_cells
from convviz.ui.calculator.form_edits import with_form
from convviz.ui.calculator.parameter_edits import has_numbers, with_parameter_numbers
from convviz.values.recipes import numbers_from_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.layers import Layer, Shape
    from convviz.protocol.document import Calculator
    from convviz.protocol.recipes import Recipe

    Array = NDArray[np.float64]

_CHANNEL_AXES = {"input": 1, "weight": 2, "bias": 1}


_WITH_TAPS: Final = 3
"""Axes of a weight that has kernels, at least."""

_FUNCTION: Final = re.compile(r"(?<!\w)([A-Za-z_]\w*+)\s*+\(")  # a long word is read once
_OF_NUMBERS: Final = frozenset({"tensor", "array", "as_tensor", "asarray", "Tensor", "matrix"})
"""What numbers are written in, as torch and NumPy print them."""

_CALL: Final = re.compile(r"(?:^|[\s=.,(])(?:nn\.)?[A-Z][A-Za-z0-9]*\s*\(")


def with_pasted(
    calculator: Calculator, part: str, numbers: Array, plane: tuple[int, ...] = ()
) -> Calculator:
    """Return the calculator with a part's numbers replaced.

    An input of another size changes the input's shape, a kernel of another size kernel_size, and
    other channels follow. Numbers for one plane of several replace that plane.

    Args:
        calculator: The state before.
        part: "input" or the name of a tensor, as "weight".
        numbers: With as many axes as the text showed.
        plane: First indices of the plane that a single one is for: the channel of an input or a
            bias, output and input channel of a kernel in torch's order; () for the first.

    Raises:
        DocumentError: NUMBERS_WRONG_RANK, NUMBERS_WRONG_COUNT, NUMBERS_WRONG_PLANES,
            TYPED_TOO_MANY.
    """
    if has_numbers(calculator, part):
        return with_parameter_numbers(calculator, part, numbers)
    if part not in _CHANNEL_AXES:
        return _with_tensor(calculator, part, numbers)
    if part == "bias" or (part == "weight" and calculator.layer.scales_cells):
        return _with_learned(calculator, part, numbers, plane)
    shape = _shape(calculator, part)
    if _has_same_cells(numbers, shape):
        recipe = numbers_from_array(numbers.reshape(shape))
        return msgspec.structs.replace(calculator, **{part: recipe})
    if part == "weight" and len(shape) < _WITH_TAPS and numbers.shape == (1, *shape[1:]):
        numbers = numbers[0]  # of a matrix of weights, a row as a spreadsheet has it
    whole = _whole(calculator, part, numbers, shape)
    if whole is None:
        plane_recipe = _with_plane(calculator, part, numbers, plane)
        return msgspec.structs.replace(calculator, **{part: plane_recipe})
    resized = _resized(calculator, part, whole.shape)
    return msgspec.structs.replace(resized, **{part: numbers_from_array(whole)})


def _shape(calculator: Calculator, part: str) -> Shape:
    if part == "input":
        return calculator.input_shape
    return calculator.layer.weight_shapes()[part]


def _channel_axes(part: str, shape: Shape) -> int:
    """Return the axes before those of one plane; of a matrix of weights a row is replaced."""
    return min(_CHANNEL_AXES[part], max(1, len(shape) - 1))


def _has_same_cells(numbers: Array, shape: Shape) -> bool:
    """Return whether numbers are a part's planes one after the other, as they are copied."""
    tail = min(2, len(shape) - 1, numbers.ndim)
    return numbers.size == math.prod(shape) and numbers.shape[-tail:] == shape[-tail:]


def _whole(calculator: Calculator, part: str, numbers: Array, shape: Shape) -> Array | None:
    """Return numbers with all of a part's axes; None where they are one plane of several."""
    layer, channel_axes = calculator.layer, _channel_axes(part, shape)
    if (
        part == "input"
        and _has_no_channels(layer, shape)
        and _has_no_channels(layer, numbers.shape)
    ):
        return numbers
    rank = len(shape) - channel_axes if part == "weight" else shown_dimensions(layer)[-1] - 1
    most = rank + channel_axes
    while numbers.ndim > most and numbers.shape[0] == 1:
        numbers = numbers[0]
    if numbers.ndim > most:
        raise DocumentError(
            ErrorCode.NUMBERS_WRONG_RANK,
            shape=numbers.shape,
            layer=layer.type_name(),
            expected=most,
        )
    if numbers.ndim == most:
        return numbers
    planes = math.prod(shape[:channel_axes])
    if numbers.ndim == rank + 1 and len(numbers) == planes:
        return numbers.reshape(*shape[:channel_axes], *numbers.shape[1:])
    if numbers.ndim > rank:
        raise _wrong_planes(numbers, planes, len(numbers))
    if planes > 1:
        return None
    return numbers.reshape((1,) * (most - numbers.ndim) + numbers.shape)


def _has_no_channels(layer: Layer, shape: Shape) -> bool:
    """Return whether an input of a shape is one plane: a vector, or a matrix of its own."""
    return len(shape) in shown_dimensions(layer) and shown_rank(layer, shape) == len(shape)


def _with_plane(
    calculator: Calculator, part: str, numbers: Array, plane: tuple[int, ...]
) -> Recipe:
    shape = _shape(calculator, part)
    channel_axes = _channel_axes(part, shape)
    spatial = shape[channel_axes:]
    if numbers.shape != spatial[len(spatial) - numbers.ndim :] or numbers.size != math.prod(
        spatial
    ):
        raise _wrong_planes(numbers, math.prod(shape[:channel_axes]), 1)
    recipe: Recipe = getattr(calculator, part)
    first = plane or (0,) * channel_axes
    cells = {
        (*first, *place): float(number)
        for place, number in np.ndenumerate(numbers.reshape(spatial))
    }
    return with_cells(recipe, shape, channel_axes, cells)


def _resized(calculator: Calculator, part: str, shape: Shape) -> Calculator:
    if part == "input":
        return edits.with_input_shape(calculator, shape)
    layer = calculator.layer
    return edits.with_layer(calculator, layer.replace(**layer.settings_of_weight(shape)))


def _with_learned(
    calculator: Calculator, part: str, numbers: Array, plane: tuple[int, ...]
) -> Calculator:
    """Return the calculator with a bias, or with a weight that scales, replaced."""
    shape = calculator.layer.weight_shapes()[part]
    count = math.prod(shape)
    if numbers.size == count:
        recipe: Recipe = numbers_from_array(numbers.reshape(shape))
    elif numbers.size == 1:
        place = plane if len(plane) == len(shape) else (0,) * len(shape)
        cells = {place: float(numbers.ravel()[0])}
        recipe = with_cells(getattr(calculator, part), shape, 1, cells)
    else:
        raise DocumentError(ErrorCode.NUMBERS_WRONG_COUNT, found=numbers.size, expected=count)
    return msgspec.structs.replace(calculator, **{part: recipe})


def _with_tensor(calculator: Calculator, part: str, numbers: Array) -> Calculator:
    shape = calculator.shape_of(part)
    if numbers.size == math.prod(shape):
        return calculator.with_recipe(part, numbers_from_array(numbers.reshape(shape)))
    if part in calculator.layer.takes_forms:  # like those of an input they bring their shape along
        form = TensorForm(numbers.shape, calculator.form_of(part).is_integer)
        reshaped = with_form(calculator, part, form)
        return reshaped.with_recipe(part, numbers_from_array(numbers))
    code, expected = ErrorCode.NUMBERS_WRONG_COUNT, math.prod(shape)
    raise DocumentError(code, found=numbers.size, expected=expected)


def _wrong_planes(numbers: Array, expected: int, planes: int) -> DocumentError:
    code = ErrorCode.NUMBERS_WRONG_PLANES
    return DocumentError(code, shape=numbers.shape, planes=planes, expected=expected)


def looks_like_call(text: str) -> bool:
    """Return whether a text is code of layers rather than numbers or words."""
    return bool(_CALL.search(text)) and ")" in text


def looks_like_function(text: str) -> bool:
    """Return whether a text that is no numbers calls a function, such as F.relu(x), or a method."""
    called = set(_FUNCTION.findall(text))
    return bool(called - _OF_NUMBERS) and ")" in text


def pasted_layer(text: str, shape: Shape) -> Layer:
    """Return the layer that a text calls; of several the first that can be shown.

    Args:
        text: The code.
        shape: Of the input that is shown: a lazy layer takes its channels.

    Raises:
        ConvVizError: The text is no code of layers; LAYER_WITHOUT_WINDOWS: none can be shown.
    """
    layers = parse_opened(text)
    forms = (shown_form(layer, shape) for layer in layers)
    shown = next((form for form in forms if form is not None), None)
    if shown is None:
        name = layers[0].type_name() if layers else ""
        raise ShapeError(ErrorCode.LAYER_WITHOUT_WINDOWS, layer=name)
    return shown
