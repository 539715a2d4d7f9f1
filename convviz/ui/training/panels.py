"""The three columns of the training page, each showing the page's state; widths are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from convviz.protocol.soundness import HALVES
from convviz.ui.theme import SPACING
from convviz.ui.training.data.data_panel import DataPanel
from convviz.ui.training.data.folder_drop import FolderDrop
from convviz.ui.training.results.result_panel import ResultPanel
from convviz.ui.training.run.past_offers import PastOffers
from convviz.ui.training.run.run_reports import RunReports
from convviz.ui.training.run.run_view import RunView
from convviz.ui.training.settings.rate_actions import FIND_RATE, SmallActionButton
from convviz.ui.training.settings.settings_panel import SettingsPanel
from convviz.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QHideEvent

    from convviz.ui.page_actions import PageActions
    from convviz.ui.training.presenter import TrainingPresenter
    from convviz.ui.training.state import TrainingState

_WIDTHS: Final = (312, 640, 296)
_KEY: Final = "training/columns"


class TrainingPanels(QSplitter):
    """Settings, run and result; the middle takes what is left and cannot be folded away.

    Attributes:
        data: What is learned from.
        settings: Every setting of the training.
        notice: What is told of the run.
        view: The run's plots, or what a start would do.
        offers: Offers an earlier run to go on with.
        result: What the run reached.
    """

    def __init__(self, presenter: TrainingPresenter, actions: PageActions, parent: QWidget) -> None:
        """Make the columns.

        Args:
            presenter: Hears what a person does in them.
            actions: Are offered as buttons.
            parent: The page.
        """
        super().__init__(Qt.Orientation.Horizontal, parent)
        session = presenter.session
        self.data = DataPanel(session.sources)
        self.settings = SettingsPanel(presenter.editor, self.data)
        find = actions[FIND_RATE]
        for name, setting in (("optimiser", "lr"), ("schedule", "max_lr")):
            self.settings.part(name).put_beside(setting, lambda: SmallActionButton(find))
        self.notice = Notice()
        self.view = RunView(session, actions)
        look, seen = session.look, self.view.welcome.data
        look.changed.connect(seen.show_data)
        seen.show_data(look.seen)
        seen.augmented_chosen.connect(look.show_augmented)
        self.result = ResultPanel(actions)
        self._presenter = presenter
        self._is_changed = False
        self.drops = FolderDrop(parent, lambda: not presenter.state.is_active)
        self._assemble()
        self._connect()
        reports = RunReports(self.notice, presenter)
        presenter.told.connect(reports.tell)
        self.offers = PastOffers(self.view.welcome.offer, presenter)
        self.offers.troubled.connect(lambda sentence: reports.tell("warning", sentence))

    def show_state(self, state: TrainingState, before: TrainingState | None) -> None:
        """Show the state; settings that are as they were keep what is being typed."""
        if before is None or state.is_active != before.is_active:
            reason = self.tr(
                "The settings are fixed while a run goes on. Stop the run to change them."
            )
            self.settings.set_locked(reason if state.is_active else "")
        is_same = before is not None and state.document is before.document
        is_known = before is not None and state.facts == before.facts and state.ways == before.ways
        if before is None or not (is_same and is_known and state.devices == before.devices):
            devices = self._presenter.session.devices
            self.settings.show_document(state.document, devices, state.facts, state.ways)
        if state is not self._presenter.state:
            return  # another form has other problems: that made a later state, which is shown
        self.result.show_state(state, self._presenter.progress)
        self.view.show_state(state)

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the widths that somebody has chosen."""
        super().hideEvent(event)
        if self._is_changed:
            self._is_changed = False
            QSettings("convviz", "convviz").setValue(_KEY, self.saveState())

    def _on_moved(self) -> None:
        self._is_changed = True

    def _assemble(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(SPACING * 2, SPACING * 3, SPACING * 2, SPACING * 2)
        column.setSpacing(SPACING * 2)
        column.addWidget(self.notice)
        column.addWidget(self.view, 1)
        for part in (self.settings, middle, self.result):
            self.addWidget(part)
        self.setStretchFactor(1, 1)
        self.setSizes(list(_WIDTHS))
        self.setCollapsible(1, False)  # noqa: FBT003 - Qt's signature
        known = QSettings("convviz", "convviz").value(_KEY)
        if known is not None:
            self.restoreState(cast("QByteArray", known))
        self.splitterMoved.connect(self._on_moved)

    def _connect(self) -> None:
        presenter, session = self._presenter, self._presenter.session
        self.settings.problems_changed.connect(presenter.set_problems)
        self.settings.ways_wanted.connect(lambda: presenter.look_for_ways(*HALVES))
        self.data.place_chosen.connect(presenter.choose_data)
        self.drops.dropped.connect(presenter.take_folder)
        self.view.welcome.mend_wanted.connect(presenter.mend)
        self.view.welcome.download_wanted.connect(session.data.download)
        self.view.welcome.folder_wanted.connect(self.data.choose_folder)
        evaluation = self.result.evaluation
        evaluation.list_chosen.connect(presenter.choose_list)
        evaluation.cell_chosen.connect(presenter.choose_cell)
        evaluation.cell_chosen.connect(self.result.reveal_pictures)
        evaluation.picture_chosen.connect(presenter.choose_picture)
        self.view.channel_opened.connect(presenter.opener.open_channel)
        self.view.picture_opened.connect(session.batch_pictures.ask)
        evaluation.picture_opened.connect(presenter.opener.open_picture)
        self.result.own.opened.connect(presenter.open_own_picture)
        self.view.live.wanted.connect(presenter.change_setting)
        session.noticed.connect(self.view.live.show_again)
        session.batches_done.connect(self.view.show_batches)
        session.epoch_done.connect(self.view.show_epochs)
