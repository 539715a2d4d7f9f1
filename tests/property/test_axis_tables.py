"""The arrays of an axis say what its readings say one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.adaptive_windows import adaptive_windows
from convviz.core.axis_windows import (
    AxisSettings,
    PaddingMode,
    sliding_windows,
    transposed_windows,
)
from convviz.core.pad_windows import kept_cells, padded_windows
from convviz.values.axis_tables import (
    CONSTANT,
    NO_READING,
    kinds_at,
    reading_positions,
    reading_taps,
    sources_at,
)
from tests.support.axis_positions import kind_at

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows


def agrees(axis: AxisWindows) -> None:
    positions, taps = reading_positions(axis), reading_taps(axis)
    sources, kinds = sources_at(axis, positions), kinds_at(axis, positions)
    for output, window in enumerate(axis.windows):
        assert (positions[output] != NO_READING).sum() == len(window)
        for place, reading in enumerate(window):
            assert positions[output, place] == reading.position
            assert taps[place] == reading.tap
            assert [kind for kind, there in kinds.items() if there[output, place]] == [reading.kind]
            expected = CONSTANT if reading.source is None else reading.source
            assert sources[output, place] == expected
    around = np.arange(-axis.pad_before - 2, axis.size + axis.pad_after + 3)
    found = kinds_at(axis, around)
    for at, position in enumerate(around.tolist()):
        assert found[kind_at(axis, position)][at]


@st.composite
def settings(draw: st.DrawFn) -> AxisSettings:
    size, kernel = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    stride, dilation = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    mode = draw(st.sampled_from(PaddingMode))
    most = {PaddingMode.REFLECT: size - 1, PaddingMode.CIRCULAR: size}.get(mode, 6)
    before, after = draw(st.integers(0, most)), draw(st.integers(0, most))
    room = size + before + after - dilation * (kernel - 1) - 1
    windows = max(1, room // stride + 1 + draw(st.integers(0, 1)))
    if room < 0 or windows > room // stride + 1:
        mode = PaddingMode.CONSTANT
    return AxisSettings(size, kernel, stride, before, after, dilation, windows, mode)


@given(settings())
def test_sliding_windows(axis: AxisSettings) -> None:
    agrees(sliding_windows(axis))


@given(settings(), st.integers(0, 3))
def test_transposed_windows(axis: AxisSettings, output_padding: int) -> None:
    reach = axis.dilation * (axis.kernel_size - 1)
    size = (axis.size - 1) * axis.stride - 2 * axis.pad_before + reach + output_padding + 1
    if size >= 1:
        agrees(transposed_windows(axis._replace(output_size=size, output_padding=output_padding)))


@given(st.integers(1, 14), st.integers(1, 14))
def test_adaptive_windows(size: int, output_size: int) -> None:
    agrees(adaptive_windows(size, output_size))


@given(st.integers(1, 9), st.integers(-3, 4), st.integers(-3, 4), st.sampled_from(PaddingMode))
def test_padded_windows(size: int, before: int, after: int, mode: PaddingMode) -> None:
    most = {PaddingMode.REFLECT: size - 1, PaddingMode.CIRCULAR: size}.get(mode, 4)
    before, after = min(before, most), min(after, most)
    if kept_cells(size, before, after) >= 1:
        agrees(padded_windows(size, before, after, mode))
