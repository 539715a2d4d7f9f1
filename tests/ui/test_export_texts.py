from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest
import torch

from convviz.core.code.writing import parse_layer
from convviz.core.layers import WindowedLayer
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Numbers
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.ui.export.texts import code_text, latex_text
from convviz.values.recipes import numbers_from_array

CASES = [
    ("Conv2d(1, 1, 3, stride=2)", (1, 5, 5)),
    ("Conv2d(4, 6, (3, 2), padding=1, groups=2)", (4, 7, 6)),
    ("Conv1d(2, 3, 3, padding='same', bias=False)", (2, 9)),
    ("Conv3d(1, 2, 2, padding_mode='circular', padding=1)", (1, 3, 4, 3)),
    ("ConvTranspose2d(2, 1, 3, stride=2, output_padding=1)", (2, 3, 3)),
    ("MaxPool2d(3, stride=2, ceil_mode=True, padding=1)", (2, 6, 8)),
    ("AvgPool2d(3, padding=1, count_include_pad=False)", (1, 5, 5)),
    ("LPPool2d(2, 2)", (1, 4, 4)),
    ("AdaptiveAvgPool2d(3)", (2, 7, 5)),
    ("ReflectionPad2d(1)", (1, 3, 3)),
]


def scene_of(call: str, shape: tuple[int, ...]) -> Scene:
    layer = parse_layer(call)
    assert isinstance(layer, WindowedLayer)
    return build_scene(Calculator(layer, shape))


def ran(code: str) -> dict[str, Any]:
    """Run code as a file of its own and return its names."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "layer.py", "exec"), names)  # noqa: S102 - running it is the test
    return names


@pytest.mark.parametrize(("call", "shape"), CASES)
def test_the_code_runs_and_gives_the_calculator_s_output(call: str, shape: tuple[int, ...]) -> None:
    scene = scene_of(call, shape)
    names = ran(code_text(scene))

    assert scene.output is not None
    assert tuple(names["y"].shape) == scene.output_shape
    expected = scene.output.reshape(scene.output_shape)
    np.testing.assert_allclose(names["y"].detach().numpy(), expected, rtol=1e-5, atol=1e-5)


def test_numbers_that_are_no_finite_ones_are_written_too() -> None:
    values = np.array([[[1.5, np.nan], [np.inf, -np.inf]]])
    scene = build_scene(
        Calculator(parse_layer("MaxPool2d(1)"), (1, 2, 2), input=numbers_from_array(values))
    )
    assert isinstance(scene.calculator.input, Numbers)

    assert torch.equal(
        torch.nan_to_num(ran(code_text(scene))["x"]),
        torch.nan_to_num(torch.tensor(values, dtype=torch.float32)),
    )


def test_large_tensors_are_random_ones_of_the_same_shape() -> None:
    code = code_text(scene_of("Conv2d(3, 8, 3)", (3, 64, 64)))

    assert len(code) < 10_000
    assert tuple(ran(code)["y"].shape) == (8, 62, 62)


def test_the_latex_holds_every_line_of_the_working() -> None:
    scene = scene_of("Conv2d(1, 1, 3, stride=2)", (1, 5, 6))
    latex = latex_text(scene)

    assert latex.startswith("% Conv2d(1, 1, kernel_size=3, stride=2)")
    assert latex.count(r"\begin{align*}") == latex.count(r"\end{align*}") == 3
    assert r"\left\lfloor \frac{i + 2p - d(k - 1) - 1}{s} \right\rfloor + 1" in latex
    assert r"\frac{5 + 2 \cdot 0 - 1 \cdot (3 - 1) - 1}{2}" in latex
    assert r"\frac{6 + 2 \cdot 0 - 1 \cdot (3 - 1) - 1}{2}" in latex
    assert "o = 1 + 1 = 2" in latex
