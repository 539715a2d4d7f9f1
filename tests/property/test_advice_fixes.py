"""What a fix of a piece of advice makes of random networks with blocks: one that still runs."""

from __future__ import annotations

import dataclasses
from random import Random
from typing import TYPE_CHECKING

import pytest

from convviz.core.code.writing import parse_layer
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.network.advice import SHAPES_CHANGE, advice
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import Block, NetworkStep
from convviz.protocol.document import Network
from convviz.protocol.sentences.advice import advice_sentence, fix_text, names_of
from convviz.ui.network.edits import followed_advice
from tests.support.random_trees import RandomTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.tree import Node

ADDED = (
    *("ReLU()", "ReLU(inplace=True)", "Sigmoid()", "Softmax(1)", "LogSoftmax(1)", "Flatten()"),
    *("Dropout()", "Dropout(1.0)", "MaxPool2d(3)", "BatchNorm2d(4)", "Conv2d(4, 4, 1, padding=2)"),
)


def spiced(nodes: Sequence[Node], chance: Random) -> tuple[Node, ...]:
    """Return a network with layers in it that something is to be said of."""
    found: list[Node] = []
    for node in nodes:
        if not isinstance(node, Block):
            found.append(node)
        elif node.joins:
            ways = (
                dataclasses.replace(way, children=spiced(way.children, chance))
                for way in node.children
                if isinstance(way, Block)
            )
            found.append(dataclasses.replace(node, children=tuple(ways)))
        else:
            found.append(dataclasses.replace(node, children=spiced(node.children, chance)))
        if chance.random() < 0.25:
            found.append(NetworkStep(parse_layer(chance.choice(ADDED))))
    return tuple(found)


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_no_fix_breaks_a_network_that_runs(first: int) -> None:
    followed = 0
    for seed in range(first, first + 40):
        chance = Random(seed)  # noqa: S311 - no secret
        nodes, shape = RandomTree(seed).network()
        nodes = spiced(nodes, chance)
        loss = chance.choice((None, CrossEntropyLoss(), NLLLoss()))
        result, names = infer_sequential(nodes, shape), names_of(nodes)
        for piece in advice(result, loss, 64):
            assert "{" not in advice_sentence(piece, names)
            for fix in piece.fixes:
                assert "{" not in fix_text(fix, names)
                after = followed_advice(Network(shape, nodes), fix)
                assert after.steps != nodes
                runs = infer_sequential(after.steps, shape).failure is None
                assert runs or result.failure is not None or piece.code in SHAPES_CHANGE
                followed += 1
    assert followed > 10
