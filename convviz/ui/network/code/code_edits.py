"""A network whose code was edited: what of it is new, and what is as it was. Without Qt."""

from __future__ import annotations

import dataclasses
import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from convviz.core.code.attributes import node_attributes
from convviz.core.code.block_text import is_named
from convviz.core.code.commented import uncommented
from convviz.core.code.reading import parse_code
from convviz.core.code.writing import written_layers
from convviz.core.errors import DocumentError
from convviz.core.network.tree import Block, Node, layer_steps, walk, with_layers
from convviz.ui.network.edits import steps_of_code

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from convviz.core.network.rows import SequentialResult
    from convviz.protocol.document import Network

_DEFINITION: Final = re.compile(r"^class \w+", re.MULTILINE)

_MOST_COMPARED: Final = 400
"""Nodes beside each other that are looked for at other places than their own."""


def nodes_of_code(text: str, network: Network, result: SequentialResult) -> tuple[Node, ...]:
    """Return the nodes of a network's code after a person edited it.

    What is written as it was stays as it was, with what follows the layer before. Of what is new,
    parameters follow where they agree. Comments that are layers are disabled.

    Args:
        text: The code.
        network: The network that was written.
        result: Its shapes.

    Raises:
        ConvVizError: The text is no code of one network.
    """
    read = _read(text, network, result)
    written = with_layers(network.steps, written_layers(layer_steps(network.steps), result))
    kept = _kept(network.steps, written, read)
    known = {id(node) for _, node in walk(network.steps)}
    return _untouched(kept, steps_of_code(kept, network.input_shape), known)


def _read(text: str, network: Network, result: SequentialResult) -> tuple[Node, ...]:
    """Return the nodes of the one network of a text; where a comment is no layer, without it.

    A class of another form than our own code's is followed as a program; it is made as it is
    without an argument.
    """
    with_comments, disabled = uncommented(text)
    if disabled:
        try:
            return parse_code(with_comments, disabled).network().nodes
        except DocumentError:
            pass  # the text as it is says what is wrong
    try:
        return parse_code(text).network().nodes
    except DocumentError:
        if not _DEFINITION.search(text):
            raise
    from convviz.core.code.program.reading import read_program  # keeps the start fast

    program = read_program(text)
    if len(program.choices) != 1:
        return parse_code(text).network().nodes  # it says what is wrong
    nodes = program.build(program.choices[0].name, {}, network.input_shape).nodes
    return _without_given_names(nodes, network, result)


def _without_given_names(
    nodes: Sequence[Node], network: Network, result: SequentialResult
) -> tuple[Node, ...]:
    """Return nodes of a module without the names that its code gave those without one."""
    layers = written_layers(layer_steps(network.steps), result)
    attributes = zip(network.steps, node_attributes(network.steps, layers), strict=True)
    given = {attribute for node, attribute in attributes if not node.name}
    return tuple(
        dataclasses.replace(node, name="") if node.name in given else node for node in nodes
    )


def _untouched(
    kept: Sequence[Node], followed: Sequence[Node], known: Container[int]
) -> tuple[Node, ...]:
    """Return nodes with what follows the layer before, those that were known as they were."""
    nodes: list[Node] = []
    for node, other in zip(kept, followed, strict=True):
        if id(node) in known:
            nodes.append(node)
        elif isinstance(node, Block) and isinstance(other, Block):
            children = _untouched(node.children, other.children, known)
            nodes.append(dataclasses.replace(other, children=children))
        else:
            nodes.append(other)
    return tuple(nodes)


def _kept(
    before: Sequence[Node], written: Sequence[Node], after: Sequence[Node]
) -> tuple[Node, ...]:
    """Return nodes that were read, those that did not change as they were before.

    Args:
        before: The nodes.
        written: The same nodes as they stand in code.
        after: What was read.
    """
    if not is_named(before) and not any(node.name for node in after):
        # An nn.Sequential in which nothing that runs has a name writes no names at all.
        written = tuple(dataclasses.replace(node, name="") for node in written)
    # Within a disabled block all lines are comments: none says what of it would run.
    written = tuple(
        _running_within(node) if isinstance(node, Block) and not node.enabled else node
        for node in written
    )
    nodes: list[Node] = []
    for place, other in _pairs(written, after):
        if place is None:
            nodes.append(other)
        else:
            nodes.append(_as_before(before[place], written[place], other))
    return tuple(nodes)


def _as_before(before: Node, written: Node, after: Node) -> Node:
    """Return one node that was read, with what of it did not change as it was before."""
    if _same(written, after):
        return before
    if before.name != written.name and not after.name:  # it has one that is not written
        after = dataclasses.replace(after, name=before.name)
    if before.enabled != written.enabled and after.enabled:  # nor is it that it does not run
        after = dataclasses.replace(after, enabled=before.enabled)
    if isinstance(after, Block):
        if isinstance(before, Block) and isinstance(written, Block):
            is_uncommented = after.enabled and not written.enabled  # each of its lines is
            inside = _running_within(before) if is_uncommented else before
            children = _kept(inside.children, written.children, after.children)
            return dataclasses.replace(after, children=children)
        return after
    if isinstance(before, Block) or isinstance(written, Block):
        return after
    followed = {
        name
        for name in before.follows & after.layer.parameters().keys()
        if getattr(after.layer, name) == getattr(written.layer, name, None)
    }
    return dataclasses.replace(after, follows=frozenset(followed))


def _running_within(block: Block) -> Block:
    """Return a block of which all that it holds runs."""
    running = [dataclasses.replace(child, enabled=True) for child in block.children]
    children = tuple(
        _running_within(child) if isinstance(child, Block) else child for child in running
    )
    return dataclasses.replace(block, children=children)


def _pairs(written: Sequence[Node], after: Sequence[Node]) -> list[tuple[int | None, Node]]:
    """Return what was read, each with the place where it stood before; None for what is new."""
    first = _shared(written, after)
    last = _shared(written[first:][::-1], after[first:][::-1])
    middle = written[first : len(written) - last]
    changed = after[first : len(after) - last]
    pairs: list[tuple[int | None, Node]] = list(enumerate(after[:first]))
    pairs += [
        (None if place is None else first + place, node) for place, node in _found(middle, changed)
    ]
    behind = len(written) - last
    pairs += [(behind + place, node) for place, node in enumerate(after[len(after) - last :])]
    return pairs


def _found(written: Sequence[Node], after: Sequence[Node]) -> list[tuple[int | None, Node]]:
    """Return the same of nodes whose first and last ones changed."""
    if len(written) == len(after) or max(len(written), len(after)) > _MOST_COMPARED:
        return [(place if place < len(written) else None, node) for place, node in enumerate(after)]
    pairs: list[tuple[int | None, Node]] = []
    keys = [[_key(node) for node in nodes] for nodes in (written, after)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for kind, begin, end, to, until in matcher.get_opcodes():
        if kind == "delete":
            continue
        for place, node in enumerate(after[to:until]):
            is_paired = kind != "insert" and begin + place < end
            pairs.append((begin + place if is_paired else None, node))
    return pairs


def _shared(some: Sequence[Node], others: Sequence[Node]) -> int:
    """Return how many nodes at the beginning are the same."""
    count = 0
    for one, other in zip(some, others, strict=False):
        if not _same(one, other):
            break
        count += 1
    return count


def _same(one: Node, other: Node) -> bool:
    return _key(one) == _key(other)


def _key(node: Node) -> object:
    """Return what of a node stands in code: all but what it follows."""
    if isinstance(node, Block):
        return node.kind, node.name, node.enabled, tuple(map(_key, node.children))
    return node.layer, node.name, node.enabled
