"""The learning rate of every batch: a low card, so that the loss is what is looked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QToolButton

from convviz.ui.plots.legend import LegendEntry
from convviz.ui.plots.line_plot import AxisNames
from convviz.ui.plots.loss_card import view_end
from convviz.ui.plots.peak_line import PeakLine
from convviz.ui.plots.plot_card import PlotCard
from convviz.ui.theme import SPACING, Palette, current_palette, set_icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.batch_course import BatchCourse
    from convviz.ui.plots.series import Floats

_DIGITS: Final = 4
_WIDTH: Final = 1.5
_LOWEST: Final = 108
"""Pixels of an open plot, its axes included: lower ones show nothing of the line."""
_ANY_HEIGHT: Final = (1 << 24) - 1
"""Qt's QWIDGETSIZE_MAX, which PySide does not have."""


class LearningRateCard(PlotCard):
    """Its value stands beside the title; where there is little room, the plot is folded away.

    Signals:
        fold_chosen(bool): A person wants to see the plot, or not.
    """

    fold_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        axes = AxisNames(self.tr("Batch"), self.tr("Rate"), self.tr("epoch {number}"))
        entry = LegendEntry("rate", "", _colour, _WIDTH)
        super().__init__(self.tr("Learning rate"), axes, [entry], parent)
        self._line = PeakLine(self.plot, width=_WIDTH)
        self.plot.setMinimumHeight(_LOWEST)
        self._total = 0
        self._has_controls = True
        self._is_open = False
        self._log = QCheckBox(self.tr("log"))
        self._log.setToolTip(self.tr("Logarithmic axis: equal distances mean equal ratios"))
        self._log.toggled.connect(self._change_axis)
        self._add_control(self._log)
        self._put_legend_beside_title()
        self._fold = QToolButton()
        self._fold.setAutoRaise(True)
        self._fold.setAccessibleName(self.tr("Plot of the learning rate"))
        self._fold.clicked.connect(self._fold_or_open)
        self._header.insertWidget(0, self._fold)
        self._controls.append(self._fold)
        self.set_open(on=True)
        self._take_colours()

    @property
    def rates(self) -> Floats:
        """The rates that are drawn."""
        return self._line.values

    @property
    def is_open(self) -> bool:
        """Whether the plot is shown, not its value alone."""
        return self._is_open

    def set_open(self, *, on: bool) -> None:
        """Show the plot, or its value alone."""
        if on == self._is_open:
            return
        self._is_open = on
        self.plot.setVisible(on)
        for widget in (self._log, self._home_button):
            widget.setVisible(on and self._has_controls)
        set_icon(self._fold, "mdi6.chevron-down" if on else "mdi6.chevron-right")
        self._fold.setToolTip(self.tr("Hide the plot") if on else self.tr("Show the plot"))
        self.setMaximumHeight(_ANY_HEIGHT if on else self.sizeHint().height())

    def set_controls_visible(self, *, visible: bool) -> None:
        """Show what can be clicked, or leave it away in an image file."""
        self._has_controls = visible
        super().set_controls_visible(visible=visible)

    def show_rates(self, rates: Floats, batches: int, total: int = 0) -> None:
        """Show the rates of a run.

        Args:
            rates: Of every batch, from batch 1; NaN where it is not known. Not written to.
            batches: Done so far.
            total: Batches of the whole run, 0 if unknown.
        """
        self._total = total
        self._line.extend_to(rates)
        is_known = bool(np.isfinite(rates).any())
        text = self.tr("This run did not record its learning rate")
        self.plot.set_placeholder("" if is_known or not batches else text)
        self._draw(batches)

    def restart(self) -> None:
        """Expect rates that do not go on with those before, as after a resume."""
        self._line.restart()

    def set_log(self, *, on: bool) -> None:
        """Draw the rate on a logarithmic axis, or a linear one."""
        self._log.setChecked(on)

    def mark_epochs(self, course: BatchCourse | None) -> None:
        """Mark where the epochs of a run end; None marks none."""
        self.plot.mark_epochs(course)

    def _fold_or_open(self) -> None:
        self._choose_open(not self._is_open)

    def _choose_open(self, on: bool) -> None:  # noqa: FBT001 - as the signal says it
        self.set_open(on=on)
        self.fold_chosen.emit(on)

    def _change_axis(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.plot.set_log(on=on)
        self._line.refresh()
        self._draw(len(self._line.values))

    def _draw(self, batches: int) -> None:
        self.plot.set_home((1.0, view_end(batches, self._total)), self._line.drawn_range)
        self._read_values()

    def _read_values(self) -> None:
        cursor = self.plot.cursor
        place = float(len(self._line.values)) if cursor is None else cursor
        locale = QLocale()
        value = self._line.value_at(place)
        values = {}
        if value is not None and np.isfinite(value):
            values["rate"] = locale.toString(value, "g", _DIGITS)
        where = "" if cursor is None else self.tr("at batch {number}")
        self.legend.show_values(values, where.format(number=locale.toString(round(place))))

    def _put_legend_beside_title(self) -> None:
        column = self.layout()
        if column is not None:
            column.removeWidget(self.legend)
        self._header.takeAt(1)  # the stretch, whose place the legend takes
        self._header.insertSpacing(1, SPACING * 2)
        self._header.insertWidget(2, self.legend, 1)

    def _take_colours(self) -> None:
        self._line.set_colour(_colour(current_palette()))


def _colour(palette: Palette) -> str:
    """Return the colour of a setting: neither that of training nor that of validation."""
    return palette.output
