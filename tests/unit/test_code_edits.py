"""A network's code after a person edited it: what changes, what stays as it was."""

from __future__ import annotations

import dataclasses
import random
import re
from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.code.writing import network_code
from convviz.core.errors import ConvVizError
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.smooth_activation import Tanh
from convviz.core.network import tree_edits
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import Block, NetworkStep, layer_steps, residual, sequential, walk
from convviz.protocol.network_templates import network_templates
from convviz.protocol.templates import course_network
from convviz.ui.network.code.code_edits import nodes_of_code

if TYPE_CHECKING:
    from convviz.core.network.tree import Node
    from convviz.protocol.document import Network

COURSE = course_network()


def edited(
    network: Network, before: str, after: str, *, is_module: bool = False
) -> tuple[Node, ...]:
    """Return the nodes after a piece of the network's code was replaced: of a module everywhere."""
    result = infer_sequential(network.steps, network.input_shape)
    text = network_code(network.steps, result, is_module=is_module).text
    assert before in text
    return nodes_of_code(text.replace(before, after, -1 if is_module else 1), network, result)


def calls(nodes: tuple[Node, ...]) -> list[str]:
    return [step.layer.type_name() for step in layer_steps(nodes)]


@pytest.mark.unmeasured
@pytest.mark.parametrize("is_module", [False, True])
@pytest.mark.parametrize("name", list(network_templates()))
def test_code_that_was_not_edited_is_the_same_network_whatever_is_disabled(
    name: str,
    is_module: bool,
) -> None:
    network = network_templates()[name].build()
    rng = random.Random(name)  # noqa: S311 - which layers are disabled
    paths = [path for path, _ in walk(network.steps)]
    some = rng.sample(paths, min(3, len(paths)))
    for chosen in ([], some):
        nodes = tree_edits.with_enabled(network.steps, chosen, enabled=False)
        now = msgspec.structs.replace(network, steps=nodes)
        result = infer_sequential(nodes, network.input_shape)
        text = network_code(nodes, result, is_module=is_module).text
        again = nodes_of_code(text, now, result)
        changed = msgspec.structs.replace(now, steps=again)
        assert (
            network_code(
                again, infer_sequential(again, network.input_shape), is_module=is_module
            ).text
            == text
        )
        if not any(len(path) > 1 for path in chosen):
            assert changed == now


@pytest.mark.parametrize("is_module", [False, True])
def test_a_disabled_layer_keeps_the_name_that_a_sequential_does_not_write(
    is_module: bool,
) -> None:
    stem = NetworkStep(Conv2d(3, 8, 3), frozenset({"in_channels"}), enabled=False, name="stem")
    network = msgspec.structs.replace(COURSE, steps=(stem, *COURSE.steps))
    assert edited(network, "64, 10", "64, 11", is_module=is_module)[0] is stem
    (changed, *_) = edited(network, "# nn.Conv2d(3, 8, ", "# nn.Conv2d(3, 9, ")
    assert (changed.name, changed.enabled) == ("stem", False)
    (runs, *_) = edited(network, "# nn.Conv2d(3, 8, ", "nn.Conv2d(3, 8, ")
    assert (runs.name, runs.enabled) == ("stem", True)
    twice = edited(network, "    nn.Flatten(),", "    nn.Flatten(),\n    nn.ReLU(),")
    assert twice[0] is stem
    assert [
        node.name for node in edited(network, "    # nn.Conv2d(3, 8, kernel_size=3),\n", "")
    ] == [""] * len(COURSE.steps)


@pytest.mark.parametrize("is_module", [False, True])
def test_what_is_disabled_within_a_disabled_block_stays_so(is_module: bool) -> None:
    off = NetworkStep(Tanh(), enabled=False)
    inner = dataclasses.replace(sequential(NetworkStep(ReLU()), off), enabled=False)
    block = dataclasses.replace(residual([NetworkStep(ReLU()), off, inner]), enabled=False)
    network = msgspec.structs.replace(COURSE, steps=(block, *COURSE.steps))
    assert edited(network, "64, 10", "64, 11", is_module=is_module)[0] is block
    (changed, *_) = edited(network, "nn.ReLU(),", "nn.ReLU6(),")
    assert running(changed) == [True, False, False, True, False]
    result = infer_sequential(network.steps, network.input_shape)
    text = network_code(network.steps, result).text
    text = re.sub(r"^( +)# (?!nn.Tanh)", r"\1", text, flags=re.MULTILINE)
    (uncommented, *_) = nodes_of_code(text, network, result)
    assert running(uncommented) == [True, False, True, True, False]


def running(block: Node) -> list[bool]:
    """Return of what stands in a Residual's body whether each runs."""
    assert isinstance(block, Block)
    body = block.children[0]
    assert isinstance(body, Block)
    return [node.enabled for _, node in walk(body.children)]


def test_a_parameter_is_changed_and_all_else_stays_as_it_was() -> None:
    nodes = edited(COURSE, "Conv2d(3, 32, ", "Conv2d(3, 16, ")
    assert isinstance(nodes[0], NetworkStep)
    assert nodes[0].layer.parameters().keys() == Conv2d.parameters().keys()
    assert nodes[0].layer == Conv2d(3, 16, 5, padding=2)
    assert nodes[0].follows == {"in_channels"}
    assert nodes[1:] == COURSE.steps[1:]
    result = infer_sequential(nodes, COURSE.input_shape)
    assert result.failure is None  # what follows the layer before takes the 16 channels


def test_a_number_that_followed_is_set_by_hand_when_it_is_typed_over() -> None:
    nodes = edited(COURSE, "nn.Linear(1024, 64)", "nn.Linear(512, 64)")
    assert isinstance(nodes[7], NetworkStep)
    assert not nodes[7].follows
    assert infer_sequential(nodes, COURSE.input_shape).failure is not None


def test_a_number_that_was_set_by_hand_stays_so_when_something_else_is_edited() -> None:
    steps = (NetworkStep(Conv2d(3, 8, 3)), *COURSE.steps[1:])  # it follows nothing
    network = msgspec.structs.replace(COURSE, steps=steps)
    nodes = edited(network, "nn.Linear(64, 10)", "nn.Linear(64, 100)")
    assert nodes[0] == steps[0]


def test_layers_are_inserted_and_deleted_anywhere() -> None:
    nodes = edited(COURSE, "    nn.MaxPool2d", "    nn.ReLU(),\n    nn.MaxPool2d")
    assert calls(nodes)[:3] == ["Conv2d", "ReLU", "MaxPool2d"]
    assert nodes[2:] == COURSE.steps[1:]
    nodes = edited(COURSE, "    nn.Flatten(),", "")
    assert nodes == COURSE.steps[:6] + COURSE.steps[7:]


def test_a_layer_is_disabled_by_a_comment_and_enabled_without_it() -> None:
    nodes = edited(COURSE, "    nn.MaxPool2d", "    # nn.MaxPool2d")
    assert [node.enabled for node in nodes[:3]] == [True, False, True]
    disabled = msgspec.structs.replace(COURSE, steps=nodes)
    assert edited(disabled, "# nn.MaxPool2d", "nn.MaxPool2d") == COURSE.steps


def test_other_comments_are_no_layers() -> None:
    said = "    # nn.Whatever would be better here\n    nn.Flatten("
    assert edited(COURSE, "    nn.Flatten(", said) == COURSE.steps


def test_a_name_is_given_in_the_code_of_a_module() -> None:
    nodes = edited(COURSE, "self.flatten", "self.vector", is_module=True)
    assert nodes[6].name == "vector"
    assert nodes[7:] == COURSE.steps[7:]


@pytest.mark.parametrize(
    ("line", "added"),
    [
        ("        x = torch.relu(x)\n", "ReLU"),
        ("        x = nn.functional.dropout(x, 0.25)\n", "Dropout"),
    ],
)
def test_a_module_is_edited_as_people_write_modules(line: str, added: str) -> None:
    before = "        x = self.flatten"
    nodes = edited(COURSE, before, line + before, is_module=True)
    assert calls(nodes[6:7]) == [added]
    assert nodes[:6] + nodes[7:] == COURSE.steps


def test_a_half_renamed_part_of_a_module_is_told_with_its_line() -> None:
    with pytest.raises(ConvVizError) as caught:
        edited(COURSE, "self.flatten = ", "self.vector = ", is_module=True)
    assert caught.value.facts["line"] == 25


def test_what_stands_in_a_block_is_edited_without_a_change_to_the_others() -> None:
    network = network_templates()["resnet20"].build()
    nodes = edited(network, "            nn.ReLU(),", "            nn.GELU(),")
    changed = [place for place, node in enumerate(nodes) if node != network.steps[place]]
    assert changed == [next(p for p, node in enumerate(nodes) if isinstance(node, Block))]


@pytest.mark.parametrize(
    "after", ["nn.Flaten(),", "nn.Flatten(", "import os; os.system('true')", "nn.Flatten(dim=3),"]
)
def test_what_is_no_network_is_refused_with_its_line(after: str) -> None:
    with pytest.raises(ConvVizError) as caught:
        edited(COURSE, "nn.Flatten(),", after)
    assert caught.value.facts["line"] in (3, 10)
