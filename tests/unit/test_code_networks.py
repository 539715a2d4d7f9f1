"""Code with several networks: which there are, and which one a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.code.reading import parse_code
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten

if TYPE_CHECKING:
    from convviz.core.code.networks import CodeReading

CONV = "nn.Conv2d(3, 8, 3)"


def labels(reading: CodeReading) -> list[str]:
    return [network.label for network in reading.networks]


def test_a_lone_layer_beside_a_sequential_is_no_part_of_it() -> None:
    reading = parse_code(f"pool = nn.MaxPool2d(2)\nmodel = nn.Sequential({CONV}, nn.ReLU())")
    assert labels(reading) == ["pool", "model"]
    assert reading.network("pool").layers == (MaxPool2d(2),)
    assert reading.network("model").layers == (Conv2d(3, 8, 3), ReLU())
    assert reading.likely.name == "model"
    with pytest.raises(DocumentError) as refused:
        reading.network()
    assert refused.value.code is ErrorCode.CODE_SEVERAL_NETWORKS
    assert refused.value.facts == {"count": 2, "networks": "pool, model"}


def test_two_sequentials_are_two_networks_also_without_names() -> None:
    assert labels(parse_code(f"a = nn.Sequential({CONV})\nb = nn.Sequential(nn.ReLU())")) == [
        "a",
        "b",
    ]
    bare = parse_code(f"nn.Sequential({CONV})\n\nnn.Sequential(nn.ReLU())")
    assert labels(bare) == ["1", "3"]
    assert bare.network("3").layers == (ReLU(),)


def test_sequentials_with_commas_are_lines_copied_from_inside_another() -> None:
    for end in (",", ""):
        reading = parse_code(f"    nn.Sequential({CONV}),\n    nn.Sequential(nn.ReLU()){end}\n")
        assert reading.network().layers == (Conv2d(3, 8, 3), ReLU())


def test_a_sequential_contains_what_it_uses_by_name() -> None:
    reading = parse_code(
        "pool = nn.MaxPool2d(2)\n"
        f"self.features = nn.Sequential({CONV}, pool)\n"
        "head = [nn.ReLU(), nn.Flatten()]\n"
        "model = torch.nn.Sequential(self.features, pool, *head)\n"
    )
    assert reading.network().layers == (
        *(Conv2d(3, 8, 3), MaxPool2d(2), MaxPool2d(2)),
        *(ReLU(), Flatten()),
    )
    assert [network.name for network in reading.contained] == ["pool", "self.features", "head"]
    assert reading.network("self.features").layers == (Conv2d(3, 8, 3), MaxPool2d(2))


def test_a_name_that_is_given_again_means_the_later_one() -> None:
    reading = parse_code(
        "net = nn.Sequential(nn.ReLU())\nnet = nn.Sequential(net, nn.Flatten())\nbest = net"
    )
    assert labels(reading) == ["best"]
    assert reading.network().layers == (ReLU(), Flatten())


def test_the_layers_of_an_ordered_dict_are_read() -> None:
    for pairs in (
        f"OrderedDict([('conv', {CONV}), ('act', nn.ReLU())])",
        f"collections.OrderedDict({{'conv': {CONV}, 'act': nn.ReLU()}})",
    ):
        assert parse_code(f"m = nn.Sequential({pairs})").network().layers == (
            Conv2d(3, 8, 3),
            ReLU(),
        )
    with pytest.raises(DocumentError):
        parse_code("m = nn.Sequential(OrderedDict([nn.ReLU()]))")


def test_named_layers_without_a_sequential_are_one_network_and_that_is_told() -> None:
    reading = parse_code(f"self.conv = {CONV}\nself.act = nn.ReLU()")
    assert reading.network().layers == (Conv2d(3, 8, 3), ReLU())
    assert [notice.code for notice in reading.notices] == [ErrorCode.CODE_TAKEN_IN_ORDER]
    assert reading.notices[0].facts == {"count": 2, "names": "self.conv, self.act"}
    assert parse_code(f"{CONV}\nnn.ReLU()").notices == ()


def test_a_layer_with_numbers_that_is_used_twice_is_told() -> None:
    text = "conv = nn.Conv2d(3, 3, 3)\nact = nn.ReLU()\nm = nn.Sequential(conv, act, conv, act)"
    notices = parse_code(text).notices
    assert [(notice.code, notice.facts["name"]) for notice in notices] == [
        (ErrorCode.CODE_SHARED_LAYER, "conv")
    ]


def test_names_do_not_multiply_layers_without_an_end() -> None:
    lines = ["a = [nn.ReLU(), nn.ReLU()]"]
    lines += [f"{name} = [{', '.join([before] * 9)}]" for before, name in ("ab", "bc", "cd", "de")]
    with pytest.raises(DocumentError) as refused:
        parse_code("\n".join(lines))
    assert refused.value.code is ErrorCode.NETWORK_TOO_LONG


@pytest.mark.parametrize(
    "text",
    [
        "model = Net()",
        "model = nn.Sequential(head)",
        "x[0] = nn.ReLU()",
        "a, b = nn.ReLU()",
        "nn.ReLU()()",
        "model = nn.Sequential(*range(3))",
        "for n in (1, 2): nn.ReLU()",
        "model = build(nn)",
    ],
)
def test_what_is_no_layer_is_refused_and_never_passed_over(text: str) -> None:
    with pytest.raises(DocumentError):
        parse_code(text)


def test_an_unknown_name_is_answered_with_those_that_there_are() -> None:
    reading = parse_code(f"part = {CONV}\nmodel = nn.Sequential(part)")
    with pytest.raises(DocumentError) as refused:
        reading.network("modle")
    assert refused.value.code is ErrorCode.CODE_UNKNOWN_NETWORK
    assert refused.value.facts == {"name": "modle", "networks": "model, part"}
