"""Where settings were changed during a run: dashed lines across a plot that say what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt

from convviz.ui.plots.library import pyqtgraph
from convviz.ui.theme import current_palette, theme_notifier, ui_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.ui.plots.line_plot import LinePlot

MOST_MARKS: Final = 200
"""Of more changes the latest are marked."""
_LABELLED: Final = 6
"""Up to so many say beside their line what changed; of more only the tooltips do."""


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """A change.

    Attributes:
        place: Where it is along the bottom.
        short: What changed, in few characters, such as "lr = 0.001".
        text: What changed and when.
    """

    place: float
    short: str
    text: str


class ChangeMarks(QObject):
    """The marks of one plot."""

    def __init__(self, plot: LinePlot) -> None:
        """Mark nothing yet; it is gone with the plot."""
        super().__init__(plot)
        self._plot = plot
        self._marks: tuple[ChangeMark, ...] = ()
        self._lines: list[pyqtgraph.InfiniteLine] = []
        theme_notifier().changed.connect(self._dress)

    @property
    def marks(self) -> tuple[ChangeMark, ...]:
        """What is marked; changes at one place are one mark."""
        return self._marks

    def show(self, marks: Sequence[ChangeMark]) -> None:
        """Mark changes, and nothing else."""
        merged = _merged(marks)
        if merged == self._marks:
            return
        self._marks = merged
        for line in self._lines:
            self._plot.removeItem(line)
        self._lines = [self._line(mark) for mark in merged]
        self._plot.setAccessibleDescription(". ".join(mark.text for mark in merged))
        self._dress()

    def _line(self, mark: ChangeMark) -> pyqtgraph.InfiniteLine:
        is_labelled = len(self._marks) <= _LABELLED
        line = pyqtgraph.InfiniteLine(
            mark.place,
            angle=90,
            movable=False,
            label=mark.short if is_labelled else None,
            labelOpts={"position": 0.96, "rotateAxis": (1, 0), "anchors": [(1, 1), (1, 1)]},
        )
        line.setToolTip(mark.text)
        line.setZValue(15)
        self._plot.addItem(line, ignoreBounds=True)
        return line

    def _dress(self) -> None:
        palette = current_palette()
        pen = pyqtgraph.mkPen(palette.accent, width=1, style=Qt.PenStyle.DashLine)
        for line in self._lines:
            line.setPen(pen)
            label = getattr(line, "label", None)
            if label is not None:
                label.setColor(palette.accent)
                label.setFont(ui_font(0.8))


def _merged(marks: Sequence[ChangeMark]) -> tuple[ChangeMark, ...]:
    """Return the latest marks, one a place."""
    places: dict[float, ChangeMark] = {}
    for mark in marks:
        known = places.get(mark.place)
        if known is not None:
            names = (known.short.partition(" = ")[0], mark.short.partition(" = ")[0])
            short, text = ", ".join(names), f"{known.text}\n{mark.text}"
            mark = ChangeMark(mark.place, short, text)  # noqa: PLW2901 - both are one
        places[mark.place] = mark
    return tuple(places.values())[-MOST_MARKS:]
