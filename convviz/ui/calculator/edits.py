"""Edits of the calculator: each takes one state and returns the next, valid or not."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec.structs

from convviz.core.errors import ConvVizError
from convviz.core.layers.base import Layer, ParameterKind, Shape
from convviz.core.layers.conv import is_convolution
from convviz.core.layers.gradient_layer import gradient_layer
from convviz.core.shown_layers import shown_rank
from convviz.core.unpooling import takes_output_size
from convviz.protocol.document import first_weight
from convviz.protocol.recipes import (
    Fill,
    FillPattern,
)
from convviz.ui.calculator.form_edits import with_followed_forms
from convviz.ui.calculator.opened_call import ANY_BIAS, kept_loss, large_enough, own_weight

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser
    from convviz.protocol.document import Calculator
    from convviz.protocol.recipes import Picture, Recipe

DEFAULT_KERNEL_SIZE: Final = 3
DEFAULT_SIZE: Final = 5
_PICTURE_AXES: Final = 2
_TORCH_ONLY_MODES: Final = "zeros"
_NO_AXES: Final = {ParameterKind.NUMBERS, ParameterKind.OPTIONAL_NUMBERS}
"""Such as an optimiser's betas and the weights of classes: as many with any number of axes."""
WALK: Final = 20
"""Steps that a function is descended by at first."""


def with_type(calculator: Calculator, new_type: type[Layer]) -> Calculator:
    """Return the calculator with another layer type; what both types have is kept.

    Per-axis values and the input's sizes follow the number of axes: axes that come repeat the
    first one, axes that go are the first ones.
    """
    old = calculator.layer
    before = _picture_of(old, calculator.input_shape)
    rank = _rank_of(new_type, before)
    shape = _with_rank(before, rank)
    values: dict[str, Any] = {}
    known = old.parameters()
    for name, described in new_type.parameters().items():
        if name == "bias" and new_type.scales_cells is not old.scales_cells:
            continue  # what shifts a place is another thing than what a sum begins with
        if name in known and _fits(getattr(old, name), known[name].kind, described.kind):
            value = getattr(old, name)
            values[name] = value if described.kind in _NO_AXES else _axes_of(value, rank)
        elif described.first is not None:
            values[name] = described.first
        elif name not in new_type.defaults():
            values[name] = _first_value(name, shape)
    if new_type.scatters and "padding_mode" in values:
        values["padding_mode"] = _TORCH_ONLY_MODES
    layer, shape = new_type(**values).fitted_to(shape)
    shape = large_enough(layer, shape)
    output_size = shape[1:] if takes_output_size(layer) else None
    after = msgspec.structs.replace(
        calculator,
        layer=layer,
        input_shape=shape,
        output_size=output_size,
        loss=kept_loss(calculator, layer),
        **_learned_recipes(calculator, layer),
    )
    return with_followed_forms(calculator, after)


def with_layer(calculator: Calculator, layer: Layer) -> Calculator:
    """Return the calculator with changed parameters.

    The input's channels follow in_channels as long as they were equal before. A number that no
    input can have leaves them alone; the next that it can have is followed again.
    """
    before, after = _channels(calculator.layer), _channels(layer)
    shape = _following_features(calculator, layer)
    followed = before is not None and (before == shape[0] or before < 1)
    if followed and after is not None and after != before and after >= 1:
        shape = (after, *shape[1:])
    if calculator.layer.fitting_input(shape) == shape:
        shape = layer.fitting_input(shape)
    edited = msgspec.structs.replace(
        calculator, layer=layer, input_shape=shape, **_learned_recipes(calculator, layer)
    )
    return with_followed_forms(calculator, edited)


def with_input_shape(calculator: Calculator, shape: Shape) -> Calculator:
    """Return the calculator with another input shape; in_channels follows likewise."""
    layer, channels = calculator.layer, _channels(calculator.layer)
    features = layer.features_asked()
    if features and getattr(layer, features) == calculator.input_shape[-1] != shape[-1]:
        layer = layer.replace(**{features: shape[-1]})
    if channels is not None and channels == calculator.input_shape[0] != shape[0]:
        layer = layer.replace(in_channels=shape[0])
    if len(shape) == len(calculator.input_shape):
        layer = layer.following_input(calculator.input_shape, shape)
    output_size = calculator.output_size
    if output_size == calculator.input_shape[1:]:
        output_size = shape[1:]
    after = msgspec.structs.replace(
        calculator,
        layer=layer,
        input_shape=shape,
        output_size=output_size,
        weight=own_weight(calculator, layer) or calculator.weight,
    )
    return with_followed_forms(calculator, after)


def _following_features(calculator: Calculator, layer: Layer) -> Shape:
    """Return the input's shape for other parameters: the features follow those that they were."""
    name, shape = layer.features_asked(), calculator.input_shape
    if not name or calculator.layer.features_asked() != name:
        return shape
    before, after = (getattr(known, name) for known in (calculator.layer, layer))
    if before != after and after >= 1 and (before == shape[-1] or before < 1):
        return (*shape[:-1], after)
    return shape


def with_output_size(calculator: Calculator, output_size: Shape | None) -> Calculator:
    """Return the calculator with other sizes that unpooling is given; None for its default."""
    return msgspec.structs.replace(calculator, output_size=output_size)


def with_mode(calculator: Calculator, *, training: bool) -> Calculator:
    """Return the calculator with its layer as in training, or as in evaluation."""
    return msgspec.structs.replace(calculator, training=training)


def with_zero_grad(calculator: Calculator, *, zero_grad: bool) -> Calculator:
    """Return the calculator whose optimiser forgets the gradients of the step before, or not."""
    return msgspec.structs.replace(calculator, zero_grad=zero_grad)


def with_function(calculator: Calculator, function: str) -> Calculator:
    """Return the calculator whose optimiser descends a function; "" for gradients that are given.

    The first function takes a few steps of the two weights x and y.
    """
    shape, optimiser = calculator.input_shape, cast("Optimiser", calculator.layer)
    if function and not calculator.function:
        shape = optimiser.walked(shape, WALK)
    return msgspec.structs.replace(calculator, function=function, input_shape=shape)


def with_seed(calculator: Calculator, seed: int) -> Calculator:
    """Return the calculator with another seed of what its layer draws in training."""
    return msgspec.structs.replace(calculator, seed=seed)


def with_gradient_layer(
    calculator: Calculator, output_shape: Shape, upstream: Recipe
) -> Calculator | None:
    """Return the layer whose forward is the gradient of the input, on the upstream gradient.

    Args:
        calculator: The state before.
        output_shape: What its layer makes of the input.
        upstream: The upstream gradient.

    Returns:
        None where there is no such layer.
    """
    found = gradient_layer(calculator.layer, calculator.input_shape, output_shape)
    if found is None:
        return None
    return msgspec.structs.replace(
        calculator,
        layer=found.layer,
        input_shape=found.shape,
        input=upstream,
        bias=Fill(FillPattern.ZEROS),
        output_size=None,
        origin=None,
        loss=None,
    )


def with_picture(calculator: Calculator, picture: Picture) -> Calculator:
    """Return the calculator with a picture as its input, whose shape is the picture's.

    In one dimension the input is the picture's middle row; in three every slice is the picture.
    """
    rank = shown_rank(calculator.layer, calculator.input_shape)
    width, height = picture.size
    slices = (*calculator.input_shape[1:-2], height, width)
    spatial = (width,) if rank == 1 else slices[-rank:]
    shape = (picture.mode.channels, *spatial)
    return msgspec.structs.replace(with_input_shape(calculator, shape), input=picture)


def has_kernels(calculator: Calculator) -> bool:
    """Return whether the layer is a convolution of either kind."""
    return is_convolution(calculator.layer)


def with_kernel_a_channel(calculator: Calculator) -> Calculator:
    """Return the calculator with a depthwise layer: each input channel has a kernel of its own."""
    channels = calculator.input_shape[0]
    layer = calculator.layer.replace(in_channels=channels, out_channels=channels, groups=channels)
    return msgspec.structs.replace(calculator, layer=layer)


def _learned_recipes(calculator: Calculator, layer: Layer) -> dict[str, Recipe]:
    """Return weight and bias of another layer: what scales begins with 1 and 0, as in torch."""
    own = own_weight(calculator, layer)
    if own is not None:
        return {"weight": own, "bias": _bias_of(calculator, layer)}
    if layer.scales_cells is calculator.layer.scales_cells:
        return {"weight": calculator.weight, "bias": _bias_of(calculator, layer)}
    bias = Fill(FillPattern.ZEROS) if layer.scales_cells else ANY_BIAS
    return {"weight": first_weight(layer), "bias": bias}


def _bias_of(calculator: Calculator, layer: Layer) -> Recipe:
    """Return the bias of another layer: one that is switched on holds numbers that are seen."""
    had, has = (_has_bias(shown) for shown in (calculator.layer, layer))
    is_untouched = calculator.bias == Fill(FillPattern.ZEROS)
    return ANY_BIAS if has and not had and is_untouched else calculator.bias


def _has_bias(layer: Layer) -> bool:
    """Return whether a layer adds a bias; of a refused one, whether it would."""
    return getattr(layer, "bias", False) is True


def _channels(layer: Layer) -> int | None:
    if "in_channels" not in {field.name for field in dataclasses.fields(layer)}:
        return None
    channels: int = layer.in_channels  # type: ignore[attr-defined]
    return channels


def _rank_of(layer_type: type[Layer], picture: Shape) -> int:
    """Return the spatial axes of a new layer; those of before where the type leaves it open."""
    if layer_type.takes_any_rank:
        return max(1, min(len(picture) - 1, 3))
    return layer_type.rank or _PICTURE_AXES


def _with_rank(shape: Shape, rank: int) -> Shape:
    spatial = shape[1:][-rank:] or (DEFAULT_SIZE,)
    return (shape[0], *((spatial[0],) * (rank - len(spatial))), *spatial)


def _axes_of(value: Any, rank: int) -> Any:  # noqa: ANN401 - a parameter's value
    """Return a per-axis value for another number of axes."""
    if not isinstance(value, tuple) or len(value) == rank or not value:
        return value
    kept = value[-rank:]
    return (*((kept[0],) * (rank - len(kept))), *kept)


def _fits(value: object, old: ParameterKind, new: ParameterKind) -> bool:
    """Return whether a value of one kind of parameter can stand in another."""
    if value is None:
        return new in {ParameterKind.OPTIONAL_PER_AXIS, ParameterKind.OPTIONAL_INTEGER}
    if isinstance(value, str):
        return old is new
    per_axis = {ParameterKind.PER_AXIS, ParameterKind.OPTIONAL_PER_AXIS, ParameterKind.PADDING}
    return old is new or (old in per_axis and new in per_axis)


def _first_value(name: str, shape: Shape) -> int:
    """Return the first value of a parameter without a default."""
    values = {"in_channels": shape[0], "out_channels": 1, "kernel_size": DEFAULT_KERNEL_SIZE}
    return values.get(name, 1)


def _picture_of(layer: Layer, shape: Shape) -> Shape:
    """Return the picture behind an input: (channels, *spatial), also for Fold's matrix."""
    if layer.shows_batch:
        return shape[1:] if len(shape) > 1 else shape
    if not layer.takes_matrix:
        return shape
    try:
        return layer.infer(shape)
    except ConvVizError:
        return (1, *shape[1:])
