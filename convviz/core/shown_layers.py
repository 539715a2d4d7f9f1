"""Which layers the calculator shows, and how each takes its one picture, without a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError, ErrorCode, ShapeError
from convviz.core.input_reading import misread_input
from convviz.core.layers.base import Layer, WindowedLayer, layer_types
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.layers.upsample import ResizingLayer
from convviz.core.unpooling import infer_unpooled, pooling_of

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape

SHOWN = (
    WindowedLayer,
    ResizingLayer,
    PixelShuffle,
    PixelUnshuffle,
    Unfold,
    Fold,
    MaxUnpoolingLayer,
)
"""The families of layers that can be stepped through cell by cell."""

_PICTURE = 3
_MATRIX = 2


def shown_types() -> tuple[type[Layer], ...]:
    """Return every layer type that the calculator can show, in the registry's order."""
    return tuple(kind for kind in layer_types().values() if issubclass(kind, SHOWN))


def is_shown(layer: Layer) -> bool:
    """Return whether the calculator can show a layer."""
    return isinstance(layer, SHOWN)


def shown_form(layer: Layer, shape: Shape) -> Layer | None:
    """Return what the calculator shows of a layer: of a lazy one what it becomes.

    Args:
        layer: Any layer.
        shape: The input's, without a batch.

    Returns:
        The layer; None where it cannot be shown.
    """
    try:
        plain = layer.resolved(shape)
    except ShapeError:
        return None
    return plain if is_shown(plain) else None


def shown_dimensions(layer: Layer) -> tuple[int, ...]:
    """Return the numbers of dimensions that an input without a batch may have."""
    match layer:
        case WindowedLayer() | MaxUnpoolingLayer():
            return (layer.rank + 1,)
        case ResizingLayer():
            return tuple(rank - 1 for rank in layer.admitted_ranks())
        case Fold():
            return (_MATRIX,)
        case _:
            return (_PICTURE,)


def shown_rank(layer: Layer, shape: Shape) -> int:
    """Return the spatial axes of an input, as far as the layer or else the shape decides.

    Fold's matrix counts as rows and columns.
    """
    match layer:
        case WindowedLayer() | MaxUnpoolingLayer():
            return layer.rank
        case ResizingLayer():
            return max(1, len(shape) - 1)
        case _:
            return 2


def takes_output_size(layer: Layer) -> bool:
    """Return whether a layer is given sizes beside its parameters, as unpooling is."""
    return isinstance(layer, MaxUnpoolingLayer)


def torch_shape(layer: Layer, shape: Shape) -> Shape:
    """Return a shape as torch takes it: Upsample always needs a batch, here of one picture."""
    return (1, *shape) if isinstance(layer, ResizingLayer) else shape


def infer_shown(layer: Layer, shape: Shape, output_size: Shape | None = None) -> Shape:
    """Check the parameters and return the output's shape, without a batch.

    Args:
        layer: One of :data:`SHOWN`.
        shape: The input's, without a batch; before unpooling, that of the picture that is pooled.
        output_size: The sizes that unpooling is given; None for its default.

    Raises:
        ParameterError: the constructor refuses the parameters.
        ShapeError: the forward refuses the input; WRONG_RANK: a further dimension, which torch
            would take for a batch.
    """
    expected = shown_dimensions(layer)
    if len(shape) not in expected:
        layer.check()
        name = layer.type_name()
        error = ShapeError(ErrorCode.WRONG_RANK, layer=name, shape=shape, expected=expected)
        raise misread_input(error, layer, shape, lambda read: _takes(layer, read))
    return _infer(layer, shape, output_size)


def _infer(layer: Layer, shape: Shape, output_size: Shape | None) -> Shape:
    if isinstance(layer, MaxUnpoolingLayer):
        return infer_unpooled(layer, shape, output_size)
    output = layer.infer(torch_shape(layer, shape))
    return output[1:] if isinstance(layer, ResizingLayer) else output


def _takes(layer: Layer, shape: Shape) -> bool:
    try:
        _infer(layer, shape, None)
    except ConvVizError:
        return False
    return len(shape) in shown_dimensions(layer)


def formula_sizes(layer: Layer, shape: Shape) -> Shape:
    """Return the sizes that the output-size formula begins with: of unpooling, the pooled ones.

    Args:
        layer: One of :data:`SHOWN`.
        shape: The input's, with an admitted number of dimensions.
    """
    if not isinstance(layer, MaxUnpoolingLayer):
        return shape[1:]
    try:
        return pooling_of(layer).infer(shape)[1:]
    except ConvVizError:
        return shape[1:]
