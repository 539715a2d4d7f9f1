"""What a cell or a tap adds up to in all windows, against torch's gradients of the output's sum."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pad import ReflectionPad2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.power_pool import LPPool2d
from convviz.core.layers.upsample import Upsample
from convviz.engine.compute.module_builder import build_module
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern
from convviz.stepping.cells import CellKind
from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.lines.line_parts import LinePart, PartRole, in_brackets, value_text
from convviz.stepping.lines.trace_lines import trace_lines
from convviz.stepping.scene.scene import build_scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers import Layer
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.step import Cell

CASES: list[tuple[Layer, tuple[int, ...]]] = [
    (Conv2d(1, 1, 3), (1, 5, 5)),
    (Conv2d(4, 4, (3, 2), stride=2, padding=(1, 0), dilation=(2, 1), groups=2), (4, 7, 6)),
    (Conv2d(1, 2, 3, padding=2, padding_mode="reflect"), (1, 4, 4)),
    (Conv2d(1, 1, 3, padding=1, padding_mode="circular"), (1, 3, 4)),
    (Conv2d(1, 1, 2, padding="same", padding_mode="replicate"), (1, 3, 3)),
    (Conv1d(2, 1, 3, padding=1), (2, 6)),
    (Conv3d(1, 2, 2, padding=1), (1, 3, 3, 2)),
    (ConvTranspose2d(2, 2, 3, stride=2, padding=1, output_padding=1, groups=2), (2, 3, 3)),
    (AvgPool2d(3, 2, 1, ceil_mode=True), (1, 5, 5)),
    (AvgPool2d(3, 1, 1, count_include_pad=False), (1, 4, 4)),
    (AdaptiveAvgPool2d((3, 2)), (1, 5, 7)),
    (Upsample(scale_factor=2, mode="bilinear"), (1, 3, 3)),
]


def scene_of(layer: Layer, shape: tuple[int, ...]) -> Scene:
    fill = Fill(FillPattern.RANDOM_INTEGERS, 3)
    return build_scene(Calculator(layer, shape, fill, Fill(FillPattern.RANDOM_INTEGERS, 4)))


def gradients(scene: Scene, channel: int) -> tuple[Any, Any]:
    """Return torch's gradients of one output channel's sum by the input and by the kernel."""
    module: Any = build_module(scene.layer).double()
    inputs = torch.from_numpy(scene.plain_input.copy())[None].requires_grad_()
    if scene.weight is not None:
        module.weight.data = torch.from_numpy(scene.plain_weights["weight"].copy())
    module(inputs)[0, channel].sum().backward()
    by_input: Any = inputs.grad
    return by_input[0].numpy(), None if scene.weight is None else module.weight.grad.numpy()


def places(sizes: tuple[int, ...]) -> Iterator[Cell]:
    depths, rows, columns = sizes
    return itertools.product(range(depths), range(rows), range(columns))


def total_of(parts: tuple[LinePart, ...]) -> str:
    return next(part.text for part in parts if part.role is PartRole.CHANNEL_SUM)


@pytest.mark.parametrize(("layer", "shape"), CASES, ids=lambda value: str(value)[:60])
def test_a_cell_adds_what_torch_s_gradient_says(layer: Layer, shape: tuple[int, ...]) -> None:
    scene = scene_of(layer, shape)
    for output_channel in range(scene.output_volume[0]):
        by_input, _ = gradients(scene, output_channel)
        for channel in scene.input_channels_of(output_channel):
            for cell in places(scene.kinds.shape):
                if scene.kinds[cell] not in {CellKind.REAL, CellKind.DROPPED}:
                    continue
                place = tuple(
                    int(axis.sources[at]) for axis, at in zip(scene.axes, cell, strict=True)
                )[-scene.rank :]
                expected = float(by_input[(channel, *place)] * scene.plain_input[(channel, *place)])
                target = TracedCell(is_tap=False, channel=channel, cell=cell)
                (line,) = trace_lines(scene, output_channel, target)
                found = [part.text for part in line.parts if part.role is PartRole.CHANNEL_SUM]
                assert found == [value_text(settled(expected))] or not uses(line.parts)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [case for case in CASES if "weight" in case[0].weight_shapes()],
    ids=lambda value: str(value)[:60],
)
def test_a_tap_adds_what_torch_s_gradient_says(layer: Layer, shape: tuple[int, ...]) -> None:
    scene = scene_of(layer, shape)
    assert scene.weight is not None
    for output_channel in range(scene.output_volume[0]):
        _, by_weight = gradients(scene, output_channel)
        assert by_weight is not None
        by_weight = by_weight.reshape(scene.weight.shape)
        for channel in scene.input_channels_of(output_channel):
            plane = scene.weight_index(output_channel, channel)
            for tap in places(scene.kernel_sizes):
                target = TracedCell(is_tap=True, channel=channel, cell=tap)
                (line,) = trace_lines(scene, output_channel, target)
                expected = float(by_weight[plane][tap] * scene.weight[plane][tap])
                assert total_of(line.parts) == value_text(settled(expected))


def uses(parts: tuple[LinePart, ...]) -> int:
    counts = {PartRole.USED, PartRole.USES}
    return next(int(part.text) for part in parts if part.role in counts)


def settled(value: float) -> float:
    """Return a number without the last digits, in which two ways to add it up may differ."""
    return round(value, 9) + 0.0


def test_a_tap_tells_how_often_it_meets_padding() -> None:
    scene = scene_of(Conv2d(1, 1, 3, padding=1), (1, 4, 4))
    (line,) = trace_lines(scene, 0, TracedCell(is_tap=True, channel=0, cell=(0, 0, 0)))
    used = line.parts[0]
    assert (used.text, used.count) == ("16", 7)


def test_a_long_sum_is_counted_but_whole() -> None:
    scene = scene_of(Conv2d(1, 1, 3), (1, 12, 12))
    (line,) = trace_lines(scene, 0, TracedCell(is_tap=True, channel=0, cell=(0, 1, 1)))
    left_out = next(part for part in line.parts if part.role is PartRole.LEFT_OUT)
    assert uses(line.parts) == 100
    assert int(left_out.text) == 100 - sum(p.role is PartRole.TERM for p in line.parts)


def test_pooling_tells_where_a_cell_is_the_largest() -> None:
    layer = MaxPool2d(3, 1, 1)
    scene = scene_of(layer, (1, 5, 5))
    by_input, _ = gradients(scene, 0)
    for row, column in itertools.product(range(5), range(5)):
        (line,) = trace_lines(
            scene, 0, TracedCell(is_tap=False, channel=0, cell=(0, row + 1, column + 1))
        )
        assert line.parts[0].role is PartRole.WINS
        assert line.parts[0].count == by_input[0, row, column]


@pytest.mark.parametrize("layer", [LPPool2d(2, 2), ReflectionPad2d(1), Upsample(size=(6, 5))])
def test_where_no_sum_belongs_to_it_uses_are_counted(layer: Layer) -> None:
    scene = scene_of(layer, (1, 4, 4))
    (line,) = trace_lines(scene, 0, TracedCell(is_tap=False, channel=0, cell=(0, 2, 2)))
    assert [part.role for part in line.parts] == [PartRole.USES]
    assert uses(line.parts) >= 1


def test_a_zero_between_the_cells_meets_the_weights_but_adds_nothing() -> None:
    scene = scene_of(ConvTranspose2d(1, 1, 3, stride=2), (1, 3, 3))
    assert scene.weight is not None
    cell = (0, 3, 3)
    assert scene.kinds[cell] == CellKind.INSERTED_ZERO
    infinite = scene.weight.copy()
    infinite[..., 0] = np.inf
    scene = replace(scene, weight=infinite)
    assert scene.weight is not None
    (line,) = trace_lines(scene, 0, TracedCell(is_tap=False, channel=0, cell=cell))
    terms = [part for part in line.parts if part.tap is not None]
    weights = scene.weight.ravel()
    assert [part.text for part in terms] == [
        in_brackets(value_text(float(weights[part.tap or 0]))) for part in terms
    ]
    assert {part.role for part in terms} == {PartRole.MUTED_TERM}
    assert total_of(line.parts) == "0"


def test_a_channel_of_another_group_is_not_used() -> None:
    scene = scene_of(Conv2d(2, 2, 1, groups=2), (2, 3, 3))
    assert trace_lines(scene, 0, TracedCell(is_tap=False, channel=1, cell=(0, 0, 0))) == ()
