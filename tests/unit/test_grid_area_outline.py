"""The outline of many cells together."""

from __future__ import annotations

import numpy as np

from convviz.ui.widgets.grid.cell_lines import outline_lines


def test_a_frame_of_padding_has_eight_lines() -> None:
    mask = np.ones((40, 50), dtype=np.bool_)
    mask[2:-2, 3:-3] = False

    lines = outline_lines(mask, 4)

    ends = {(line.x1(), line.y1(), line.x2(), line.y2()) for line in lines}
    assert len(lines) == 8
    assert (0.5, 0.5, 200.5, 0.5) in ends
    assert (12.5, 8.5, 188.5, 8.5) in ends
    assert (188.5, 8.5, 188.5, 152.5) in ends


def test_no_cell_has_no_outline() -> None:
    assert outline_lines(np.zeros((3, 3), dtype=np.bool_), 4) == []
