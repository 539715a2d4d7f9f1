"""What is read off the curve of a search for a learning rate."""

from __future__ import annotations

import itertools
import math

import pytest

from convviz.protocol.rate_search import LossTrail, rates_to_try, suggested_rate

RATES = rates_to_try(1e-5, 10.0, 121)


def curve(rate: float) -> float:
    """Return a loss that stays until 1e-4, falls to 0.5 at 0.1, and rises behind."""
    place = math.log10(rate)
    if place < -4:
        return 2.3
    return 2.3 - 0.6 * (place + 4) if place < -1 else 0.5 * 40 ** (place + 1)


def test_rates_rise_by_the_same_factor_from_the_first_to_the_last() -> None:
    factors = [after / before for before, after in itertools.pairwise(RATES)]
    assert (RATES[0], RATES[-1]) == pytest.approx((1e-5, 10.0))
    assert factors == pytest.approx([factors[0]] * 120)


def test_a_tenth_of_the_rate_with_the_lowest_loss_is_suggested() -> None:
    found = suggested_rate(RATES, [curve(rate) for rate in RATES])
    assert found is not None
    assert found.lowest == pytest.approx(0.1, rel=0.5)
    assert found.rate == pytest.approx(found.lowest / 10)
    assert 1e-4 < found.steepest < found.lowest
    assert not found.is_open


def test_a_loss_that_still_falls_at_the_end_is_said_to() -> None:
    found = suggested_rate(RATES, [3.0 - 0.01 * place for place in range(121)])
    assert found is not None
    assert found.is_open
    assert found.lowest == RATES[-1]


@pytest.mark.parametrize(
    "losses", [[2.3] * 121, [2.3 + 0.01 * place for place in range(121)], [2.3, 1.0], []]
)
def test_a_loss_that_falls_nowhere_suggests_nothing(losses: list[float]) -> None:
    assert suggested_rate(RATES[: len(losses)], losses) is None


def test_what_is_not_finite_does_not_count() -> None:
    losses = [curve(rate) for rate in RATES]
    exploded = [*losses[:100], math.inf, math.nan, *[0.0] * 19]
    assert suggested_rate(RATES, exploded) == suggested_rate(RATES, losses[:100])


def test_an_explosion_is_a_loss_far_above_the_lowest_and_above_the_first() -> None:
    assert not LossTrail([]).has_exploded
    assert not LossTrail([2.3, 2.0, 1.0, 0.1, 2.0]).has_exploded
    assert LossTrail([2.3, 2.0, 1.0, *[50.0] * 10]).has_exploded
    assert LossTrail([2.3, math.nan]).has_exploded
    assert not LossTrail([-2.0, -2.5, -2.4, -2.3]).has_exploded
    assert LossTrail([-2.0, -2.5, *[90.0] * 20]).has_exploded
