"""What of an autograd graph stands in its ranks, and what beside: parameters beside their layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.protocol.gradients import GraphNode

PICTURE: Final = "input"
"""The picture's name among what may have a gradient."""


@dataclass(frozen=True, slots=True)
class GraphParts:
    """The parts of a graph, by the numbers of nodes.

    Attributes:
        main: What stands in the ranks, in the order of the walk.
        beside: Of each of these the chains that end in a parameter: from the node on.
        edges: Between those in the ranks.
    """

    main: tuple[int, ...]
    beside: dict[int, tuple[tuple[int, ...], ...]]
    edges: tuple[tuple[int, int], ...]


def parts_of(nodes: Sequence[GraphNode]) -> GraphParts:
    """Return the parts of a graph.

    A chain stands beside a node if nothing else leads to it, and it works on a parameter alone: an
    AccumulateGrad, or one operation after another (such as the transposing of a Linear's weight)
    with one operand.
    """
    users: list[list[int]] = [[] for _ in nodes]
    for number, node in enumerate(nodes):
        for edge in node.edges:
            if edge.node >= 0:
                users[edge.node].append(number)
    chains: dict[int, tuple[int, ...]] = {}
    for node in nodes:
        for edge in node.edges if len(node.edges) > 1 else ():
            chain = _chain(nodes, users, edge.node)
            if chain:
                chains[edge.node] = chain
    hidden = {number for chain in chains.values() for number in chain}
    main = tuple(number for number in range(len(nodes)) if number not in hidden)
    beside = {
        number: tuple(chains[e.node] for e in nodes[number].edges if e.node in chains)
        for number in main
    }
    edges = tuple(
        (number, edge.node)
        for number in main
        for edge in nodes[number].edges
        if edge.node >= 0 and edge.node not in hidden
    )
    return GraphParts(main, beside, edges)


def _chain(
    nodes: Sequence[GraphNode], users: Sequence[Sequence[int]], first: int
) -> tuple[int, ...]:
    """Return the chain that a node begins; nothing if it does not belong beside another one."""
    found, number = [], first
    while number >= 0 and len(users[number]) == 1:
        node = nodes[number]
        found.append(number)
        if node.parameter:
            return () if node.parameter == PICTURE else tuple(found)
        if len(node.edges) != 1:
            return ()
        number = node.edges[0].node
    return ()
