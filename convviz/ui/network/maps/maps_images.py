"""Feature maps as images of Qt, on the scale of their layer or each on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.network.tree import ROOT
from convviz.ui.images.pixels import colour_image
from convviz.ui.network.maps.maps_scene import as_planes
from convviz.ui.plane_images import plane_images
from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from convviz.core.network.tree import Path
    from convviz.ui.network.maps.maps_looker import Planes


def map_colours(path: Path) -> tuple[str, str, str]:
    """Return the colours of the most negative number, of zero and of the most positive one.

    They are those of the calculator: what enters the network is an input, all others are outputs.
    """
    palette = current_palette()
    if path == ROOT:
        return palette.input_negative, palette.surface_raised, palette.input
    return palette.output_negative, palette.surface_raised, palette.output


def map_images(planes: Planes, path: Path, reach: float, *, is_each: bool) -> list[QImage]:
    """Return an image of each map, a cell a pixel.

    Args:
        planes: The maps.
        path: Whose output they are.
        reach: Where the layer's scale ends.
        is_each: Each map has a scale of its own instead.
    """
    values, colours = as_planes(planes.values), map_colours(path)
    if not is_each:
        return [colour_image(pixels) for pixels in plane_images(values, *colours, reach)]
    ends = [
        max(-float(low), float(high)) for low, high in zip(planes.lows, planes.highs, strict=True)
    ]
    return [
        colour_image(plane_images(plane[None], *colours, end)[0])
        for plane, end in zip(values, ends, strict=True)
    ]
