"""The styles: which glyph each makes of a volume."""

from __future__ import annotations

from dataclasses import dataclass, field

from convviz.drawing.cards import Card
from convviz.drawing.glyph import Glyph
from convviz.drawing.isometric import Solid
from convviz.drawing.maps import Stack
from convviz.drawing.options import Direction, FigureOptions, Style
from convviz.drawing.parts import Volume
from convviz.drawing.sizes import Scale


@dataclass(frozen=True, slots=True)
class GlyphMaker:
    """Makes the glyphs of one figure.

    Attributes:
        options: Of the figure.
        scale: How sides of maps become pixels.
    """

    options: FigureOptions
    scale: Scale
    _made: dict[int, tuple[Volume, Glyph]] = field(default_factory=dict)

    @property
    def direction(self) -> Direction:
        """Where the network goes on: bodies and stacks always to the right."""
        is_flat = self.options.style is Style.FLAT
        return self.options.direction if is_flat else Direction.RIGHT

    def glyph(self, volume: Volume) -> Glyph:
        """Return what is drawn of a volume; the same each time, for rows are tried before."""
        known = self._made.get(id(volume))
        if known is None:
            known = self._made[id(volume)] = volume, self._new_glyph(volume)
        return known[1]

    def _new_glyph(self, volume: Volume) -> Glyph:
        match self.options.style:
            case Style.ISOMETRIC:
                return Solid(volume, self.scale, self.options)
            case Style.MAPS:
                return Stack(volume, self.scale, self.options)
            case Style.FLAT:
                return Card(volume, self.options)
