"""What each window of an axis reads: real cells, padding, overhang, inserted zeros."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.axis_windows import (
    LARGEST_PICTURE,
    AxisWindows,
    PaddingMode,
    PositionKind,
    padding_source,
)
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose1d
from convviz.core.layers.pool import AvgPool1d, MaxPool1d

if TYPE_CHECKING:
    from convviz.core.layers.spatial import WindowedLayer


def axis(layer: WindowedLayer, size: int) -> AxisWindows:
    return layer.axis_windows((size,) * layer.rank)[0]


def positions(windows: AxisWindows) -> list[list[int]]:
    return [[reading.position for reading in window] for window in windows.windows]


def test_a_strided_dilated_window_reads_every_other_cell() -> None:
    windows = axis(Conv1d(1, 1, 3, stride=2, dilation=2), 9)

    assert positions(windows) == [[0, 2, 4], [2, 4, 6], [4, 6, 8]]
    assert windows.usage == (1, 0, 2, 0, 3, 0, 2, 0, 1)


def test_padding_stands_before_and_behind() -> None:
    windows = axis(Conv1d(1, 1, 3, padding=1), 3)

    first, last = windows.windows[0], windows.windows[-1]
    assert [reading.kind for reading in first] == [
        PositionKind.PADDING,
        PositionKind.REAL,
        PositionKind.REAL,
    ]
    assert [reading.source for reading in last] == [1, 2, None]


def test_floor_drops_the_cells_past_the_last_window() -> None:
    windows = axis(MaxPool1d(3), 8)

    assert positions(windows) == [[0, 1, 2], [3, 4, 5]]
    assert list(windows.dropped) == [6, 7]
    assert windows.overhang == 0


def test_ceil_mode_reaches_past_the_input() -> None:
    windows = axis(MaxPool1d(3, ceil_mode=True), 8)

    assert windows.overhang == 1
    assert list(windows.dropped) == []
    assert windows.windows[-1][-1].kind is PositionKind.OVERHANG


def test_the_overhang_begins_behind_the_right_padding() -> None:
    windows = axis(AvgPool1d(3, 2, padding=1, ceil_mode=True), 6)

    kinds = [reading.kind for reading in windows.windows[-1]]
    assert kinds == [PositionKind.REAL, PositionKind.PADDING, PositionKind.OVERHANG]


@pytest.mark.parametrize(
    ("mode", "sources"),
    [
        (PaddingMode.CONSTANT, [None, None, 0, 1, 2, None, None]),
        (PaddingMode.REFLECT, [2, 1, 0, 1, 2, 1, 0]),
        (PaddingMode.REPLICATE, [0, 0, 0, 1, 2, 2, 2]),
        (PaddingMode.CIRCULAR, [1, 2, 0, 1, 2, 0, 1]),
    ],
)
def test_what_the_padding_holds(mode: PaddingMode, sources: list[int | None]) -> None:
    assert [padding_source(position, 3, mode) for position in range(-2, 5)] == sources


def test_a_transposed_window_reads_its_kernel_backwards_over_a_stretched_input() -> None:
    windows = axis(ConvTranspose1d(1, 1, 3, stride=2), 2)

    assert windows.size == 3
    assert windows.output_size == 5
    assert [reading.tap for reading in windows.windows[2]] == [2, 1, 0]
    assert [reading.kind for reading in windows.windows[2]] == [
        PositionKind.REAL,
        PositionKind.INSERTED_ZERO,
        PositionKind.REAL,
    ]
    assert [reading.source for reading in windows.windows[2]] == [0, None, 1]


def test_a_negative_padding_crops_where_torch_lets_it() -> None:
    windows = axis(Conv1d(1, 1, 3, padding=-1, padding_mode="reflect"), 8)

    assert windows.output_size == 4
    assert positions(windows)[0] == [1, 2, 3]
    assert windows.usage[0] == windows.usage[-1] == 0


def test_readers_of_a_cell_include_mirrored_padding() -> None:
    windows = axis(Conv1d(1, 1, 3, padding=1, padding_mode="reflect"), 3)

    assert windows.readers_of(1) == ((0, 0), (0, 2), (1, 1), (2, 0), (2, 2))
    assert windows.usage == (2, 3, 2)


def test_sizes_of_a_huge_layer_are_known_and_its_windows_refused() -> None:
    windows = axis(Conv2d(1, 1, 1, padding=10**12), 5)

    assert windows.output_size == 5 + 2 * 10**12
    assert len(windows.dropped) == 0
    with pytest.raises(ShapeError) as caught:
        _ = windows.windows
    assert caught.value.code is ErrorCode.TOO_LARGE
    assert caught.value.facts["limit"] == LARGEST_PICTURE


def test_one_window_of_a_huge_layer_can_be_read() -> None:
    windows = axis(Conv2d(1, 1, 3, padding=10**12), 5)

    assert windows.cells_read_by(10**12)[0].position == 0
    with pytest.raises(IndexError):
        windows.cells_read_by(10**13)
