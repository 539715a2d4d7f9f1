"""What a cell sees at every layer before it, against the gradient's footprint there."""

from __future__ import annotations

import random
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import AvgPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.input_cells import SeenCells, cells_between, input_blocks
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep, names_within
from convviz.engine.compute.module_builder import build_sequential
from tests.oracle.test_receptive_field import random_network
from tests.oracle.test_trees import FIELDS

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape
    from convviz.core.network.sequential import SequentialResult
    from convviz.core.network.tree import Node

torch.set_num_threads(1)


def footprints(
    nodes: tuple[Node, ...], result: SequentialResult, cell: tuple[int, ...]
) -> dict[int, np.ndarray]:
    """Return where the gradient of the last row's cell is not zero, at the input and behind all.

    Weights and input are positive, so that nothing cancels.
    """
    model = build_sequential(nodes, result.input_shape).double().eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.fill_(0.25)
    outputs: dict[str, torch.Tensor] = {}

    def keep(name: str, output: torch.Tensor) -> None:
        output.retain_grad()
        outputs[name] = output

    for name, module in model.named_modules():
        module.register_forward_hook(lambda _m, _i, output, name=name: keep(name, output))
    picture = torch.full((1, *result.input_shape), 0.5, dtype=torch.float64, requires_grad=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        model(picture)
    names = {path: name for path, _, name in names_within(None, nodes)}
    output = outputs[names[result.rows[-1].path]][0]
    chosen = output.movedim(0, -1)[cell] if output.ndim > 1 else output[cell]
    torch.autograd.backward(chosen.sum())
    places: dict[int, torch.Tensor] = {0: picture}
    for number, item in enumerate(result.flow, start=1):
        name = names[item.path]
        if name:  # a disabled layer has none
            places[number] = outputs[name]
    found = {}
    for number, tensor in places.items():
        gradient = tensor.grad
        if gradient is not None and (gradient != 0).any():
            reached = gradient[0].numpy() != 0
            found[number] = reached.any(axis=0) if reached.ndim > 1 else reached
    return found


def drawn(seen: SeenCells) -> np.ndarray:
    mask = np.zeros(seen.shape[1:] or seen.shape, dtype=np.bool_)
    for block in seen.blocks:
        mask[np.ix_(*block)] = True
    return mask


def check(nodes: tuple[Node, ...], shape: Shape, seed: int) -> int:
    result = infer_sequential(nodes, shape)
    chance, compared = random.Random(seed), 0  # noqa: S311
    last = result.rows[-1]
    sizes = last.output_shape[1:] or last.output_shape
    for _ in range(3):
        cell = tuple(chance.randrange(size) for size in sizes)
        expected = footprints(nodes, result, cell)
        found = {seen.number: drawn(seen) for seen in cells_between(result, last.index, cell)}
        found = {number: mask for number, mask in found.items() if mask.any()}
        enabled = {number for number in found if number == 0 or result.flow[number - 1].enabled}
        assert enabled == expected.keys()
        for number, mask in expected.items():
            assert np.array_equal(found[number], mask), (nodes, number, cell)
            compared += 1
    return compared


@pytest.mark.parametrize("name", FIELDS)
def test_at_every_layer_of_a_tree_a_cell_sees_the_union_of_its_ways(name: str) -> None:
    assert check(*FIELDS[name], seed=0) >= 9


def test_at_every_layer_of_random_chains_the_field_is_the_gradients_footprint() -> None:
    compared = 0
    for seed in range(25):
        steps, result = random_network(seed, uniform=False, plain=True)
        if steps[-1].enabled:
            compared += check(tuple(steps), result.input_shape, seed)
    assert compared > 100


def test_a_vector_in_between_has_numbers_in_place_of_cells() -> None:
    layers = Conv2d(1, 2, 3), AvgPool2d(2), Flatten(), Linear(2 * 3 * 3, 5)
    nodes = tuple(map(NetworkStep, layers))
    check(nodes, (1, 9, 9), 0)
    seen = cells_between(infer_sequential(nodes, (1, 9, 9)), 3, (2,))
    assert [found.shape for found in seen] == [(1, 9, 9), (2, 7, 7), (2, 3, 3), (18,), (5,)]
    assert seen[3].blocks == ((tuple(range(18)),),)
    assert seen[4].blocks == (((2,),),)


def test_dilation_leaves_gaps_where_it_is_and_before() -> None:
    nodes = tuple(map(NetworkStep, (Conv2d(1, 1, 2), Conv2d(1, 1, 2, dilation=3))))
    seen = cells_between(infer_sequential(nodes, (1, 9, 9)), 1, (1, 0))
    assert seen[1].blocks == (((1, 4), (0, 3)),)
    assert seen[0].blocks == (((1, 2, 4, 5), (0, 1, 3, 4)),)


def test_the_chain_ends_at_the_input_with_what_is_known_of_it() -> None:
    nodes, shape = FIELDS["a small U-Net"]
    result = infer_sequential(nodes, shape)
    last = result.rows[-1].index
    assert cells_between(result, last, (5, 6))[0].blocks == input_blocks(result, last, (5, 6))
