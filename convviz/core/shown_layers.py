"""Which layers the calculator shows, and how each takes its one picture, without a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError, ErrorCode, ShapeError
from convviz.core.input_reading import misread_input
from convviz.core.layers.base import Layer, Reduction, layer_types
from convviz.core.layers.tensor_forms import NO_FORMS
from convviz.core.unpooling import infer_computed, takes_output_size

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape
    from convviz.core.layers.tensor_forms import Forms


def shown_types() -> tuple[type[Layer], ...]:
    """Return every layer type that the calculator can show, in the registry's order."""
    return tuple(kind for kind in layer_types().values() if is_shown(kind))


def offered_types() -> tuple[type[Layer], ...]:
    """Return whatever the calculator opens: layers, then losses and optimisers."""
    return tuple(kind for kind in opened_types().values() if is_shown(kind))


def opened_types() -> dict[str, type[Layer]]:
    """Return whatever has a name in torch and may be opened: layers, losses, optimisers."""
    from convviz.core.losses import loss_types  # few documents have one: it keeps the start fast
    from convviz.core.optimisers import optimiser_types

    return {**layer_types(), **loss_types(), **optimiser_types()}


def unshown_types() -> tuple[type[Layer], ...]:
    """Return every other layer type, in the registry's order."""
    return tuple(kind for kind in layer_types().values() if not is_shown(kind))


def shown_as(kind: type[Layer]) -> type[Layer] | None:
    """Return what a lazy layer type becomes, if that is shown; None for any other type."""
    plain = getattr(kind, "plain_type", None)
    return plain if plain is not None and is_shown(plain) else None


def is_shown(layer: Layer | type[Layer]) -> bool:
    """Return whether a layer can be stepped through cell by cell: its reduction is known."""
    return layer.cell_reduction is not Reduction.OWN


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


def opened_form(layer: Layer, shape: Shape) -> Layer | None:
    """Return what the calculator shows of a layer of a network, where a batch goes through it.

    Args:
        layer: The layer; of a lazy one what it became.
        shape: The input's, without the batch.

    Returns:
        The layer; None where it cannot be shown, or not of one picture.
    """
    return layer.without_batch(shape) if is_shown(layer) else None


def shown_dimensions(layer: Layer) -> tuple[int, ...]:
    """Return the numbers of dimensions that an input without a batch may have."""
    return layer.picture_dimensions()


def shown_rank(layer: Layer, shape: Shape) -> int:
    """Return the spatial axes of an input, as far as the layer or else the shape decides.

    Fold's matrix counts as rows and columns.
    """
    return layer.axis_count(torch_shape(layer, shape))


def torch_shape(layer: Layer, shape: Shape) -> Shape:
    """Return a shape as torch takes it: Upsample always needs a batch, here of one picture."""
    is_alone = (layer.needs_batch or layer.is_shown_in_batch) and not layer.shows_batch
    return (1, *shape) if is_alone else shape


def drawn_spatial(layer: Layer, shape: Shape) -> Shape:
    """Return the sizes of an input without a batch that lie in one plane.

    A vector is a row of its own; of a matrix without channels both dimensions count.
    """
    return shape if len(shape) == 1 or layer.draws_matrix(shape) else shape[1:]


def infer_shown(
    layer: Layer,
    shape: Shape,
    output_size: Shape | None = None,
    forms: Forms = NO_FORMS,
    *,
    training: bool = True,
) -> Shape:
    """Check the parameters and return the output's shape, without a batch.

    Args:
        layer: One that :func:`is_shown`.
        shape: The input's, without a batch; before unpooling, that of the picture that is pooled.
        output_size: The sizes that unpooling is given; None for its default.
        forms: Of the tensors beside the input, as far as they were chosen.
        training: Whether as in training.

    Raises:
        ParameterError: the constructor refuses the parameters.
        ShapeError: the forward refuses the input; WRONG_RANK: a further dimension, which torch
            would take for a batch; EMPTY_INPUT: there is nothing to show, though torch may take it.
    """
    expected = shown_dimensions(layer)
    if len(shape) not in expected:
        layer.check()
        error = layer.wrong_rank(shape, expected)
        raise misread_input(error, layer, shape, lambda read: _takes(layer, read))
    if 0 in shape:
        layer.check()
        raise ShapeError(ErrorCode.EMPTY_INPUT, shape=shape)
    return _infer(layer, shape, output_size, forms, training=training)


def _infer(
    layer: Layer,
    shape: Shape,
    output_size: Shape | None,
    forms: Forms = NO_FORMS,
    *,
    training: bool = True,
) -> Shape:
    whole = torch_shape(layer, shape)
    output = infer_computed(layer, whole, output_size, forms, training=training)
    return output[len(torch_shape(layer, shape)) - len(shape) :]


def _takes(layer: Layer, shape: Shape) -> bool:
    try:
        _infer(layer, shape, None)
    except ConvVizError:
        return False
    return len(shape) in shown_dimensions(layer)


def formula_sizes(layer: Layer, shape: Shape) -> Shape:
    """Return the sizes that the output-size formula begins with: of unpooling, the pooled ones.

    Args:
        layer: One that :func:`is_shown`.
        shape: The input's, with an admitted number of dimensions.
    """
    if not takes_output_size(layer):
        return shape[1:]
    try:
        return layer.pooling().infer(shape)[1:]
    except ConvVizError:
        return shape[1:]
