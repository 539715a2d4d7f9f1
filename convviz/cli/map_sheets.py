"""Sheets of feature maps as pictures, drawn without a window."""

from __future__ import annotations

import io
import math
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from convviz.core.network.tree import ROOT
from convviz.ui.plane_images import common_scale, plane_images
from convviz.ui.theme.palette import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.protocol.passing import PassedNode

_EDGE: Final = 16
_GAP: Final = 6
_SIDE: Final = 96
"""About so many pixels is a map wide, a whole number for each of its cells."""
_MOST_COLUMNS: Final = 12
_TEXT: Final = 15
_SMALL: Final = 12
_LINE: Final = 20
_BAR: Final = 150
_NAMES: Final = 120
_MOST_BARS: Final = 64
_BARS_A_COLUMN: Final = 16
_MOST_SIDE: Final = 30_000
"""Pixels of the height of a picture with several sheets."""


class Sheets:
    """Draws outputs in the colours of the calculator.

    Args:
        theme: "light" or "dark".
        is_each: Each map has a scale of its own.
    """

    def __init__(self, theme: str, *, is_each: bool) -> None:
        self._palette = DARK if theme == "dark" else LIGHT
        self._is_each = is_each
        self._font = ImageFont.load_default(_TEXT)
        self._small = ImageFont.load_default(_SMALL)

    def sheet(
        self, title: str, node: PassedNode, values: np.ndarray, names: Sequence[str] = ()
    ) -> Image.Image:
        """Return an output's maps, or the bars of a vector, below its name and its range.

        Args:
            title: What it is.
            node: The output in numbers.
            values: Its first maps, or numbers.
            names: Of the classes, where its numbers are of classes.
        """
        body = self._bars(values, names) if len(node.shape) <= 1 else self._maps(node, values)
        shown = f" (the first {len(values)})" if node.shape and len(values) < node.shape[0] else ""
        # Pillow's own font has no multiplication sign.
        shape = " x ".join(map(str, node.shape))
        facts = f"{shape}{shown}   {node.low:.4g} to {node.high:.4g}"
        if node.empty and len(node.shape) > 1:
            facts += f"   {node.empty} of {node.shape[0]} maps all 0"
        width = max(body.width, *(self._width(text) for text in (title, facts))) + 2 * _EDGE
        image = self._blank(width, body.height + 2 * _LINE + 2 * _EDGE + _GAP)
        draw = ImageDraw.Draw(image)
        draw.text((_EDGE, _EDGE), title, self._palette.text, self._font)
        draw.text((_EDGE, _EDGE + _LINE), facts, self._palette.text_muted, self._font)
        image.paste(body, (_EDGE, _EDGE + 2 * _LINE + _GAP))
        return image

    def below_each_other(self, sheets: Sequence[Image.Image]) -> Image.Image:
        """Return sheets as one picture."""
        size = max(sheet.width for sheet in sheets), sum(sheet.height for sheet in sheets)
        image, top = self._blank(*size), 0
        for sheet in sheets:
            image.paste(sheet, (0, top))
            top += sheet.height
        return image

    @staticmethod
    def png(image: Image.Image) -> bytes:
        """Return a picture as the bytes of a PNG."""
        stream = io.BytesIO()
        image.save(stream, "PNG")
        return stream.getvalue()

    def _maps(self, node: PassedNode, values: np.ndarray) -> Image.Image:
        planes = values.reshape(len(values), math.prod(values.shape[1:-1]), values.shape[-1])
        planes = planes.astype(np.float64)
        rows, columns = planes.shape[1:]
        cell = max(1, round(_SIDE / max(rows, columns, 1)))
        width, height = max(1, columns * cell), max(1, rows * cell)
        across = max(1, min(_MOST_COLUMNS, math.ceil(math.sqrt(len(planes))) * 2))
        lines = math.ceil(len(planes) / across)
        image = self._blank(
            min(across, len(planes)) * (width + _GAP) - _GAP, lines * (height + _GAP) - _GAP
        )
        for number, plane in enumerate(planes):
            end = common_scale(plane) if self._is_each else node.reach
            pixels = plane_images(plane[None], *self._colours(node), end)[0]
            drawn = Image.fromarray(pixels).resize((width, height), Image.Resampling.NEAREST)
            line, column = divmod(number, across)
            image.paste(drawn, (column * (width + _GAP), line * (height + _GAP)))
        return image

    def _bars(self, values: np.ndarray, names: Sequence[str]) -> Image.Image:
        """Return numbers as bars around 0, each with its name and its number."""
        numbers = [float(value) for value in values.reshape(-1)[:_MOST_BARS]]
        finite = [number for number in numbers if math.isfinite(number)]
        low, high = min([0.0, *finite]), max([0.0, *finite])
        span = (high - low) or 1.0
        lines = min(_BARS_A_COLUMN, max(1, len(numbers)))
        name_room = _NAMES if names else self._width(str(len(numbers))) + _GAP
        column = name_room + _BAR + _NAMES
        image = self._blank(math.ceil(len(numbers) / lines) * column, lines * _LINE)
        draw, palette = ImageDraw.Draw(image), self._palette
        for at, number in enumerate(numbers):
            left, top = at // lines * column, at % lines * _LINE
            name = names[at] if at < len(names) else str(at)
            zero = left + name_room + _BAR * -low / span
            draw.text((left, top), name[:16], palette.text, self._small)
            beside = left + name_room + _BAR + _GAP
            draw.text((beside, top), f"{number:.5g}", palette.text, self._small)
            if math.isfinite(number):
                ends = sorted((zero, zero + _BAR * number / span))
                colour = palette.output if number > 0 else palette.output_negative
                draw.rectangle((ends[0], top + 2, ends[1], top + _LINE - 6), fill=colour)
            draw.line((zero, top, zero, top + _LINE), fill=palette.border_strong)
        return image

    def _colours(self, node: PassedNode) -> tuple[str, str, str]:
        palette = self._palette
        if node.path == ROOT:
            return palette.input_negative, palette.surface_raised, palette.input
        return palette.output_negative, palette.surface_raised, palette.output

    def _blank(self, width: float, height: float) -> Image.Image:
        size = max(1, math.ceil(width)), max(1, math.ceil(height))
        return Image.new("RGB", size, self._palette.surface)

    def _width(self, text: str) -> int:
        return math.ceil(self._font.getlength(text))


def fitting(sheets: Sequence[Image.Image]) -> int:
    """Return how many sheets have room below each other in one picture: one at least."""
    ends = accumulate(sheet.height for sheet in sheets)
    return max(1, sum(end <= _MOST_SIDE for end in ends))
