"""What is written beside or in a volume: its sizes, its name, its kernel, what works on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.core.code.writing import shape_text
from convviz.drawing.metrics import text_width
from convviz.drawing.options import Style
from convviz.drawing.scene import Paint, Role, Shade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.tree import Path
    from convviz.drawing.options import FigureOptions
    from convviz.drawing.parts import Band, Volume

TITLE: Final = 11.0
SIZES: Final = 10.0
SMALL: Final = 9.0
_LEADING: Final = 1.36
_SWATCH: Final = 9.0
"""Room for the colour of a band before its name, in pixels."""
_MOST_BANDS: Final = 4
"""Lines of a label that stands below a body, where the slabs themselves are seen."""


class LabelLine(NamedTuple):
    """A line of a label.

    Attributes:
        text: The words.
        size: Height of the font.
        length: Width of the words.
        paint: Their colour.
        bold: Whether they are bold.
        swatch: A colour before the words.
        path: The layer that the line is of, if it is another than the label's.
    """

    text: str
    size: float
    length: float
    paint: Paint
    bold: bool = False
    swatch: Paint | None = None
    path: Path | None = None

    @property
    def indent(self) -> float:
        """Room before the words."""
        return _SWATCH if self.swatch is not None else 0.0

    @property
    def height(self) -> float:
        """From the line above to this one."""
        return self.size * _LEADING


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of words below each other, in the middle of their room."""

    lines: tuple[LabelLine, ...]

    @property
    def width(self) -> float:
        """The room of the widest line."""
        return max((line.length + line.indent for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        """From the top to the bottom."""
        return sum(line.height for line in self.lines)


def label_of(volume: Volume, options: FigureOptions, *, has_sizes: bool = True) -> Label:
    """Return what is written of a volume: its name, its sizes, its kernel and bands.

    Args:
        volume: The volume.
        options: What a person chose.
        has_sizes: Whether the sizes are among it, if they are wanted at all.
    """
    lines: list[LabelLine] = []
    if options.has_names and volume.title:
        paint = Paint(Role.ERROR if volume.fails else Role.TEXT)
        lines.append(_line(volume.title, TITLE, paint, bold=True))
    sizes = sizes_of(volume, options) if has_sizes else ""
    if sizes:
        lines.append(_line(sizes, SIZES, Paint(Role.TEXT)))
    if options.has_names:
        for text in volume.lines:
            is_reason = volume.fails and text == options.words.fails
            lines.append(_line(text, SMALL, Paint(Role.ERROR if is_reason else Role.MUTED)))
        has_room = options.style is Style.FLAT
        most = len(volume.bands) if has_room else _MOST_BANDS
        lines += _band_lines(volume.bands, most)
    return Label(tuple(lines))


def sizes_of(volume: Volume, options: FigureOptions) -> str:
    """Return the dimensions as they are written; "" where they are not."""
    is_written = options.has_sizes and not volume.fails and not volume.is_slab
    return shape_text(volume.shape) if is_written else ""


def _band_lines(bands: Sequence[Band], most: int) -> list[LabelLine]:
    lines = []
    shown = bands if len(bands) <= most else bands[: most - 1]
    for band in shown:
        swatch = Paint(band.role, Shade.SIDE) if band.enabled else Paint(Role.GROUND)
        line = _line(band.text, SMALL, Paint(Role.MUTED), swatch=swatch, path=band.path)
        lines.append(line)
    if len(shown) < len(bands):
        lines.append(_line(f"+ {len(bands) - len(shown)}", SMALL, Paint(Role.MUTED)))
    return lines


def _line(
    text: str,
    size: float,
    paint: Paint,
    *,
    bold: bool = False,
    swatch: Paint | None = None,
    path: Path | None = None,
) -> LabelLine:
    length = text_width(text, size, bold=bold)
    return LabelLine(text, size, length, paint, bold, swatch, path)
