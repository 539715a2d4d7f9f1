"""A preset as the calculator takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs

from convviz.core.losses.of_output import LOSS_TARGET, target_form
from convviz.core.shown_layers import infer_shown
from convviz.protocol.document import ANY_INPUT, UPSTREAM, first_weight
from convviz.protocol.lesson import FIRST_LESSON, Lesson
from convviz.protocol.recipes import Fill, FillPattern, Numbers

if TYPE_CHECKING:
    from convviz.core.presets import Preset
    from convviz.protocol.document import Calculator
    from convviz.protocol.recipes import Recipe


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
        input=Numbers(preset.input_shape, preset.input_cells) if preset.input_cells else ANY_INPUT,
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
