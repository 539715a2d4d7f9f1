"""The gradients of losses are autograd's, and their steps arrive at them."""

from __future__ import annotations

import warnings
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec.structs
import numpy as np
import pytest
import torch

from convviz.core.errors import ConvVizError
from convviz.core.losses import loss_types
from convviz.core.losses.pointwise import PointwiseLoss
from convviz.core.losses.stages import StagedLoss
from convviz.engine.compute.module_builder import build_module
from convviz.protocol.document import UPSTREAM, Calculator
from convviz.protocol.recipes import Fill, FillPattern, Numbers
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.worked.backward.passes import backward_of
from tests.oracle.losses import LossCase, gradients_agree, random_case
from tests.support.random_calls import random_call

if TYPE_CHECKING:
    from convviz.core.losses import Loss
    from convviz.stepping.scene.scene import Scene

SHAPES = ((2, 3), (3, 4), (2, 3, 2), (4,), (1, 3))
TRIES = 12


@pytest.mark.parametrize("kind", loss_types().values(), ids=lambda kind: kind.type_name())
def test_gradients_of_losses_are_autograds(kind: type[Loss]) -> None:
    random, compared = Random(1), 0  # noqa: S311 - no secret
    for seed in range(TRIES):
        loss, shape = random_call(kind, random), random.choice(SHAPES)
        upstream = Fill(FillPattern.RANDOM_INTEGERS, seed)
        calculator = Calculator(loss, shape).with_recipe(UPSTREAM, upstream)
        first = loss.first_input(shape)
        if first:
            calculator = msgspec.structs.replace(calculator, input=Numbers(shape, first))
        try:
            scene = build_scene(calculator)
        except ConvVizError:
            continue
        compared += _agrees(scene)
    assert compared >= TRIES // 4


@pytest.mark.parametrize("kind", loss_types().values(), ids=lambda kind: kind.type_name())
def test_gradients_at_corners_and_of_infinities_are_autograds(kind: type[Loss]) -> None:
    random, compared = Random(3), 0  # noqa: S311 - no secret
    for _ in range(25):
        case = random_case(kind, random)
        _move_to_a_corner(case, random)
        compared += gradients_agree(case, random)
    assert compared >= 5


def _move_to_a_corner(case: LossCase, random: Random) -> None:
    """Let a number lie where the loss has a corner, where it has one."""
    loss: Any = case.loss
    other = case.tensors[loss.takes[0]]
    if other.shape != case.values.shape or getattr(loss, "shares", ()):
        return
    if not isinstance(loss, PointwiseLoss | StagedLoss):
        return
    bends = [getattr(loss, name) for name in ("beta", "delta", "margin") if hasattr(loss, name)]
    at = random.randrange(case.values.size)
    case.values.ravel()[at] = other.ravel()[at] + random.choice([0.0, *bends])


def _number_of(line: Any) -> float:
    return float(line.parts[-1].text.replace("−", "-").replace("∞", "inf"))


def _agrees(scene: Scene) -> bool:
    working = backward_of(scene)
    numbers = {"input": scene.plain_input, **scene.plain_weights}
    tensors = {name: torch.tensor(given) for name, given in numbers.items()}
    for name in scene.layer.learned_tensors:
        tensors[name].requires_grad_()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = build_module(scene.layer).double()
        output = module(tensors["input"], *(tensors[name] for name in scene.layer.takes))
    given = torch.tensor(working.upstream).reshape(output.shape)
    output.backward(given)
    for name in scene.layer.learned_tensors:
        theirs = tensors[name].grad
        assert theirs is not None
        ours = working.gradients[name]
        assert np.allclose(ours, theirs.numpy(), rtol=1e-6, atol=1e-9, equal_nan=True)
    untold: Any = type(working)(scene, working.passed, {})
    for index in range(untold.step_count):
        part, flat = untold.located(index)
        told: list[Any] = [None, *untold.step(index).lines]
        slope, arrived = told[-2:]
        number = _number_of(arrived)
        is_single = untold.upstream.size == 1 and "Σ" not in arrived.text and untold.divisor
        if slope is not None and "l'" in slope.parts[0].text and is_single:
            worked = _number_of(slope) * untold.grad_of(0) / untold.divisor
            assert np.isclose(worked, number, rtol=1e-4, atol=1e-5, equal_nan=True), slope.text
        wanted = working.gradients[part.removeprefix("grad_")].ravel()[flat]
        assert np.isclose(number, wanted, rtol=1e-4, atol=1e-5, equal_nan=True) or not wanted
    return True
