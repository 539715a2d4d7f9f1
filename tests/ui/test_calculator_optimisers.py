"""Optimisers in the calculator: a row is a step, a column a weight, and each memory has a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from convviz.core.optimisers import optimiser_types
from convviz.core.optimisers.adam import Adam, AdamW
from convviz.core.optimisers.base import PARAMS
from convviz.core.optimisers.sgd import SGD
from convviz.core.shown_layers import is_shown
from convviz.engine.compute.layer_values import LayerComputer
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import NonFinite, Numbers
from convviz.stepping.agreement import AgreementState, compare
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.worked import WorkedWalk
from convviz.stepping.worked.calculations import working_of
from convviz.ui.calculator.torch_check import request_of
from convviz.values.recipes import numbers_from_array
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser

SHOWN = [kind for kind in optimiser_types().values() if is_shown(kind)]


def walk_of(optimiser: Optimiser) -> WorkedWalk:
    """Return the steps of one weight of 1 whose gradient is 1, 1 and 1."""
    gradients = Numbers((3, 1), (1.0, 1.0, 1.0))
    calculator = Calculator(optimiser, (3, 1), gradients).with_recipe(PARAMS, Numbers((1,), (1.0,)))
    scene = build_scene(calculator)
    return WorkedWalk(scene, working_of(scene))


def texts(walk: WorkedWalk, step: int) -> list[str]:
    walk.go_to(step)
    return [line.text for line in walk.lines()[0]]


def test_a_plain_step_is_written_out() -> None:
    walk = walk_of(SGD(lr=0.1))
    assert [part.name for part in walk.working.parts] == ["params", "input", "output"]
    assert texts(walk, 0) == ["w = w − lr·g = 1 − 0.1·1 = 0.9"]
    assert texts(walk, 2) == ["w = w − lr·g = 0.8 − 0.1·1 = 0.7"]


def test_momentum_is_a_part_of_its_own_and_adds_to_the_second_step() -> None:
    walk = walk_of(SGD(lr=0.1, momentum=0.9))
    assert texts(walk, 2) == ["v = μ·v + (1 − τ)·g = 0.9·1 + (1 − 0)·1 = 1.9"]
    assert walk.step.part == "momentum_buffer"
    assert texts(walk, 3)[-1] == "w = w − lr·v = 0.9 − 0.1·1.9 = 0.71"
    assert set(walk.step.reads) == {"input", "output", "momentum_buffer"}
    assert walk.step.cell.row == 1


def test_a_memory_says_nothing_of_the_weight_that_shrinks_by_itself() -> None:
    assert len(texts(walk_of(AdamW(lr=0.1)), 0)) == 1
    assert "w" not in walk_of(AdamW(lr=0.1)).step.reads
    assert [text[:5] for text in texts(walk_of(Adam(weight_decay=0.1)), 0)] == ["g = g", "m = β"]


def test_without_zero_grad_gradients_add_up_and_stand_in_a_part_of_their_own() -> None:
    gradients = Numbers((3, 1), (1.0, 2.0, 4.0))
    calculator = Calculator(SGD(lr=1.0), (3, 1), gradients, zero_grad=False)
    scene = build_scene(calculator.with_recipe(PARAMS, Numbers((1,), (10.0,))))
    walk = WorkedWalk(scene, working_of(scene))
    assert [part.name for part in walk.working.parts] == ["params", "input", "grad", "output"]
    assert texts(walk, 4) == ["grad = grad + g = 3 + 4 = 7"]
    assert texts(walk, 5) == ["w = w − lr·g = 6 − 1·7 = −1"]
    assert walk.step.reads["grad"][0].cell.row == 2
    output = array_of(LayerComputer().compute(request_of(scene)).output)
    assert output.ravel().tolist() == [9, 6, -1]


def test_weights_that_are_no_longer_finite_are_shown_all_the_same() -> None:
    gradients = Numbers((2, 1), (1e30, 1e30))
    scene = build_scene(Calculator(Adam(lr=1e30), (2, 1), gradients))
    assert scene.output is not None
    walk = WorkedWalk(scene, working_of(scene), 5)
    assert walk.lines()[0]
    nothing = Numbers((1, 1), (NonFinite.NAN,))
    scene = build_scene(Calculator(SGD(lr=1), (1, 1), nothing))
    walk = WorkedWalk(scene, working_of(scene))
    assert texts(walk, 0)[-1].endswith("NaN")


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
def test_torch_takes_the_same_steps(kind: type[Optimiser]) -> None:
    random = np.random.default_rng(5)
    computer = LayerComputer()
    flags = [name for name, value in kind.defaults().items() if value is False]
    for number, shape in enumerate([(3, 2), (4,), (7, 2, 2), (12, 1)]):
        settings: dict[str, Any] = {
            name: number % 2 == at % 2 for at, name in enumerate(flags) if name != "fused"
        }
        known = {"lr": 0.1, "weight_decay": 0.05 * number, "momentum": 0.9, "dampening": 0.0}
        settings |= {name: value for name, value in known.items() if name in kind.parameters()}
        gradients = random.normal(size=shape).astype(np.float32)
        recipe = numbers_from_array(gradients)
        calculator = Calculator(kind(**settings), shape, recipe, zero_grad=number != 1)
        scene = build_scene(calculator)
        answer = computer.compute(request_of(scene))
        agreement = compare(shape, scene.output, array_of(answer.output), answer.device)
        assert agreement.state is AgreementState.AGREES, agreement
