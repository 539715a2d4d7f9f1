"""The view of the solutions: arrows move, Enter or a click applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from convviz.ui.calculator.solver_model import FEW_ROWS, SolverModel
from convviz.ui.theme import set_code_font

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelection

_MARK_WIDTH: Final = 26
_MOST_ROWS: Final = 14
_ROW_PADDING: Final = 8
_OWN_KEYS: Final = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
}
_APPLYING: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class SolverTable(QTableView):
    """Shows the solutions.

    Signals:
        chosen(Solution): A row was clicked, or Enter pressed on it.
        moved(int): Another row is the current one; -1 for none.
        entered_by_keyboard(): It got the keyboard.
    """

    chosen = Signal(object)
    moved = Signal(int)
    entered_by_keyboard = Signal()

    def __init__(self, model: SolverModel, parent: QWidget | None = None) -> None:
        self._row_height = 0  # fonts change while the base class begins
        self._needed: list[int] = []
        super().__init__(parent)
        self._solutions = model
        self.setModel(model)
        set_code_font(self, 0.95)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setProperty("compact", "true")
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_MARK_WIDTH)
        self.clicked.connect(self._choose)
        model.modelReset.connect(self.fit)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Take the keys that move in the table before they are anybody's shortcut."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN_KEYS
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Apply the current row by Enter."""
        if event.key() in _APPLYING and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.entered_by_keyboard.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which row is the current one."""
        super().selectionChanged(selected, deselected)
        rows = self.selectionModel().selectedRows()
        self.moved.emit(rows[0].row() if rows else -1)

    def fit(self) -> None:
        """Give the columns their widths and the table as many rows as it shows."""
        self._row_height = self.fontMetrics().height() + _ROW_PADDING
        self.verticalHeader().setMinimumSectionSize(self._row_height)
        self.verticalHeader().setDefaultSectionSize(self._row_height)
        header = self.horizontalHeader()
        self._needed.clear()
        self._share_width()
        shows_all = self._solutions.shows_all
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if shows_all else policy.ScrollBarAlwaysOff
        )
        most = _MOST_ROWS if shows_all else FEW_ROWS
        rows = min(most, self._solutions.rowCount())
        height = header.sizeHint().height() + rows * self._row_height + 2 * self.frameWidth()
        self.setFixedHeight(height)

    def changeEvent(self, event: QEvent) -> None:
        """Take another size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._needed.clear()
        if event.type() == QEvent.Type.FontChange and self._row_height:
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give each column what it needs, and the same share of what is left.

        What they need is asked once: a table that is dressed anew is resized several times.
        """
        header, columns = self.horizontalHeader(), range(1, self._solutions.columnCount())
        self.setColumnWidth(0, _MARK_WIDTH)
        if len(self._needed) != len(columns):
            self._needed = [
                max(self.sizeHintForColumn(n), header.sectionSizeHint(n)) for n in columns
            ]
        needed = self._needed
        spare = self.viewport().width() - _MARK_WIDTH - sum(needed)
        share = max(0, spare) // max(1, len(needed))
        for column, width in zip(columns, needed, strict=True):
            self.setColumnWidth(column, width + share)

    def _choose(self, index: QModelIndex) -> None:
        solution = self._solutions.solution(index.row())
        if solution is not None:
            self.chosen.emit(solution)
