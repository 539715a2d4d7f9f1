"""How large cells are beside each other."""

from __future__ import annotations

import pytest

from convviz.ui.widgets.grid.fitting import fit_cells
from convviz.ui.widgets.grid.layout import arrange
from convviz.ui.widgets.grid.layout_shapes import READABLE, GroupShape, grids_size


@pytest.mark.parametrize("side", [9, 14])
def test_six_input_channels_stay_visible_and_their_kernels_readable(side: int) -> None:
    planes = GroupShape(side, side, 6, titled=True)
    kernels = GroupShape(3, 3, 6, titled=True)
    bias, output = GroupShape(1, 1, 1), GroupShape(side - 2, side - 2, 1, titled=True)

    cells = fit_cells([planes, kernels, bias, output], 790, 430)
    assert cells.of(kernels) >= READABLE - 4
    assert cells.of(planes) >= 5


def _rows(length: int, channels: int) -> list[GroupShape]:
    titled = channels > 1
    return [
        GroupShape(1, length, channels, titled, 80),
        GroupShape(1, 3, channels, titled, 60),
        GroupShape(1, 1, 1, caption_width=30),
        GroupShape(1, length - 2, 1, caption_width=80),
    ]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("height", [180, 250])
def test_rows_stand_side_by_side_where_there_is_no_height(height: int, channels: int) -> None:
    groups = _rows(8, channels)
    cells = fit_cells(groups, 960, height)
    layout = arrange(groups, cells)
    assert cells.common >= 24
    assert (layout.width <= 960, layout.height <= height) == (True, True)
    lefts = [place.left for place in layout.groups]
    assert lefts == sorted(lefts)
    assert all(
        place.left + place.width < behind.left
        for place, behind in zip(layout.groups, layout.groups[1:], strict=False)
    )


def test_rows_stand_below_each_other_where_that_makes_them_longer() -> None:
    groups = _rows(32, 1)
    cells = fit_cells(groups, 1000, 500)
    assert not cells.in_line
    assert grids_size(groups[0], cells)[0] > 900


def test_captions_wider_than_the_view_shrink_no_cell() -> None:
    groups = [GroupShape(11, 11, 1, caption_width=175), GroupShape(9, 9, 1, caption_width=125)]
    for width in (600, 300, 150):
        assert fit_cells(groups, width, 250).common >= 13, width
