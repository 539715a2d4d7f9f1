from __future__ import annotations

import errno
import math
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from convviz.ui.plots.growing_array import GrowingArray
from convviz.ui.plots.series import PeakSeries, Smoother, reduce_to_peaks
from convviz.ui.plots.ticks import linear_ticks, log_ticks, tick_text

values_or_gaps = st.one_of(st.floats(-100, 100), st.just(math.nan), st.just(math.inf))


def slow_average(values: np.ndarray, weight: float) -> list[float]:
    total = given_weight = 0.0
    averages = []
    for value in values:
        total, given_weight = total * weight, given_weight * weight
        if math.isfinite(value):
            total, given_weight = total + (1 - weight) * value, given_weight + 1 - weight
            averages.append(total / given_weight)
        else:
            averages.append(math.nan)
    return averages


@given(
    arrays.arrays(np.float64, st.integers(0, 60), elements=values_or_gaps),
    st.sampled_from([0.0, 0.01, 0.5, 0.9, 0.999]),
    st.integers(0, 60),
)
def test_smoothing_in_pieces_equals_the_definition(
    values: np.ndarray, weight: float, cut: int
) -> None:
    smoother = Smoother(weight)
    found = np.concatenate([smoother.extend(values[:cut]), smoother.extend(values[cut:])])
    np.testing.assert_allclose(found, slow_average(values, weight), rtol=1e-9, atol=1e-9)


def test_the_first_smoothed_value_is_the_first_value() -> None:
    assert Smoother(0.99).extend(np.array([2.3]))[0] == pytest.approx(2.3)


def test_a_weight_of_one_is_capped_and_still_moves() -> None:
    smoothed = Smoother(1.0).extend(np.concatenate([np.zeros(10), np.ones(100_000)]))
    assert smoothed[-1] > 0.99


def test_long_smoothing_stays_finite_whatever_the_weight() -> None:
    for weight in (0.001, 0.3, 0.97, 0.999):
        smoothed = Smoother(weight).extend(np.full(20_000, 1.5))
        np.testing.assert_allclose(smoothed, 1.5)


@given(
    st.integers(1, 3000),
    st.integers(1, 40),
    st.integers(0, 3000),
    st.integers(0, 3000),
    st.integers(0, 2**32),
)
def test_no_extreme_and_no_gap_is_lost(
    count: int, columns: int, first: int, last: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    values = random.normal(size=count)
    values[random.random(count) < 0.01] = np.nan
    series = PeakSeries()
    for end in sorted({*random.integers(0, count + 1, size=4).tolist(), count}):
        series.extend_to(values[:end])
    shown = values[first:last]
    for places, drawn in (
        reduce_to_peaks(values, first, last, columns),
        series.points(first, last, columns),
    ):
        assert len(places) == len(drawn) <= max(3 * (2 * columns + 2), 2 * columns + 2)
        assert (np.diff(places) >= 0).all()
        if np.isfinite(shown).any():
            assert np.nanmin(drawn) <= np.nanmin(shown)
            assert np.nanmax(drawn) >= np.nanmax(shown)
        if np.isnan(shown).any():
            assert np.isnan(drawn).any()


def test_short_lines_are_drawn_as_they_are() -> None:
    values = np.array([3.0, math.nan, 1.0])
    places, drawn = reduce_to_peaks(values, 0, 3, 100)
    assert places.tolist() == [0, 1, 2]
    np.testing.assert_array_equal(drawn, values)


def test_the_range_of_a_growing_line_is_known() -> None:
    series = PeakSeries()
    series.extend_to(np.array([math.nan, math.inf]))
    assert [series.range] == [None]
    series.extend_to(np.array([math.nan, math.inf, 0.0, 2.0]))
    assert series.range == (0.0, 2.0)
    assert series.smallest_positive == 2.0
    series.extend_to(np.array([math.nan, math.inf, 0.0, 2.0, -1.0, 0.5]))
    assert series.range == (-1.0, 2.0)
    assert series.smallest_positive == 0.5


def test_a_million_losses_are_drawn_by_some_thousand_points() -> None:
    values = np.random.default_rng(0).normal(size=1_000_000)
    series = PeakSeries()
    series.extend_to(values)
    places, drawn = series.points(0, len(values), 700)
    assert len(places) < 5000
    assert (np.nanmin(drawn), np.nanmax(drawn)) == (values.min(), values.max())


def test_numbers_that_were_never_told_are_gaps() -> None:
    array = GrowingArray()
    array.put(0, [1.0, 2.0])
    array.put(4, [5.0])
    np.testing.assert_array_equal(array.values, [1, 2, math.nan, math.nan, 5])
    array.cut(1)
    array.put(1, [7.0])
    assert array.values.tolist() == [1, 7]
    array.put(2, np.arange(5000.0))
    assert len(array) == 5002
    with pytest.raises(ValueError, match="read-only"):
        array.values[0] = 3.0


def resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def receive(array: GrowingArray, count: int, portion: int = 1000) -> None:
    for start in range(0, count, portion):
        array.put(start, np.arange(float(start), start + portion))


def test_a_million_numbers_take_no_more_memory_than_some() -> None:
    array = GrowingArray()
    before = resident_bytes()
    receive(array, 1_000_000)
    assert resident_bytes() - before < 4_000_000  # of 8 million
    np.testing.assert_array_equal(array.values, np.arange(1_000_000.0))
    array.cut(500_000)
    array.put(500_001, [7.0])
    np.testing.assert_array_equal(array.values[-3:], [499_999, math.nan, 7])


def test_very_many_numbers_stay_in_memory_where_no_file_can_be_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_file: int, _start: int, _size: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    array = GrowingArray()
    receive(array, 300_000)
    np.testing.assert_array_equal(array.values, np.arange(300_000.0))


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(1, 20), st.booleans())
def test_ticks_are_few_and_within(low: float, span: float, most: int, whole: bool) -> None:
    ticks = linear_ticks(low, low + span, most, whole=whole)
    assert len(ticks) <= most + 1
    slack = 1e-6 * max(abs(low), span, 1.0)
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)
    if whole:
        assert all(tick == round(tick) for tick in ticks)


@given(st.floats(-8, 8), st.floats(0.01, 20), st.integers(2, 20))
def test_logarithmic_ticks_are_few_and_within(low: float, span: float, most: int) -> None:
    ticks = log_ticks(low, low + span, most)
    assert len(ticks) <= most + 1
    assert all(low - 1e-6 <= tick <= low + span + 1e-6 for tick in ticks)


def test_a_narrow_logarithmic_axis_has_ticks_all_the_same() -> None:
    ticks = log_ticks(math.log10(1.9), math.log10(2.31), 6)
    assert len(ticks) >= 3


def test_texts_of_ticks_have_the_decimals_that_they_need() -> None:
    assert [tick_text(one, [0.0, 0.5, 1.0]) for one in (0.0, 0.5, 1.0)] == ["0", "0.5", "1"]
    assert tick_text(2000, [1000, 2000]) == "2,000"
    assert tick_text(0.00002, [0.00001, 0.00002]) == "2e-05"
    assert tick_text(0.04, [0.02, 0.04]) == "0.04"
