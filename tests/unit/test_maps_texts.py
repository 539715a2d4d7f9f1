"""What is read of the cell of a feature map under the mouse."""

from __future__ import annotations

import pytest

from convviz.ui.network.maps.maps_texts import cell_text


@pytest.mark.parametrize(
    ("place", "sizes", "said"),
    [
        ((2, 3), (8, 8), "Map 4, row 2, column 3: \u22120.25"),
        ((0, 3), (8,), "Map 4, cell 3: \u22120.25"),
        ((17, 3), (4, 8, 8), "Map 4, depth 2, row 1, column 3: \u22120.25"),
    ],
)
def test_a_cell_is_named_along_the_axes_of_its_map(
    place: tuple[int, int], sizes: tuple[int, ...], said: str
) -> None:
    assert cell_text(4, place, sizes, -0.25) == said
    assert cell_text(4, place, sizes, None) == said.split(":", maxsplit=1)[0]
