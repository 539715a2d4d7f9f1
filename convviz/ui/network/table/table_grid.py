"""The table's rows with their headings, and the totals under them, which stay in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSettings,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QVBoxLayout, QWidget

from convviz.protocol.network_table import Column
from convviz.ui.network.table.frozen_columns import FrozenColumns
from convviz.ui.network.table.table_model import COLUMNS, NetworkTableModel
from convviz.ui.network.table.table_texts import column_text
from convviz.ui.theme import set_code_font

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.network.table import NetworkTable
    from convviz.core.network.tree import Path

_HIDDEN: Final = "network/table_hidden"
_FIRST_HIDDEN: Final = (Column.NAME, Column.MULT_ADDS_PRODUCT, Column.WEIGHTS)
"""What is hidden until a person says otherwise: the other columns fit beside each other."""
_WIDEST: Final = 220
_LEAST_LAYER: Final = 130
"""Of the layers' column where the figures need the room more: its tooltip has the whole call."""
_SHARE_OF_LAYER: Final = 0.35
"""Of the width, where the figures do not fit."""
_PADDING: Final = 22
_ROW_PADDING: Final = 8
_MOST_MEASURED: Final = 250
"""Rows whose texts are looked at for the widths of columns: what comes behind is much like them."""
_KEPT: Final = tuple(COLUMNS.index(column) for column in (Column.NUMBER, Column.LAYER))
"""Columns that stay while the others are scrolled sideways."""


class TableGrid(QWidget):
    """Two views with the same columns.

    Attributes:
        view: The rows.
        totals: The totals.
        frozen: The layers, which stay while the figures are scrolled sideways.
        columns_menu: Hides and shows columns; it opens on the headings as well.

    Signals:
        chosen(list): The places in the tree of the rows that a person chose; the root is the input.
        copy_wanted(): Ctrl+C was pressed.
        opened(): A row was double-clicked, or Enter pressed.
    """

    chosen = Signal(object)
    copy_wanted = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = NetworkTableModel(self)
        self._sums = NetworkTableModel(self, totals=True)
        self.view, self.totals = _Rows(self), QTableView(self)
        self.view.setModel(self._model)
        self.totals.setModel(self._sums)
        self.columns_menu = QMenu(self.tr("Columns"), self)
        self._resized: set[int] = set()
        self._needed: dict[int, int] = {}
        self._is_sizing = False
        self._lay_out()
        bar = self.view.horizontalScrollBar()
        self.frozen = FrozenColumns(self.view, _KEPT, bar)
        self._frozen_totals = FrozenColumns(self.totals, _KEPT, bar)
        self._fill_menu()
        self._connect()
        self.show_hidden(_hidden())

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are shown."""
        shown = (not self.view.isColumnHidden(number) for number in range(len(COLUMNS)))
        return tuple(column for column, is_shown in zip(COLUMNS, shown, strict=True) if is_shown)

    @property
    def chosen_rows(self) -> list[int]:
        """The numbers of the chosen rows of the table, in order."""
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def text(self, row: int, column: Column) -> str:
        """Return the text of a cell; the row behind the last is that of the totals."""
        if row == len(self._model.rows):
            return self._sums.text(0, column)
        return self._model.text(row, column)

    def show_table(self, table: NetworkTable, failure_text: str) -> None:
        """Show the figures of a network."""
        with QSignalBlocker(self.view.selectionModel()):
            self._model.show(table, failure_text)
        self._sums.show(table)
        self._size_columns()

    def mark(self, paths: Iterable[Path]) -> None:
        """Mark what is chosen on the page, and bring the first of it in sight."""
        wanted = set(paths)
        numbers = [number for number, row in enumerate(self._model.rows) if row.path in wanted]
        numbers = [number for number in numbers if self._model.rows[number].path]
        if numbers == self.chosen_rows:
            return
        selection = QItemSelection()
        last = len(COLUMNS) - 1
        for number in numbers:
            selection.select(self._model.index(number, 0), self._model.index(number, last))
        model, flag = self.view.selectionModel(), QItemSelectionModel.SelectionFlag
        with QSignalBlocker(self):
            model.select(selection, flag.ClearAndSelect)
            if numbers:
                first = self._model.index(numbers[0], COLUMNS.index(Column.LAYER))
                model.setCurrentIndex(first, flag.NoUpdate)
                self.view.scrollTo(first)
        self.view.viewport().update()

    def show_hidden(self, hidden: Iterable[Column]) -> None:
        """Hide some columns and show the others; the layers stay."""
        away = set(hidden) - {Column.LAYER}
        for number, column in enumerate(COLUMNS):
            for view in (self.view, self.totals):
                view.setColumnHidden(number, column in away)
            self._switches[column].setChecked(column not in away)
        if self._model.rows:
            self._size_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Take another size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_rows()
            self._size_columns()

    def _lay_out(self) -> None:
        for view in (self.view, self.totals):
            set_code_font(view, 0.92)
            view.setShowGrid(False)
            view.setWordWrap(False)
            view.setTabKeyNavigation(False)
            view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            view.verticalHeader().hide()
        self.view.setAccessibleName(self.tr("Table of the network"))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_menu)
        policy = Qt.ScrollBarPolicy
        self.totals.setAccessibleName(self.tr("Totals"))
        self.totals.horizontalHeader().hide()
        self.totals.setHorizontalScrollBarPolicy(policy.ScrollBarAlwaysOff)
        self.totals.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff)
        self.totals.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.totals.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.totals)
        self._size_rows()

    def _fill_menu(self) -> None:
        self._switches: dict[Column, QAction] = {}
        for column in COLUMNS:
            action = self.columns_menu.addAction(column_text(column))
            action.setCheckable(True)
            action.setEnabled(column is not Column.LAYER)
            action.triggered.connect(self._on_switch)
            self._switches[column] = action

    def _connect(self) -> None:
        header = self.view.horizontalHeader()
        header.sectionResized.connect(self._on_resized)
        self.view.horizontalScrollBar().valueChanged.connect(self._scroll_totals)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.view.copy_wanted.connect(self.copy_wanted)
        self.view.opened.connect(self.opened)
        for view in (self.view, self.frozen):
            view.doubleClicked.connect(lambda _index: self.opened.emit())

    def _on_switch(self) -> None:
        hidden = [column for column, action in self._switches.items() if not action.isChecked()]
        self.show_hidden(hidden)
        names = ",".join(column.value for column in hidden)
        QSettings("convviz", "convviz").setValue(_HIDDEN, names)

    def _on_selection(self) -> None:
        self.chosen.emit([self._model.rows[row].path for row in self.chosen_rows])

    def _scroll_totals(self, sideways: int) -> None:
        """Have the totals stand under their columns.

        They have no scroll bar beside them, so that their own goes less far.
        """
        self.totals.horizontalScrollBar().setValue(sideways)
        self.totals.horizontalHeader().setOffset(sideways)
        self.totals.viewport().update()

    def _on_resized(self, section: int, _old: int, size: int) -> None:
        self.totals.setColumnWidth(section, size)
        if not self._is_sizing:
            self._resized.add(section)

    def _open_menu(self, place: QPoint) -> None:
        self.columns_menu.popup(self.view.horizontalHeader().mapToGlobal(place))

    def _size_rows(self) -> None:
        height = self.view.fontMetrics().height() + _ROW_PADDING
        for view in (self.view, self.totals):
            view.verticalHeader().setMinimumSectionSize(height)
            view.verticalHeader().setDefaultSectionSize(height)
        self.totals.setFixedHeight(height + 2 * self.totals.frameWidth() + 2)

    def _size_columns(self) -> None:
        """Give each column the width of its longest text, but those that a person has sized."""
        metrics, header = self.view.fontMetrics(), self.view.horizontalHeader()
        count = len(self._model.rows)
        rows = (*range(min(count, _MOST_MEASURED)), count)
        for number, column in enumerate(COLUMNS):
            if number in self._resized or self.view.isColumnHidden(number):
                continue
            longest = max((self.text(row, column) for row in rows), key=len)
            needed = metrics.horizontalAdvance(longest) + _PADDING
            self._needed[number] = max(needed, header.sectionSizeHint(number))
        self._share_width()

    def _share_width(self) -> None:
        """Resize the columns; the layers' calls get what room the others leave."""
        self._is_sizing = True
        header, layer = self.view.horizontalHeader(), COLUMNS.index(Column.LAYER)
        for number, needed in self._needed.items():
            if number not in self._resized and number != layer:
                header.resizeSection(number, min(needed, _WIDEST))
        if layer not in self._resized and layer in self._needed:
            width = self.view.viewport().width()
            room = width - (header.length() - header.sectionSize(layer))
            if room < _LEAST_LAYER:  # the figures are scrolled anyway, and the calls stay
                room = max(_LEAST_LAYER, min(_WIDEST, int(_SHARE_OF_LAYER * width)))
            header.resizeSection(layer, min(self._needed[layer], room))
        self._is_sizing = False
        for frozen in (self.frozen, self._frozen_totals):
            frozen.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._share_width()


class _Rows(QTableView):
    """The view of the rows: Ctrl+C and Enter are its own.

    Signals:
        copy_wanted(): Ctrl+C was pressed.
        opened(): Enter was pressed.
    """

    copy_wanted = Signal()
    opened = Signal()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell in sight; one of the columns that stay is, so that the figures stay too."""
        bar = self.horizontalScrollBar()
        sideways = bar.value()
        super().scrollTo(index, hint)
        if index.column() in _KEPT:
            bar.setValue(sideways)

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+C before it is the page's."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, or open."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def _hidden() -> list[Column]:
    """Return the columns that were hidden last; a name that no column has any more is left out."""
    names = QSettings("convviz", "convviz").value(_HIDDEN)
    if not isinstance(names, str):
        return list(_FIRST_HIDDEN)
    known = set(Column)
    return [Column(name) for name in names.split(",") if name in known]
