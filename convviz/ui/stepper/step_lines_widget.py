"""Paints a step written out: every product on its tap's hue, the running sum beneath."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.stepping.lines.step_lines import LinePart, PartRole, StepLine
from convviz.ui.stepper.step_looks import StepSizes, chip_colours, row_height_of, title_text
from convviz.ui.theme import (
    cell_font,
    current_palette,
    text_scale,
    theme_notifier,
)
from convviz.ui.widgets.laid_texts import LaidTexts

if TYPE_CHECKING:
    from collections.abc import Iterable


_MOST_TEXTS: Final = 4096
_MOST_CHIPS: Final = 512
_CHIP_REACH: Final = 2
"""Pixels round a part into which its outline may reach."""
_BOLD: Final = {PartRole.TOTAL, PartRole.WINNER, PartRole.CHANNEL_SUM}

_PLAIN: Final = {PartRole.OPERATOR, PartRole.USED, PartRole.USES, PartRole.WINS, PartRole.IN_ALL}
_NUMBERS: Final = {PartRole.TERM, PartRole.MUTED_TERM, PartRole.OPERATOR}
"""The commonest parts, which say no word."""

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


class _Placed(Struct, frozen=True):
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


class StepLinesWidget(QWidget):
    """Shows the lines of a step, broken at the widget's width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[StepLine, ...] = ()
        self._taps = 1
        self._placed: list[_Placed] = []
        self._widths: dict[tuple[str, PartRole, str], int] = {}
        self._chips: dict[_ChipKey, QPixmap] = {}
        self._factor = 1.0
        self._take_sizes()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("This step in numbers"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # it fills its own ground
        theme_notifier().changed.connect(self._refresh_looks)

    @property
    def lines(self) -> tuple[StepLine, ...]:
        """What is shown."""
        return self._lines

    @property
    def row_height(self) -> int:
        """From a row to the next, in logical pixels."""
        return self._sizes.row

    def set_factor(self, factor: float) -> None:
        """Write so much larger than the window's text size asks for."""
        self._factor = factor
        self._refresh_looks()

    def _take_sizes(self) -> None:
        """Take the fonts of the text size."""
        self._sizes = sizes = StepSizes.of(self._factor * text_scale())
        bold = cell_font(sizes.text)
        bold.setBold(True)
        self._bold = LaidTexts(bold, _MOST_TEXTS)
        self._plain = LaidTexts(cell_font(sizes.text), _MOST_TEXTS)
        self._small = LaidTexts(cell_font(sizes.running), _MOST_TEXTS)
        self._digit = QFontMetrics(cell_font(sizes.running)).horizontalAdvance("0")
        self._widths.clear()
        self._chips.clear()

    def set_lines(self, lines: tuple[StepLine, ...], taps: int) -> None:
        """Show a step.

        Args:
            lines: The step written out.
            taps: Number of taps of the kernel, among which the hues are spread.
        """
        if taps != self._taps:
            self._chips.clear()
        elif lines == self._lines:
            return
        self._lines, self._taps = lines, max(1, taps)
        self._arrange()
        self.setAccessibleDescription("; ".join(map(self._spoken, lines)))

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(200, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the parts in the exposed rows, each from a pixmap that is made once."""
        exposed = event.rect()
        row = self._sizes.row
        top, bottom = exposed.top() - row, exposed.bottom() + row
        shown = [placed for placed in self._placed if top <= placed.y <= bottom]
        ratio = self.devicePixelRatioF()
        painter = QPainter(self)
        painter.fillRect(exposed, QColor(current_palette().surface))
        for placed in shown:
            chip = self._chip(placed, ratio)
            painter.drawPixmap(placed.x - _CHIP_REACH, placed.y - _CHIP_REACH, chip)
        self._paint_running(painter, shown)

    def paint_lines(self, painter: QPainter) -> None:
        """Paint all parts on any device."""
        for placed in self._placed:
            self._paint_part(painter, placed.part, placed.text, placed.rect)
        self._paint_running(painter, self._placed)

    @property
    def total_rect(self) -> QRect | None:
        """Where the result stands; None where the lines have none."""
        total = self._total()
        return None if total is None else total.rect.toAlignedRect()

    @property
    def row_margin(self) -> int:
        """Pixels above a row."""
        return self._sizes.margin

    def paint_total(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the result in another place."""
        total = self._total()
        if total is not None:
            self._paint_part(painter, total.part, total.text, rect)

    def _total(self) -> _Placed | None:
        """Return the result: what the step comes to."""
        totals = (placed for placed in self._placed if placed.part.role is PartRole.TOTAL)
        return next(totals, None)

    def _refresh_looks(self) -> None:
        self._take_sizes()
        self._arrange()

    def _chip(self, placed: _Placed, ratio: float) -> QPixmap:
        """Return a part as a pixmap, without its running sum."""
        part = placed.part
        key = (placed.text, part.role, part.tap, placed.width, ratio)
        chip = self._chips.get(key)
        if chip is None:
            if len(self._chips) >= _MOST_CHIPS:
                self._chips.clear()
            rect = QRectF(_CHIP_REACH, _CHIP_REACH, placed.width, placed.height)
            size = (rect.size() + QSizeF(2 * _CHIP_REACH, 2 * _CHIP_REACH)) * ratio
            chip = QPixmap(size.toSize())
            chip.setDevicePixelRatio(ratio)
            chip.fill(Qt.GlobalColor.transparent)
            painter = QPainter(chip)
            self._paint_part(painter, part, placed.text, rect)
            painter.end()
            self._chips[key] = chip
        return chip

    def _arrange(self) -> None:
        self._placed.clear()
        sizes = self._sizes
        x = y = margin = sizes.margin
        for number, line in enumerate(self._lines):
            title = self._title(line)
            parts = (LinePart(title, PartRole.OPERATOR), *line.parts) if title else line.parts
            if number and self._fits_behind(x, parts, line, self._lines[number - 1]):
                x += sizes.rule_gap
            elif number:
                x, y = margin, y + row_height_of(sizes, self._lines[number - 1], line)
            for part in parts:
                text = self._text(part)
                width = self._width(part, text)
                if x > margin and x + width > self.width() - margin:
                    x, y = margin, y + sizes.row
                self._placed.append(_Placed(part, text, x, y, width, sizes.chip))
                x += width + sizes.gap
        height = y + row_height_of(sizes, self._lines[-1]) if self._lines else 0
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        self.update()

    def _fits_behind(
        self, x: int, parts: tuple[LinePart, ...], line: StepLine, before: StepLine
    ) -> bool:
        """Return whether a rule stands behind the rule before it, in the same row."""
        if line.title is None or before.title is None or line.title.stands_alone:
            return False
        sizes = self._sizes
        needed = sum(self._width(part, self._text(part)) + sizes.gap for part in parts)
        return x + sizes.rule_gap + needed <= self.width() - sizes.margin

    def _width(self, part: LinePart, text: str) -> int:
        """Return how wide a part is, with the sum so far that stands beneath it.

        A large kernel has the same few hundreds of times.
        """
        under = part.running if part.role is PartRole.STAMP else ""  # its sum is long
        key = (text, part.role, under)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) > _MOST_TEXTS:
                self._widths.clear()
            above = self._letters(part).of(text)[1].width() + 2 * self._padding(part)
            width = math.ceil(max(above, self._small.of(under)[1].width()))
            self._widths[key] = width
        # A digit's width is known: to lay out thousands of sums that differ takes long.
        return max(width, len(part.running) * self._digit)

    def _letters(self, part: LinePart) -> LaidTexts:
        return self._bold if part.role in _BOLD else self._plain

    def _title(self, line: StepLine) -> str:
        if line.channel is not None:
            return self.tr("channel {channel}:").format(channel=line.channel)
        if line.title is not None:
            return title_text(line.title)
        has_channels = any(other.channel is not None for other in self._lines)
        return self.tr("all channels:") if has_channels else ""

    def _text(self, part: LinePart) -> str:
        if part.role in _NUMBERS:
            return part.text
        match part.role:
            case PartRole.LEFT_OUT:
                text = self.tr("… {text} more")
            case PartRole.OTHER_CHANNELS:
                text = self.tr("{count} more channels: {text}")
            case PartRole.SCALE:
                text = self.tr("weight {text}")
            case PartRole.BIAS:
                text = self.tr("bias {text}")
            case PartRole.CROPPED_STAMP:
                text = self.tr("{text} → cropped")
            case PartRole.WINS:
                text = self.tr("read {text}×, the largest {count}×")
            case PartRole.USED | PartRole.USES:
                text = self._used_text(part)
            case PartRole.IN_ALL:
                text = self.tr("in all outputs of the channel")
            case _:
                return part.text
        return text.format(text=part.text, count=part.count)

    def _used_text(self, part: LinePart) -> str:
        if part.role is PartRole.USES:
            return self.tr("used {text}×")
        if part.count:
            return self.tr("used {text}×, {count}× on padding:")
        return self.tr("used {text}×:")

    def _spoken(self, line: StepLine) -> str:
        """Return a line for screen readers."""
        stamp = PartRole.STAMP
        texts = (p.plain_text if p.role is stamp else self._text(p) for p in line.parts)
        return " ".join(texts)

    def _padding(self, part: LinePart) -> int:
        return 0 if part.role in _PLAIN else self._sizes.padding

    def _paint_part(self, painter: QPainter, part: LinePart, text: str, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        palette = current_palette()
        colour = palette.text_muted if part.role in _PLAIN else palette.text
        if part.tap is not None:
            muted = part.role in {PartRole.MUTED_TERM, PartRole.CROPPED_STAMP}
            fill, colour = chip_colours(part.tap, self._taps, palette, muted=muted)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(rect, self._sizes.radius, self._sizes.radius)
        outline = _OUTLINES.get(part.role)
        if outline is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(getattr(palette, outline)), 1.5))
            radius = self._sizes.radius
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        letters = self._letters(part)
        painter.setFont(letters.font)
        painter.setPen(QColor(colour))
        middle = rect.center()
        _paint_text(painter, letters, middle.x(), middle.y(), text)

    def _paint_running(self, painter: QPainter, placed: Iterable[_Placed]) -> None:
        """Paint the sums so far beneath their parts."""
        painter.setFont(self._small.font)
        painter.setPen(QColor(current_palette().text_muted))
        for chip in placed:
            if chip.part.running:
                beneath = chip.y + chip.height + self._sizes.drop
                middle = chip.x + chip.width / 2
                _paint_text(painter, self._small, middle, beneath, chip.part.running)


def _paint_text(painter: QPainter, letters: LaidTexts, x: float, y: float, text: str) -> None:
    """Paint a text round a point, on whole pixels."""
    static, size = letters.of(text)
    corner = QPointF(round(x - size.width() / 2), round(y - size.height() / 2))
    painter.drawStaticText(corner, static)
