"""Fractional max pooling beside torch: where windows stand by a seed, what they hold, and steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from convviz.core.errors import ConvVizError
from convviz.core.layers.fractional_pool import (
    FractionalMaxPool2d,
    FractionalMaxPool3d,
    FractionalMaxPoolingLayer,
)
from convviz.engine.compute.layer_values import LayerComputer
from convviz.protocol.document import Calculator
from convviz.stepping.cells import INDICES, CellAddress
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.usage_counts import drawn_usage
from convviz.stepping.walks.by_output import walk_by_output
from convviz.ui.calculator.torch_check import request_of
from convviz.values.random_windows import window_places
from convviz.values.recipes import numbers_from_array
from convviz.values.tensors import array_of


def scene_of(layer: FractionalMaxPoolingLayer, values: Any, seed: int = 0) -> Scene:
    array = np.asarray(values, dtype=np.float64)
    return build_scene(Calculator(layer, array.shape, numbers_from_array(array), seed=seed))


@pytest.mark.parametrize("kind", [FractionalMaxPool2d, FractionalMaxPool3d])
def test_settings_by_chance_give_what_torch_gives(kind: type[FractionalMaxPoolingLayer]) -> None:
    chance = np.random.default_rng(kind.rank)
    computer = LayerComputer(torch.device("cpu"))
    tried = 0
    while tried < 25:
        shape = tuple(int(n) for n in chance.integers(1, 9, kind.rank + 1))
        kernel = tuple(int(n) for n in chance.integers(1, 4, kind.rank))
        ratio = tuple(float(n) for n in chance.uniform(0.2, 0.9, kind.rank).round(2))
        layer = kind(kernel, output_ratio=ratio, return_indices=True)
        try:
            layer.infer(shape)
        except ConvVizError:
            continue
        tried += 1
        values = chance.integers(-3, 4, shape).astype(float)
        values.flat[0] = chance.choice([np.nan, np.inf, -np.inf, 0])
        scene = scene_of(layer, values, int(chance.integers(0, 2**31)))
        answer = computer.compute(request_of(scene))
        assert answer.indices is not None
        assert scene.output is not None
        assert scene.indices is not None
        np.testing.assert_array_equal(scene.output.ravel(), array_of(answer.output).ravel())
        np.testing.assert_array_equal(scene.indices.ravel(), array_of(answer.indices).ravel())
        totals = [build_block_step(scene, index).total for index in range(scene.step_count)]
        np.testing.assert_array_equal(totals, scene.output.ravel())


def test_a_plain_module_has_the_same_places_after_manual_seed() -> None:
    values = np.arange(2 * 9 * 9.0).reshape(2, 9, 9)
    scene = scene_of(FractionalMaxPool2d(2, output_size=4), values, seed=6)
    torch.manual_seed(6)
    expected = torch.nn.FractionalMaxPool2d(2, output_size=4)(torch.tensor(values).float())
    assert scene.output is not None
    assert np.array_equal(scene.output[:, 0], expected.numpy())


def test_every_channel_has_its_own_places_and_the_last_window_ends_with_the_input() -> None:
    places = window_places(FractionalMaxPool2d(2, output_size=5), (6, 12, 11), seed=1)
    assert len({along.starts for rows, _ in places for along in [rows]}) > 1
    assert {rows.starts[-1] for rows, _ in places} == {10}
    assert {columns.starts[-1] for _, columns in places} == {9}
    assert all(rows.starts[0] == 0 for rows, _ in places)


def test_the_lines_have_the_maximum_and_where_the_window_begins() -> None:
    values = np.arange(25.0).reshape(1, 5, 5)
    walk = walk_by_output(scene_of(FractionalMaxPool2d(2, output_size=3), values, seed=4), 4)
    rows, columns = window_places(walk.scene.layer, (1, 5, 5), seed=4)[0]  # type: ignore[arg-type]
    texts = [line.text for line in walk.lines()[0]]
    row, column = rows.starts[1], columns.starts[1]
    corner = row * 5 + column
    numbers = " , ".join(f"{corner + at}" for at in (0, 1, 5, 6))
    assert texts[0] == f"max( {numbers} ) = {corner + 6}"
    assert texts[1].startswith("\u230a(1 + 0.")
    assert texts[1].endswith(f"= {row}")
    walk.go_to(8)
    assert [line.text for line in walk.lines()[0]][1:] == ["5 \u2212 2 = 3", "5 \u2212 2 = 3"]


def test_uses_count_the_windows_over_a_cell() -> None:
    scene = scene_of(FractionalMaxPool2d(3, output_size=2), np.ones((1, 4, 4)))
    counts = drawn_usage(scene).counts[0]
    assert counts.sum() == 4 * 9
    assert counts[1:3, 1:3].tolist() == [[4, 4], [4, 4]]


def test_the_index_of_the_step_is_lit_beside_its_maximum() -> None:
    layer = FractionalMaxPool2d(2, output_size=2, return_indices=True)
    walk = walk_by_output(scene_of(layer, np.ones((1, 4, 4))), 3)
    (index,) = (light for light in walk.lit(afresh=True) if light.group == INDICES)
    assert index.lit.box is not None
    assert (index.lit.box.row, index.lit.box.column) == (1, 1)
    assert walk.step_at(CellAddress(INDICES, 0, 1, 0)) == 2
