"""What the code of an nn.Module calls the network's parts."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from convviz.core.network.tree import Block, has_blocks, layer_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer
    from convviz.core.network.tree import Node

_MOST_TRIES: Final = 8
"""Then every node has its name: numbers can be chosen so that each try names one node."""


def node_attributes(nodes: Sequence[Node], layers: Sequence[Layer]) -> list[str]:
    """Return what a module calls the network's outermost nodes.

    Args:
        nodes: The network's nodes.
        layers: All its layers in their order, as they are written.

    Returns:
        A node's own name; else one from its type, as :func:`attribute_names` has them, that no
        node of a name has.
    """
    return list(_attributes(tuple(_stems(nodes, layers)), tuple([node.name for node in nodes])))


@lru_cache(maxsize=8)
def _attributes(stems: tuple[str, ...], own_names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what nodes are called; most edits of a network leave types and names as they are.

    Args:
        stems: What the name of each begins with, if it has none of its own.
        own_names: The names that they have; "" for none.
    """
    taken = {name for name in own_names if name}
    pairs = list(zip(stems, own_names, strict=True))
    total = Counter(stem for stem, own in pairs if not own)
    seen: Counter[str] = Counter()
    names = []
    for stem, own in pairs:
        name = own or (stem if total[stem] == 1 and stem not in taken else "")
        while not name or (not own and name in taken):
            seen[stem] += 1
            name = f"{stem}{'_' if stem[-1].isdigit() else ''}{seen[stem]}"
        names.append(name)
    return tuple(names)


def named_by(nodes: Sequence[Node], attributes: Sequence[str]) -> tuple[Node, ...]:
    """Return nodes that a module calls so: those have names that would be called otherwise.

    Args:
        nodes: The network's outermost nodes, without names of their own.
        attributes: What the module calls them, each another name.
    """
    layers = [step.layer for step in layer_steps(nodes)]
    stems = _stems(nodes, layers)
    is_own = [
        re.fullmatch(rf"{stem}(_?\d+)?", attribute) is None
        for stem, attribute in zip(stems, attributes, strict=True)
    ]
    tries = 0
    while True:
        tries += 1
        named = tuple(
            dataclasses.replace(node, name=attribute if own else "")
            for node, attribute, own in zip(nodes, attributes, is_own, strict=True)
        )
        given = node_attributes(named, layers)
        differs = [one != other for one, other in zip(given, attributes, strict=True)]
        if not any(differs):
            return named
        # A name takes part in no numbering, so that others can be called otherwise then.
        is_own = [
            own or differ or tries == _MOST_TRIES
            for own, differ in zip(is_own, differs, strict=True)
        ]


def _stems(nodes: Sequence[Node], layers: Sequence[Layer]) -> list[str]:
    """Return what the attribute of each node begins with."""
    if not has_blocks(nodes):
        return [_stem(layer.type_name()) for _, layer in zip(nodes, layers, strict=False)]
    remaining = iter(layers)
    stems = []
    for node in nodes:
        if isinstance(node, Block):
            stems.append(node.kind.value.lower())
            for _ in layer_steps(node.children):
                next(remaining)
        else:
            stems.append(_stem(next(remaining).type_name()))
    return stems


@cache
def _stem(type_name: str) -> str:
    """Return what the attribute of a layer of some type begins with."""
    without_axes = re.sub(r"(?<=[a-z])[123]d$", "", type_name)
    return re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", without_axes).lower()
