"""A network that is edited costs what a new one would, and what was not edited stays as it is."""

from __future__ import annotations

import dataclasses
import random

import pytest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import NetworkSummary, Summariser, summarise
from convviz.core.network.tree import (
    Block,
    NetworkStep,
    Node,
    Path,
    concat,
    node_at,
    residual,
    walk,
    with_inserted,
    with_node,
)

EDITS = 60
FOLLOWING = frozenset({"in_channels", "num_features", "in_features"})


def step(layer: Conv2d | BatchNorm2d | Linear) -> NetworkStep:
    return NetworkStep(layer, FOLLOWING.intersection(layer.parameters()))


def network() -> tuple[Node, ...]:
    same = NetworkStep(ReLU())
    body = (step(Conv2d(8, 8, 3, padding=1)), step(BatchNorm2d(8)), same)
    return (
        step(Conv2d(3, 8, 3)),
        same,
        residual(body),
        residual(body),
        concat((step(Conv2d(8, 4, 1)),), (NetworkStep(MaxPool2d(3, 1, 1)), same)),
        NetworkStep(MaxPool2d(2)),
        NetworkStep(AdaptiveAvgPool2d(1)),
        NetworkStep(Flatten()),
        step(Linear(12, 10)),
    )


def edited(nodes: tuple[Node, ...], draw: random.Random) -> tuple[Node, ...]:
    """Return nodes with one of the edits that a person makes."""
    layers = [path for path, node in walk(nodes) if isinstance(node, NetworkStep)]
    path = draw.choice(layers)
    known = node_at(nodes, path)
    assert isinstance(known, NetworkStep)
    layer = draw.choice([ReLU(), MaxPool2d(2, 1), Conv2d(8, draw.choice([4, 8]), 3, padding=1)])
    new = step(layer) if isinstance(layer, Conv2d) else NetworkStep(layer)
    match draw.randrange(5):
        case 0:
            return with_node(nodes, path, dataclasses.replace(known, enabled=not known.enabled))
        case 1:
            return with_inserted(nodes, path, [new])
        case 2:
            return with_inserted(nodes, path, [known])
        case 3:
            return with_node(nodes, path)
        case _:
            return with_node(nodes, path, new)


def comparable(summary: NetworkSummary) -> tuple[object, ...]:
    """Return a summary with its failure as one can compare it: no two errors are equal."""
    failure = summary.result.failure
    why = None if failure is None else (failure.path, failure.error.code, failure.error.facts)
    result = dataclasses.replace(summary.result, failure=None)
    return dataclasses.replace(summary, result=result), why


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(4))
def test_after_every_edit_all_is_as_of_a_new_network(seed: int) -> None:
    draw, summariser = random.Random(seed), Summariser()  # noqa: S311 - edits, no secret
    nodes, shape, failures = network(), (3, 16, 16), 0
    history = [nodes]

    for _ in range(EDITS):
        summary = summariser.summary(nodes, shape)
        fresh = summarise(infer_sequential(nodes, shape))
        assert comparable(summary) == comparable(fresh)
        assert summary.receptive_fields == fresh.receptive_fields
        last = len(summary.layers) - 1
        for index in {0, last // 2, last} - {-1}:
            assert summary.seen_size(index) == fresh.seen_size(index)
            assert summary.sees_whole_input(index) == fresh.sees_whole_input(index)
        failures += summary.result.failure is not None
        # What fails is taken back, as a person would; now and then so is what does not.
        nodes = history[-1] if summary.result.failure is not None else nodes
        history.append(nodes)
        nodes = draw.choice(history[-3:]) if draw.random() < 0.2 else edited(nodes, draw)
        shape = (3, draw.choice([15, 16]), 16) if draw.random() < 0.1 else shape

    assert 0 < failures < EDITS


def rows_kept(nodes: tuple[Node, ...], changed: tuple[Node, ...]) -> list[Path]:
    """Return where rows stand that an edit leaves as they are."""
    summariser = Summariser()
    before = {id(row): row for row in summariser.summary(nodes, (3, 16, 16)).result.rows}
    after = summariser.summary(changed, (3, 16, 16)).result.rows
    return [row.path for row in after if id(row) in before]


def test_all_rows_but_the_edited_one_stay_where_the_shape_is_the_same() -> None:
    nodes = network()
    off = dataclasses.replace(node_at(nodes, (2, 0, 2)), enabled=False)

    kept = rows_kept(nodes, with_node(nodes, (2, 0, 2), off))

    every = [path for path, node in walk(nodes) if not isinstance(node, Block)]
    assert kept == [path for path in every if path != (2, 0, 2)]


def test_the_rows_before_an_edit_stay_where_the_shape_is_another() -> None:
    nodes = network()

    kept = rows_kept(nodes, with_node(nodes, (5,), NetworkStep(MaxPool2d(3))))

    assert kept[:3] == [(0,), (1,), (2, 0, 0)]
    assert (4, 1, 1) in kept
    assert (6,) not in kept
