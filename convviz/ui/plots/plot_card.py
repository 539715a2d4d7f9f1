"""A plot in its card: a title, its controls, the legend that reads values off, the plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.plots.legend import Legend, LegendEntry
from convviz.ui.plots.line_plot import AxisNames, LinePlot
from convviz.ui.theme import SPACING, set_icon, theme_notifier

if TYPE_CHECKING:
    from collections.abc import Sequence


class PlotCard(QFrame):
    """Base of the plots: a subclass adds its lines and says what stands under the cursor.

    Attributes:
        title: What is plotted.
        plot: The plot.
        legend: Its lines.
    """

    def __init__(
        self,
        title: str,
        axes: AxisNames,
        entries: Sequence[LegendEntry],
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty card.

        Args:
            title: What is plotted, translated.
            axes: What the axes measure.
            entries: The lines.
            parent: The parent.
        """
        super().__init__(parent)
        self.setProperty("card", True)  # noqa: FBT003 - Qt's signature
        self.setAccessibleName(title)
        self.plot = self._new_plot(title, axes)
        self.legend = Legend(entries)
        self._home_button = QToolButton()
        set_icon(self._home_button, "mdi6.fit-to-page-outline")
        text = self.tr("Show everything (0)")
        self._home_button.setToolTip(text)
        self._home_button.setAccessibleName(text)
        self._home_button.setEnabled(False)
        self._home_button.clicked.connect(self.plot.reset_view)
        self._controls: list[QWidget] = [self._home_button]
        self._header = QHBoxLayout()
        self._header.setSpacing(SPACING)
        self.title = QLabel(title)
        self.title.setProperty("role", "section")
        self._header.addWidget(self.title)
        self._header.addStretch(1)
        self._header.addWidget(self._home_button)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(SPACING * 3, SPACING * 2, SPACING, SPACING)
        column.setSpacing(SPACING)
        column.addLayout(self._header)
        column.addWidget(self.legend)
        column.addWidget(self.plot, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # Methods, and not functions that name the card: those keep a card that nobody shows.
        self.plot.cursor_moved.connect(self._on_cursor)
        self.plot.view_changed.connect(self._on_view)
        theme_notifier().changed.connect(self._take_colours)

    @property
    def reading(self) -> str:
        """What the legend reads off now."""
        return self.legend.reading

    def _new_plot(self, title: str, axes: AxisNames) -> LinePlot:
        """Return the plot; a subclass may have one of its own."""
        return LinePlot(title, axes, parent=self)

    def set_controls_visible(self, *, visible: bool) -> None:
        """Show what can be clicked, or leave it away in an image file."""
        for widget in self._controls:
            widget.setVisible(visible)

    def _add_control(self, widget: QWidget) -> None:
        """Put a control before the button that shows everything."""
        self._header.insertWidget(self._header.count() - 1, widget)
        self._controls.append(widget)

    def _on_cursor(self, _x: float | None) -> None:
        self._read_values()

    def _on_view(self) -> None:
        self._home_button.setEnabled(not self.plot.is_home)

    def _read_values(self) -> None:
        """Show what stands under the cursor, or the newest values."""
        raise NotImplementedError

    def _take_colours(self) -> None:
        """Take the colours of the theme."""
        raise NotImplementedError
