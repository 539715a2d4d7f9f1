"""A network that is taken apart into its flow of values is found again, blocks and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.network.flow_steps import FlowStep
from convviz.core.network.from_flow import Flow
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import (
    Block,
    BlockKind,
    NetworkStep,
    Node,
    child_names,
    concat,
    layer_steps,
    module_names,
    residual,
    sequential,
)
from convviz.core.network.tree_limits import LONGEST_NAME, MOST_DEPTH, check_tree
from tests.support.random_trees import RandomTree, running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer


class TakenApart:
    """The flow of a network, with the names that a program would have for its parts."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.steps: list[FlowStep] = []
        self.end = self._through(nodes, None, "x", ())

    def _through(
        self, nodes: Sequence[Node], block: Block | None, value: str, modules: tuple[str, ...]
    ) -> str:
        for node, name in zip(nodes, child_names(block, nodes), strict=True):
            if not isinstance(node, Block):
                value = self._step((value,), node.layer, None, modules, name)
            elif node.joins:
                inside = (*modules, name)
                ends = [
                    self._through((way,), None, value, (*inside, own))
                    for way, own in zip(
                        node.children, child_names(node, node.children), strict=True
                    )
                ]
                value = self._step(tuple(ends), None, node.kind, inside, "")
            else:
                value = self._through(node.children, node, value, (*modules, name))
        return value

    def _step(
        self,
        inputs: tuple[str, ...],
        layer: Layer | None,
        joins: BlockKind | None,
        modules: tuple[str, ...],
        name: str,
    ) -> str:
        output = f"v{len(self.steps)}"
        self.steps.append(FlowStep(output, inputs, layer, joins, modules, name))
        return output


def shape_of(nodes: Sequence[Node]) -> list[object]:
    """Return the joins of a network with the layers in their ways; Sequentials do not count."""
    found: list[object] = []
    for node in nodes:
        if not isinstance(node, Block):
            found.append(node.layer)
        elif node.joins:
            ways = [shape_of(way.children) for way in node.children if isinstance(way, Block)]
            if len(ways) == 1:  # a Concat of one branch is the branch
                found += ways[0]
                continue
            if node.kind is BlockKind.RESIDUAL:
                ways.sort(key=lambda way: -len(str(way)))
            found.append((node.kind, ways))
        else:
            found += shape_of(node.children)
    return found


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(60))
def test_random_networks_are_found_again(seed: int) -> None:
    drawn, shape = RandomTree(seed, goes_wrong=False).network()
    nodes = running(drawn)
    apart = TakenApart(nodes)
    if not layer_steps(nodes) or infer_sequential(nodes, shape).failure is not None:
        return
    found = Flow("x", apart.steps).tree(apart.end)
    assert shape_of(found.nodes) == shape_of(nodes)
    assert [step.layer for step in found.steps] == [s.layer for s in layer_steps(found.nodes)]
    assert (
        infer_sequential(found.nodes, shape).output_shape
        == infer_sequential(nodes, shape).output_shape
    )


def test_modules_are_blocks_of_their_names_and_lone_ones_lend_it() -> None:
    nodes = (
        sequential(NetworkStep(ReLU(), name="act"), NetworkStep(Sigmoid()), name="stem"),
        residual([NetworkStep(ReLU())], [NetworkStep(Sigmoid()), NetworkStep(ReLU())], name="skip"),
        concat([NetworkStep(ReLU(), name="left")], []),
        sequential(NetworkStep(Sigmoid()), name="head"),
    )
    apart = TakenApart(nodes)
    found = Flow("x", apart.steps).tree(apart.end).nodes
    assert [node.name for node in found] == ["stem", "skip", "", "head"]
    stem, skip = found[0], found[1]
    assert isinstance(stem, Block)
    assert [child.name for child in stem.children] == ["act", ""]
    assert isinstance(skip, Block)
    joined = skip if skip.joins else skip.children[0]
    assert isinstance(joined, Block)
    body = joined.children[0]
    assert isinstance(body, Block)
    assert len(body.children) == 2  # the longer way is the body


def test_what_is_used_again_takes_no_name_of_another_layer() -> None:
    steps = [FlowStep("a", ("x",), ReLU(), name="c"), FlowStep("b", ("a",), ReLU(), name="c")]
    steps.append(FlowStep("d", ("b",), ReLU(), name="c2"))
    names = [node.name for node in Flow("x", steps).tree("d").nodes]
    assert names == ["c", "c3", "c2"]


def test_what_is_used_again_has_no_name_where_a_number_makes_it_too_long() -> None:
    longest = "c" * LONGEST_NAME
    steps = [FlowStep(f"v{n + 1}", (f"v{n}",), ReLU(), name=longest) for n in range(4)]
    assert [node.name for node in Flow("v0", steps).tree("v4").nodes] == [longest, "", "", ""]


def test_a_layer_that_takes_its_modules_name_is_told_by_its_own() -> None:
    found = Flow("x", [FlowStep("a", ("x",), ReLU(), modules=("stem",), name="0")]).tree("a")
    assert [node.name for node in found.nodes] == ["stem"]
    assert [step.name for step in found.steps] == ["0"]


def test_modules_stay_up_to_the_deepest_network() -> None:
    """A module that is all of a way is that way: it stands no deeper."""
    around = tuple(f"m{n}" for n in range(MOST_DEPTH - 2))
    inside = (*around, "inner")
    steps = [FlowStep("a", ("x",), ReLU(), modules=inside, name="one")]
    steps.append(FlowStep("b", ("a",), ReLU(), modules=inside, name="two"))
    steps.append(FlowStep("c", ("b", "x"), joins=BlockKind.RESIDUAL, modules=around))
    nodes = Flow("x", steps).tree("c").nodes
    check_tree(nodes)
    assert module_names(nodes)[1] == ".".join((*around, "0", "body", "two"))


def test_a_value_that_two_ways_of_different_blocks_read_is_no_tree() -> None:
    steps = [
        FlowStep("a", ("x",), ReLU()),
        FlowStep("b", ("a",), ReLU()),
        FlowStep("c", ("a", "b"), joins=BlockKind.RESIDUAL),
        FlowStep("d", ("c",), ReLU()),
        FlowStep("e", ("d", "b"), joins=BlockKind.RESIDUAL),
    ]
    with pytest.raises(DocumentError) as caught:
        Flow("x", steps).tree("e")
    assert caught.value.code is ErrorCode.FLOW_TANGLED
