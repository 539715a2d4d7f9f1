"""Which parts of a network repeat each other, such as "three times the same block"."""

from __future__ import annotations

from convviz.core.network.tree import Block, NetworkStep, Node


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
