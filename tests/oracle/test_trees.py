"""Networks with blocks against torch: shapes, what fails, counts, names, values, code, fields."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import torch

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pool import AvgPool2d
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.layers.upsample import Upsample
from convviz.core.network.input_cells import input_blocks
from convviz.core.network.receptive_field import receptive_fields
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep, Node, concat, names_within, residual, sequential
from convviz.engine.compute.module_builder import build_sequential
from tests.oracle.trees import compare
from tests.support.random_trees import RandomTree
from tests.support.seen_cells import input_box

torch.set_num_threads(1)

L = NetworkStep


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_random_trees_agree_with_torch(first: int) -> None:
    for number in range(first, first + 10):
        nodes, shape = RandomTree(number).network()
        compare(nodes, shape, number)


FIELDS: dict[str, tuple[tuple[Node, ...], tuple[int, ...]]] = {
    "residual": (
        (L(Conv2d(1, 1, 3)), residual([L(Conv2d(1, 1, 5, padding=2)), L(Sigmoid())])),
        (1, 12, 11),
    ),
    "strided shortcut": (
        (residual([L(Conv2d(1, 1, 3, 2, 1))], [L(Conv2d(1, 1, 1, 2))]), L(Conv2d(1, 1, 2))),
        (1, 11, 14),
    ),
    "branches": (
        (
            concat(
                [L(Conv2d(1, 1, 1))],
                [L(Conv2d(1, 1, 3, padding=1)), L(Conv2d(1, 1, 3, padding=1))],
                [],
            ),
            L(Conv2d(3, 1, 3, 2)),
        ),
        (1, 13, 12),
    ),
    "a small U-Net": (
        (
            L(Conv2d(1, 1, 3, padding=1)),
            concat(
                [],
                [L(AvgPool2d(2)), L(Conv2d(1, 1, 3, padding=1)), L(Upsample(scale_factor=2))],
            ),
            L(Conv2d(2, 1, 3, padding=1)),
        ),
        (1, 12, 12),
    ),
    "nested": (
        (
            residual(
                [
                    sequential(L(Conv2d(1, 1, 3, padding=1))),
                    concat([L(Sigmoid())], [L(Conv2d(1, 1, 3, padding=1))]),
                    L(Conv2d(2, 1, 1)),
                ]
            ),
            L(AvgPool2d(3)),
        ),
        (1, 12, 12),
    ),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_cell_sees_what_any_way_to_it_reads(name: str) -> None:
    nodes, shape = FIELDS[name]
    result = infer_sequential(nodes, shape)
    assert result.failure is None
    row, field = result.rows[-1], receptive_fields(result)[-1]
    chance = random.Random(0)  # noqa: S311
    sizes = row.output_shape[1:]
    for _ in range(4):
        cell = chance.randrange(sizes[0]), chance.randrange(sizes[1])
        found = _footprint(nodes, shape, names_of(nodes)[row.path], cell)
        blocks = input_blocks(result, row.index, cell)
        ours = np.zeros(shape[1:], bool)
        for rows, columns in blocks:
            ours[np.ix_(rows, columns)] = True
        assert np.array_equal(ours, found)
        box = input_box(result, row.index, cell)
        for axis, seen in zip(field.axes, box, strict=True):
            assert axis is not None
            assert len(seen) <= axis.size


def test_the_numbers_of_a_sum_are_those_of_the_longest_way() -> None:
    body = [L(Conv2d(1, 1, 3, padding=1)), L(Conv2d(1, 1, 3, padding=1))]
    nodes = (residual(body, [L(Conv2d(1, 1, 1))]), L(Sigmoid()))
    (field,) = receptive_fields(infer_sequential(nodes, (1, 20, 20)))[-1:]
    known = [(axis.size, float(axis.jump), float(axis.start)) for axis in field.known_axes]
    assert known == [(5, 1.0, 0.0)] * 2


def names_of(nodes: tuple[Node, ...]) -> dict[tuple[int, ...], str]:
    return {path: name for path, _, name in names_within(None, nodes)}


def _footprint(
    nodes: tuple[Node, ...], shape: tuple[int, ...], name: str, cell: tuple[int, int]
) -> np.ndarray[Any, Any]:
    """Return where the gradient of a layer's cell is not zero; weights and input are positive."""
    model = build_sequential(nodes, shape).double().eval()
    with torch.no_grad():
        for tensor in model.parameters():
            tensor.fill_(0.25)
    outputs: list[torch.Tensor] = []
    model.get_submodule(name).register_forward_hook(lambda _m, _i, out: outputs.append(out))
    picture = torch.full((1, *shape), 0.5, dtype=torch.float64, requires_grad=True)
    model(picture)
    rows, columns = cell
    (gradient,) = torch.autograd.grad(outputs[0][0, :, rows, columns].sum(), picture)
    found: np.ndarray[Any, Any] = gradient[0, 0].numpy() != 0
    return found
