"""NaN and infinities go through every sum, maximum and average as through torch's."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import msgspec.structs
import numpy as np
import pytest
import torch

from convviz.core.code.writing import parse_layer
from convviz.core.layers.activation import ELU
from convviz.core.layers.layer_norm import GroupNorm
from convviz.core.layers.smooth_activation import CELU
from convviz.engine.compute.module_builder import build_module, load_weights
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern
from convviz.stepping.agreement import AgreementState, compare
from convviz.stepping.lines.step_lines import step_lines
from convviz.stepping.scene.scene import Scene, build_scene, output_without_padding
from convviz.stepping.steps.step import build_step
from convviz.values.gradients.backward import Backward
from convviz.values.layer_gradients import layer_gradients
from convviz.values.norm_values import norm_output
from convviz.values.recipes import materialise, numbers_from_array

if TYPE_CHECKING:
    from convviz.core.layers.pointwise import PointwiseLayer

LAYERS = [
    ("Conv1d(2, 3, 3, padding=1)", (2, 7)),
    ("Conv1d(2, 2, 3, padding=1, groups=2)", (2, 7)),
    ("Conv2d(1, 1, 3, padding=1)", (1, 5, 6)),
    ("Conv2d(2, 4, 3, stride=2, padding=2, dilation=2, groups=2)", (2, 7, 7)),
    ("Conv2d(2, 2, 3, padding=1, groups=2, bias=False)", (2, 6, 6)),
    ("Conv2d(1, 2, (2, 3), padding='same', padding_mode='reflect')", (1, 5, 5)),
    ("Conv3d(1, 1, 2, padding=1)", (1, 3, 3, 3)),
    ("ConvTranspose1d(1, 1, 3, stride=2, padding=1, output_padding=1)", (1, 5)),
    ("ConvTranspose2d(2, 2, 3, stride=2, padding=1, groups=2)", (2, 4, 4)),
    ("MaxPool2d(3, 2, padding=1)", (1, 7, 7)),
    ("MaxPool1d(2, ceil_mode=True)", (1, 7)),
    ("AvgPool2d(3, 1, padding=1)", (1, 5, 5)),
    ("AvgPool2d(3, 2, padding=1, ceil_mode=True, count_include_pad=False)", (1, 6, 6)),
    ("AdaptiveAvgPool2d(3)", (1, 7, 5)),
    ("AdaptiveMaxPool2d(3)", (1, 7, 5)),
    ("LPPool2d(2, 2)", (1, 6, 6)),
    ("ReflectionPad2d(1)", (1, 4, 4)),
]
SPECIAL = (np.nan, np.inf, -np.inf, 1e300, -1e39)
"""What float32 cannot hold is infinite, too."""


def spoiled(shape: tuple[int, ...], seed: int, share: float) -> np.ndarray:
    array = materialise(Fill(FillPattern.RANDOM_INTEGERS, seed), shape)
    random = np.random.default_rng(seed)
    chosen = random.random(shape) < share
    array[chosen] = random.choice(SPECIAL, int(chosen.sum()))
    return array


@pytest.mark.parametrize(("call", "shape"), LAYERS, ids=[call for call, _ in LAYERS])
def test_special_values_are_followed_as_torch_follows_them(
    call: str, shape: tuple[int, ...]
) -> None:
    layer = parse_layer(call)
    for seed in range(12):
        parts = {"input": numbers_from_array(spoiled(shape, seed, 0.1))}
        for name, size in layer.weight_shapes().items():
            share = 0.15 if seed % 2 and name == "weight" else 0.0
            parts[name] = numbers_from_array(spoiled(size, seed + 50, share))
        blank = Calculator(layer, shape)
        scene = build_scene(msgspec.structs.replace(blank, **parts))
        assert scene.output is not None
        output = by_torch(scene)
        found = compare(
            scene.output_shape, scene.output, output, "cpu", output_without_padding(scene)
        )
        assert found.state is AgreementState.AGREES, (seed, scene.output, output)
        flat = scene.output.ravel()
        for index in range(0, scene.step_count, 3):
            step = build_step(scene, index)
            np.testing.assert_allclose(step.total, flat[index])
            assert step_lines(step)[0].text


def by_torch(scene: Scene) -> np.ndarray:
    module = build_module(scene.layer).eval()
    weights = {
        name: torch.tensor(array, dtype=torch.float32)
        for name, array in scene.plain_weights.items()
    }
    load_weights(module, scene.layer, weights)
    numbers = torch.tensor(scene.plain_input, dtype=torch.float32)
    with torch.inference_mode(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        output: np.ndarray = module(numbers).numpy()
    return output


@pytest.mark.parametrize("affine", [False, True])
def test_a_group_whose_divisor_is_zero_comes_out_as_torchs(*, affine: bool) -> None:
    layer = GroupNorm(1, 1, eps=-5, affine=affine)  # 5 is the variance of these numbers
    numbers = np.array([[[0.0, 2.0, 4.0, 6.0]]])
    module = build_module(layer).double()
    expected = module(torch.from_numpy(numbers)).detach().numpy()
    weights = {name: values.detach().numpy() for name, values in module.named_parameters()}

    np.testing.assert_array_equal(norm_output(layer, numbers, weights), expected)


@pytest.mark.parametrize("layer", [ELU(-1.0), ELU(0.5), CELU(-2.0), CELU(0.5)])
def test_at_zero_the_slope_is_torchs(layer: PointwiseLayer) -> None:
    numbers = np.array([0.0, -0.0, 1.0, -1.0])
    own = layer_gradients(Backward(layer, numbers, {}, np.ones(4)))["input"]
    given = torch.tensor(numbers, requires_grad=True)
    build_module(layer).double()(given).sum().backward()
    assert given.grad is not None
    np.testing.assert_allclose(own, given.grad.numpy(), rtol=1e-12)
