"""The ten outlines of Shapes-10: what lies inside, what outside, and which are mirrored."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.values.shape_outlines import OUTLINES, Floats

INSIDE = {
    "circle": [(0.0, 0.0), (0.6, 0.6)],
    "ring": [(0.72, 0.0), (0.0, -0.72)],
    "moon": [(-0.8, 0.0)],
    "heart": [(0.0, 0.0), (0.4, 0.4), (0.0, -0.7)],
    "triangle": [(0.0, 0.0), (0.4, -0.5)],
    "square": [(0.7, 0.7), (-0.7, 0.7)],
    "diamond": [(0.0, 0.9), (0.5, 0.0)],
    "star": [(0.0, 0.9), (0.0, 0.0)],
    "cross": [(0.9, 0.0), (0.0, -0.9)],
    "arrow": [(0.0, 0.9), (0.6, 0.1), (0.0, -0.9)],
}
OUTSIDE = {
    "circle": [(0.7, 0.7)],
    "ring": [(0.0, 0.0), (1.0, 0.0)],
    "moon": [(0.36, 0.0), (1.0, 0.0)],
    "heart": [(0.0, 0.9), (0.6, -0.6)],
    "triangle": [(0.6, 0.6), (0.0, -0.8)],
    "square": [(0.8, 0.0)],
    "diamond": [(0.5, 0.5)],
    "star": [(0.6, 0.7), (0.0, -0.6)],
    "cross": [(0.6, 0.6), (0.0, 1.0)],
    "arrow": [(0.6, 0.7), (0.5, -0.5)],
}


def distances(name: str, points: list[tuple[float, float]]) -> Floats:
    x, y = np.array(points, np.float32).T
    return OUTLINES[name](x, y)


@pytest.mark.parametrize("name", OUTLINES)
def test_what_is_inside_is_negative_and_what_is_outside_is_not(name: str) -> None:
    assert distances(name, INSIDE[name]).max() < 0
    assert distances(name, OUTSIDE[name]).min() > 0


@pytest.mark.parametrize("name", OUTLINES)
def test_a_distance_stays_a_single_and_no_place_is_farther_than_it_says(name: str) -> None:
    """The outline is met nowhere before the distance is gone: neighbours differ by no more."""
    x, y = np.meshgrid(*2 * [np.linspace(-1.2, 1.2, 97, dtype=np.float32)])
    found = OUTLINES[name](x, y)
    assert found.dtype == np.float32
    step = float(x[0, 1] - x[0, 0])
    for axis in (0, 1):
        assert np.abs(np.diff(found, axis=axis)).max() <= step * 1.001
    assert 0.05 < (found < 0).mean() < 0.7


@pytest.mark.parametrize("name", [name for name in OUTLINES if name != "moon"])
def test_left_is_as_right(name: str) -> None:
    points = [(0.3, 0.2), (0.7, -0.4), (0.1, 0.9), (0.9, 0.1)]
    mirrored = [(-across, up) for across, up in points]
    assert np.array_equal(distances(name, points), distances(name, mirrored))
