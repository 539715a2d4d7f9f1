"""What differs between the chosen runs: how they ended, their settings, their networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from convviz.protocol.run_differences import (
    DifferenceRow,
    differing,
    network_rows,
    setting_rows,
)
from convviz.protocol.run_start import NEW, START
from convviz.ui.plots.colours import run_colour
from convviz.ui.runs.texts import name_text
from convviz.ui.setting_texts import setting_name
from convviz.ui.theme import SPACING, current_palette, theme_notifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.ui.runs.library import KnownRun
    from convviz.ui.runs.presenter import RunsPresenter
    from convviz.ui.runs.state import RunsState

_ROW: Final = 26
_NAME_CHARACTERS: Final = 23
_FEWEST_CHARACTERS: Final = 12
_MOST_CHARACTERS: Final = 40
_SWATCH: Final = 12
_NOTHING: Final = "\N{EN DASH}"


class ComparisonPanel(QWidget):
    """A table with a column a chosen run; of a single run, all its settings and layers.

    Attributes:
        table: The table.
        all_too: Whether also what they have in common is shown.
    """

    def __init__(self, presenter: RunsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self._state: RunsState = presenter.state
        self._title = QLabel()
        self._title.setProperty("role", "section")
        self.all_too = QCheckBox(self.tr("Also what is the &same"))
        self.all_too.toggled.connect(lambda on: presenter.show_all(on=on))
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setAccessibleName(self.tr("Differences of the chosen runs"))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self.all_too)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING * 2)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        theme_notifier().changed.connect(self._dress)

    def show_state(self, state: RunsState) -> None:
        """Compare the chosen runs."""
        self._state = state
        known = tuple(run for run in state.known_runs if run.document is not None)
        self.all_too.setVisible(len(known) > 1)
        self.all_too.setChecked(state.shows_all)
        wanted = ([id(run) for run in known], state.shows_all)
        if wanted != self._shown:
            self._shown = wanted
            self._fill(known, all_too=state.shows_all or len(known) == 1)

    def _fill(self, known: Sequence[KnownRun], *, all_too: bool) -> None:
        rows = _rows(known, all_too=all_too)
        self._title.setText(self._title_text(len(known), len(rows)))
        self.table.clear()
        self.table.setRowCount(len(rows))
        self.table.setColumnCount(len(known) + 1 if rows else 0)
        self.table.setVisible(bool(rows))
        heads = [self.tr("Setting"), *(name_text(run.record.summary) for run in known)]
        self.table.setHorizontalHeaderLabels(heads if rows else [])
        for number, row in enumerate(rows):
            for place, text in enumerate((row.name, *row.values)):
                item = QTableWidgetItem(text or _NOTHING)
                font = item.font()
                font.setBold(all_too and row.differs)
                item.setFont(font)
                item.setToolTip(text)
                self.table.setItem(number, place, item)
        width = self.fontMetrics().horizontalAdvance("0")
        if rows:
            self.table.setColumnWidth(0, width * _NAME_CHARACTERS)
            room = (self.table.viewport().width() - width * _NAME_CHARACTERS) // len(known)
            least, most = width * _FEWEST_CHARACTERS, width * _MOST_CHARACTERS
            for place in range(1, len(known) + 1):
                self.table.setColumnWidth(place, max(least, min(room, most)))
        self._dress()

    def _title_text(self, runs: int, rows: int) -> str:
        if runs == 0:
            return ""
        if runs == 1:
            return self.tr("Settings and network")
        return self.tr("What differs") if rows else self.tr("Settings and networks are the same")

    def _dress(self) -> None:
        """Head each column with the colour of its line; mute the names."""
        palette = current_palette()
        numbers = {run: number for number, run in enumerate(self._state.chosen)}
        known = [run for run in self._state.known_runs if run.document is not None]
        for place, run in enumerate(known, start=1):
            head = self.table.horizontalHeaderItem(place)
            if head is not None:
                number = numbers.get(run.record.summary.id, 0)
                head.setIcon(_swatch(run_colour(number, palette)))
        for row in range(self.table.rowCount()):
            name = self.table.item(row, 0)
            if name is not None:
                name.setForeground(QColor(palette.text_muted))


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(_SWATCH, _SWATCH)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.fillRect(0, _SWATCH // 2 - 1, _SWATCH, 3, QColor(colour))
    painter.end()
    return QIcon(pixmap)


def _rows(known: Sequence[KnownRun], *, all_too: bool) -> list[DifferenceRow]:
    """Return the settings, then the layers, under the names that the reader knows."""
    documents = [run.document for run in known if run.document is not None]
    if not documents:
        return []
    settings = setting_rows(documents)
    networks = network_rows([document.network for document in documents])
    if not all_too:
        settings, networks = differing(settings), differing(networks)
    return [
        *(DifferenceRow(_setting(row.name), _values(row)) for row in settings),
        *(DifferenceRow(_layer(row.name), row.values) for row in networks),
    ]


def _setting(name: str) -> str:
    part, _, parameter = name.partition(".")
    return f"{setting_name(part)} · {parameter}" if parameter else setting_name(name)


def _values(row: DifferenceRow) -> tuple[str, ...]:
    """Return what a setting is in each run: as code, but for words of ours."""
    if row.name != START:
        return row.values
    new = QCoreApplication.translate("ComparisonPanel", "new weights")
    return tuple(new if value == NEW else value for value in row.values)


def _layer(name: str) -> str:
    translate = QCoreApplication.translate
    if name == "0":
        return translate("ComparisonPanel", "Network input")
    return translate("ComparisonPanel", "Layer {number}").format(number=name)
