"""Out as code, then in again: random networks are read as they were, by the interpreter too."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from convviz.core.code.program.reading import read_program
from convviz.core.code.writing import network_code, written_layers
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import Block, layer_steps
from tests.support.random_trees import RandomTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.tree import Node

pytestmark = pytest.mark.unmeasured

INTERPRETED = "\nfor epoch in range(3):\n    pass\n"
"""Beside a loop the text is no longer what our own code writes alone."""


def enabled(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Return the nodes that run: the others are comments in code."""
    return tuple(
        dataclasses.replace(node, children=enabled(node.children))
        if isinstance(node, Block)
        else node
        for node in nodes
        if node.enabled
    )


def shown(nodes: Sequence[Node], shape: Shape, *, named: bool) -> list[object]:
    """Return layers as they are written, in their blocks, with their names where these count."""
    layers = iter(written_layers(layer_steps(nodes), infer_sequential(nodes, shape)))

    def parts(children: Sequence[Node], *, named: bool) -> Iterator[object]:
        for child in children:
            name = child.name if named else ""
            if isinstance(child, Block):
                yield child.kind, name, list(parts(child.children, named=True))
            else:
                yield next(layers), name

    return list(parts(nodes, named=named))


def layers_in(nodes: Sequence[Node], shape: Shape) -> list[Layer]:
    return [row.layer for row in infer_sequential(nodes, shape).rows]


def check(seeds: range) -> None:
    for seed in seeds:
        nodes, shape = RandomTree(seed).network()
        nodes = enabled(nodes)
        if not nodes:
            continue
        result = infer_sequential(nodes, shape)
        for is_module in (False, True):
            text = network_code(nodes, result, is_module=is_module).text
            read = read_program(text).build()
            # What the outermost nodes are called is their attribute in a module.
            found = shown(read.nodes, shape, named=not is_module)
            assert found == shown(nodes, shape, named=not is_module), seed
            interpreted = read_program(text + INTERPRETED).build("model", None, shape)
            assert layers_in(interpreted.nodes, shape) == layers_in(nodes, shape), seed
            output = infer_sequential(interpreted.nodes, shape).output_shape
            assert output == result.output_shape, seed


def test_random_networks_are_read_as_they_were() -> None:
    check(range(60))


@pytest.mark.slow
def test_two_thousand_random_networks_in_both_forms_are_read_as_they_were() -> None:
    check(range(2000))
