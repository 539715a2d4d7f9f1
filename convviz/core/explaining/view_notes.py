"""What is worth knowing of a backward pass, and of learning a kernel."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.call_code import call_code
from convviz.core.errors import ConvVizError
from convviz.core.explaining.explanation_sources import source_of
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.explaining.worth_knowing import Note, ranked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Layer, Shape
    from convviz.core.losses import Loss
    from convviz.core.optimisers import Optimiser


def backward_notes(
    layer: Layer,
    shape: Shape,
    output_shape: Shape,
    *,
    training: bool = True,
    loss: Loss | None = None,
    is_of_ones: bool = False,
) -> tuple[Note, ...]:
    """Return what is worth knowing of a backward pass.

    Args:
        layer: The layer; it accepts the input.
        shape: The input's, as the calculator shows it.
        output_shape: What it makes of it.
        training: Whether as in training.
        loss: The loss at which the pass begins; None where it begins at numbers.
        is_of_ones: Whether these are ones.
    """
    of_layer = _of_layer(layer, shape, output_shape, training=training, is_of_ones=is_of_ones)
    notes = [Note(item, source_of(item.code, layer)) for item in of_layer]
    if loss is not None:
        notes += [Note(item, source_of(item.code, loss)) for item in loss.notes_on_slopes()]
    return ranked(notes)


def _of_layer(
    layer: Layer, shape: Shape, output_shape: Shape, *, training: bool, is_of_ones: bool
) -> Iterator[Explanation]:
    if is_of_ones and math.prod(output_shape) > 1:  # of one number backward() needs no gradient
        yield explain(ExplanationCode.BACKWARD_OF_ONES)
    learned = next(iter(layer.weight_shapes()), "")
    if learned:
        yield explain(ExplanationCode.BACKWARD_ADDS_UP, tensor=learned)
    yield from layer.notes_on_backward(shape, output_shape, training=training)


def learning_notes(loss: Loss, optimiser: Optimiser) -> tuple[Note, ...]:
    """Return what is worth knowing of learning a convolution's kernel.

    Args:
        loss: How far the output is from its target.
        optimiser: What takes the steps.
    """
    try:
        loss.check()
    except ConvVizError:
        return ()
    of_steps = [
        explain(ExplanationCode.LEARN_IS_A_STEP, call=f"torch.optim.{call_code(optimiser)}"),
        *optimiser.notes_on_numbers(()),
    ]
    of_loss = list(loss.notes_on_learning(optimiser.lr))
    if optimiser.largest_curved_step() is None:  # others may shorten their steps by themselves
        never = ExplanationCode.LEARN_NEVER_RESTS
        of_loss = [item for item in of_loss if item.code is not never]
    notes = [Note(item, source_of(item.code, optimiser)) for item in of_steps]
    return ranked([*notes, *(Note(item, source_of(item.code, loss)) for item in of_loss)])
