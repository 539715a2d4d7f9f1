"""The gradients of every shown layer type are autograd's, and its steps arrive at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.shown_layers import shown_types
from convviz.values.layer_gradients import has_gradients
from tests.oracle.gradients import compare_many

if TYPE_CHECKING:
    from convviz.core.layers import Layer

FIRST_OF_EACH = list({kind.cell_reduction: kind for kind in reversed(shown_types())}.values())
"""One layer type for each way in which numbers come about."""


def test_every_shown_layer_has_a_backward_pass() -> None:
    assert not [kind.type_name() for kind in shown_types() if not has_gradients(kind)]


@pytest.mark.parametrize("kind", FIRST_OF_EACH, ids=lambda kind: kind.type_name())
def test_gradients_are_autograds(kind: type[Layer]) -> None:
    compared, disagreement = compare_many(kind, 1, 0)
    assert disagreement == ""
    assert compared


@pytest.mark.slow
@pytest.mark.parametrize("kind", shown_types(), ids=lambda kind: kind.type_name())
def test_gradients_of_all_layers_are_autograds(kind: type[Layer]) -> None:
    compared, disagreement = compare_many(kind, 5, 1)
    assert disagreement == ""
    assert compared
