"""Max unpooling together with the max pooling that gives it its indices."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.layers.reductions import Reduction
from convviz.core.layers.tensor_forms import NO_FORMS

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape
    from convviz.core.layers.tensor_forms import Forms
    from convviz.core.layers.unpool import MaxUnpoolingLayer


def takes_output_size(layer: Layer) -> TypeGuard[MaxUnpoolingLayer]:
    """Return whether a layer is given indices and sizes beside its parameters, as unpooling is."""
    return layer.cell_reduction is Reduction.BY_INDICES


def infer_unpooled(layer: MaxUnpoolingLayer, shape: Shape, output_size: Shape | None) -> Shape:
    """Return the shape after pooling and unpooling.

    Args:
        layer: The unpooling.
        shape: Of the picture that is pooled first, (channels, *spatial).
        output_size: The sizes that unpooling is given; None for its default.

    Raises:
        ParameterError: the parameters are refused; WRONG_AXIS_COUNT: of output_size.
        ShapeError: the pooling or the unpooling refuses its input.
    """
    layer.check()
    if output_size is not None and len(output_size) != layer.rank:
        code = ErrorCode.WRONG_AXIS_COUNT
        name = "output_size"
        raise ParameterError(code, parameter=name, value=output_size, axes=layer.rank)
    pooled = layer.pooling().infer(shape)
    try:
        return layer.unpooled_shape(pooled, output_size)
    except ShapeError as error:
        if "axis" in error.facts:
            error.facts["axes"] = layer.rank
        raise


def infer_computed(
    layer: Layer,
    shape: Shape,
    output_size: Shape | None = None,
    forms: Forms = NO_FORMS,
    *,
    training: bool = True,
) -> Shape:
    """Return the shape of what the engine computes: before unpooling, it pools.

    Args:
        layer: The layer.
        shape: Of the input, as torch takes it.
        output_size: The sizes that unpooling is given; None for its default.
        forms: Of the tensors beside the input, as far as they were chosen.
        training: Whether as in training.

    Raises:
        ConvVizError: the layer refuses its parameters or the input.
    """
    if takes_output_size(layer):
        return infer_unpooled(layer, shape, output_size)
    if forms:
        return layer.infer_given(shape, forms)
    return layer.infer(shape, training=training)
