"""What layers compute in training and in evaluation, beside torch: masks and slopes by a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from convviz.core.layers import layer_types
from convviz.core.layers.dropout import AlphaDropout, Dropout, Dropout2d
from convviz.core.layers.hard_activation import RReLU
from convviz.core.layers.pointwise import PointwiseLayer
from convviz.core.shown_layers import shown_dimensions, torch_shape
from convviz.engine.compute.drawn_numbers import drawing_from
from convviz.engine.compute.layer_values import LayerComputer
from convviz.protocol.document import Calculator
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.step import build_step
from convviz.stepping.walks.by_output import walk_by_output
from convviz.ui.calculator.torch_check import request_of
from convviz.values.recipes import numbers_from_array
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from convviz.core.layers import Layer

DRAWING = [
    kind
    for kind in layer_types().values()
    if kind.draws_random_numbers and issubclass(kind, PointwiseLayer)
]


def scene_of(layer: Layer, values: Any, *, training: bool, seed: int = 0) -> Scene:
    array = np.asarray(values, dtype=np.float64)
    recipe = numbers_from_array(array)
    return build_scene(Calculator(layer, array.shape, recipe, training=training, seed=seed))


def module_output(scene: Scene) -> np.ndarray[Any, Any]:
    """Return what a plain module makes of the scene's input, after ``manual_seed``."""
    layer, mode = scene.layer, scene.calculator.mode
    settings = {name: getattr(layer, name) for name in layer.parameters()}
    module = getattr(torch.nn, layer.type_name())(**settings).train(mode.training)
    taken = scene.plain_input.reshape(torch_shape(layer, scene.plain_input.shape))
    torch.manual_seed(mode.seed)
    with torch.no_grad():
        return np.asarray(module(torch.tensor(taken, dtype=torch.float32)).numpy())


@pytest.mark.filterwarnings("ignore:dropout2d. Received")
@pytest.mark.parametrize("kind", DRAWING, ids=lambda kind: kind.__name__)
def test_settings_by_chance_draw_what_torch_draws(kind: type[Layer]) -> None:
    chance = np.random.default_rng(len(kind.__name__))
    computer = LayerComputer(torch.device("cpu"))
    for trial in range(24):
        first = kind.new()
        layer = (
            first.replace(lower=-0.25, upper=float(chance.choice([0.25, 0.5])))
            if kind is RReLU
            else first.replace(p=float(chance.choice([0, 0.1, 0.5, 0.9, 1])))
        )
        shape = chance.integers(1, 6, chance.choice(shown_dimensions(layer)))
        values = chance.normal(0, 3, shape).round(1)
        values.flat[0] = chance.choice([0, np.inf, -np.inf, np.nan])
        seed = int(chance.integers(0, 2**31))
        scene = scene_of(layer, values, training=trial % 3 > 0, seed=seed)
        assert scene.output is not None
        expected = array_of(computer.compute(request_of(scene)).output)
        np.testing.assert_allclose(scene.output.ravel(), expected.ravel(), rtol=1e-6, atol=1e-6)
        singly = [build_step(scene, index).total for index in range(scene.step_count)]
        np.testing.assert_allclose(singly, scene.output.ravel(), rtol=1e-12)


def test_the_mask_is_that_of_torch_s_own_generator_to_the_bit() -> None:
    scene = scene_of(Dropout(0.3), np.ones((3, 40, 40)), training=True, seed=77)
    chances = torch.full((3, 40, 40), 0.7, dtype=torch.float64)
    drawn = torch.bernoulli(chances, generator=torch.Generator().manual_seed(77))
    assert scene.beside is not None
    assert np.array_equal(scene.beside, drawn.numpy()[:, None])


def test_slopes_are_those_of_a_plain_module_to_the_bit() -> None:
    values = np.random.default_rng(3).normal(0, 2, (2, 9, 9)).astype(np.float32)
    scene = scene_of(RReLU(), values, training=True, seed=5)
    assert scene.beside is not None
    slopes = scene.beside.reshape(values.shape).astype(np.float32)
    assert np.array_equal(module_output(scene), values * slopes)


def test_a_mask_drawn_one_by_one_is_that_of_one_probability() -> None:
    values = torch.ones(4, 30)
    torch.manual_seed(5)
    before = torch.get_rng_state()
    with drawing_from(9):
        first = torch.nn.functional.dropout(values, 0.4)
    assert torch.equal(torch.get_rng_state(), before), "the generator goes on as it was"
    with drawing_from(9):
        again = torch.nn.functional.dropout(values, 0.4)
    assert torch.equal(first, again)
    kept = torch.bernoulli(
        torch.full((4, 30), 0.6, dtype=torch.float64),
        generator=torch.Generator().manual_seed(9),
    )
    assert torch.equal(first != 0, kept.bool())


def test_a_dropout_of_channels_keeps_or_drops_each_channel_of_one_picture() -> None:
    scene = scene_of(Dropout2d(0.5), np.ones((6, 2, 3)), training=True, seed=1)
    assert scene.output is not None
    assert {tuple(set(plane.ravel())) for plane in scene.output} == {(0.0,), (2.0,)}


@pytest.mark.parametrize(
    ("layer", "number", "seed", "written"),
    [
        (Dropout(0.5), 3.0, 1, "3 · 1 / (1 − 0.5) = 6"),
        (Dropout(0.5), 3.0, 0, "3 · 0 / (1 − 0.5) = 0"),
        (Dropout(1.0), 3.0, 0, "3 · 0 = 0"),
        (AlphaDropout(0.5), -3.0, 1, "(−3) · 0.886405 + 0.779194 = −1.88002"),
        (AlphaDropout(0.5), -3.0, 0, "(−1.7581) · 0.886405 + 0.779194 = −0.779194"),
        (RReLU(), -3.0, 0, "−3 ≤ 0: (−3) · 0.327094 = −0.981283"),
    ],
)
def test_the_working_has_the_number_and_what_was_drawn_in_it(
    layer: Layer, number: float, seed: int, written: str
) -> None:
    scene = scene_of(layer, [[[number]]], training=True, seed=seed)
    lines, _ = walk_by_output(scene).lines()
    assert lines[0].text == written


def test_in_evaluation_every_number_passes_a_dropout_as_it_is() -> None:
    scene = scene_of(Dropout(0.9), [[[3.0, -1.0]]], training=False)
    assert scene.beside is None
    assert scene.output is not None
    assert scene.output.ravel().tolist() == [3.0, -1.0]
    assert walk_by_output(scene).lines()[0][0].text == "3"
