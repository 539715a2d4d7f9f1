"""What is told of a run above its plots: why it failed, what it survived; no longer than true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from convviz.core.errors import ErrorCode
from convviz.protocol.run_start import start_weights
from convviz.ui.error_sentences import error_sentence
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.training.run.run_texts import failure_details, failure_sentence
from convviz.ui.widgets.notice import Notice, NoticeAction

if TYPE_CHECKING:
    from convviz.protocol.messages.common import Problem
    from convviz.ui.training.presenter import TrainingPresenter
    from convviz.ui.widgets.notice import NoticeLevel

_NOT_OF_THE_SETTINGS = frozenset(
    {ErrorCode.DISK_FULL, ErrorCode.FILE_UNWRITABLE, ErrorCode.UNEXPECTED}
)
"""Failures that another setting does not mend."""

_TOLD_BESIDE_THE_DATA = frozenset(
    {
        ErrorCode.DATA_FOLDER_SPLIT,
        ErrorCode.DATA_FOLDER_MEASURED,
        ErrorCode.DATA_IDX_TURNED,
        ErrorCode.DATA_IDX_COUNTED_FROM_ONE,
    }
)
"""How data is read that is as it should be: nothing to warn of at every start."""


class RunReports(QObject):
    """Shows the page's one notice.

    A reason that lies in the settings or in the data is taken back when they are others.
    """

    def __init__(self, notice: Notice, presenter: TrainingPresenter) -> None:
        super().__init__(notice)
        session = presenter.session
        self._notice = notice
        self._presenter = presenter
        self._session = session
        self._cause: object = None
        self._is_overdue = False
        session.overdue.connect(self._offer_end)
        session.noticed.connect(self._warn)
        session.state_changed.connect(self._show_run)
        presenter.changed.connect(self._check_cause)
        self._show_run()

    def tell(self, level: NoticeLevel, sentence: str) -> None:
        """Tell anything else."""
        self._cause = None
        self._notice.show_notice(level, sentence)

    def _show_run(self) -> None:
        """Tell of a failure; while a run goes on, nothing of the one before is told."""
        session, state = self._session, self._presenter.state
        if session.state is RunState.STARTING:
            self._clear()
            return
        if self._is_overdue and session.state is not RunState.STOPPING:
            self._clear()
        sentence = failure_sentence(session)
        if not sentence:
            return
        problem = session.progress.problem
        if problem is not None and problem.code == ErrorCode.DEVICE_MISSING and state.obstacle:
            return  # it stands beside Start from now on, with what mends it
        lies_here = problem is not None and problem.code not in _NOT_OF_THE_SETTINGS
        self._cause = self._settings_now() if lies_here else None
        actions = []
        if state.may_go_on:
            text = QCoreApplication.translate("TrainingActions", "Resume")
            actions.append(NoticeAction(text, self._presenter.pause_or_resume))
        if problem is not None and self._is_of_weights(problem):
            text = QCoreApplication.translate("Training", "Start with new weights")
            actions.append(NoticeAction(text, self._presenter.start_with_new_weights))
        is_warning = session.state is RunState.DIVERGED
        level: NoticeLevel = "warning" if is_warning else "error"
        self._notice.show_notice(level, sentence, actions, failure_details(session))

    def _is_of_weights(self, problem: Problem) -> bool:
        """Return whether the weights that the training would begin with cannot be taken."""
        weights = start_weights(self._presenter.to_train)
        return weights is not None and problem.error().facts.get("path") == weights.path

    def _check_cause(self) -> None:
        """Take a reason back that was of other settings, or of the data as it was."""
        if self._cause is not None and self._cause != self._settings_now():
            self._clear()

    def _warn(self, problem: Problem) -> None:
        """Tell what the run survived."""
        if problem.code in _TOLD_BESIDE_THE_DATA:
            return
        self._cause = None
        self._notice.show_notice("warning", error_sentence(problem.error()), (), problem.detail)

    def _clear(self) -> None:
        """Tell nothing."""
        self._cause = None
        self._is_overdue = False
        self._notice.clear()

    def _offer_end(self) -> None:
        """Tell that a run does not stop yet, and offer to end it without a checkpoint."""
        translate = QCoreApplication.translate
        self._cause, self._is_overdue = None, True
        text = translate(
            "Training",
            "The run is still in its batch, after which it writes a checkpoint. If it is ended "
            "now, what it did since the last checkpoint is lost.",
        )
        action = NoticeAction(translate("Training", "End it now"), self._session.end_now)
        self._notice.show_notice("warning", text, [action])

    def _settings_now(self) -> object:
        document = self._presenter.state.document
        data = self._session.sources.of(document.training.dataset)
        return (document.network, document.training, None if data is None else data.state)
