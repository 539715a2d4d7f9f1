"""Edits of a network: what moves, what follows, what is let go."""

from __future__ import annotations

import msgspec
import pytest

from convviz.core.layers import layer_types
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten, Identity
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.network import tree_edits
from convviz.core.network.new_layers import new_step
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.network.tree import layer_steps
from convviz.protocol.document import Network, WeightsFile
from convviz.protocol.templates import course_network
from convviz.ui.network import edits

FIVE = Network(
    (1,), tuple(map(NetworkStep, (ReLU(), Sigmoid(), Identity(), Flatten(0), Flatten(0, 0))))
)


def order(network: Network) -> list[int]:
    """Return where the steps of FIVE stand now."""
    return [FIVE.steps.index(step) for step in network.steps]


@pytest.mark.parametrize(
    ("rows", "target", "expected", "now"),
    [
        ([0], 2, [1, 0, 2, 3, 4], [1]),
        ([0], 5, [1, 2, 3, 4, 0], [4]),
        ([4], 0, [4, 0, 1, 2, 3], [0]),
        ([1, 3], 5, [0, 2, 4, 1, 3], [3, 4]),
        ([3, 1], 0, [1, 3, 0, 2, 4], [0, 1]),
        ([1, 2], 2, [0, 1, 2, 3, 4], [1, 2]),
        ([0, 1, 2, 3, 4], 3, [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]),
    ],
)
def test_moved_layers_stay_together_in_their_order(
    rows: list[int], target: int, expected: list[int], now: list[int]
) -> None:
    steps, moved = tree_edits.moved(FIVE.steps, [(row,) for row in rows], (target,))
    assert order(edits.with_steps(FIVE, steps)) == expected
    assert moved == [(row,) for row in now]


def test_a_nudge_stops_at_the_ends() -> None:
    assert tree_edits.neighbour_place(FIVE.steps, [(0,)], -1) is None
    assert tree_edits.neighbour_place(FIVE.steps, [(4,)], 1) is None
    assert tree_edits.neighbour_place(FIVE.steps, [(1,)], -1) == (0,)
    assert tree_edits.neighbour_place(FIVE.steps, [(1,), (2,)], 1) == (4,)


def test_a_parameter_set_by_hand_follows_no_longer() -> None:
    network = course_network()
    assert "in_channels" in network.layers[2].follows
    changed = edits.set_parameter(network, 2, "in_channels", 32)
    assert changed.layers[2].follows == frozenset()
    again = edits.set_follows(changed, 2, "in_channels", follows=True, now=32)
    assert again == network


@pytest.mark.parametrize("shape", [(3, 32, 32), (16, 9), (10,)])
@pytest.mark.parametrize("name", list(layer_types()))
def test_a_new_layer_is_one_that_torch_can_build(name: str, shape: tuple[int, ...]) -> None:
    new_step(layer_types()[name], shape).layer.check()


@pytest.mark.parametrize("name", ["Conv2d", "ConvTranspose2d", "BatchNorm2d", "Linear", "PReLU"])
def test_a_new_layer_fits_its_place_and_follows_it(name: str) -> None:
    step = new_step(layer_types()[name], (3, 32, 32))
    assert infer_sequential((step,), (3, 32, 32)).failure is None
    if name != "PReLU":
        assert infer_sequential((step,), (5, 32, 31)).failure is None


def test_layers_from_code_follow_where_they_agree_and_stay_wrong_where_they_do_not() -> None:
    layers = (Conv2d(3, 8, 3), Conv2d(7, 8, 3), Linear(4, 2))
    steps = layer_steps(edits.steps_of_code(list(map(NetworkStep, layers)), (3, 8, 8)))
    assert [step.layer for step in steps] == list(layers)
    assert [step.follows for step in steps] == [{"in_channels"}, set(), set()]


def test_trained_weights_stay_only_as_long_as_they_fit() -> None:
    weights = WeightsFile("w.safetensors", "0" * 64)
    network = msgspec.structs.replace(course_network(), weights=weights)
    kept = edits.set_parameter(network, 1, "ceil_mode", value=True)
    assert kept.weights == weights
    assert edits.set_parameter(network, 0, "out_channels", 16).weights is None
    longer, _ = tree_edits.inserted(network.steps, (0,), [NetworkStep(ReLU())])
    assert edits.with_steps(network, longer).weights is None
    shorter = tree_edits.with_enabled(network.steps, [(8,)], enabled=False)
    assert edits.with_steps(network, shorter).weights is None
    assert edits.with_input_shape(network, (3, 64, 64)).weights is None


def test_disabling_and_removing_touch_only_the_chosen_layers() -> None:
    places = [(1,), (3,)]
    off = edits.with_steps(FIVE, tree_edits.with_enabled(FIVE.steps, places, enabled=False))
    assert [step.enabled for step in off.steps] == [True, False, True, False, True]
    remaining = tree_edits.removed(FIVE.steps, places)
    assert order(edits.with_steps(FIVE, remaining)) == [0, 2, 4]
    assert MaxPool2d not in {type(step.layer) for step in off.layers}
