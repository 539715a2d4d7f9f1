"""Layers are found by what torch calls them, by their type, and by their number."""

from __future__ import annotations

import pytest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.network.tree import NetworkStep, residual, sequential
from convviz.ui.network.cards.layer_search import layers_found, next_found

BODY = (NetworkStep(Conv2d(8, 8, 3, padding=1)), NetworkStep(BatchNorm2d(8)))
NETWORK = (
    NetworkStep(Conv2d(3, 8, 3), name="stem"),
    sequential(residual(BODY), NetworkStep(ReLU()), name="layer1"),
    NetworkStep(ReLU(), enabled=False),
    NetworkStep(BatchNorm2d(8)),
)
"""stem, layer1.0.body.0, layer1.0.body.1, layer1.1, a disabled one, 2."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("conv", [0, 1]),
        ("CONV2D", [0, 1]),
        ("stem", [0]),
        ("layer1", [1, 2, 3]),
        ("layer1 batch", [2]),
        ("body.1", [2]),
        ("relu", [3, 4]),
        ("bn", [2, 5]),
        ("batch norm", [2, 5]),
        ("layer1 bn", [2]),
        ("6", [5]),
        ("2", [1, 5]),  # the second layer, and what torch calls 2
        ("pool", []),
        ("  ", []),
    ],
)
def test_a_layer_is_found_by_its_name_type_or_number(text: str, found: list[int]) -> None:
    assert layers_found(NETWORK, text) == found


def test_the_next_one_is_behind_the_chosen_one_and_the_first_behind_the_last() -> None:
    found = [1, 4, 7]
    assert [next_found(found, current) for current in (-1, 1, 2, 7)] == [0, 1, 1, 0]
    assert [next_found(found, current, forward=False) for current in (7, 5, 1)] == [1, 1, 2]
    assert next_found([], 3) is None
