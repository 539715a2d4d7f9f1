"""Paints a step written out: every product on its tap's hue, the running sum beneath."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.stepping.lines.line_parts import LinePart, PartRole, StepLine
from convviz.ui.stepper.part_painting import CHIP_REACH, PartPainting, PlacedPart
from convviz.ui.stepper.step_looks import row_height_of, title_text
from convviz.ui.theme import (
    current_palette,
    text_scale,
    theme_notifier,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_WORDED: Final = {
    PartRole.LEFT_OUT,
    PartRole.OTHER_CHANNELS,
    PartRole.SCALE,
    PartRole.BIAS,
    PartRole.CROPPED_STAMP,
    PartRole.WINS,
    PartRole.USED,
    PartRole.USES,
    PartRole.IN_ALL,
}
"""Parts that say a word beside their number."""

_Y: Final = attrgetter("y")


class StepLinesWidget(QWidget):
    """Shows the lines of a step, broken at the widget's width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[StepLine, ...] = ()
        self._taps = 1
        self._placed: list[PlacedPart] = []
        self._ends: list[tuple[int, int, int]] = []  # of lines: how many parts, x, y
        self._said: list[str] = []  # each line for screen readers
        self._total: PlacedPart | None = None  # what the step comes to
        self._factor = 1.0
        self._painting = PartPainting(text_scale())
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
        return self._painting.sizes.row

    def set_factor(self, factor: float) -> None:
        """Write so much larger than the window's text size asks for."""
        self._factor = factor
        self._refresh_looks()

    def set_lines(self, lines: tuple[StepLine, ...], taps: int) -> None:
        """Show a step.

        Args:
            lines: The step written out.
            taps: Number of taps of the kernel, among which the hues are spread.
        """
        kept = 0
        if taps != self._taps:
            self._painting.set_taps(max(1, taps))
        elif lines == self._lines:
            return
        elif _has_channels(lines) == _has_channels(self._lines):
            kept = _count_same(lines, self._lines)
        self._lines, self._taps = lines, max(1, taps)
        self._arrange(kept)
        self._said = [*self._said[:kept], *map(self._spoken, lines[kept:])]
        self.setAccessibleDescription("; ".join(self._said))

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
        shown = self._within(exposed)
        ratio = self.devicePixelRatioF()
        painter = QPainter(self)
        painter.fillRect(exposed, QColor(current_palette().surface))
        self._painting.paint_from_chips(painter, shown, ratio)

    def _within(self, area: QRect) -> list[PlacedPart]:
        """Return the parts that an area shows, with their sums and outlines."""
        reach, row = CHIP_REACH, self._painting.sizes.row
        first = bisect_left(self._placed, area.top() - row, key=_Y)
        last = bisect_right(self._placed, area.bottom() + reach, key=_Y)
        left, right = area.left() - reach, area.right() + reach
        return [p for p in self._placed[first:last] if p.x <= right and p.x + p.width >= left]

    def paint_lines(self, painter: QPainter) -> None:
        """Paint all parts on any device."""
        self._painting.paint(painter, self._placed)

    @property
    def total_rect(self) -> QRect | None:
        """Where the result stands; None where the lines have none."""
        return None if self._total is None else self._total.rect.toAlignedRect()

    @property
    def row_margin(self) -> int:
        """Pixels above a row."""
        return self._painting.sizes.margin

    def paint_total(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the result in another place."""
        total = self._total
        if total is not None:
            self._painting.paint_part(painter, total.part, total.text, rect)

    def _refresh_looks(self) -> None:
        self._painting = PartPainting(self._factor * text_scale(), self._taps)
        self._arrange()

    def _arrange(self, kept: int = 0) -> None:
        """Break the lines at the width.

        Args:
            kept: So many first lines stand as they are.
        """
        sizes, placed = self._painting.sizes, self._placed
        margin, gap, row, chip = sizes.margin, sizes.gap, sizes.row, sizes.chip
        right = self.width() - margin
        del self._ends[kept:]
        count, x, y = self._ends[-1] if self._ends else (0, margin, margin)
        del placed[count:]
        top = y - CHIP_REACH if kept else 0
        for number, line in enumerate(self._lines[kept:], kept):
            title = self._title(line)
            parts = (LinePart(title, PartRole.OPERATOR), *line.parts) if title else line.parts
            texts = [self._text(part) if part.role in _WORDED else part.text for part in parts]
            widths = self._widths_of(parts, texts)
            needed = sum(widths) + len(widths) * gap
            before = self._lines[number - 1] if number else line
            if number and _stand_together(before, line) and x + sizes.rule_gap + needed <= right:
                x += sizes.rule_gap
            elif number:
                x, y = margin, y + row_height_of(sizes, before, line)
            for part, text, width in zip(parts, texts, widths, strict=True):
                if x > margin and x + width > right:
                    x, y = margin, y + row
                placed.append(PlacedPart(part, text, x, y, width, chip))
                x += width + gap
            self._ends.append((len(placed), x, y))
        self._total = _total_of(placed)
        height = y + row_height_of(sizes, self._lines[-1]) if self._lines else 0
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        self.update(0, top, self.width(), max(0, self.height() - top))

    def _widths_of(self, parts: Sequence[LinePart], texts: Sequence[str]) -> list[int]:
        """Return how wide parts are, with the sums so far that stand beneath them.

        A large kernel has the same few hundreds of times.
        """
        painting = self._painting
        known, digit = painting.widths, painting.digit
        stamp = PartRole.STAMP  # Python 3.11 looks a member up slowly
        widths = []
        for part, text in zip(parts, texts, strict=True):
            role, running = part.role, part.running
            under = running if role is stamp else ""  # its sum is long
            width = known.get((text, role, under))
            if width is None:
                width = painting.measured(part, text, under)
            # A digit's width is known: to lay out thousands of sums that differ takes long.
            beneath = len(running) * digit
            widths.append(beneath if beneath > width else width)
        return widths

    def _title(self, line: StepLine) -> str:
        if line.channel is not None:
            return self.tr("channel {channel}:").format(channel=line.channel)
        if line.title is not None:
            return title_text(line.title)
        return self.tr("all channels:") if _has_channels(self._lines) else ""

    def _text(self, part: LinePart) -> str:
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
        return " ".join(
            [self._text(part) if part.role in _WORDED else part.plain_text for part in line.parts]
        )


def _total_of(placed: Iterable[PlacedPart]) -> PlacedPart | None:
    return next((part for part in placed if part.part.role is PartRole.TOTAL), None)


def _has_channels(lines: tuple[StepLine, ...]) -> bool:
    return any(line.channel is not None for line in lines)


def _count_same(lines: tuple[StepLine, ...], others: tuple[StepLine, ...]) -> int:
    """Return how many first lines are the same ones: those of a block stay from step to step."""
    pairs = enumerate(zip(lines, others, strict=False))
    differing = (number for number, (line, other) in pairs if line is not other)
    return next(differing, min(len(lines), len(others)))


def _stand_together(before: StepLine, line: StepLine) -> bool:
    """Return whether a rule stands behind the rule before it, if there is room in the row."""
    return not (line.title is None or before.title is None or line.title.stands_alone)
