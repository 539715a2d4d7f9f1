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


def _parts_of_cross_entropy(samples: int, classes: int) -> list[GroupShape]:
    tables = [GroupShape(samples, classes, 1, caption_width=80, wraps=True)] * 3
    columns = [GroupShape(samples, 1, 1, caption_width=80, wraps=True)] * 2
    result = GroupShape(1, 1, 1, caption_width=60, wraps=True)
    return [tables[0], columns[0], *tables[1:], columns[1], result]


@pytest.mark.parametrize(("samples", "classes"), [(1, 3), (1, 4), (1, 6), (2, 3)])
def test_a_loss_of_few_classes_is_read_in_two_lines_of_large_cells(
    samples: int, classes: int
) -> None:
    groups = _parts_of_cross_entropy(samples, classes)
    cells = fit_cells(groups, 824, 426)
    layout = arrange(groups, cells)
    assert cells.common >= 48
    lines = [place.operator[1] for place in layout.groups]
    assert len(set(lines)) == 2
    assert lines == sorted(lines)
    assert (layout.width <= 824, layout.height <= 426) == (True, True)


@pytest.mark.parametrize("classes", [3, 4, 6])
def test_no_line_is_broken_where_cells_are_large_in_one(classes: int) -> None:
    groups = _parts_of_cross_entropy(1, classes)
    cells = fit_cells(groups, 1464, 835)
    assert len({place.operator[1] for place in arrange(groups, cells).groups}) == 1
    assert cells.common >= 48


def test_dots_that_planes_are_drawn_as_grow_with_fewer_stacked() -> None:
    parts = [GroupShape(16, 16, 4, titled=True, caption_width=90, wraps=True)] * 4
    cells = fit_cells(parts, 824, 394)
    assert cells.across == (2,) * 4, "stacked, they would be 3 pixels large"
    assert cells.common >= 4
