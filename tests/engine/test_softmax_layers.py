"""Softmaxes beside torch: values of every kind, along every dimension, and their steps."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from convviz.core.code.writing import parse_layer
from convviz.core.errors import ShapeError
from convviz.core.layers.softmax import LogSoftmax, SharingLayer, Softmax, Softmax2d, Softmin
from convviz.core.shown_layers import is_shown, opened_form
from convviz.protocol.document import Calculator
from convviz.stepping.lines.block_lines import block_lines
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.usage_counts import drawn_usage
from convviz.values.recipes import numbers_from_array
from convviz.values.share_values import share_output

if TYPE_CHECKING:
    from convviz.core.layers import Layer

SHAPES = ((5,), (1,), (3, 4), (2, 3, 4), (12, 1, 2), (2, 2, 3, 2))
KINDS = (Softmax, LogSoftmax, Softmin)
LAYERS = [
    (kind(dim), shape)
    for kind in KINDS
    for shape in SHAPES
    for dim in (None, *range(-len(shape), len(shape)))
] + [(Softmax2d(), shape) for shape in SHAPES if len(shape) == 3]
ODD = np.array((0, -0.0, 700, -800, 1e30, -1e30, np.inf, -np.inf, np.nan), np.float32)


def theirs(layer: Layer, values: np.ndarray) -> np.ndarray:
    """Return torch's numbers in float64."""
    arguments = {name: getattr(layer, name) for name in layer.parameters()}
    module = getattr(torch.nn, layer.type_name())(**arguments)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a dimension that torch chooses
        numbers: np.ndarray = module(torch.tensor(values, dtype=torch.float64)).numpy()
    return numbers


def scene_of(layer: SharingLayer, values: np.ndarray) -> Scene:
    return build_scene(Calculator(layer, values.shape, numbers_from_array(values)))


def texts(code: str, *values: float) -> list[str]:
    layer = parse_layer(code)
    assert isinstance(layer, SharingLayer)
    scene = scene_of(layer, np.array(values))
    return [line.text for line in block_lines(scene, build_block_step(scene, 0))]


@pytest.mark.parametrize(("layer", "shape"), LAYERS, ids=str)
def test_values_and_steps_are_torchs(layer: SharingLayer, shape: tuple[int, ...]) -> None:
    assert is_shown(layer)
    chance = np.random.default_rng(3)
    for odd in (0.0, 0.1, 0.4):
        values = chance.normal(0, 3, shape).astype(np.float32).astype(np.float64)
        replaced = chance.random(shape) < odd
        values[replaced] = chance.choice(ODD, shape)[replaced]
        expected = theirs(layer, values)
        np.testing.assert_allclose(share_output(layer, values), expected, rtol=1e-12, atol=0)
        scene = scene_of(layer, values)
        totals = [build_block_step(scene, at).total for at in range(scene.step_count)]
        np.testing.assert_allclose(totals, expected.ravel(), rtol=1e-12, atol=0)


def test_a_step_takes_its_own_cell_of_those_along_the_dimension() -> None:
    values = np.arange(24.0).reshape(2, 3, 4)
    scene = scene_of(Softmax(1), values)
    step = build_block_step(scene, 1 * 12 + 2 * 4 + 3)
    assert [reading.value for reading in step.block if reading] == [15, 19, 23]
    assert [reading.value for reading in step.taken.readings()] == [23]
    assert scene.blocks is not None
    assert set(scene.blocks.readers_of(15)[0].tolist()) == {15, 19, 23}
    assert set(drawn_usage(scene).counts.ravel().tolist()) == {3}


def test_the_working_has_the_numbers_in_it() -> None:
    assert texts("nn.Softmax(0)", 1, -2) == [
        "exp(1) / ( exp(1) + exp(−2) ) = 0.952574",
        "2.71828 / 2.85362 = 0.952574",
    ]
    assert texts("nn.Softmin(0)", 1, -2) == [
        "exp(−1) / ( exp(−1) + exp(−(−2)) ) = 0.0474259",
        "0.367879 / 7.75694 = 0.0474259",
    ]
    assert texts("nn.LogSoftmax(0)", 1, -2) == [
        "1 − log( exp(1) + exp(−2) ) = −0.0485874",
        "1 − log( 2.85362 ) = 1 − 1.04859 = −0.0485874",
    ]


def test_numbers_too_large_for_exp_are_lowered_first() -> None:
    assert texts("nn.Softmax(0)", 1000, 1001) == [
        "exp(1000 − 1001) / ( exp(1000 − 1001) + exp(1001 − 1001) ) = 0.268941",
        "0.367879 / 1.36788 = 0.268941",
    ]
    assert texts("nn.LogSoftmax(0)", -1000, -1000)[1] == (
        "−1000 − (−1000) − log( 2 ) = −1000 − (−1000) − 0.693147 = −0.693147"
    )


@pytest.mark.parametrize("layer", [kind(dim) for kind in KINDS for dim in (None, *range(-5, 5))])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_picture_of_a_batch_is_shown_with_what_the_batch_would_give_it(
    layer: SharingLayer, shape: tuple[int, ...]
) -> None:
    """Where it works along the batch, no picture by itself shows it."""
    batch = np.random.default_rng(5).normal(0, 3, (3, *shape))
    try:
        layer.infer(batch.shape)
    except ShapeError:
        return
    shown = opened_form(layer, shape)
    if shown is None:
        assert layer.batch_parameter(batch.ndim) == "dim"
        return
    assert np.allclose(theirs(shown, batch[1]), theirs(layer, batch)[1], rtol=0, atol=1e-12)
    back = shown.with_batch()
    assert np.array_equal(theirs(back, batch), theirs(layer, batch))
