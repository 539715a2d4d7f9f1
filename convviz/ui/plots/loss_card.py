"""The loss of every batch, raw and smoothed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QSlider, QWidget

from convviz.ui.plots.colours import pale_train_colour, train_colour
from convviz.ui.plots.growing_array import GrowingArray
from convviz.ui.plots.legend import LegendEntry
from convviz.ui.plots.line_plot import AxisNames
from convviz.ui.plots.peak_line import PeakLine
from convviz.ui.plots.plot_card import PlotCard
from convviz.ui.plots.series import LARGEST_WEIGHT, Floats, Smoother
from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from convviz.protocol.batch_course import BatchCourse

_WEIGHTS: Final = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, LARGEST_WEIGHT)
_FIRST_WEIGHT: Final = 4
_SMALLEST_VIEW: Final = 60
_GROWTH: Final = 1.25
_SLIDER_WIDTH: Final = 96


def view_end(count: int, total: int) -> float:
    """Return the right edge of a plot of batches: it moves on in jumps, and stands between.

    Args:
        count: Batches done.
        total: Of the whole run, 0 if unknown.
    """
    end = float(_SMALLEST_VIEW)
    while end < count:
        end = float(round(end * _GROWTH))
    return min(end, float(total)) if total > 1 else end


class LossCard(PlotCard):
    """The raw line is always visible, under its debiased moving average."""

    def __init__(self, parent: QWidget | None = None) -> None:
        axes = AxisNames(self.tr("Batch"), self.tr("Loss, nats"), self.tr("epoch {number}"))
        super().__init__(self.tr("Loss of each batch"), axes, self._entries(), parent)
        self._raw = PeakLine(self.plot)
        self._smooth = PeakLine(self.plot, width=2.0, z=10)
        self._smoother = Smoother(_WEIGHTS[_FIRST_WEIGHT])
        self._smoothed = GrowingArray()
        self._total = 0
        self._build_controls()
        self._take_colours()

    def _entries(self) -> list[LegendEntry]:
        return [
            LegendEntry("raw", self.tr("batch"), pale_train_colour, 1.0),
            LegendEntry("smooth", self.tr("smoothed"), train_colour),
        ]

    def show_unit(self, *, in_nats: bool) -> None:
        """Say in which unit the loss is: only logarithms of shares have one."""
        self.plot.left.set_name(self.tr("Loss, nats") if in_nats else self.tr("Loss"))

    @property
    def losses(self) -> Floats:
        """The losses that are drawn."""
        return self._raw.values

    @property
    def weight(self) -> float:
        """The weight of the past in the smoothed line."""
        return _WEIGHTS[self._slider.value()]

    def show_losses(self, losses: Floats, total: int = 0) -> None:
        """Show the losses of a run.

        Args:
            losses: Of every batch, from batch 1; NaN is a gap. Not written to.
            total: Batches of the whole run, 0 if unknown.
        """
        self._total = total
        known = len(self._smoothed)
        self._smoothed.put(known, self._smoother.extend(losses[known:]))
        self._raw.extend_to(losses)
        self._draw()

    def mark_epochs(self, course: BatchCourse | None) -> None:
        """Mark where the epochs of a run end; None marks none."""
        self.plot.mark_epochs(course)

    def restart(self) -> None:
        """Expect losses that do not go on with those before, as after a resume."""
        self._start_smoothing()
        self._raw.restart()

    def clear(self) -> None:
        """Forget the run before."""
        self.restart()
        self._raw.extend_to(np.empty(0))
        self.plot.reset_view()
        self._draw()

    def set_weight(self, weight: float) -> None:
        """Smooth by the nearest weight that there is."""
        distances = [abs(known - weight) for known in _WEIGHTS]
        self._slider.setValue(distances.index(min(distances)))

    def set_log(self, *, on: bool) -> None:
        """Draw the loss on a logarithmic axis, or a linear one."""
        self._log.setChecked(on)

    def _build_controls(self) -> None:
        self._weight_label = QLabel()
        self._weight_label.setProperty("role", "caption")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, len(_WEIGHTS) - 1)
        self._slider.setValue(_FIRST_WEIGHT)
        self._slider.setFixedWidth(_SLIDER_WIDTH)
        self._slider.setAccessibleName(self.tr("Smoothing"))
        self._slider.setToolTip(
            self.tr("How much the smoothed line depends on the past: 0 shows the raw line")
        )
        self._slider.valueChanged.connect(self._change_weight)
        self._log = QCheckBox(self.tr("log"))
        self._log.setToolTip(self.tr("Logarithmic axis: equal distances mean equal ratios"))
        self._log.toggled.connect(self._change_axis)
        for widget in (self._weight_label, self._slider, self._log):
            self._add_control(widget)
        self._show_weight()

    def _change_weight(self) -> None:
        self._show_weight()
        self._start_smoothing()
        self._smoothed.put(0, self._smoother.extend(self._raw.values))
        self._draw()

    def _change_axis(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.plot.set_log(on=on)
        self._raw.refresh()
        self._draw()

    def _show_weight(self) -> None:
        text = QLocale().toString(self.weight, "g", 4)
        self._weight_label.setText(self.tr("smoothing {weight}").format(weight=text))

    def _start_smoothing(self) -> None:
        self._smoother = Smoother(self.weight)
        self._smoothed = GrowingArray()
        self._smooth.restart()

    def _draw(self) -> None:
        self._smooth.extend_to(self._smoothed.values)
        end = view_end(len(self._raw.values), self._total)
        self.plot.set_home((1.0, end), self._raw.drawn_range)
        self._read_values()

    def _read_values(self) -> None:
        cursor = self.plot.cursor
        place = float(len(self._raw.values)) if cursor is None else cursor
        locale = QLocale()
        values = {}
        for key, line in (("raw", self._raw), ("smooth", self._smooth)):
            value = line.value_at(place)
            if value is not None:
                values[key] = locale.toString(value, "f", 4)
        where = "" if cursor is None else self.tr("at batch {number}")
        self.legend.show_values(values, where.format(number=locale.toString(round(place))))

    def _take_colours(self) -> None:
        palette = current_palette()
        self._raw.set_colour(pale_train_colour(palette))
        self._smooth.set_colour(train_colour(palette))
