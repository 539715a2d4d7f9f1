"""LocalResponseNorm beside torch: odd and even sizes, missing channels, steps written out, back."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from convviz.core.layers.layer_norm import LocalResponseNorm
from convviz.core.shown_layers import is_shown
from convviz.protocol.document import UPSTREAM, Calculator
from convviz.stepping.scene.extent import extent_of
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.block_step import blocks_of, build_block_step
from convviz.stepping.walks.by_output import walk_by_output
from convviz.stepping.walks.gradients import walk_backward
from convviz.values.local_norm_values import local_norm_output
from convviz.values.recipes import numbers_from_array
from convviz.values.shown_output import shown_output

LAYERS = [
    LocalResponseNorm(size, alpha, beta, k)
    for size in (1, 2, 3, 4, 5, 30)
    for alpha, beta, k in ((1e-4, 0.75, 1.0), (2.0, 0.5, 0.0), (-0.5, 2.0, 1.5), (1.0, 0.0, 3.0))
]
SHAPES = ((1, 3), (6, 2), (5, 2, 3), (4, 2, 1, 2))
ODD = np.array((0, -0.0, 1e15, -3e-8, np.inf, -np.inf, np.nan))


def theirs(layer: LocalResponseNorm, values: np.ndarray) -> np.ndarray:
    module = torch.nn.LocalResponseNorm(layer.size, layer.alpha, layer.beta, layer.k)
    numbers: np.ndarray = module(torch.from_numpy(values[None]))[0].numpy()
    return numbers


def scene_of(layer: LocalResponseNorm, values: np.ndarray) -> Scene:
    return build_scene(Calculator(layer, values.shape, numbers_from_array(values)))


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_values_and_steps_are_torchs(layer: LocalResponseNorm) -> None:
    assert is_shown(layer)
    chance = np.random.default_rng(5)
    for shape in SHAPES:
        for odd in (0.0, 0.2):
            values = chance.normal(0, 3, shape).astype(np.float32).astype(np.float64)
            replaced = chance.random(shape) < odd
            values[replaced] = chance.choice(ODD, shape)[replaced]
            expected = theirs(layer, values)
            np.testing.assert_allclose(local_norm_output(layer, values), expected, rtol=1e-10)
            scene = scene_of(layer, values)
            totals = [build_block_step(scene, at).total for at in range(scene.step_count)]
            expected = shown_output(layer, scene.plain_input, {})
            np.testing.assert_allclose(totals, expected.ravel(), rtol=1e-12)


def test_a_step_divides_by_the_size_though_a_channel_is_missing() -> None:
    values = np.array([3.0, -1.0, 2.0, 4.0]).reshape(4, 1)
    layer = LocalResponseNorm(4, alpha=2.0, beta=0.5, k=2.0)
    lines, taps = walk_by_output(scene_of(layer, values)).lines()
    assert [line.text for line in lines] == [
        "( 0 + 0 + 3² + (−1)² ) / 4 = 10 / 4 = 2.5",
        "( 2 + 2 · 2.5 ) ^ 0.5 = 7 ^ 0.5 = 2.64575",
        "3 / 2.64575 = 1.13389",
    ]
    assert taps == 4


def test_an_even_size_reads_one_channel_more_before_than_behind() -> None:
    scene = scene_of(LocalResponseNorm(4), np.ones((7, 1, 2)))
    read = [reading.channel for reading in build_block_step(scene, 6).block if reading]
    assert read == [1, 2, 3, 4]
    uses = blocks_of(scene).use_counts(14).reshape(7, 2)
    assert uses[:, 0].tolist() == uses[:, 1].tolist() == [3, 4, 4, 4, 4, 3, 2]


def test_a_size_beyond_all_channels_is_not_drawn_beyond_them() -> None:
    layer = LocalResponseNorm(2**31 - 1, k=2.0)
    scene = scene_of(layer, np.ones((3, 1, 1)))
    assert len(build_block_step(scene, 0).block) == 5
    assert extent_of(layer, (3, 1, 1), (3, 1, 1)).step_cells == 5


def test_the_gradient_is_torchs_and_written_out() -> None:
    layer = LocalResponseNorm(3, alpha=3.0, beta=1.0, k=1.0)
    values, upstream = np.array([[1.0], [2.0], [-1.0]]), np.array([[1.0], [0.0], [2.0]])
    source = torch.tensor(values[None], requires_grad=True)
    torch.nn.LocalResponseNorm(3, 3.0, 1.0, 1.0)(source).backward(torch.tensor(upstream[None]))
    assert source.grad is not None
    calculator = Calculator(layer, values.shape, numbers_from_array(values)).with_recipe(
        UPSTREAM, numbers_from_array(upstream)
    )
    walk = walk_backward(build_scene(calculator))
    for at, expected in enumerate(source.grad.ravel().tolist()):
        walk.go_to(at)
        last = walk.lines()[0][-1]
        assert float(last.text.rsplit(" ", 1)[-1].replace("−", "-")) == pytest.approx(
            expected, abs=1e-4
        )
    assert walk.lines()[0][0].text.startswith("s = Σ g·y/d =")
