"""Finds layers of a network by their name, type or number. Without Qt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from convviz.core.layer_search import search_rank
from convviz.core.network.tree import Block, layer_steps, names_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.tree import Node


def layers_found(nodes: Sequence[Node], text: str) -> list[int]:
    """Return the numbers of the layers in which each word of a text is found, from 0.

    A word is part of what torch calls the layer, of its own name or its type, or stands for the
    type as where layers are added: bn is BatchNorm2d. A whole number is the layer's number, counted
    from 1 as in the list, or what torch calls it.

    Args:
        nodes: The network.
        text: Such as `conv`, `layer1 batchnorm`, `12`; nothing is found by nothing.
    """
    words = text.casefold().split()
    if not words:
        return []
    named = names_within(None, nodes)
    names = [name for _, node, name in named if not isinstance(node, Block)]
    found = []
    for number, (step, name) in enumerate(zip(layer_steps(nodes), names, strict=True)):
        said = f"{name} {step.name}".casefold()
        numbers = {str(number + 1), name}
        kind = step.layer.type_name()
        if all(
            word in numbers if word.isdigit() else word in said or _means(word, kind)
            for word in words
        ):
            found.append(number)
    return found


@lru_cache(maxsize=1024)
def _means(word: str, kind: str) -> bool:
    """Return whether a word stands for a type of layer; the types of a network are few."""
    return search_rank(kind, word) is not None


def next_found(found: Sequence[int], current: int, *, forward: bool = True) -> int | None:
    """Return the place among what was found that comes next; the first behind the last.

    Args:
        found: Numbers of layers, in order.
        current: The layer that is chosen; -1 for none.
        forward: Whether towards the end.
    """
    if not found:
        return None
    if forward:
        behind = [place for place, number in enumerate(found) if number > current]
        return behind[0] if behind else 0
    before = [place for place, number in enumerate(found) if number < current]
    return before[-1] if before else len(found) - 1
