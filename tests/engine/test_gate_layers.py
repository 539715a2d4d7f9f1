"""GLU beside torch: along every dimension, with odd numbers, and its steps written out."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from convviz.core.layers.gate import GLU
from convviz.core.shown_layers import opened_form
from convviz.protocol.document import Calculator
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.usage_counts import drawn_usage
from convviz.stepping.walks.by_output import walk_by_output
from convviz.ui.calculator.edits import with_type
from convviz.values.recipes import numbers_from_array

ODD = np.array((0, -0.0, 700, -800, 1e30, np.inf, -np.inf, np.nan))
CASES = [
    (dim, shape)
    for shape in ((6,), (2, 4), (4, 2, 6), (2, 2, 2, 4), (24, 2, 2))
    for dim in range(-len(shape), len(shape))
]


def scene_of(layer: GLU, values: np.ndarray) -> Scene:
    return build_scene(Calculator(layer, values.shape, numbers_from_array(values)))


@pytest.mark.parametrize(("dim", "shape"), CASES, ids=str)
def test_values_and_steps_are_torchs(dim: int, shape: tuple[int, ...]) -> None:
    chance = np.random.default_rng(1)
    values = chance.normal(0, 3, shape).round(2)
    values.flat[: len(ODD)] = ODD[: values.size]
    scene = scene_of(GLU(dim), values)
    expected = torch.nn.GLU(dim)(torch.tensor(scene.plain_input)).numpy()
    assert scene.output is not None
    np.testing.assert_allclose(scene.output.ravel(), expected.ravel(), rtol=1e-12)
    steps = [build_block_step(scene, index) for index in range(scene.step_count)]
    np.testing.assert_allclose([step.total for step in steps], expected.ravel(), rtol=1e-12)
    assert all(walk_by_output(scene, step.index).lines()[0] for step in steps)


def test_the_line_has_the_number_and_its_gate() -> None:
    lines, _ = walk_by_output(scene_of(GLU(), np.array([-3.0, 5.0, 2.0, 0.0]))).lines()
    assert [line.text for line in lines] == [
        "(\u22123) \u00b7 1 / (1 + exp(\u22122)) = \u22122.64239",
        "(\u22123) \u00b7 0.880797 = \u22122.64239",
    ]


def test_a_step_between_channels_shows_both_of_many() -> None:
    walk = walk_by_output(scene_of(GLU(0), np.ones((40, 2, 2))))
    walk.go_to(4 * 7)
    assert [key.channel for key in walk.visible.input] == [7, 27]


def test_every_number_is_used_once() -> None:
    counts = drawn_usage(scene_of(GLU(), np.ones((1, 2, 4)))).counts
    assert set(counts.ravel().tolist()) == {1}


def test_a_layer_of_a_network_is_opened_without_the_batch() -> None:
    assert opened_form(GLU(1), (4, 3)) == GLU(0)
    assert opened_form(GLU(-1), (4, 3)) == GLU(-1)
    assert opened_form(GLU(0), (4, 3)) is None
    assert opened_form(GLU(-3), (4, 3)) is None


def test_choosing_it_makes_the_size_even() -> None:
    calculator = with_type(Calculator(GLU(), (1, 5, 5)), GLU)
    assert calculator.input_shape == (1, 5, 6)
