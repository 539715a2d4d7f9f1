"""The table of runs: chosen by rows, sorted by its headings, tags and notes written in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from convviz.runs import RunStatus
from convviz.ui.plots.colours import run_colour
from convviz.ui.runs.table_model import RUN_ROLE, RunsTableModel
from convviz.ui.theme import Palette, current_palette, theme_notifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent

    from convviz.runs import RunSummary
    from convviz.ui.runs.library import RunLibrary, Thumbnail

_ROW: Final = 32
_MARGIN: Final = 5
_LINE: Final = 1.5
_CHOSEN_LINE: Final = 2.0
_PAD: Final = 16
"""Pixels of a cell beside its text."""


class RunsTable(QTableView):
    """Shows the runs.

    Signals:
        chosen(tuple): The numbers of the chosen runs.
        sort_wanted(str): Sort by this.
        opened(): Enter was pressed, or a run double-clicked.
    """

    chosen = Signal(object)
    sort_wanted = Signal(str)
    opened = Signal()

    def __init__(self, library: RunLibrary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RunsTableModel(library)
        self._is_following = False
        self._waiting: tuple[tuple[RunSummary, ...], tuple[int, ...]] | None = None
        self.setModel(self.rows)
        self.setItemDelegateForColumn(0, _ThumbnailDelegate(self))
        self.setItemDelegateForColumn(self._column("status"), _StatusDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Runs"))
        self._lay_out_headings()
        self.doubleClicked.connect(self._on_double_click)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        theme_notifier().changed.connect(self._size_columns)

    def show_runs(self, runs: tuple[RunSummary, ...], chosen: Sequence[int]) -> None:
        """Show runs, and which of them are chosen; while a person writes, what is new waits."""
        if self.state() == QAbstractItemView.State.EditingState:
            self._waiting = runs, tuple(chosen)
            return
        self.rows.show_runs(runs)
        self.rows.show_colours({run: number for number, run in enumerate(chosen)})
        self._select(chosen)

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Show by which column the runs are sorted."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(self._column(key), order)

    def write(self, key: str) -> None:
        """Let a person write into a column of the current run."""
        row = self.currentIndex().row()
        if row >= 0:
            index = self.rows.index(row, self._column(key))
            self.scrollTo(index)
            self.edit(index)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Show what came while a person wrote."""
        super().closeEditor(editor, hint)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.show_runs(*waiting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the run by Enter; Space chooses the current one as well."""
        is_writing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not is_writing:
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def _column(self, key: str) -> int:
        keys = [column.key for column in self.rows.columns]
        return keys.index(key) if key in keys else -1

    def _lay_out_headings(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setStretchLastSection(True)
        header.sectionClicked.connect(self._on_heading)
        self._size_columns()

    def _size_columns(self) -> None:
        width = self.fontMetrics().horizontalAdvance("0")
        for number, column in enumerate(self.rows.columns):
            self.setColumnWidth(number, column.width * width + _PAD)

    def _on_heading(self, section: int) -> None:
        key = self.rows.columns[section].key
        if key:
            self.sort_wanted.emit(key)

    def _on_double_click(self, index: QModelIndex) -> None:
        if not self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.opened.emit()

    def _on_selection(self) -> None:
        if not self._is_following:
            rows = sorted(index.row() for index in self.selectionModel().selectedRows())
            self.chosen.emit(tuple(self.rows.runs[row].id for row in rows))

    def _select(self, chosen: Sequence[int]) -> None:
        places = {run.id: row for row, run in enumerate(self.rows.runs)}
        rows = [places[run] for run in chosen if run in places]
        model = self.selectionModel()
        if rows == [] and not model.hasSelection():
            return
        if sorted(rows) == sorted(index.row() for index in model.selectedRows()):
            return
        selection = QItemSelection()
        for row in rows:
            selection.select(self.rows.index(row, 0), self.rows.index(row, 0))
        flag = QItemSelectionModel.SelectionFlag
        self._is_following = True
        try:
            model.select(selection, flag.ClearAndSelect | flag.Rows)
            if rows and self.currentIndex().row() not in rows:
                model.setCurrentIndex(self.rows.index(rows[-1], 1), flag.NoUpdate)
        finally:
            self._is_following = False


class _ThumbnailDelegate(QStyledItemDelegate):
    """Draws the loss as a line, in the colour in which it is plotted."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the cell, then the line."""
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, RunsTableModel):
            return
        run = index.data(RUN_ROLE)
        number = model.colours.get(run.id)
        palette = current_palette()
        colour = palette.text_muted if number is None else run_colour(number, palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour), _LINE if number is None else _CHOSEN_LINE))
        rect = option.rect.adjusted(2 * _MARGIN, _MARGIN, -2 * _MARGIN, -_MARGIN)
        for line in _lines(model.thumbnail(run), QSize(rect.width(), rect.height())):
            painter.drawPolyline(line.translated(QPointF(rect.topLeft())))
        painter.restore()


def _lines(thumbnail: Thumbnail, size: QSize) -> list[QPolygonF]:
    """Return what is drawn of some losses within a size: a line between two gaps."""
    known = [loss for loss in thumbnail if loss is not None]
    if not known:
        return []
    low, high = min(known), max(known)
    height = size.height() / (high - low) if high > low else 0.0
    step = size.width() / max(1, len(thumbnail) - 1)
    lines = [QPolygonF()]
    for number, loss in enumerate(thumbnail):
        if loss is None:
            lines.append(QPolygonF())
        else:
            y = size.height() / 2 if not height else (high - loss) * height
            lines[-1].append(QPointF(number * step, y))
    return [line for line in lines if line.size() > 1]


class _StatusDelegate(QStyledItemDelegate):
    """Draws a mark before the word: its shape and its colour tell the states apart."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the mark, then the word beside it."""
        size = option.fontMetrics.height() // 2
        rect = option.rect
        room = size + 2 * _MARGIN
        beside = QStyleOptionViewItem(option)
        self.initStyleOption(beside, index)
        style = beside.widget.style()
        text, beside.text = beside.text, ""
        style.drawControl(style.ControlElement.CE_ItemViewItem, beside, painter, beside.widget)
        run = index.data(RUN_ROLE)
        palette = current_palette()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(_status_colour(run.status, palette))
        painter.setPen(QPen(colour, _LINE))
        is_full = run.status in {RunStatus.RUNNING, RunStatus.FINISHED}
        painter.setBrush(colour if is_full else Qt.BrushStyle.NoBrush)
        middle = QPointF(rect.left() + 2 * _MARGIN + size / 2, rect.center().y() + 0.5)
        painter.drawEllipse(middle, size / 2, size / 2)
        painter.setPen(QColor(palette.text))
        place = rect.adjusted(room + _MARGIN, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()


def _status_colour(status: RunStatus, palette: Palette) -> str:
    match status:
        case RunStatus.RUNNING:
            return palette.accent
        case RunStatus.FINISHED:
            return palette.ok
        case RunStatus.STOPPED:
            return palette.text_muted
        case RunStatus.INTERRUPTED:
            return palette.warning
        case RunStatus.DIVERGED | RunStatus.FAILED:
            return palette.error
