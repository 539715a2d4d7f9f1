"""A layer that was pasted or typed as its call, and an input on which it shows something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec.structs

from convviz.core.errors import ConvVizError
from convviz.core.losses.of_output import suits_layer
from convviz.core.remedies.remedy import RemedyKind
from convviz.core.shown_layers import infer_shown, shown_dimensions
from convviz.core.unpooling import takes_output_size
from convviz.protocol.document import Calculator, first_weight
from convviz.protocol.recipes import Fill, FillPattern
from convviz.ui.calculator.form_edits import with_followed_forms
from convviz.ui.calculator.refusal import refusal_remedies

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape
    from convviz.core.losses.base import Loss
    from convviz.protocol.recipes import Recipe

_SIZES: Final = (5, 6, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 224, 256, 384, 512)
_FEWEST: Final = 3
"""Output cells along an axis: with fewer, windows hardly move."""

_MOST_REMEDIES: Final = 4
"""Channels may be wrong, then sizes, one axis after the other."""

ANY_BIAS: Final = Fill(FillPattern.RANDOM_INTEGERS, seed=3, low=1, high=3)
"""The bias of a layer for which nobody has chosen any."""


def with_call(calculator: Calculator, layer: Layer) -> Calculator:
    """Return the calculator with a layer as it was written, and an input that suits it.

    The channels are the layer's. The sizes stay where they do; else the input grows until
    windows have somewhere to go.

    Args:
        calculator: The state before.
        layer: A layer that the calculator shows; it may be refused.
    """
    shape = suitable_shape(layer, calculator.input_shape)
    after = msgspec.structs.replace(
        calculator,
        layer=layer,
        input_shape=shape,
        output_size=shape[1:] if takes_output_size(layer) else None,
        loss=kept_loss(calculator, layer),
        **_learned(calculator, layer),
    )
    return with_followed_forms(calculator, after)


def kept_loss(calculator: Calculator, layer: Layer) -> Loss | None:
    """Return the loss at which a backward pass goes on to begin behind another layer."""
    loss = calculator.loss
    return loss if loss is not None and suits_layer(loss, layer) else None


def _learned(calculator: Calculator, layer: Layer) -> dict[str, Recipe]:
    """Return weight and bias of a layer that takes the place of another."""
    before = calculator.layer
    own = own_weight(calculator, layer)
    if own is not None:
        return {"weight": own, "bias": calculator.bias}
    if layer.scales_cells is not before.scales_cells:
        bias = Fill(FillPattern.ZEROS) if layer.scales_cells else ANY_BIAS
        return {"weight": first_weight(layer), "bias": bias}
    if layer.weight_shapes() == before.weight_shapes():
        return {"weight": calculator.weight, "bias": calculator.bias}
    weight = _kept(calculator.weight, first_weight(layer))
    return {"weight": weight, "bias": _kept(calculator.bias, ANY_BIAS)}


def own_weight(calculator: Calculator, layer: Layer) -> Recipe | None:
    """Return the weight of a layer that has first numbers of its own, or takes the place of one.

    Returns:
        What was chosen for a layer of the same type stays; None where no such layer is concerned.
    """
    before = calculator.layer
    shapes = [known.weight_shapes().get("weight", ()) for known in (before, layer)]
    had, has = (
        known.first_numbers("weight", shape)
        for known, shape in zip((before, layer), shapes, strict=True)
    )
    if not had and not has:
        return None
    is_chosen = calculator.weight != first_weight(before)
    stays = is_chosen and type(before) is type(layer) and shapes[0] == shapes[1]
    return calculator.weight if stays else first_weight(layer)


def suitable_shape(layer: Layer, before: Shape) -> Shape:
    """Return an input for a layer, as near as can be to the one before."""
    asked = layer.input_asked(before)
    if asked is not None:
        return asked
    channels = layer.channels_asked() or 0
    if channels < 1:
        channels = before[0]
    dimensions = shown_dimensions(layer)
    count = len(before) if len(before) in dimensions else dimensions[0]
    spatial = before[1:][-(count - 1) :]
    spatial = (*((spatial[:1] or (5,)) * (count - 1 - len(spatial))), *spatial)
    return large_enough(layer, layer.fitting_input((channels, *spatial)))


def large_enough(layer: Layer, shape: Shape) -> Shape:
    """Return an input that is accepted: the one given, a larger one, or the nearest there is."""
    if _output(layer, shape) is not None:
        return shape
    for size in _SIZES:
        grown = (shape[0], *(max(size, old) for old in shape[1:]))
        output = _output(layer, grown)
        if output is not None and min(output[1:], default=0) >= _FEWEST:
            return grown
    return _mended(layer, shape)


def _output(layer: Layer, shape: Shape) -> Shape | None:
    try:
        return infer_shown(layer, shape)
    except ConvVizError:
        return None


def _mended(layer: Layer, shape: Shape) -> Shape:
    """Return the nearest input that is accepted; the one given where there is none."""
    mended = shape
    for _ in range(_MOST_REMEDIES):
        try:
            infer_shown(layer, mended)
        except ConvVizError as error:
            offered = refusal_remedies(Calculator(layer, mended), error)
            inputs = [remedy.value for remedy in offered if remedy.kind is RemedyKind.CHANGE_INPUT]
            if not inputs or not isinstance(inputs[0], tuple):
                return shape
            mended = inputs[0]
        else:
            return mended
    return shape


def _kept(recipe: Recipe, fresh: Recipe) -> Recipe:
    """Return a rule for other weights: one that holds for any shape stays, numbers do not."""
    is_rule = isinstance(recipe, Fill) and recipe != Fill(FillPattern.ZEROS)
    return recipe if is_rule else fresh
