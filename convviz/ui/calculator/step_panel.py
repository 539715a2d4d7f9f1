"""Paints a step written out: every product on its tap's hue, the running sum beneath."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from convviz.ui.calculator.marks import tap_hues
from convviz.ui.calculator.model.step_lines import LineTitle, Part, PartRole, StepLine
from convviz.ui.theme import cell_font, current_palette, mix, readable_on, theme_notifier
from convviz.ui.widgets.laid_texts import LaidTexts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.ui.theme import Palette

translate = QCoreApplication.translate

_TEXT_PIXELS: Final = 15
_RUNNING_PIXELS: Final = 11
_CHIP_PADDING: Final = 5
_CHIP_HEIGHT: Final = 22
_GAP: Final = 5
_RULE_GAP: Final = 22
_ROW: Final = 42
_RULE_ROW: Final = 28
_MARGIN: Final = 4
_RADIUS: Final = 4
_RUNNING_DROP: Final = 8
_MUTED: Final = 0.4
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
    PartRole.BIAS: "kernel",
    PartRole.WEIGHT: "kernel",
    PartRole.DIVISOR: "kernel",
}


_ChipKey: TypeAlias = tuple[str, PartRole, int | None, float, float]


class _Placed(Struct, frozen=True):
    """A part, what it says here, and where: in whole pixels, which are the fastest to draw at."""

    part: Part
    text: str
    x: int
    y: int
    width: int

    @property
    def rect(self) -> QRectF:
        """Its rectangle, without the sum beneath."""
        return QRectF(self.x, self.y, self.width, _CHIP_HEIGHT)


class StepLinesWidget(QWidget):
    """Shows the lines of a step, broken at the widget's width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[StepLine, ...] = ()
        self._taps = 1
        self._placed: list[_Placed] = []
        self._widths: dict[tuple[str, PartRole, str], int] = {}
        self._chips: dict[_ChipKey, QPixmap] = {}
        bold = cell_font(_TEXT_PIXELS)
        bold.setBold(True)
        self._bold = LaidTexts(bold, _MOST_TEXTS)
        self._plain = LaidTexts(cell_font(_TEXT_PIXELS), _MOST_TEXTS)
        self._small = LaidTexts(cell_font(_RUNNING_PIXELS), _MOST_TEXTS)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("This step in numbers"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # it fills its own ground
        theme_notifier().changed.connect(self._refresh_looks)

    @property
    def lines(self) -> tuple[StepLine, ...]:
        """What is shown."""
        return self._lines

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
        """Paint the parts in the exposed rows, each from a picture that is made once."""
        exposed = event.rect()
        top, bottom = exposed.top() - _ROW, exposed.bottom() + _ROW
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

    def _refresh_looks(self) -> None:
        self._chips.clear()
        self.update()

    def _chip(self, placed: _Placed, ratio: float) -> QPixmap:
        """Return a part as a picture, without its running sum."""
        part = placed.part
        key = (placed.text, part.role, part.tap, placed.width, ratio)
        chip = self._chips.get(key)
        if chip is None:
            if len(self._chips) >= _MOST_CHIPS:
                self._chips.clear()
            rect = QRectF(_CHIP_REACH, _CHIP_REACH, placed.width, _CHIP_HEIGHT)
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
        x, y = _MARGIN, _MARGIN
        for number, line in enumerate(self._lines):
            title = self._title(line)
            parts = (Part(title, PartRole.OPERATOR), *line.parts) if title else line.parts
            if number and self._fits_behind(x, parts, line, self._lines[number - 1]):
                x += _RULE_GAP
            elif number:
                x, y = _MARGIN, y + _row_height(self._lines[number - 1], line)
            for part in parts:
                text = self._text(part)
                width = self._width(part, text)
                if x > _MARGIN and x + width > self.width() - _MARGIN:
                    x, y = _MARGIN, y + _ROW
                self._placed.append(_Placed(part, text, x, y, width))
                x += width + _GAP
        height = y + _row_height(self._lines[-1]) if self._lines else 0
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        self.update()

    def _fits_behind(
        self, x: int, parts: tuple[Part, ...], line: StepLine, before: StepLine
    ) -> bool:
        """Return whether a rule stands behind the rule before it, in the same row."""
        if line.title is None or before.title is None:
            return False
        needed = sum(self._width(part, self._text(part)) + _GAP for part in parts)
        return x + _RULE_GAP + needed <= self.width() - _MARGIN

    def _width(self, part: Part, text: str) -> int:
        """Return how wide a part is; a large kernel has the same few hundreds of times."""
        under = part.running if part.role is PartRole.STAMP else ""  # its sum is long
        key = (text, part.role, under)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) > _MOST_TEXTS:
                self._widths.clear()
            above = self._letters(part).of(text)[1].width() + 2 * self._padding(part)
            width = math.ceil(max(above, self._small.of(under)[1].width()))
            self._widths[key] = width
        return width

    def _letters(self, part: Part) -> LaidTexts:
        return self._bold if part.role in _BOLD else self._plain

    def _title(self, line: StepLine) -> str:
        if line.channel is not None:
            return self.tr("channel {channel}:").format(channel=line.channel)
        if line.title is not None:
            return _title_text(line.title)
        has_channels = any(other.channel is not None for other in self._lines)
        return self.tr("all channels:") if has_channels else ""

    def _text(self, part: Part) -> str:
        if part.role in _NUMBERS:
            return part.text
        match part.role:
            case PartRole.LEFT_OUT:
                text = self.tr("… {text} more")
            case PartRole.OTHER_CHANNELS:
                text = self.tr("{count} more channels: {text}")
            case PartRole.BIAS:
                text = self.tr("bias {text}")
            case PartRole.CROPPED_STAMP:
                text = self.tr("{text} → cropped")
            case PartRole.WINS:
                text = self.tr("read {text}×, the largest {count}×")
            case PartRole.USED | PartRole.USES:
                text = self._used_text(part)
            case PartRole.IN_ALL:
                text = self.tr("in all outputs of the channel together")
            case _:
                return part.text
        return text.format(text=part.text, count=part.count)

    def _used_text(self, part: Part) -> str:
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

    def _padding(self, part: Part) -> int:
        return 0 if part.role in _PLAIN else _CHIP_PADDING

    def _paint_part(self, painter: QPainter, part: Part, text: str, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        palette = current_palette()
        colour = palette.text_muted if part.role in _PLAIN else palette.text
        if part.tap is not None:
            muted = part.role in {PartRole.MUTED_TERM, PartRole.CROPPED_STAMP}
            fill, colour = _chip_colours(part.tap, self._taps, palette, muted=muted)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        outline = _OUTLINES.get(part.role)
        if outline is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(getattr(palette, outline)), 1.5))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        letters = self._letters(part)
        painter.setFont(letters.font)
        painter.setPen(QColor(colour))
        middle = rect.center()
        _paint_text(painter, letters, middle.x(), middle.y(), text)

    def _paint_running(self, painter: QPainter, placed: Iterable[_Placed]) -> None:
        """Paint the sums so far beneath their parts."""
        painter.setFont(self._small.font)
        painter.setPen(QColor(current_palette().text_muted))
        for one in placed:
            if one.part.running:
                beneath = one.y + _CHIP_HEIGHT + _RUNNING_DROP
                _paint_text(painter, self._small, one.x + one.width / 2, beneath, one.part.running)


def _paint_text(painter: QPainter, letters: LaidTexts, x: float, y: float, text: str) -> None:
    """Paint a text round a point, on whole pixels."""
    static, size = letters.of(text)
    corner = QPointF(round(x - size.width() / 2), round(y - size.height() / 2))
    painter.drawStaticText(corner, static)


def _row_height(line: StepLine, behind: StepLine | None = None) -> int:
    """Return the height of a line's last row; rules, and what only rules follow, stand closer."""
    last = behind or line
    is_rule = line.title is not None or last.title is not None
    has_sums = any(part.running for part in line.parts)
    return _RULE_ROW if is_rule and not has_sums else _ROW


def _title_text(title: LineTitle) -> str:
    texts = {
        LineTitle.CHANNEL: translate("StepLines", "channel:"),
        LineTitle.DEPTH: translate("StepLines", "slice:"),
        LineTitle.ROW: translate("StepLines", "row:"),
        LineTitle.COLUMN: translate("StepLines", "column:"),
        LineTitle.TAP: translate("StepLines", "tap:"),
        LineTitle.READS: translate("StepLines", "read:"),
        LineTitle.INDEX: translate("StepLines", "index:"),
    }
    return texts[title]


@lru_cache(maxsize=1024)
def _chip_colours(tap: int, taps: int, palette: Palette, *, muted: bool) -> tuple[str, str]:
    """Return the fill of a term and the colour of its text; a muted fill is nearly the ground."""
    fill = tap_hues(taps, palette)[tap]
    if muted:
        fill = mix(palette.surface, fill, _MUTED)
    return fill, readable_on(fill, palette.cell_dark, palette.cell_light)


class StepPanel(QScrollArea):
    """The lines of a step with a scroll bar; its height stays whatever the step says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines_widget = StepLinesWidget(self)
        self.setWidget(self.lines_widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_ROW + 2 * _MARGIN)
        self.setAccessibleName(self.tr("This step in numbers"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut no row in half."""
        super().resizeEvent(event)
        self._show_whole_rows()

    def _show_whole_rows(self) -> None:
        """Leave out the row that would be seen in part, where there are more than there is room."""
        is_cut = self.lines_widget.minimumHeight() > self.height()
        spare = (self.height() - _MARGIN) % _ROW if is_cut else 0
        if spare != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, spare)

    def sizeHint(self) -> QSize:
        """Return room for two rows."""
        return QSize(400, 2 * _ROW + 2 * _MARGIN)

    def set_lines(self, lines: tuple[StepLine, ...], taps: int) -> None:
        """Show a step, from its beginning."""
        self.lines_widget.set_lines(lines, taps)
        self._show_whole_rows()
