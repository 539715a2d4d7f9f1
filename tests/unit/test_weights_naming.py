"""Files of weights name layers in several ways: each is known, with what stands before it."""

from __future__ import annotations

import pytest

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import NetworkStep
from convviz.protocol.document import Network
from convviz.values.weights_naming import (
    by_code_names,
    code_names,
    enabled_names,
    naming_of,
    order_agrees,
    without_wrappers,
)

NETWORK = Network(
    (3, 4, 4),
    (
        NetworkStep(Conv2d(3, 2, 3)),
        NetworkStep(Conv2d(2, 2, 1), enabled=False),
        NetworkStep(Flatten()),
        NetworkStep(Linear(8, 10)),
    ),
)
SHAPES = {"0.weight": (2, 3, 3, 3), "0.bias": (2,), "2.weight": (10, 8), "2.bias": (10,)}


@pytest.mark.parametrize("prefix", ["", "module.", "model.net."])
def test_names_of_the_code_and_numbers_are_told_apart_behind_any_prefix(prefix: str) -> None:
    for layers in (code_names(NETWORK), enabled_names(NETWORK)):
        names = [f"{prefix}{layers[0]}.weight", f"{prefix}{layers[2]}.bias"]
        assert naming_of(names, NETWORK) == (layers, prefix)


def test_names_of_another_network_are_of_no_prefix() -> None:
    assert naming_of(["a.one.weight", "b.two.weight"], NETWORK) == (code_names(NETWORK), "")


def test_most_names_decide() -> None:
    names = ["conv1.weight", "linear.weight", "linear.bias", "0.weight"]
    assert naming_of(names, NETWORK).layers == code_names(NETWORK)


def test_numbers_become_the_names_of_the_code() -> None:
    named = by_code_names(dict.fromkeys(SHAPES, 0), NETWORK)
    assert list(named) == ["conv1.weight", "conv1.bias", "linear.weight", "linear.bias"]


def test_what_a_compiled_network_puts_in_is_taken_out_unless_two_would_be_one() -> None:
    assert without_wrappers({"_orig_mod.0.weight": 1, "2._orig_mod.bias": 2}) == {
        "0.weight": ("_orig_mod.0.weight", 1),
        "2.bias": ("2._orig_mod.bias", 2),
    }
    both = {"_orig_mod.0.weight": 1, "0.weight": 2}
    assert without_wrappers(both) == {name: (name, value) for name, value in both.items()}


def test_layers_in_the_same_order_with_the_same_shapes_are_the_same() -> None:
    given = {name.replace("0.", "a.").replace("2.", "z."): size for name, size in SHAPES.items()}
    assert order_agrees(SHAPES, given) == {
        "0.weight": "a.weight",
        "0.bias": "a.bias",
        "2.weight": "z.weight",
        "2.bias": "z.bias",
    }


def test_a_count_of_batches_may_be_missing() -> None:
    norm = {"1.weight": (4,), "1.num_batches_tracked": ()}
    assert order_agrees(norm, {"bn.weight": (4,)}) == {"1.weight": "bn.weight"}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"a.weight": (2, 3, 3, 3), "a.bias": (2,)},
        {**SHAPES, "2.weight": (8, 10)},
        {name: size for name, size in SHAPES.items() if name != "0.bias"},
    ],
)
def test_other_layers_are_never_taken_by_their_order(given: dict[str, tuple[int, ...]]) -> None:
    assert order_agrees(SHAPES, given) is None
