"""The styles: which glyph each makes of a volume."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.drawing.cards import Card
from convviz.drawing.isometric import Solid
from convviz.drawing.maps import Stack
from convviz.drawing.options import Direction, FigureOptions, Style
from convviz.drawing.sizes import Scale

if TYPE_CHECKING:
    from convviz.drawing.glyph import Glyph
    from convviz.drawing.parts import Volume


@dataclass(frozen=True, slots=True)
class GlyphMaker:
    """Makes the glyphs of one figure.

    Attributes:
        options: Of the figure.
        scale: How sides of maps become pixels.
    """

    options: FigureOptions
    scale: Scale

    @property
    def direction(self) -> Direction:
        """Where the network goes on: bodies and stacks always to the right."""
        is_flat = self.options.style is Style.FLAT
        return self.options.direction if is_flat else Direction.RIGHT

    def glyph(self, volume: Volume) -> Glyph:
        """Return what is drawn of a volume."""
        match self.options.style:
            case Style.ISOMETRIC:
                return Solid(volume, self.scale, self.options)
            case Style.MAPS:
                return Stack(volume, self.scale, self.options)
            case Style.FLAT:
                return Card(volume, self.options)
