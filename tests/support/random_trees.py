"""Random networks with blocks: most of them fit, and some fail somewhere on purpose."""

from __future__ import annotations

import dataclasses
from random import Random
from typing import TYPE_CHECKING

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.layers.upsample import Upsample
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import (
    Block,
    BlockKind,
    NetworkStep,
    Node,
    concat,
    residual,
    sequential,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer, Shape

NAMES = ("stem", "head", "left", "right", "features")
_WRONG = 0.05
"""How often a number is wrong on purpose."""


class RandomTree:
    """Draws networks.

    Args:
        seed: The same seed gives the same networks.
        goes_wrong: Whether some of them fail.
    """

    def __init__(self, seed: int, *, goes_wrong: bool = True) -> None:
        self._random = Random(seed)  # noqa: S311 - no secret
        self._wrong = _WRONG if goes_wrong else 0.0

    def network(self) -> tuple[tuple[Node, ...], Shape]:
        """Return a network and the shape of its input."""
        random = self._random
        size = random.randint(4, 12)
        shape = (random.randint(1, 5), size, size + random.randint(-1, 1))
        nodes, _ = self._sequence(shape, depth=0, most=random.randint(1, 8))
        if random.random() < 0.3:
            output = infer_sequential(nodes, shape).output_shape
            nodes = [*nodes, NetworkStep(Flatten())]
            features = 1
            for number in output:
                features *= number
            nodes.append(NetworkStep(Linear(self._maybe(features), random.randint(1, 6))))
        return tuple(nodes), shape

    def _maybe(self, number: int) -> int:
        return number + 1 if self._random.random() < self._wrong else number

    def _sequence(self, shape: Shape, depth: int, most: int) -> tuple[list[Node], Shape]:
        nodes: list[Node] = []
        used: set[str] = set()
        for _ in range(self._random.randint(0 if depth else 1, most)):
            node = self._node(shape, depth)
            name = self._random.choice(NAMES)
            if self._random.random() < 0.15 and name not in used:
                node = _named(node, name)
                used.add(name)
            if self._random.random() < 0.06:
                node = _disabled(node)
            nodes.append(node)
            result = infer_sequential((node,), shape)
            if result.failure is not None:
                break
            shape = result.output_shape
        return nodes, shape

    def _node(self, shape: Shape, depth: int) -> Node:
        if depth < 3 and self._random.random() < 0.35:
            return self._block(shape, depth)
        return self._layer(shape)

    def _layer(self, shape: Shape) -> NetworkStep:
        random, channels = self._random, shape[0]
        kernel = random.choice((1, 2, 3, 3))
        out = random.randint(1, 6)
        stride = random.choice((1, 1, 1, 2))
        padding = random.randint(0, 1)
        wanted = self._maybe(channels)
        choices: list[Layer] = [
            Conv2d(wanted, out, kernel, stride=stride, padding=padding),
            Conv2d(wanted, out, 3, padding=1, bias=random.random() < 0.5),
            BatchNorm2d(wanted),
            ReLU(),
            Sigmoid(),
            Dropout(0.5),
            MaxPool2d(2, stride=random.choice((1, 2)), padding=random.randint(0, 1)),
            AvgPool2d(2),
            Upsample(scale_factor=2),
        ]
        layer = random.choice(choices[:7] if max(shape[1:], default=0) > 40 else choices)
        follows = frozenset[str]()
        if random.random() < 0.4:
            names = {"in_channels", "num_features"}
            follows = frozenset(name for name in layer.parameters() if name in names)
        return NetworkStep(layer, follows)

    def _block(self, shape: Shape, depth: int) -> Block:
        kind = self._random.choice(list(BlockKind))
        if kind is BlockKind.SEQUENTIAL:
            return sequential(*self._sequence(shape, depth + 1, 3)[0])
        if kind is BlockKind.RESIDUAL:
            return self._residual(shape, depth)
        return self._concat(shape, depth)

    def _residual(self, shape: Shape, depth: int) -> Block:
        body, output = self._sequence(shape, depth + 1, 3)
        if output == shape or self._random.random() < 3 * self._wrong:
            return residual(body)
        if len(output) != 3:
            return residual([])
        shortcut = Conv2d(shape[0], output[0], 1)
        size = Upsample(size=output[1:])
        return residual(body, [NetworkStep(shortcut), NetworkStep(size)])

    def _concat(self, shape: Shape, depth: int) -> Block:
        first, wanted = self._sequence(shape, depth + 1, 2)
        branches = [first]
        for _ in range(self._random.randint(0, 2)):
            branch, output = self._sequence(shape, depth + 1, 2)
            if output[1:] != wanted[1:] and self._random.random() >= 3 * self._wrong:
                branch.append(NetworkStep(Upsample(size=wanted[1:])))
            branches.append(branch)
        return concat(*branches)


def _named(node: Node, name: str) -> Node:
    return dataclasses.replace(node, name=name)


def _disabled(node: Node) -> Node:
    return dataclasses.replace(node, enabled=False)


def running(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Return what of a network runs, as code says it: without what follows or is disabled."""
    kept: list[Node] = []
    for node in nodes:
        if not node.enabled:
            continue
        if isinstance(node, Block):
            kept.append(dataclasses.replace(node, children=running(node.children)))
        else:
            kept.append(dataclasses.replace(node, follows=frozenset()))
    return tuple(kept)
