"""A slider over the steps of several channels, with a mark where each channel begins."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QToolTip, QWidget

from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from collections.abc import Callable

_CLOSEST: Final = 8.0
"""Pixels between two marks; nearer ones are thinned out."""

_MARK_TOP: Final = 9.0
_MARK_HEIGHT: Final = 4.0
_BAR: Final = 2.0


class ChannelSlider(QSlider):
    """Goes to the step under the mouse, and says in a tooltip which one that is.

    Below the groove stands a mark where each channel begins, thinned out where they are many, and
    a bar under the channel at hand. Keys are left to whatever action has them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._channels = 1
        self._are_samples = False

    @property
    def channels(self) -> int:
        """How many channels there are, each with as many steps."""
        return self._channels

    @property
    def are_samples(self) -> bool:
        """Whether these are the samples of a batch, and called so."""
        return self._are_samples

    @property
    def per_channel(self) -> int:
        """Steps of a channel."""
        return max(1, (self.maximum() + 1) // self._channels)

    def set_steps(self, count: int, channels: int, *, are_samples: bool = False) -> None:
        """Take steps 0 to count - 1, in so many channels, or samples of a batch."""
        self._channels, self._are_samples = max(1, channels), are_samples
        self.setRange(0, max(0, count - 1))
        self.setPageStep(self.per_channel)
        self.update()

    def marks(self) -> list[int]:
        """Return the channels that have a mark: every one, or every second, fifth or tenth."""
        if self._channels == 1:
            return []
        places = self._places()
        apart = places(self.per_channel) - places(0)
        return list(range(0, self._channels, _spread(_CLOSEST / max(apart, 1e-6))))

    def step_at(self, x: float) -> int:
        """Return the step whose place is nearest to a point of the slider."""
        groove, handle = self._parts()
        room = round(groove.width() - handle)
        at = round(x - groove.x() - handle / 2)
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at, room)

    def place_text(self, step: int) -> str:
        """Return what a step is in words."""
        if self._channels == 1:
            return self.tr("Step {number}").format(number=step + 1)
        place = step // self.per_channel
        if self._are_samples:
            return self.tr("Step {number}, sample {sample}").format(number=step + 1, sample=place)
        return self.tr("Step {number}, channel {channel}").format(number=step + 1, channel=place)

    def event(self, event: QEvent) -> bool:
        """Say which step is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.place_text(self.step_at(event.pos().x()))
            text = self.tr("{place}. {tip}").format(place=place, tip=self.toolTip())
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step under the mouse, from where it can be dragged on."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setValue(self.step_at(event.position().x()))
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slider, the marks and the bar under the channel at hand."""
        super().paintEvent(event)
        marks = self.marks()
        if not marks:
            return
        painter, palette, places = QPainter(self), current_palette(), self._places()
        top, muted = self.height() / 2 + _MARK_TOP, QColor(palette.text_muted)
        per_channel = self.per_channel
        for channel in marks:
            x = round(places(channel * per_channel))
            painter.fillRect(QRectF(x, top, 1, _MARK_HEIGHT), muted)
        first = self.value() // per_channel * per_channel
        left = places(first)
        width = max(_BAR, places(first + per_channel - 1) - left)
        bar = QRectF(left, top + _MARK_HEIGHT - _BAR, width, _BAR)
        painter.fillRect(bar, QColor(palette.accent))

    def _places(self) -> Callable[[int], float]:
        """Return what says where a step stands; the style is asked once for all of them."""
        groove, handle = self._parts()
        left, room, last = groove.x() + handle / 2, groove.width() - handle, max(1, self.maximum())
        return lambda step: left + room * (step / last)

    def _parts(self) -> tuple[QRectF, float]:
        """Return the groove, and the width of the handle."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        kind, style = QStyle.ComplexControl.CC_Slider, self.style()
        groove = style.subControlRect(kind, option, QStyle.SubControl.SC_SliderGroove, self)
        handle = style.subControlRect(kind, option, QStyle.SubControl.SC_SliderHandle, self)
        return QRectF(groove), float(handle.width())


def _spread(least: float) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50, … that is not below a number."""
    if least <= 1:
        return 1
    magnitude = int(10 ** math.floor(math.log10(least)))
    return next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= least)
