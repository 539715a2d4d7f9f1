"""The numbers with which losses begin: quick to make, however large the input is that was typed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from convviz.core.losses import Loss, loss_types
from convviz.core.losses.base import log_shares
from convviz.core.shown_layers import is_shown
from convviz.protocol.document import ANY_INPUT, Calculator, first_input
from convviz.protocol.recipes import Numbers

SHOWN = [kind for kind in loss_types().values() if is_shown(kind)]


@pytest.mark.parametrize("shape", [(1, 999_999_999_999, 5), (1 << 20, 1 << 20), (0,), (3, 0)])
@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.type_name())
def test_a_shape_that_is_never_drawn_costs_no_numbers(
    kind: type[Loss], shape: tuple[int, ...]
) -> None:
    calculator = Calculator(kind(), shape)
    assert first_input(calculator.layer, shape) == ANY_INPUT
    for name in kind.takes:
        recipe = calculator.recipe_of(name)
        count = math.prod(recipe.shape) if isinstance(recipe, Numbers) else 0
        assert count <= 1 << 20  # a loss of classes has one number a sample, whatever the classes


@pytest.mark.parametrize("shape", [(3,), (2, 3), (4, 3), (2, 3, 4), (5, 2, 3, 1)])
def test_logarithms_of_shares_are_those_of_another_class_in_each_sample(
    shape: tuple[int, ...],
) -> None:
    shares = np.exp(np.array(log_shares(shape)).reshape(shape))
    axis = min(1, len(shape) - 1)
    assert shares.sum(axis) == pytest.approx(1, abs=1e-3)
    if axis and math.prod(shape[:2]) > 1:
        assert (shares[0] != shares[1]).any()


def test_as_many_numbers_as_a_large_picture_has_come_at_once() -> None:
    assert len(log_shares((3, 300, 300))) == 270_000
    assert log_shares((3, 300, 300)) is log_shares((3, 300, 300))  # every layer of a list asks
