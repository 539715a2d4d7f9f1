"""The first columns of a table, which stay in sight while the others are scrolled sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from convviz.ui.theme import current_palette, set_code_font, theme_notifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QScrollBar

_LARGEST_SHARE = 0.6
"""Of the width: the rest is for the columns that are scrolled."""


class FrozenColumns(QTableView):
    """Lies over a view, with the same rows; seen only while that is scrolled sideways."""

    def __init__(self, view: QTableView, columns: Iterable[int], bar: QScrollBar) -> None:
        """Lie over a view whose models are set.

        Args:
            view: The view.
            columns: The numbers of the columns that stay.
            bar: Scrolls the view sideways.
        """
        super().__init__(view)
        self._view, self._columns, self._bar = view, tuple(columns), bar
        self.setModel(view.model())
        self.setSelectionModel(view.selectionModel())
        self.setSelectionBehavior(view.selectionBehavior())
        self.setSelectionMode(view.selectionMode())
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(view)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setVisible(not view.horizontalHeader().isHidden())
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the view's own opens
        set_code_font(self, 0.92)
        self._take_theme()
        self._connect()
        self.hide()

    def _connect(self) -> None:
        view, rows = self._view, self.verticalScrollBar()
        theme_notifier().changed.connect(self._take_theme)
        self._bar.valueChanged.connect(self.follow)
        view.horizontalHeader().sectionResized.connect(self.follow)
        view.verticalScrollBar().valueChanged.connect(rows.setValue)
        rows.valueChanged.connect(view.verticalScrollBar().setValue)
        view.viewport().installEventFilter(self)

    def _take_theme(self) -> None:
        """Draw no frame within that of the view, but a line before what is scrolled."""
        line = f"1px solid {current_palette().border}"
        frame = f"border: none; border-radius: 0; border-right: {line};"
        self.setStyleSheet(f"FrozenColumns {{ {frame} }}")

    def follow(self) -> None:
        """Take the widths, the heights and the place of the view."""
        view = self._view
        for number in range(self.model().columnCount()):
            away = number not in self._columns or view.isColumnHidden(number)
            self.setColumnHidden(number, away)
            if not away:
                self.setColumnWidth(number, view.columnWidth(number))
        height = view.verticalHeader().defaultSectionSize()
        self.verticalHeader().setMinimumSectionSize(view.verticalHeader().minimumSectionSize())
        self.verticalHeader().setDefaultSectionSize(height)
        area = view.viewport().geometry()
        heading = 0 if view.horizontalHeader().isHidden() else view.horizontalHeader().height()
        self.horizontalHeader().setFixedHeight(max(heading, 1))
        shown = [number for number in self._columns if not view.isColumnHidden(number)]
        width = sum(view.columnWidth(number) for number in shown)
        fits = width <= _LARGEST_SHARE * area.width()
        self.setGeometry(area.left(), area.top() - heading, width, area.height() + heading)
        self.setVisible(self._bar.value() > 0 and fits)
        if self.isVisible():
            self.verticalScrollBar().setValue(view.verticalScrollBar().value())
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the view's size."""
        if event.type() == QEvent.Type.Resize:
            self.follow()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the view."""
        self._view.wheelEvent(event)
