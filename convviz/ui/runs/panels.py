"""The parts of the page of runs: the bar, the table with the chosen runs below, the empty page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.formats import count_text
from convviz.ui.runs.comparison import ComparisonPanel
from convviz.ui.runs.overlay import OverlayPanel
from convviz.ui.runs.page_actions import DELETE, DUPLICATE, EXPORT, OPEN, RESUME
from convviz.ui.runs.run_actions import EXTEND, PAUSE, STOP
from convviz.ui.runs.table import RunsTable
from convviz.ui.theme import SPACING
from convviz.ui.widgets.action_button import ActionButton
from convviz.ui.widgets.splitter import RememberedSplitter

if TYPE_CHECKING:
    from convviz.ui.page_actions import PageActions
    from convviz.ui.runs.presenter import RunsPresenter
    from convviz.ui.runs.state import RunsState

_TEXT_WIDTH: Final = 420
_SEARCH_WIDTH: Final = 220
_TABLE_AND_BELOW: Final = (380, 320)
_PLOT_AND_TABLE: Final = (640, 480)


class RunsBar(QWidget):
    """The search, how many runs are found, and what can be done with the chosen ones.

    Attributes:
        search: The field.

    Signals:
        searched(str): Words are searched for.
    """

    searched = Signal(str)

    def __init__(self, actions: PageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search: state, data, layer, optimiser, tag, note"))
        self.search.setAccessibleName(self.tr("Search the runs"))
        self.search.setToolTip(self.tr("Runs in which every word stands, in any column (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(_SEARCH_WIDTH)
        self.search.textChanged.connect(self.searched)
        self.count = QLabel()
        self.count.setProperty("muted", True)  # noqa: FBT003 - Qt's signature
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING * 2)
        row.addWidget(self.search, 1)
        row.addWidget(self.count)
        row.addStretch(1)
        for name in (OPEN, RESUME, EXTEND, PAUSE, STOP, DUPLICATE, EXPORT, DELETE):
            row.addWidget(ActionButton(actions[name], heir=self.search))

    def take_keyboard(self) -> None:
        """Be written into."""
        self.search.setFocus()
        self.search.selectAll()

    def show_state(self, state: RunsState) -> None:
        """Say how many runs there are, and how many of them are found."""
        self.setVisible(bool(state.runs))
        if self.search.text() != state.search:
            self.search.setText(state.search)
        found, every = len(state.shown), len(state.runs or ())
        if found == every:
            one, more = self.tr("1 run"), self.tr("{count} runs")
            text = one if every == 1 else more.format(count=count_text(every))
        else:
            text = self.tr("{found} of {all} runs").format(
                found=count_text(found), all=count_text(every)
            )
        self.count.setText(text)


class RunsPanels(RememberedSplitter):
    """The table above; below, the plot of the chosen runs and what differs between them.

    Attributes:
        table: The table.
        overlay: The plot.
        comparison: What differs.
    """

    def __init__(self, presenter: RunsPresenter) -> None:
        super().__init__("runs", Qt.Orientation.Vertical)
        self.table = RunsTable(presenter.library, self)
        below = RememberedSplitter("runs-below", Qt.Orientation.Horizontal, self)
        self.overlay = OverlayPanel(presenter, below)
        self.comparison = ComparisonPanel(presenter, below)
        below.hold(self.overlay, self.comparison, _PLOT_AND_TABLE)
        self.hold(self.table, below, _TABLE_AND_BELOW)

    def show_state(self, state: RunsState) -> None:
        """Show the runs, and what is chosen of them."""
        self.table.show_runs(state.shown, state.chosen)
        self.table.show_sort(state.sort_key, descending=state.descending)
        self.overlay.show_state(state)
        self.comparison.show_state(state)


class EmptyRuns(QWidget):
    """What is shown while there is no run.

    Signals:
        training_wanted(): The training page is to be shown.
        folder_wanted(): The folder of a run is to be asked for.
    """

    training_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self.tr("There are no runs yet"))
        self._title.setProperty("role", "title")
        self._text = QLabel(
            self.tr(
                "Every training is kept here, from this window and from the shell: to be compared, "
                "opened again and resumed."
            )
        )
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setFixedWidth(_TEXT_WIDTH)
        self.button = QPushButton(self.tr("Go to the training page"))
        self.button.setProperty("primary", True)  # noqa: FBT003 - Qt's signature
        self.button.clicked.connect(self.training_wanted)
        self.folder = QPushButton(self.tr("Open run folder…"))
        self.folder.setToolTip(self.tr("Show a run that another computer writes (Ctrl+Alt+F)"))
        self.folder.clicked.connect(self.folder_wanted)
        column = QVBoxLayout(self)
        column.setSpacing(SPACING * 3)
        column.addStretch(1)
        for widget in (self._title, self._text, self.button, self.folder):
            row = QHBoxLayout()  # aligned by itself, a wrapping text would get one line's height
            row.addStretch(1)
            row.addWidget(widget)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(2)

    def show_known(self, *, is_known: bool) -> None:
        """Say that there are none only when that is known."""
        for widget in (self._title, self._text, self.button, self.folder):
            widget.setVisible(is_known)
