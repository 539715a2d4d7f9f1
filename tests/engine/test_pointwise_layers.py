"""What activations make of numbers, beside torch: values of every kind, settings by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from convviz.core.errors import ConvVizError
from convviz.core.layers import layer_types
from convviz.core.layers.maths import FloatMaths
from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.pointwise import PointwiseLayer
from convviz.core.layers.smooth_activation import Softplus
from convviz.engine.compute.layer_values import LayerComputer
from convviz.protocol.document import Calculator
from convviz.stepping.lines.line_parts import value_text
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.gradients import walk_backward
from convviz.ui.calculator.torch_check import request_of
from convviz.values.pointwise_values import pointwise_output
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = [
    kind
    for kind in layer_types().values()
    if issubclass(kind, PointwiseLayer)
    and kind.family is LayerFamily.ACTIVATION
    and not kind.scales_cells
]
ODD = (0, -0.0, 0.5, -0.5, 6, -3, 3, 1e30, -1e30, 1e-30, np.inf, -np.inf, np.nan, 100, -100, 20)


def settings(kind: type[PointwiseLayer], count: int) -> Iterator[PointwiseLayer]:
    """Yield a layer with its first settings, then with settings by chance that torch takes."""
    chance = np.random.default_rng(len(kind.__name__))
    first = kind.new()
    yield first
    for number in range(count):
        values: dict[str, Any] = {}
        for name, known in kind.parameters().items():
            if known.kind.value == "number":
                values[name] = float(chance.choice([0.1, 0.25, 0.5, 1, 2, -0.5, 3, 0]))
            elif known.choices:
                values[name] = known.choices[number % len(known.choices)]
        layer = first.replace(**values)
        try:
            layer.check()
        except ConvVizError:
            continue
        yield layer


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_number_becomes_what_torch_makes_of_it(kind: type[PointwiseLayer]) -> None:
    chance = np.random.default_rng(1)
    numbers = np.concatenate([chance.normal(0, 4, 300), np.array(ODD)])
    for layer in settings(kind, 8):
        arguments = {name: getattr(layer, name) for name in kind.parameters()}
        module = getattr(torch.nn, kind.__name__)(**arguments).eval()
        expected = module(torch.tensor(numbers)).numpy()
        values = pointwise_output(layer, numbers)
        np.testing.assert_allclose(values, expected, rtol=1e-9, atol=1e-12)
        singly = [layer.apply(float(number), FloatMaths()) for number in numbers]
        np.testing.assert_allclose(singly, expected, rtol=1e-9, atol=1e-12)


def test_softplus_whose_beta_is_0_is_infinite_as_in_torch() -> None:
    for beta, infinite in ((0.0, np.inf), (-0.0, -np.inf)):
        layer = Softplus(beta)
        numbers = np.array([-3.0, 0.0, 5.0])
        expected = torch.nn.Softplus(beta)(torch.tensor(numbers)).numpy()
        assert set(expected) == {infinite}
        assert set(pointwise_output(layer, numbers)) == {infinite}
        assert {layer.apply(float(number), FloatMaths()) for number in numbers} == {infinite}


class _Numbers:
    def __call__(self, x: float) -> str:
        return value_text(x)

    def factor(self, x: float) -> str:
        return f"({value_text(x)})" if x < 0 else value_text(x)


@pytest.mark.parametrize(
    ("code", "x", "written"),
    [
        ("ReLU", -1.5, "max(0, −1.5)"),
        ("LeakyReLU", -2.0, "−2 ≤ 0: 0.01 · (−2)"),
        ("LeakyReLU", 2.0, "2 > 0: 2"),
        ("Sigmoid", 0.5, "1 / (1 + exp(−0.5))"),
        ("GELU", 3.0, "3/2 · (1 + erf(3/√2))"),
        ("Hardshrink", 0.25, "|0.25| ≤ 0.5: 0"),
        ("Softshrink", -2.0, "|−2| > 0.5: −2 + 0.5"),
        ("ReLU6", 9.0, "min(max(0, 9), 6)"),
        ("RReLU", -1.0, "−1 ≤ 0: (−1) · (0.125 + 0.333333) / 2"),
    ],
)
def test_the_working_has_the_number_in_it(code: str, x: float, written: str) -> None:
    kind = next(kind for kind in KINDS if kind.__name__ == code)
    assert kind.new().written(x, _Numbers()) == written


@pytest.mark.parametrize(
    "kind",
    [kind for kind in KINDS if "inplace" in kind.parameters()],
    ids=lambda kind: kind.__name__,
)
def test_in_place_the_way_back_is_the_same(kind: type[PointwiseLayer]) -> None:
    """Torch writes over the input; its own gradients are those of the numbers before."""
    scene = build_scene(Calculator(kind.new().replace(inplace=True), (2, 4), training=False))
    walk: Any = walk_backward(scene, 0)
    values = LayerComputer().compute(request_of(scene, walk.working))
    (theirs,) = (array_of(sent) for sent in values.gradients.values())
    (ours,) = walk.working.own_gradients.values()
    np.testing.assert_allclose(theirs.ravel(), ours.ravel(), atol=1e-6)
