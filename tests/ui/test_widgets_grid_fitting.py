"""Planes of cells in their space: as large as it allows, side by side or in rows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.ui.widgets.grid.fitting import fit_cells
from convviz.ui.widgets.grid.layout import arrange
from convviz.ui.widgets.grid.layout_shapes import CellSizes, GroupShape

SHAPES = st.builds(
    GroupShape,
    rows=st.integers(1, 64),
    columns=st.integers(1, 64),
    planes=st.integers(1, 6),
    titled=st.booleans(),
    caption_width=st.integers(0, 120),
)

ROWS = [GroupShape(1, 12, 1), GroupShape(1, 3, 1), GroupShape(1, 1, 1), GroupShape(1, 10, 2)]


@settings(deadline=None)
@given(st.lists(SHAPES, min_size=1, max_size=3), st.integers(1, 60))
def test_planes_never_overlap_and_lie_in_the_scene(groups: list[GroupShape], cell: int) -> None:
    layout = arrange(groups, CellSizes(cell))
    rects = [
        (left, top, left + group.columns * place.cell, top + group.rows * place.cell)
        for group, place in zip(groups, layout.groups, strict=True)
        for left, top in place.planes
    ]
    for number, (left, top, right, bottom) in enumerate(rects):
        assert left >= 0
        assert top >= 0
        assert right <= layout.width
        assert bottom <= layout.height
        for other in rects[number + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_cells_are_as_large_as_the_space_allows() -> None:
    groups = [GroupShape(5, 5, 1), GroupShape(3, 3, 1), GroupShape(3, 3, 1)]
    cells = fit_cells(groups, 900, 500)
    assert arrange(groups, cells).width <= 900
    larger = arrange(groups, CellSizes(cells.common + 1))
    assert larger.width > 900 or larger.height > 500


def test_a_small_kernel_stays_readable_beside_a_large_picture() -> None:
    groups = [GroupShape(224, 224, 1), GroupShape(3, 3, 1), GroupShape(222, 222, 1)]
    layout = arrange(groups, fit_cells(groups, 1200, 700))
    assert layout.groups[1].cell >= 18
    assert layout.groups[0].cell < 18


@settings(deadline=None)
@given(st.lists(SHAPES, min_size=1, max_size=3), st.integers(400, 2000), st.integers(300, 1200))
def test_a_fitted_picture_is_no_larger_than_its_space_if_cells_of_one_pixel_fit(
    groups: list[GroupShape], width: int, height: int
) -> None:
    cells = fit_cells(groups, width, height)
    layout = arrange(groups, cells)
    least = arrange(groups, CellSizes(1, 1, cells.across))
    if least.width <= width and least.height <= height:
        assert layout.width <= width
        assert layout.height <= height


def test_each_group_stands_as_suits_its_own_planes() -> None:
    groups = [GroupShape(8, 8, 2, titled=True), GroupShape(3, 3, 2), GroupShape(6, 6, 4)]
    cells = fit_cells(groups, 740, 440)
    assert cells.common >= 18
    assert cells.across[0] < cells.across[2]


def test_channels_stand_side_by_side_where_that_makes_cells_larger() -> None:
    groups = [GroupShape(6, 6, 3), GroupShape(3, 3, 3), GroupShape(4, 4, 1)]
    tall, wide = fit_cells(groups, 500, 900), fit_cells(groups, 1200, 260)
    assert tall.across == (1, 1, 1)
    assert max(wide.across) > 1
    assert wide.common >= 18


def test_rows_stand_one_above_the_other_as_wide_as_the_space_allows() -> None:
    cells = fit_cells(ROWS, 900, 560)
    layout = arrange(ROWS, cells)
    source, kernel, bias, output = layout.groups
    assert source.planes[0][1] < kernel.planes[0][1] < output.planes[0][1] < output.planes[1][1]
    assert bias.planes[0][1] == kernel.planes[0][1]
    assert bias.left > kernel.left + kernel.width
    middles = [place.left + place.width / 2 for place in (source, output)]
    assert abs(middles[0] - middles[1]) <= 1
    assert 50 <= cells.common <= 900 / 12
    assert source.operator[1] < kernel.operator[1] < output.operator[1]


def test_operators_stand_before_their_groups() -> None:
    groups = [GroupShape(5, 5, 1), GroupShape(3, 3, 1), GroupShape(3, 3, 1)]
    first, second, third = arrange(groups, fit_cells(groups, 900, 500)).groups
    assert first.left + first.width < second.operator[0] < second.left
    assert second.left + second.width < third.operator[0] < third.left


def test_cells_grow_further_in_a_wide_view_in_moderation() -> None:
    groups = [GroupShape(3, 3, 1)] * 3
    assert fit_cells(groups, 1000, 2000).common == 72
    assert fit_cells(groups, 1500, 2000).common == 96
    assert fit_cells(groups, 3000, 2000).common == 128
    assert fit_cells(groups, 6000, 3000).common == 128


def test_pictures_too_large_for_a_pixel_a_cell_are_shrunk_to_fit() -> None:
    groups = [GroupShape(224, 224, 3), GroupShape(3, 3, 3), GroupShape(224, 224, 3)]
    cells = fit_cells(groups, 880, 560)
    layout = arrange(groups, cells)
    assert 0.3 < cells.common < 1
    assert layout.width <= 880
    assert layout.height <= 560
    assert layout.groups[1].cell >= 18
