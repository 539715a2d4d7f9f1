"""How often cells are used, against counts made cell by cell."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from convviz.core.layers.conv import Conv1d
from convviz.core.layers.conv_transpose import ConvTranspose1d, ConvTranspose2d
from convviz.core.usage import CountSummary, axis_meetings, overlaps_evenly, summarise
from convviz.values.usage import meetings


@pytest.mark.parametrize("k", [1, 2, 3, 4])
@pytest.mark.parametrize("s", [1, 2, 3])
@pytest.mark.parametrize(("p", "d"), [(0, 1), (1, 1), (0, 2), (0, 3)])
def test_as_many_kernel_cells_meet_as_stamps_that_reach_a_cell(
    k: int, s: int, p: int, d: int
) -> None:
    size = 12
    layer = ConvTranspose1d(1, 1, k, stride=s, padding=p, dilation=d)
    (axis,) = layer.axis_windows((size,))
    stamped = [0] * axis.output_size
    for source, tap in itertools.product(range(size), range(k)):
        place = source * s - p + tap * d
        if 0 <= place < axis.output_size:
            stamped[place] += 1

    assert list(axis_meetings(axis)) == stamped
    (settings,) = layer.axis_settings((size,))
    reach = d * (k - 1)
    inside = stamped[max(0, reach - p) : (size - 1) * s - p + 1]
    assert overlaps_evenly(settings) is (len(set(inside)) == 1)


def test_meetings_of_two_axes_are_their_product() -> None:
    found = meetings(ConvTranspose2d(1, 1, (3, 2), stride=2), (2, 2))

    assert found.tolist() == np.outer([1, 1, 2, 1, 1], [1, 1, 1, 1]).tolist()


def test_a_summary_tells_the_corners_from_the_inside() -> None:
    assert summarise([(1, 2, 3, 2, 1)] * 2) == CountSummary((1, 1), (9, 9), (1, 9), 0, (4, 6, 9))


def test_a_summary_counts_what_is_never_used() -> None:
    assert summarise([(1, 0, 1, 0), (1, 1, 1)]) == CountSummary((0, 1), (0, 1), (1, 1), 6, (1,))


def test_a_padded_convolution_does_not_meet_cells_of_its_input_at_the_border() -> None:
    (axis,) = Conv1d(1, 1, 3, padding=1).axis_windows((4,))

    assert axis_meetings(axis) == (2, 3, 3, 2)
