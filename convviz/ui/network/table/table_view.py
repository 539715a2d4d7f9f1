"""The network as a table: every figure of every layer and block, to be read and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from convviz.core.network.table import RowKind, network_table
from convviz.protocol.table_formats import FORMAT_NAMES, TableFormat, write_table
from convviz.ui.network.table.table_grid import TableGrid
from convviz.ui.network.table.table_texts import column_text, memory_parts_text, memory_text
from convviz.ui.network.texts import failure_sentence
from convviz.ui.network.view_widget import ViewWidget
from convviz.ui.theme import SPACING, set_icon
from convviz.ui.widgets.number_fields import NumberField
from convviz.ui.widgets.number_texts import number_text

if TYPE_CHECKING:
    from convviz.core.network.table import NetworkTable
    from convviz.core.network.tree import Path
    from convviz.ui.network.presenter import NetworkPresenter
    from convviz.ui.network.state import NetworkState
    from convviz.ui.page_actions import PageActions

_FORMAT: Final = "network/table_format"
_MOST_AT_ONCE: Final = 300
"""Layers whose table follows within the same moment as their cards; a longer one is shown once
typing rests."""
_REST_MS: Final = 80
COPY: Final = "copy table"
_MOST_PICTURES: Final = 1_000_000


class TableView(ViewWidget):
    """Shows the table, and below it what a training takes.

    Attributes:
        grid: The rows and the totals.
        batch: For how many pictures a batch the memory is told.
        memory: What a training takes.
        parts: The parts of that.
        copy_button: Copies in the format that was used last; its menu offers the others.
        formats: What the menu offers.
    """

    def __init__(self, presenter: NetworkPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._state: NetworkState | None = None
        self._table: NetworkTable | None = None
        self._format = _last_format()
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._show_table)
        self.grid = TableGrid(self)
        self.batch = NumberField(64, parent=self)
        self.memory, self.parts = QLabel(self), QLabel(self)
        self.copy_button, self.columns_button = QToolButton(self), QToolButton(self)
        self.formats: dict[TableFormat, QAction] = {}
        self._assemble()
        self._connect()

    def show_state(self, state: NetworkState, before: NetworkState | None) -> None:
        """Show the figures of a network, and mark what is chosen."""
        self._state = state
        if before is None or state.training.batch_size != before.training.batch_size:
            self.batch.set_value(state.training.batch_size)
        is_same = before is not None and state.network is before.network
        if not is_same and before is not None and len(state.result.rows) > _MOST_AT_ONCE:
            self._again.start(_REST_MS)
        elif not is_same:
            self._show_table()
        elif before is not None and state.training != before.training:
            self._show_memory()
        if not self._again.isActive():
            self.grid.mark(state.paths)

    def _show_table(self) -> None:
        """Show the figures of the network as it is now."""
        self._again.stop()
        state = self._state
        if state is None:
            return
        self._table = network_table(state.nodes, state.summary)
        failure = state.failure
        self.grid.show_table(self._table, "" if failure is None else failure_sentence(failure))
        self._show_memory()
        self.grid.mark(state.paths)

    def show_actions(self, actions: PageActions) -> None:
        """Say by which keys the table is copied."""
        actions.show_keys(self.copy_button, COPY)

    def copy(self) -> None:
        """Copy the chosen rows, or the whole table where at most one is chosen."""
        if self._again.isActive():
            self._show_table()
        if self._table is not None:
            QGuiApplication.clipboard().setText(self.text())

    def copy_as(self, table_format: TableFormat) -> None:
        """Copy in a format, and from now on in this one."""
        self._format = table_format
        QSettings("convviz", "convviz").setValue(_FORMAT, table_format.value)
        self._show_format()
        self.copy()

    def text(self) -> str:
        """Return what is copied: the columns that are shown, with their headings."""
        if self._table is None:
            return ""
        columns, rows = self.grid.columns, self._copied_rows(self._table)
        return write_table(self._table, self._format, columns, headings=column_text, rows=rows)

    def _copied_rows(self, table: NetworkTable) -> list[int] | None:
        """Return the chosen rows, of a block with what it holds; None for the whole table.

        One layer is always chosen on the page: a single one does not count.
        """
        chosen = self.grid.chosen_rows
        if len(chosen) < 2:  # noqa: PLR2004 - as said
            return None
        paths = {table.rows[number].path for number in chosen}
        rows = [
            number
            for number, row in enumerate(table.rows)
            if number in chosen
            or any(row.path[:depth] in paths for depth in range(1, len(row.path)))
        ]
        is_whole = len(rows) >= len(table.rows) - 1  # the input can be left out
        return None if is_whole else rows

    def _choose(self, paths: list[Path]) -> None:
        """Choose on the page what was chosen here; the blocks around it open."""
        table, state = self._table, self._state
        if table is None or state is None:
            return
        wanted = set(paths)
        rows = [row for row in table.rows if row.path in wanted and row.path]
        if rows and all(row.kind is RowKind.LAYER for row in rows):
            self._presenter.choose_numbers([row.number for row in rows if row.number is not None])
        else:
            self._presenter.select(state.rows_of([row.path for row in rows]))

    def _show_memory(self) -> None:
        state, size = self._state, self.batch.value
        if state is None or not isinstance(size, int) or size < 1:
            return
        training = state.training
        memory = state.summary.training_memory(size, training.optimiser, training.averaging)
        self.memory.setText(memory_text(memory))
        self.parts.setText(memory_parts_text(memory))

    def _refused(self, value: object) -> str:
        """Return why a batch cannot have so many pictures; "" if it can."""
        if isinstance(value, int) and 1 <= value <= _MOST_PICTURES:
            return ""
        text = self.tr("A batch has 1 to {most} pictures")
        return text.format(most=number_text(_MOST_PICTURES))

    def _show_format(self) -> None:
        name = FORMAT_NAMES[self._format]
        self.formats[self._format].setChecked(True)
        self.copy_button.setText(self.tr("Copy as {format}").format(format=name))

    def _assemble(self) -> None:
        set_icon(self.columns_button, "mdi6.eye-outline")
        self.columns_button.setToolTip(self.tr("Choose the columns"))
        self.columns_button.setAccessibleName(self.columns_button.toolTip())
        self.columns_button.setMenu(self.grid.columns_menu)
        self.columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_icon(self.copy_button, "mdi6.content-copy")
        self.copy_button.setToolTip(self.tr("Copy the chosen rows, or the whole table"))
        self.copy_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.copy_button.setMenu(self._menu())
        self.add_tool(self.columns_button)
        self.add_tool(self.copy_button)
        caption = QLabel(self.tr("Batch size"), self)
        caption.setBuddy(self.batch)
        self.batch.setAccessibleName(caption.text())
        self.batch.set_limits(1, _MOST_PICTURES)
        self.batch.set_check(self._refused)
        self.parts.setProperty("muted", "true")
        self.parts.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(2 * SPACING)
        line.addWidget(caption)
        line.addWidget(self.batch)
        line.addWidget(self.memory)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * SPACING)
        layout.addWidget(self.grid, 1)
        layout.addLayout(line)
        layout.addWidget(self.parts)
        self._show_format()

    def _menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        for table_format, name in FORMAT_NAMES.items():
            action = menu.addAction(self.tr("Copy as {format}").format(format=name))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _on, chosen=table_format: self.copy_as(chosen))
            self.formats[table_format] = action
        return menu

    def _connect(self) -> None:
        self.grid.chosen.connect(self._choose)
        self.grid.copy_wanted.connect(self.copy)
        self.grid.opened.connect(self._presenter.open_in_calculator)
        self.copy_button.clicked.connect(lambda _on: self.copy())
        self.batch.value_changed.connect(lambda _value: self._show_memory())


def _last_format() -> TableFormat:
    name = QSettings("convviz", "convviz").value(_FORMAT)
    return TableFormat(name) if name in set(TableFormat) else TableFormat.TEXT
