"""What is measured once an epoch: loss against validation loss, and validation accuracy."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QLocale

from convviz.protocol.records import TRAIN_SAMPLE, best_epoch
from convviz.ui.plots.colours import pale_train_colour, train_colour, validation_colour
from convviz.ui.plots.legend import LegendEntry
from convviz.ui.plots.library import pyqtgraph
from convviz.ui.plots.line_plot import AxisNames, set_line
from convviz.ui.plots.plot_card import PlotCard
from convviz.ui.plots.series import Floats, finite_range
from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.records import EpochRecord

_POINT = 6
_BEST = 13
_PIXELS_AN_EPOCH = 44


class _EpochCard(PlotCard):
    """Base: lines with a point an epoch."""

    def __init__(
        self,
        title: str,
        measure: str,
        entries: Sequence[LegendEntry],
        parent: QWidget | None = None,
    ) -> None:
        epoch = QCoreApplication.translate("EpochCards", "Epoch")
        super().__init__(title, AxisNames(epoch, measure, pixels=_PIXELS_AN_EPOCH), entries, parent)
        self.plot.set_placeholder(self.tr("After the first epoch"))
        self._entries = tuple(entries)
        self._places: Floats = np.empty(0)
        self._values: dict[str, Floats] = {}
        self._lines: dict[str, Any] = {entry.key: pyqtgraph.PlotDataItem() for entry in entries}
        for line in self._lines.values():
            self.plot.addItem(line)
        self._take_colours()

    def _show(self, places: Floats, values: dict[str, Floats], planned: int) -> None:
        """Show values by epoch; `planned` is how many epochs there will be, 0 if unknown."""
        self._places, self._values = places, values
        for key, line in self._lines.items():
            set_line(line, places, values[key])
        last = float(places[-1]) if len(places) else 1.0
        end = max(last, min(float(planned), 2 * last))
        pad = 0.04 * end if end > 1 else 0.5
        self.plot.set_home((1.0 - pad, end + pad), self._height(list(values.values())))
        self._read_values()

    def _read_values(self) -> None:
        if not len(self._places):
            self.legend.show_values({}, "")
            return
        cursor = self.plot.cursor
        wanted = float(self._places[-1]) if cursor is None else cursor
        index = int(np.argmin(np.abs(self._places - wanted)))
        read = {key: float(line[index]) for key, line in self._values.items()}
        values = {key: self._text(value) for key, value in read.items() if math.isfinite(value)}
        number = _count_text(self._places[index])
        place_text = self.tr("at epoch {number}").format(number=number)
        self.legend.show_values(values, self._summary() if cursor is None else place_text)

    def _height(self, lines: Sequence[Floats]) -> tuple[float, float] | None:
        """Return the lowest and the highest number that the whole view shows."""
        spans = [span for line in lines if (span := finite_range(line)) is not None]
        return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None

    def _summary(self) -> str:
        """Return what is said while there is no cursor."""
        return ""

    def _text(self, value: float) -> str:
        return QLocale().toString(value, "f", 4)

    def _take_colours(self) -> None:
        palette = current_palette()
        for entry in self._entries:
            colour = entry.colour(palette)
            line = self._lines[entry.key]
            line.setPen(pyqtgraph.mkPen(colour, width=entry.width))
            line.setSymbol("o")
            line.setSymbolSize(_POINT)
            line.setSymbolBrush(pyqtgraph.mkBrush(colour))
            line.setSymbolPen(None)


class EpochLossCard(_EpochCard):
    """Validation loss against training loss, measured alike; the epoch's mean beside them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        entries = [
            LegendEntry("train", self.tr("training"), train_colour),
            LegendEntry("validation", self.tr("validation"), validation_colour),
            LegendEntry("mean", self.tr("epoch's mean"), pale_train_colour, 1.0),
        ]
        super().__init__(self.tr("Loss by epoch"), self.tr("Loss, nats"), entries, parent)
        self.legend.setToolTip(
            self.tr(
                "Training and validation are measured in the same way: at the end of the epoch, "
                "with its weights, without dropout and augmentation; training on up to {count} of "
                "its pictures. The epoch's mean is that of its batches, each with the weights of "
                "its moment: while the network improves, it lies above."
            ).format(count=QLocale().toString(TRAIN_SAMPLE))
        )

    def show_unit(self, *, in_nats: bool) -> None:
        """Say in which unit the loss is: only logarithms of shares have one."""
        self.plot.left.set_name(self.tr("Loss, nats") if in_nats else self.tr("Loss"))

    def show_epochs(self, epochs: Sequence[EpochRecord], planned: int = 0) -> None:
        """Show finished epochs; `planned` is how many there will be, 0 if unknown."""
        values = {
            "train": _array(epochs, lambda epoch: _number(epoch.end_train_loss)),
            "validation": _array(epochs, lambda epoch: epoch.validation_loss),
            "mean": _array(epochs, lambda epoch: epoch.train_loss),
        }
        self._show(_array(epochs, lambda epoch: float(epoch.epoch)), values, planned)


class AccuracyCard(_EpochCard):
    """Training and validation accuracy, in percent, with the best epoch marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        entries = [
            LegendEntry("train", self.tr("training"), train_colour),
            LegendEntry("accuracy", self.tr("validation"), validation_colour),
        ]
        self._best_text = ""
        self._best = pyqtgraph.ScatterPlotItem(pxMode=True)
        super().__init__(self.tr("Accuracy by epoch"), self.tr("Accuracy, %"), entries, parent)
        self._best.setZValue(30)
        self.plot.addItem(self._best, ignoreBounds=True)

    def show_epochs(self, epochs: Sequence[EpochRecord], planned: int = 0) -> None:
        """Show finished epochs; `planned` is how many there will be, 0 if unknown."""
        accuracy = _array(epochs, lambda epoch: 100.0 * epoch.validation_accuracy)
        places = _array(epochs, lambda epoch: float(epoch.epoch))
        self._mark_best(best_epoch(epochs))
        train = _array(epochs, lambda epoch: 100.0 * _number(epoch.train_accuracy))
        self._show(places, {"train": train, "accuracy": accuracy}, planned)

    def _mark_best(self, best: EpochRecord | None) -> None:
        if best is None:
            self._best.setData([], [])
            self._best_text = ""
            return
        self._best.setData([float(best.epoch)], [100.0 * best.validation_accuracy])
        number = _count_text(best.epoch)
        self._best_text = self.tr("best: epoch {number}").format(number=number)

    def _height(self, lines: Sequence[Floats]) -> tuple[float, float] | None:
        """Return a range of at least ten percent, of which none is beyond 0 and 100."""
        span = super()._height(lines)
        if span is None:
            return None
        middle = sum(span) / 2
        return max(0.0, min(span[0], middle - 5)), min(100.0, max(span[1], middle + 5))

    def _summary(self) -> str:
        return self._best_text

    def _text(self, value: float) -> str:
        return QLocale().toString(value, "f", 1) + QLocale().percent()

    def _take_colours(self) -> None:
        super()._take_colours()
        palette = current_palette()
        self._best.setSize(_BEST)
        self._best.setSymbol("o")
        self._best.setBrush(None)
        self._best.setPen(pyqtgraph.mkPen(palette.text, width=2))


def _number(value: float | None) -> float:
    """Return a number that older runs do not have; NaN leaves a gap."""
    return math.nan if value is None else value


def _count_text(number: float) -> str:
    """Return a whole number with its digits grouped."""
    return QLocale().toString(round(float(number)))


def _array(epochs: Sequence[EpochRecord], read: Callable[[EpochRecord], float]) -> Floats:
    return np.array([read(epoch) for epoch in epochs], dtype=np.float64)
