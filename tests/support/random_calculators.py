"""Random calculators of everything that opens: layers, losses, optimisers, forwards and back."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

import hypothesis
import msgspec.structs
import numpy as np
from hypothesis import HealthCheck, Phase, given, settings

from convviz.core.errors import ConvVizError, DocumentError
from convviz.core.layers.upsample import Upsample
from convviz.core.losses import loss_types
from convviz.core.losses.of_output import losses_of
from convviz.core.optimisers.base import PARAMS
from convviz.core.shown_layers import is_shown, shown_dimensions, shown_types
from convviz.protocol.document import UPSTREAM, Calculator, Document
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.recipes import Fill, FillPattern, Recipe
from convviz.protocol.templates import course_network
from convviz.ui.calculator.loss_edits import with_loss
from convviz.values.recipes import numbers_from_array
from tests.oracle.losses import random_case
from tests.oracle.optimisers import SHAPES, random_mode, random_optimiser, shown_optimisers
from tests.oracle.strategies import configurations

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape
    from convviz.core.losses import Loss
    from convviz.core.optimisers import Optimiser

FROM_A_LOSS: Final = 0.3
"""How often a layer's backward pass begins at a loss."""


def random_calculators(count: int, seed: int) -> list[Calculator]:
    """Return calculators that can be saved, valid and not.

    Args:
        count: Of each type, at most.
        seed: The same one gives the same calculators.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    made = [_with_chances(layer, chance) for layer in _layers(count, seed)]
    for kind in loss_types().values():
        if is_shown(kind):
            made += [_loss(kind, chance) for _ in range(count)]
    for optimiser in shown_optimisers():
        made += [_optimiser(optimiser, chance) for _ in range(count)]
    return [calculator for calculator in map(opened, made) if calculator is not None]


def opened(calculator: Calculator) -> Calculator | None:
    """Return a calculator as a file gives it back; some settings of torch cannot be typed."""
    try:
        return decode_document(encode_document(Document(calculator, course_network()))).calculator
    except DocumentError:
        return None


def _layers(count: int, seed: int) -> list[Calculator]:
    found: list[Calculator] = []

    def take(configuration: tuple[Layer, Shape]) -> None:
        layer, shape = configuration
        axes = max(shown_dimensions(layer), default=3)
        unbatched = shape[1:] if isinstance(layer, Upsample) else shape[-axes:]
        found.append(Calculator(layer, unbatched))

    for kind in shown_types():
        drawn = given(configurations(kind))(take)
        configured = settings(
            max_examples=count,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )(drawn)
        hypothesis.seed(seed)(configured)()
    return found


def _with_chances(calculator: Calculator, chance: random.Random) -> Calculator:
    """Return a layer as in training or not, whose backward pass may begin at a loss."""
    changed = msgspec.structs.replace(
        calculator, training=chance.random() < 1 / 2, seed=chance.randrange(3)
    )
    if chance.random() > FROM_A_LOSS:
        return changed
    try:
        losses = losses_of(changed.layer, changed.shape_of(UPSTREAM))
    except ConvVizError:
        return changed
    if not losses:
        upstream = Fill(FillPattern.RANDOM_INTEGERS, seed=chance.randrange(9))
        return changed.with_recipe(UPSTREAM, upstream)
    return with_loss(changed, chance.choice(losses))


def _loss(kind: type[Loss], chance: random.Random) -> Calculator:
    case = random_case(kind, chance)
    tensors: dict[str, Recipe] = {n: numbers_from_array(a) for n, a in case.tensors.items()}
    values = numbers_from_array(case.values)
    return Calculator(case.loss, case.values.shape, values, tensors=tensors, forms=case.forms)


def _optimiser(kind: type[Optimiser], chance: random.Random) -> Calculator:
    shape, made = chance.choice(SHAPES), random_optimiser(kind, chance)
    moved = made.weights_shape(shape)
    mode = random_mode(moved, chance)
    tensors: dict[str, Recipe] = {}
    if chance.random() < 1 / 2:
        numbers = np.random.default_rng(chance.randrange(99)).normal(size=moved)
        tensors[PARAMS] = numbers_from_array(np.round(numbers, 2))
    return Calculator(
        made, shape, tensors=tensors, zero_grad=mode.zero_grad, function=mode.function
    )
