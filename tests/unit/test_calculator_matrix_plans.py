from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d, ConvolutionLayer
from convviz.core.layers.conv_transpose import ConvTranspose2d, TransposedConvolutionLayer
from convviz.ui.stepper.views.block_layout import (
    MatrixSlot,
    arrange_blocks,
    aside_cell,
    largest_fit,
    with_aside,
)
from convviz.ui.stepper.views.sparse_plan import drawn_columns, sparse_plan, sparse_room
from convviz.ui.stepper.views.unfold_plan import Sizes, unfold_plan
from convviz.ui.widgets.grid.layout_shapes import GroupShape
from convviz.values.matrix_form import matrix_form
from convviz.values.matrix_sparse import SparseMatrix, sparse_matrix

LAYERS: list[tuple[ConvolutionLayer | TransposedConvolutionLayer, tuple[int, ...]]] = [
    (Conv2d(1, 1, 3), (5, 5)),
    (Conv2d(3, 4, 3, padding=1, padding_mode="reflect"), (9, 7)),
    (Conv1d(2, 2, 5, groups=2), (40,)),
    (Conv3d(1, 2, 2), (4, 4, 4)),
    (ConvTranspose2d(2, 3, 3, stride=3, padding=1), (5, 4)),
    (Conv2d(64, 8, 3), (12, 12)),
]


def matrix_of(number: int) -> SparseMatrix:
    layer, spatial = LAYERS[number]
    weight = np.ones(layer.weight_shapes()["weight"])
    return sparse_matrix(matrix_form(layer, spatial), weight)


@given(
    st.integers(1, 40),
    st.integers(1, 70),
    st.integers(1, 5000),
    st.integers(1, 50),
    st.tuples(st.integers(200, 2000), st.integers(150, 1500)),
)
def test_the_windows_drawn_fit_and_hold_the_step(
    channels: int, filters: int, windows: int, taps: int, size: tuple[int, int]
) -> None:
    sizes = Sizes(range(channels), range(filters), windows, taps)
    for step in ((0, 0), (filters - 1, windows - 1), (filters // 2, windows // 3)):
        plan = unfold_plan((sizes,), step, *size)
        if plan is None:
            assert channels * taps + 1 > min(size) - 250
            continue
        rows = channels * taps
        assert step[0] in plan.filters
        assert step[1] in plan.windows
        assert rows + len(plan.filters) <= size[1]
        assert rows + len(plan.windows) <= size[0]


def test_pages_of_windows_follow_each_other_without_gaps() -> None:
    sizes = Sizes(range(1), range(1), 1000, 9)
    pages = {unfold_plan((sizes,), (0, window), 560, 400) for window in range(1000)}
    drawn = sorted((page.windows.start, page.windows.stop) for page in pages if page is not None)

    assert drawn[0][0] == 0
    assert drawn[-1][1] == 1000
    assert all(before[1] == after[0] for before, after in itertools.pairwise(drawn))


def test_a_group_is_drawn_alone_where_all_have_no_room() -> None:
    everything = Sizes(range(64), range(64), 100, 9)
    group = Sizes(range(8, 10), range(8, 10), 100, 9)
    plan = unfold_plan((everything, group, group), (9, 5), 560, 400)

    assert plan is not None
    assert (plan.channels, plan.filters) == (range(8, 10), range(8, 10))


@pytest.mark.parametrize("number", range(len(LAYERS)))
@pytest.mark.parametrize("size", [(500, 300), (560, 400), (1300, 900)])
def test_the_rows_drawn_hold_the_step_and_all_that_it_reads(
    number: int, size: tuple[int, int]
) -> None:
    matrix = matrix_of(number)
    few = range(min(6, matrix.form.layer.in_channels))
    room = sparse_room(matrix, few, *size)
    assert room is not None
    for row in range(0, matrix.shape[0], 7):
        plan = sparse_plan(matrix, room, row)
        columns = drawn_columns(matrix, plan)
        read = set(matrix.readings(np.array([row])).columns.tolist())
        drawn = {c for c in read if c // matrix.form.cell_count in room.channels}

        assert row in plan.rows
        assert drawn <= set(columns.tolist())


def test_a_small_matrix_is_drawn_whole_and_a_larger_one_in_small_beside_some_rows() -> None:
    small = sparse_room(matrix_of(0), range(1), 580, 400)
    larger = sparse_room(matrix_of(1), range(3), 580, 400)
    assert small is not None
    assert larger is not None

    assert (small.windows, small.has_overview) == (0, False)
    assert larger.windows > 0
    assert larger.has_overview


def test_factors_line_up_with_the_product_and_all_fit() -> None:
    shapes = (GroupShape(9, 25, 1), GroupShape(2, 9, 1), GroupShape(2, 25, 1))
    blocks = (MatrixSlot(0, 1), MatrixSlot(1, 0), MatrixSlot(1, 1))
    cell = largest_fit(shapes, blocks, 800, 400)
    layout = arrange_blocks(shapes, blocks, cell)
    windows, kernels, product = (place.planes[0] for place in layout.groups)

    assert windows[0] == product[0]
    assert kernels[1] == product[1]
    assert layout.width <= 800
    assert layout.height <= 400
    larger = arrange_blocks(shapes, blocks, cell + 1)
    assert larger.width > 800 or larger.height > 400


def test_a_matrix_aside_takes_its_share_of_the_width() -> None:
    whole, rows = GroupShape(300, 400, 1), GroupShape(4, 20, 1)
    cell = aside_cell(whole, 600, 400)
    layout = with_aside(arrange_blocks((rows,), (MatrixSlot(0, 0),), 18), whole, cell)
    aside, beside = layout.groups

    assert 400 * cell <= 0.36 * 600
    assert aside.planes[0][0] + 400 * cell < beside.planes[0][0]
