"""From the trace of a forward to the tree of layers and blocks that does the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.base import Layer
from convviz.core.network.flow_steps import FlowRules, FlowStep, Tangle
from convviz.core.network.from_flow import Flow
from convviz.core.network.tree import Node
from convviz.core.network.tree_limits import check_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.code.program.source import ProgramSource
    from convviz.core.code.program.trace import Result


@dataclass(frozen=True, slots=True)
class MadeTree:
    """A tree with what it was made of.

    Attributes:
        nodes: The tree.
        used: The numbers of the results whose layers are in it, in the tree's order.
    """

    nodes: tuple[Node, ...]
    used: tuple[int, ...]


def tree_of(results: Sequence[Result], output: int, source: ProgramSource) -> MadeTree:
    """Return the tree of layers that leads from the input to an output.

    Args:
        results: The results of a trace; the first is the input.
        output: The number of the network's output.
        source: The code, for errors.

    Raises:
        DocumentError: CODE_NOT_A_TREE: a layer with numbers lies on two ways, or joins stand too
            deep in each other; NETWORK_TOO_LONG, NETWORK_TOO_DEEP.
    """

    def error(tangle: Tangle) -> DocumentError:
        node = results[int(tangle.join.output)].node
        quoted = source.quoted(node)
        return source.error(ErrorCode.CODE_NOT_A_TREE, node, found=quoted)

    rules = FlowRules(
        number_sign="_",
        numbers_ways=True,
        names_joins=True,
        keeps_named_ways=True,
        is_repeatable=_is_repeatable,
        error=error,
    )
    steps = [_step(number, result) for number, result in enumerate(results) if result.inputs]
    tree = Flow("0", steps, rules).tree(str(output))
    check_tree(tree.nodes)
    return MadeTree(tree.nodes, tuple(int(step.output) for step in tree.steps))


def _step(number: int, result: Result) -> FlowStep:
    return FlowStep(
        str(number),
        tuple(map(str, result.inputs)),
        result.layer,
        result.joins,
        name=result.name,
        holders=result.held,
    )


def _is_repeatable(step: FlowStep) -> bool:
    """Return whether two layers with these settings compute the same; two joins do."""
    layer = step.layer
    return layer is None or not (has_numbers(layer) or layer.draws_random_numbers)


def has_numbers(layer: Layer) -> bool:
    """Return whether a layer has numbers of its own, which two uses would share."""
    return bool(layer.is_lazy) or type(layer).weight_shapes is not Layer.weight_shapes
