"""What the network page shows, as a value: which layers stay chosen, and what can be done."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.smooth_activation import Sigmoid, Tanh
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.network.summary import summarise
from convviz.protocol.document import Network
from convviz.ui.network.state import View
from convviz.ui.network.state_making import state_of

if TYPE_CHECKING:
    from convviz.core.layers import Layer
    from convviz.ui.network.state import NetworkState

CONV, RELU, TANH, SIGMOID = Conv2d(3, 3, 1), ReLU(), Tanh(), Sigmoid()


def network(*layers: Layer) -> Network:
    return Network((3, 8, 8), tuple(map(NetworkStep, layers)))


def state(*layers: Layer, before: NetworkState | None = None) -> NetworkState:
    made = network(*layers)
    return state_of(made, summarise(infer_sequential(made.steps, made.input_shape)), before)


def chosen(*rows: int, of: NetworkState) -> NetworkState:
    return replace(of, selected=rows, current=rows[0] if rows else of.current)


def test_the_first_layer_is_chosen_at_first() -> None:
    first = state(CONV, RELU)
    assert (first.selected, first.shown_row) == ((0,), 0)
    assert [card.layer for card in first.chosen_layers] == [CONV]


def test_an_empty_network_has_nothing_to_choose() -> None:
    empty = state()
    assert (empty.selected, empty.shown_row, empty.card) == ((), -1, None)
    assert not empty.can_move_up
    assert not empty.can_move_down
    assert not empty.can_open
    assert empty.insert_place == (0,)
    assert empty.shape_before_insert == (3, 8, 8)


@pytest.mark.parametrize(
    ("rows", "after", "expected"),
    [
        ((1,), (TANH, CONV, RELU, SIGMOID), (2,)),  # one came above
        ((0, 2), (CONV, RELU, TANH, SIGMOID), (0, 3)),  # one came between
        ((2,), (CONV, SIGMOID), (1,)),  # one above is gone
        ((1,), (CONV, SIGMOID), (0,)),  # it is gone itself: the one above
        ((0,), (RELU, SIGMOID), (0,)),  # the first is gone: the one below
        ((0, 1), (CONV, SIGMOID), (0,)),  # one of two is gone
        ((2,), (TANH,), (0,)),  # all are others
        ((2,), (TANH, TANH, TANH, TANH), (2,)),
        ((1,), (TANH, TANH, TANH), (1,)),  # as many: the places stay
        ((), (TANH, CONV, RELU, SIGMOID), ()),  # who chose nothing keeps nothing
    ],
)
def test_chosen_layers_stay_chosen_wherever_they_go(
    rows: tuple[int, ...], after: tuple[Layer, ...], expected: tuple[int, ...]
) -> None:
    before = chosen(*rows, of=state(CONV, RELU, SIGMOID))
    assert state(*after, before=before).selected == expected


def test_the_place_is_remembered_while_there_is_no_layer() -> None:
    full = chosen(2, of=state(CONV, RELU, SIGMOID))
    empty = state(before=full)
    assert state(CONV, RELU, SIGMOID, before=empty).selected == (2,)
    assert state(CONV, RELU, before=empty).selected == (1,)


def test_panels_stay_as_they_are_when_the_network_changes() -> None:
    before = replace(state(CONV), view=View.FIELD, shows_form=False, is_module=True)
    after = state(RELU, before=before)
    assert (after.view, after.shows_form, after.is_module) == (View.FIELD, False, True)


@pytest.mark.parametrize(
    ("rows", "up", "down"),
    [((0,), False, True), ((1,), True, True), ((3,), True, False), ((0, 1), False, True),
     ((0, 3), True, True), ((2, 3), True, False), ((0, 1, 2, 3), False, False)],
)  # fmt: skip
def test_chosen_layers_move_unless_all_stand_at_the_end(
    rows: tuple[int, ...], up: bool, down: bool
) -> None:
    some = chosen(*rows, of=state(CONV, RELU, TANH, SIGMOID))
    assert (some.can_move_up, some.can_move_down) == (up, down)


def test_one_layer_that_the_calculator_shows_can_be_opened() -> None:
    made = state(CONV, RELU, Linear(5, 5))
    assert chosen(0, of=made).can_open
    assert not chosen(0, 1, of=made).can_open
    failing = state(Linear(5, 5), CONV)
    assert not chosen(1, of=failing).can_open  # its input is not known


def test_the_parameter_to_blame_is_the_one_that_is_named() -> None:
    assert state(CONV).guilty_parameter == ""
    assert state(Conv2d(4, 3, 1)).guilty_parameter == "in_channels"


def test_new_layers_go_behind_the_chosen_ones_with_the_shape_there() -> None:
    made = chosen(0, of=state(Conv2d(3, 7, 3), RELU))
    assert made.insert_place == (1,)
    assert made.shape_before_insert == (7, 6, 6)


def test_the_state_needs_no_qt() -> None:
    code = "import sys, convviz.ui.network.state_making; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
