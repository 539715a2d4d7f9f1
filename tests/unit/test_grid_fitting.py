"""How large cells are beside each other."""

from __future__ import annotations

import pytest

from convviz.ui.widgets.grid.fitting import fit_cells
from convviz.ui.widgets.grid.layout_shapes import READABLE, GroupShape


@pytest.mark.parametrize("side", [9, 14])
def test_six_input_channels_stay_visible_and_their_kernels_readable(side: int) -> None:
    planes = GroupShape(side, side, 6, titled=True)
    kernels = GroupShape(3, 3, 6, titled=True)
    bias, output = GroupShape(1, 1, 1), GroupShape(side - 2, side - 2, 1, titled=True)

    cells = fit_cells([planes, kernels, bias, output], 790, 430)
    assert cells.of(kernels) >= READABLE - 4
    assert cells.of(planes) >= 5
