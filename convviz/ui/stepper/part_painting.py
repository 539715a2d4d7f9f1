"""Paints the parts of a step written out: from pixmaps made once, or on any device."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from convviz.stepping.lines.line_parts import LinePart, PartRole
from convviz.ui.stepper.step_looks import StepSizes, chip_colours
from convviz.ui.theme import cell_font, current_palette
from convviz.ui.widgets.laid_texts import LaidTexts

if TYPE_CHECKING:
    from collections.abc import Sequence

CHIP_REACH: Final = 2
"""Pixels round a part into which its outline may reach."""

_MOST_TEXTS: Final = 4096
_MOST_CHIPS: Final = 512
_RARE: Final = 5
"""A part that was painted so often gets a pixmap of its own: to make one takes as long as that."""
_PATIENCE: Final = 20 * _MOST_CHIPS
"""Parts that are painted without a chip before all chips are made anew."""
_GROUND: Final = 128
"""Widths of grounds without a text are multiples of it: parts of any width have theirs of one."""
_BOLD: Final = {PartRole.TOTAL, PartRole.WINNER, PartRole.CHANNEL_SUM}

_PLAIN: Final = {PartRole.OPERATOR, PartRole.USED, PartRole.USES, PartRole.WINS, PartRole.IN_ALL}
_MUTED: Final = {PartRole.MUTED_TERM, PartRole.CROPPED_STAMP}
_OUTLINES: Final = {
    PartRole.TOTAL: "output",
    PartRole.INPUT: "input",
    PartRole.WINNER: "window",
    PartRole.SCALE: "kernel",
    PartRole.BIAS: "kernel",
    PartRole.WEIGHT: "kernel",
    PartRole.DIVISOR: "kernel",
}

_ChipKey: TypeAlias = tuple[str, PartRole, int | None, float, float]


class PlacedPart(Struct, frozen=True, gc=False):
    """A part, what it says here, and where: in whole pixels, which are the fastest to draw at."""

    part: LinePart
    text: str
    x: int
    y: int
    width: int
    height: int

    @property
    def rect(self) -> QRectF:
        """Its rectangle, without the sum beneath."""
        return QRectF(self.x, self.y, self.width, self.height)


class PartPainting:
    """The fonts of one text size, and what was painted with them.

    Attributes:
        sizes: Lengths for that size.
        widths: Of texts with what stands beneath them, as far as they were measured.
        digit: Width of a digit of a sum beneath.
    """

    def __init__(self, scale: float, taps: int = 1) -> None:
        """Take fonts and colours.

        Args:
            scale: How much larger texts are than usual.
            taps: Number of taps among which the hues are spread.
        """
        self.sizes = sizes = StepSizes.of(scale)
        bold = cell_font(sizes.text)
        bold.setBold(True)
        self._bold = LaidTexts(bold, _MOST_TEXTS)
        self._plain = LaidTexts(cell_font(sizes.text), _MOST_TEXTS)
        self._grey_bold, self._grey = _as_on_chips(bold), _as_on_chips(cell_font(sizes.text))
        self._small = LaidTexts(cell_font(sizes.running), _MOST_TEXTS)
        self.digit = QFontMetrics(cell_font(sizes.running)).horizontalAdvance("0")
        self.widths: dict[tuple[str, PartRole, str], int] = {}
        self._chips: dict[_ChipKey, QPixmap] = {}
        self._grounds: dict[_ChipKey, QPixmap] = {}
        self._seen: dict[_ChipKey, int] = {}  # how often parts without a chip were painted
        self._without = 0  # parts painted since there are enough chips
        self._taps = taps

    def set_taps(self, taps: int) -> None:
        """Spread the hues among so many taps."""
        self._taps = taps
        self._chips.clear()
        self._grounds.clear()
        self._seen.clear()

    def measured(self, part: LinePart, text: str, under: str) -> int:
        """Return how wide a text and what stands beneath it are, and know it from now on."""
        if len(self.widths) > _MOST_TEXTS:
            self.widths.clear()
        padding = 0 if part.role in _PLAIN else self.sizes.padding
        # Most of hundreds of terms are never looked at: they are not laid out.
        is_bold = part.role in _BOLD
        grey = self._grey  # as wide as the plain ones, and painted next
        written = self._grey_bold.of(text)[1].width() if is_bold else grey.width(text)
        width = math.ceil(max(written + 2 * padding, self._small.width(under)))
        self.widths[text, part.role, under] = width
        return width

    def paint(self, painter: QPainter, parts: Sequence[PlacedPart]) -> None:
        """Paint parts with the sums beneath them on any device."""
        for placed in parts:
            self.paint_part(painter, placed.part, placed.text, placed.rect)
        self._paint_running(painter, parts)

    def paint_from_chips(
        self, painter: QPainter, parts: Sequence[PlacedPart], ratio: float
    ) -> None:
        """Paint them on the screen, of so many of its pixels to a logical one, without scaling."""
        fresh = []
        for placed in parts:
            key = _key(placed, placed.text, ratio)
            chip = self._chips.get(key)
            if chip is None and self._is_rare(key):
                fresh.append(placed)
                if _has_ground(placed.part):
                    self._draw_ground(painter, placed, ratio)
                continue
            if chip is None:
                chip = self._chips[key] = self._chip(placed, placed.text, ratio)
            painter.drawPixmap(placed.x - CHIP_REACH, placed.y - CHIP_REACH, chip)
        self._write_on_grounds(painter, fresh)
        self._paint_running(painter, parts)

    def _is_rare(self, key: _ChipKey) -> bool:
        """Return whether a part was hardly seen so far: most of many need no chip of their own.

        Its ground is kept, which many parts share; its text is written on it. So are the parts
        that come when there are enough chips, until they are many more than those.
        """
        if len(self._chips) >= _MOST_CHIPS:
            self._without += 1
            if self._without <= _PATIENCE:
                return True
            self._chips.clear()
        self._without = 0
        if len(self._seen) >= _MOST_TEXTS:
            self._seen.clear()
        times = self._seen[key] = self._seen.get(key, 0) + 1
        return times <= _RARE

    def paint_part(self, painter: QPainter, part: LinePart, text: str, rect: QRectF) -> None:
        """Paint a part, without what stands beneath it."""
        self._paint_ground(painter, part, rect)
        _, colour = self._colours(part)
        letters = self._letters(part)
        painter.setFont(letters.font)
        painter.setPen(QColor(colour))
        middle = rect.center()
        _paint_text(painter, letters, middle.x(), middle.y(), text)

    def _paint_ground(self, painter: QPainter, part: LinePart, rect: QRectF) -> None:
        """Paint a part without its text."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        fill, _ = self._colours(part)
        if fill:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(rect, self.sizes.radius, self.sizes.radius)
        outline = _OUTLINES.get(part.role)
        if outline is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(getattr(current_palette(), outline)), 1.5))
            radius = self.sizes.radius
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _colours(self, part: LinePart) -> tuple[str, str]:
        """Return the fill of a part, "" for none, and the colour of its text."""
        if part.tap is None:
            palette = current_palette()
            return "", palette.text_muted if part.role in _PLAIN else palette.text
        muted = part.role in _MUTED
        return chip_colours(part.tap, self._taps, current_palette(), muted=muted)

    def _letters(self, part: LinePart) -> LaidTexts:
        return self._bold if part.role in _BOLD else self._plain

    def _draw_ground(self, painter: QPainter, placed: PlacedPart, ratio: float) -> None:
        """Draw a part without its text: the beginning and the end of a ground that is wider."""
        part, width = placed.part, placed.width
        if ratio.is_integer():  # else a pixel begins elsewhere at the one's end than at the other's
            width = math.ceil(width / _GROUND) * _GROUND
        key = "", part.role, part.tap, width, ratio
        ground = self._grounds.get(key)
        if ground is None:
            if len(self._grounds) >= _MOST_CHIPS:
                self._grounds.clear()
            wide = PlacedPart(part, "", 0, 0, width, placed.height)
            ground = self._grounds[key] = self._chip(wide, "", ratio)
        x, y = placed.x - CHIP_REACH, placed.y - CHIP_REACH
        if width == placed.width:
            painter.drawPixmap(x, y, ground)
            return
        whole, high, end = ground.width(), ground.height(), round(placed.width / 2 * ratio)
        begin = round((placed.width + 2 * CHIP_REACH) * ratio) - end
        painter.drawPixmap(QPointF(x, y), ground, QRectF(0, 0, begin, high))
        painter.drawPixmap(QPointF(x + begin / ratio, y), ground, QRectF(whole - end, 0, end, high))

    def _chip(self, placed: PlacedPart, text: str, ratio: float) -> QPixmap:
        """Return a new pixmap of a part, without its running sum."""
        width, height = placed.width, placed.height
        size = QSizeF(width + 2 * CHIP_REACH, height + 2 * CHIP_REACH) * ratio
        chip = QPixmap(size.toSize())
        chip.setDevicePixelRatio(ratio)
        # On the widget's own ground: where nothing is beneath it, a text looks otherwise.
        chip.fill(QColor(current_palette().surface))
        painter = QPainter(chip)
        alone = PlacedPart(placed.part, text, CHIP_REACH, CHIP_REACH, width, height)
        self._paint_ground(painter, alone.part, alone.rect)
        if text:
            self._write_on_grounds(painter, [alone])
        painter.end()
        return chip

    def _write_on_grounds(self, painter: QPainter, parts: Sequence[PlacedPart]) -> None:
        """Write the texts of parts, at the pixels at which a chip has them."""
        worn: tuple[LaidTexts | None, str] = (None, "")
        for placed in parts:
            letters = self._grey_bold if placed.part.role in _BOLD else self._grey
            _, colour = self._colours(placed.part)
            if worn != (letters, colour):
                worn = letters, colour
                painter.setFont(letters.font)
                painter.setPen(QColor(colour))
            static, size = letters.of(placed.text)
            left = round(CHIP_REACH + (placed.width - size.width()) / 2)
            top = round(CHIP_REACH + (placed.height - size.height()) / 2)
            corner = QPointF(placed.x - CHIP_REACH + left, placed.y - CHIP_REACH + top)
            painter.drawStaticText(corner, static)

    def _paint_running(self, painter: QPainter, parts: Sequence[PlacedPart]) -> None:
        """Paint the sums so far beneath their parts."""
        painter.setFont(self._small.font)
        painter.setPen(QColor(current_palette().text_muted))
        for placed in parts:
            if placed.part.running:
                beneath = placed.y + placed.height + self.sizes.drop
                middle = placed.x + placed.width / 2
                _paint_text(painter, self._small, middle, beneath, placed.part.running)


def _as_on_chips(font: QFont) -> LaidTexts:
    """Return texts as smooth as those of chips, which screens of other pixels may show, too."""
    grey = QFont(font)
    grey.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return LaidTexts(grey, _MOST_TEXTS)


def _has_ground(part: LinePart) -> bool:
    """Return whether a part is more than its text."""
    return part.tap is not None or part.role in _OUTLINES


def _key(placed: PlacedPart, text: str, ratio: float) -> _ChipKey:
    part = placed.part
    return text, part.role, part.tap, placed.width, ratio


def _paint_text(painter: QPainter, letters: LaidTexts, x: float, y: float, text: str) -> None:
    """Paint a text round a point, on whole pixels."""
    static, size = letters.of(text)
    corner = QPointF(round(x - size.width() / 2), round(y - size.height() / 2))
    painter.drawStaticText(corner, static)
