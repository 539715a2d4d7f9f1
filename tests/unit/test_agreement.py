"""Torch's numbers are the app's own but for rounding, or the mark says that they differ."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.stepping.agreement import Agreement, AgreementState, compare, compare_indices

OWN = np.array([[[1.0, -200.0], [3.0, 4.0]]])
SHAPE = (1, 2, 2)
INF, NAN = float("inf"), float("nan")


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (0.0, AgreementState.AGREES),
        (0.01, AgreementState.AGREES),  # of 200
        (0.03, AgreementState.DIFFERS),
        (INF, AgreementState.DIFFERS),
        (NAN, AgreementState.DIFFERS),
    ],
)
def test_a_difference_is_rounding_up_to_a_ten_thousandth_of_the_largest(
    change: float, state: AgreementState
) -> None:
    torch_values = OWN.astype(np.float32)
    torch_values[0, 0, 0] += change
    found = compare(SHAPE, OWN, torch_values, "cpu")
    assert (found.state, found.device, found.torch_shape) == (state, "cpu", SHAPE)
    if np.isfinite(change):
        assert found.largest_difference == pytest.approx(change, abs=1e-4)


def test_infinities_and_nan_must_stand_at_the_same_places() -> None:
    own = np.array([[[INF, NAN], [-INF, 1e300]]])  # the last is too large for float32
    same = np.array([[[INF, NAN], [-INF, INF]]], np.float32)
    assert compare(SHAPE, own, same, "cpu").state is AgreementState.AGREES
    assert compare(SHAPE, own, -same, "cpu").state is AgreementState.DIFFERS


def test_what_torch_makes_of_numbers_beyond_float32_says_nothing_of_ours() -> None:
    walk = np.array([[[1e20, -1e37], [1e39, -1e41]]])  # of an optimiser that runs away
    torch_values = np.array([[[1e20, -1e37], [INF, NAN]]], np.float32)
    assert compare(SHAPE, walk, torch_values, "cpu").state is AgreementState.AGREES
    torch_values[0, 0, 1] = NAN  # which float32 still holds
    assert compare(SHAPE, walk, torch_values, "cpu").state is AgreementState.DIFFERS


def test_a_kernel_of_torch_may_leave_out_the_zeros_of_the_padding() -> None:
    own, skipping = OWN.copy(), OWN.copy()
    own[0, 0, 0] = NAN  # 0 x infinity
    torch_values = OWN.astype(np.float32)
    assert compare(SHAPE, own, torch_values, "cpu").state is AgreementState.DIFFERS
    assert compare(SHAPE, own, torch_values, "cpu", skipping).state is AgreementState.AGREES


def test_another_shape_differs_and_nothing_of_our_own_is_torch_alone() -> None:
    other = np.zeros((1, 2, 3), np.float32)
    for own, values, state in (
        (OWN, other, AgreementState.DIFFERS),
        (None, other, AgreementState.DIFFERS),
        (None, OWN, AgreementState.TORCH_ONLY),
    ):
        found = compare(SHAPE, own, values, "cpu")
        assert (found.state, found.torch_shape) == (state, values.shape)
        assert np.isnan(found.largest_difference)


def test_wrong_indices_of_maxima_are_counted() -> None:
    agrees = Agreement(AgreementState.AGREES)
    own = np.array([[0, 3], [5, 7]])
    assert compare_indices(agrees, own, own.ravel()).wrong_indices == 0
    found = compare_indices(agrees, own, np.array([0, 4, 5, 8]))
    assert (found.state, found.wrong_indices) == (AgreementState.DIFFERS, 2)
    assert compare_indices(agrees, None, own) is agrees
    assert compare_indices(agrees, own, own[:1]) is agrees
