"""An nn.Module as our own code writes it is the network that it came from."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from convviz.core.code.reading import parse_code
from convviz.core.code.writing import module_code
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep, Node, concat, residual, sequential
from convviz.protocol.network_templates import network_templates

L = NetworkStep
CONV, NAMED = L(Conv2d(3, 3, 3, padding=1)), L(Conv2d(3, 3, 1), name="stem")
NETWORKS: dict[str, tuple[Node, ...]] = {
    "plain": (CONV, L(ReLU()), CONV, L(ReLU())),
    "one": (CONV,),
    "named": (NAMED, CONV, L(ReLU()), CONV),
    "a number left out": (CONV, CONV, replace(CONV, name="conv7")),
    "blocks": (
        residual([NAMED, L(ReLU())], name="first"),
        residual([CONV], [NAMED]),
        concat([CONV], [], name="wide"),
        sequential(name="nothing"),
        sequential(replace(CONV, name="last")),
    ),
}
TEXT = module_code(NETWORKS["plain"], infer_sequential(NETWORKS["plain"], (3, 8, 8)))


@pytest.mark.parametrize("name", NETWORKS)
def test_what_is_written_as_a_module_is_read_as_it_was(name: str) -> None:
    nodes = NETWORKS[name]
    text = module_code(nodes, infer_sequential(nodes, (3, 8, 8)))
    reading = parse_code(text)
    assert reading.network().nodes == nodes
    assert (reading.network().name, reading.notices) == ("model", ())
    # Without the line that makes one, and with a word of its author.
    alone = text.removesuffix("\n\nmodel = Net()\n")
    alone = alone.replace(
        "(nn.Module):\n    def __init", '(nn.Module):\n    """Mine."""\n    def __init'
    )
    assert (parse_code(alone).network().nodes, parse_code(alone).network().name) == (nodes, "Net")


@pytest.mark.unmeasured
def test_all_templates_are_read_as_they_were() -> None:
    for template in network_templates().values():
        network = template.build()
        result = infer_sequential(network.steps, network.input_shape)
        known = parse_code(module_code(network.steps, result)).network().nodes
        again = infer_sequential(known, network.input_shape)
        assert module_code(known, again) == module_code(network.steps, result)
        assert [row.layer for row in again.rows] == [row.layer for row in result.rows]


def test_a_module_is_a_part_of_a_sequential_by_its_name() -> None:
    reading = parse_code(f"{TEXT}net = nn.Sequential(Net(), nn.ReLU()).eval()\n")
    assert reading.network("net").nodes == (sequential(*NETWORKS["plain"]), L(ReLU()))
    two = TEXT.replace("model = Net()", "") + TEXT.replace("Net", "Other").replace("model", "m")
    assert [network.label for network in parse_code(two).networks] == ["Net", "m"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x = self.relu1(x)", "x = self.relu2(x)"),
        ("        x = self.relu1(x)", "        x = x + self.relu1(x)"),
        ("        return x", "        return x * 2"),
        ("        x = self.relu1(x)\n", ""),
        ("super().__init__()", "super().__init__(); import os"),
        ("(nn.Module)", "(nn.Sequential)"),
        ("class Net", "@wrapped\nclass Net"),
        ("self.relu1 = nn.ReLU()", "self.relu1 = act()"),
        ("self.relu1 = nn.ReLU()", "self.training = nn.ReLU()"),
        ("__init__(self)", "__init__(self, n=open('x'))"),
    ],
)
def test_a_module_that_is_written_otherwise_is_refused_by_its_line(old: str, new: str) -> None:
    text = re.sub(" *#.*", "", TEXT)
    assert old in text
    with pytest.raises(DocumentError) as refused:
        parse_code(text.replace(old, new))
    assert refused.value.code is ErrorCode.CODE_WOULD_RUN


def test_a_module_that_is_given_numbers_is_refused() -> None:
    with pytest.raises(DocumentError) as refused:
        parse_code(TEXT.replace("= Net()", "= Net(10)"))
    assert refused.value.facts["found"] == "class Net(nn.Module)"
