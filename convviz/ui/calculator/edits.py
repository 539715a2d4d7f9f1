"""Edits of the calculator: each takes one state and returns the next, valid or not."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any, Final

import msgspec.structs

from convviz.core.errors import ConvVizError
from convviz.core.layers.base import Layer, ParameterKind, Shape
from convviz.core.layers.conv import is_convolution
from convviz.core.layers.gradient_layer import gradient_layer
from convviz.core.losses.of_output import LOSS_TARGET, target_form
from convviz.core.shown_layers import infer_shown, shown_rank
from convviz.core.unpooling import takes_output_size
from convviz.protocol.document import UPSTREAM, first_weight
from convviz.protocol.lesson import FIRST_LESSON, TARGET_OUTPUT, Lesson
from convviz.protocol.recipes import (
    LARGEST_BLOCK,
    Block,
    FileBlock,
    Fill,
    FillPattern,
    Numbers,
    TypedOver,
)
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator.form_edits import with_followed_forms
from convviz.ui.calculator.lesson_edits import typed_target
from convviz.ui.calculator.opened_call import ANY_BIAS, kept_loss, large_enough, own_weight
from convviz.values.recipes import (
    block_from_array,
    materialise,
    numbers_from_array,
    typed_into,
    typed_over,
)

if TYPE_CHECKING:
    from convviz.core.presets import Preset
    from convviz.protocol.document import Calculator
    from convviz.protocol.recipes import Picture, Recipe

DEFAULT_KERNEL_SIZE: Final = 3
DEFAULT_SIZE: Final = 5
_PICTURE_AXES: Final = 2
_TORCH_ONLY_MODES: Final = "zeros"
_MOST_COMPRESSED: Final = 1 << 15
"""Numbers of a block that are compressed while somebody types: some 5 ms."""
_NO_AXES: Final = {ParameterKind.NUMBERS, ParameterKind.OPTIONAL_NUMBERS}
"""Such as an optimiser's betas and the weights of classes: as many with any number of axes."""
WALK: Final = (20, 2)
"""Steps of two weights that a function is descended by at first."""
_ANY_INPUT: Final = Fill(FillPattern.RANDOM_INTEGERS, seed=1)


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
    shape = calculator.input_shape
    if function and not calculator.function and (shape[-1:] != (2,) or len(shape) != len(WALK)):
        shape = WALK
    elif function and not calculator.function:
        shape = (max(WALK[0], shape[0]), *shape[1:])
    return msgspec.structs.replace(calculator, function=function, input_shape=shape)


def with_seed(calculator: Calculator, seed: int) -> Calculator:
    """Return the calculator with another seed of what its layer draws in training."""
    return msgspec.structs.replace(calculator, seed=seed)


def with_input_cell(calculator: Calculator, place: tuple[int, ...], value: float) -> Calculator:
    """Return the calculator with one number of the input replaced.

    Args:
        calculator: The state before.
        place: Index into the input, (channel, *spatial).
        value: The number.
    """
    recipe = _edited(calculator.input, calculator.input_shape, 1, place, value)
    return msgspec.structs.replace(calculator, input=recipe)


def with_weight_cell(calculator: Calculator, place: tuple[int, ...], value: float) -> Calculator:
    """Return the calculator with one number of the kernel replaced, by torch's index."""
    shape = calculator.layer.weight_shapes()["weight"]
    recipe = _edited(calculator.weight, shape, 2, place, value)
    return msgspec.structs.replace(calculator, weight=recipe)


def with_bias_cell(calculator: Calculator, place: tuple[int, ...], value: float) -> Calculator:
    """Return the calculator with one number of the bias replaced, by torch's index."""
    shape = calculator.layer.weight_shapes()["bias"]
    recipe = _edited(calculator.bias, shape, 1, place, value)
    return msgspec.structs.replace(calculator, bias=recipe)


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


def with_fill(calculator: Calculator, part: str, recipe: Recipe) -> Calculator:
    """Return the calculator with all numbers of a part replaced.

    Args:
        calculator: The state before.
        part: "input" or the name of a tensor, as "weight".
        recipe: Where the numbers come from.
    """
    return calculator.with_recipe(part, recipe)


def with_tensor_cell(
    calculator: Calculator, part: str, place: tuple[int, ...], value: float
) -> Calculator:
    """Return the calculator with one number of a further tensor replaced, such as a target."""
    if part == TARGET_OUTPUT and part not in calculator.tensors:  # as the hidden kernel made it
        from convviz.stepping.worked.learning import target_of  # keeps the start fast

        calculator = typed_target(calculator, target_of(build_scene(calculator)))
    shape = calculator.shape_of(part)
    recipe = _edited(calculator.recipe_of(part), shape, 1, place, value)
    return calculator.with_recipe(part, recipe)


def with_preset(calculator: Calculator, preset: Preset) -> Calculator:
    """Return the calculator with a preset's settings; numbers that it leaves open are seeded."""
    weight: Recipe = first_weight(preset.layer)
    weight_shape = preset.layer.weight_shapes().get("weight")
    if preset.weight_cells and weight_shape is not None:
        weight = Numbers(weight_shape, preset.weight_cells)
    return msgspec.structs.replace(
        calculator,
        layer=preset.layer,
        input_shape=preset.input_shape,
        input=Numbers(preset.input_shape, preset.input_cells) if preset.input_cells else _ANY_INPUT,
        weight=weight,
        bias=Fill(FillPattern.ZEROS),
        output_size=preset.output_size,
        origin=None,
        training=preset.training,
        zero_grad=preset.zero_grad,
        function=preset.function,
        seed=0,
        tensors=_tensors_of(preset),
        lesson=_lesson_of(preset),
        forms=dict(preset.forms),
        loss=preset.loss,
    )


def _lesson_of(preset: Preset) -> Lesson:
    """Return how a preset's kernel is learned."""
    if preset.optimiser is None:
        return FIRST_LESSON
    return Lesson(optimiser=preset.optimiser, compared=preset.compared)


def _tensors_of(preset: Preset) -> dict[str, Recipe]:
    """Return the numbers of a preset's further tensors, such as a target."""
    shapes = preset.layer.tensor_shapes(preset.input_shape)
    shapes |= {name: form.shape for name, form in preset.forms}
    if UPSTREAM in dict(preset.tensors):
        given = preset.input_shape, preset.output_size, dict(preset.forms)
        shapes[UPSTREAM] = infer_shown(preset.layer, *given)
    if preset.loss is not None:
        output_shape = infer_shown(preset.layer, preset.input_shape, preset.output_size)
        shapes[LOSS_TARGET] = target_form(preset.loss, preset.layer, output_shape).shape
    return {name: Numbers(shapes[name], cells) for name, cells in preset.tensors}


def _edited(
    recipe: Recipe, shape: Shape, channel_axes: int, place: tuple[int, ...], value: float
) -> Recipe:
    return with_cells(recipe, shape, channel_axes, {place: value})


def with_cells(
    recipe: Recipe, shape: Shape, channel_axes: int, cells: dict[tuple[int, ...], float]
) -> Recipe:
    """Return a recipe with some of its numbers replaced.

    Of very many numbers, and of those in a file, only what was typed is kept: to compress a large
    block anew takes longer than a keystroke may.

    Args:
        recipe: The numbers before.
        shape: What they are used for.
        channel_axes: Axes of the shape before the spatial ones.
        cells: The new numbers by their places.

    Raises:
        DocumentError: TYPED_TOO_MANY.
    """
    is_stored = isinstance(recipe, FileBlock | TypedOver)
    most = _MOST_COMPRESSED if isinstance(recipe, Block) else LARGEST_BLOCK
    if is_stored or (math.prod(shape) > most and not isinstance(recipe, Numbers)):
        return typed_over(recipe, cells)
    if isinstance(recipe, Numbers) and recipe.shape == shape:
        return typed_into(recipe, cells)
    array = materialise(recipe, shape, channel_axes=channel_axes)
    for place, value in cells.items():
        array[place] = value
    return block_from_array(array) if isinstance(recipe, Block) else numbers_from_array(array)


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
