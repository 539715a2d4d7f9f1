"""Which parts of a network repeat each other, such as "three times the same block"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.network.tree import Block, NetworkStep, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_PERIOD: Final = 4
"""Nodes of a group that is looked for again: a block with its norm, activation and pooling."""


def is_repeat(node: Node, other: Node) -> bool:
    """Return whether two nodes are the same but for their names and what follows the shape.

    A layer's in_channels, num_features and in_features follow from what reaches it, whether they
    were set by hand or not.
    """
    if node is other:
        return True
    if isinstance(node, Block) and isinstance(other, Block):
        return (
            (node.kind, node.enabled) == (other.kind, other.enabled)
            and len(node.children) == len(other.children)
            and all(map(is_repeat, node.children, other.children))
        )
    if isinstance(node, NetworkStep) and isinstance(other, NetworkStep):
        return node.enabled == other.enabled and _is_same_layer(node, other)
    return False


def _is_same_layer(step: NetworkStep, other: NetworkStep) -> bool:
    layer, second = step.layer, other.layer
    if type(layer) is not type(second):
        return False
    return layer == second or all(
        known.follows or getattr(layer, name) == getattr(second, name)
        for name, known in layer.parameters().items()
    )


def repeated_run(nodes: Sequence[Node], start: int) -> tuple[int, int]:
    """Return how many nodes from a place on are repeated as one, and how often they stand there.

    Args:
        nodes: Nodes that stand behind each other.
        start: The place of the first.

    Returns:
        The shortest period of which most nodes are covered, and its count; 1 and 1 for none.
    """
    best = (1, 1)
    for period in range(1, LONGEST_PERIOD + 1):
        count = _count_of(nodes, start, period)
        if count > 1 and period * count > best[0] * best[1]:
            best = (period, count)
    return best


def _count_of(nodes: Sequence[Node], start: int, period: int) -> int:
    count = 1
    while True:
        place = start + count * period
        group = nodes[place : place + period]
        if len(group) < period:
            return count
        first = nodes[start : start + period]
        if not all(is_repeat(node, other) for node, other in zip(first, group, strict=True)):
            return count
        count += 1
