"""The right side: what the last run reached, and how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.formats import duration_text, percent_text
from convviz.ui.theme import SPACING
from convviz.ui.training.page_actions import SAVE
from convviz.ui.training.results.evaluation_panel import EvaluationPanel
from convviz.ui.training.results.own_picture_panel import OwnPicturePanel
from convviz.ui.training.results.result_actions import BEST
from convviz.ui.training.run.next_step import next_step
from convviz.ui.widgets.action_button import ActionButton
from convviz.ui.widgets.labels import SectionTitle

if TYPE_CHECKING:
    from convviz.ui.page_actions import PageActions
    from convviz.ui.training.run.run_progress import RunProgress
    from convviz.ui.training.state import TrainingState


class ResultPanel(QScrollArea):
    """Shows a result as soon as there is one, and keeps it until the next run begins.

    Attributes:
        summary: What the run reached.
        evaluation: How good it is.
        own: A person's own picture.
        hint: What will be shown here, or why it cannot be.
    """

    def __init__(self, actions: PageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = QLabel()
        self.hint = QLabel()
        self.evaluation = EvaluationPanel()
        self.own = OwnPicturePanel(actions)
        self._assemble(actions)

    def show_state(self, state: TrainingState, progress: RunProgress) -> None:
        """Show what a run reached, if it is over and left something."""
        self.evaluation.show_judged(state.judged, state.choice)
        self.own.show_judged(state.judged)
        self.own.setVisible(state.has_result)
        self.best.setVisible(bool(state.best_epoch))
        is_measured = state.judged.evaluation is not None
        if state.has_result:
            self._show_summary(progress, is_measured=is_measured)
        else:
            self._clear(progress, is_measured=is_measured)

    def reveal_pictures(self) -> None:
        """Scroll to the pictures that a person asked for."""
        self.evaluation.pictures.open()
        self.ensureWidgetVisible(self.evaluation.card, 0, SPACING * 2)

    def _clear(self, progress: RunProgress, *, is_measured: bool) -> None:
        self.summary.hide()
        self.hint.setVisible(not is_measured)
        self.hint.setText(
            self.tr("After each epoch it is shown here how good the network is.")
            if progress.is_active
            else self.tr(
                "How good the network is and which pictures it confuses are shown here once a "
                "run has been measured."
            )
        )

    def _show_summary(self, progress: RunProgress, *, is_measured: bool) -> None:
        """Say what was reached; how good it is stands above once it was measured."""
        ended, best = progress.result, progress.best
        if ended is None:
            return
        lines = []
        if progress.shows_best:
            text = self.tr("These are the weights of epoch {epoch}, the best one.")
            lines.append(text.format(epoch=ended.epochs_done))
        if ended.last is not None and not is_measured:
            lines.append(
                self.tr("{accuracy} of the test pictures are classified correctly.").format(
                    accuracy=percent_text(ended.last.validation_accuracy)
                )
            )
        if best is not None and best.epoch != ended.epochs_done:
            lines.append(
                self.tr("Best: {accuracy} after epoch {epoch}.").format(
                    accuracy=percent_text(best.validation_accuracy), epoch=best.epoch
                )
            )
        lines.append(
            self.tr("Epochs finished: {epochs}. Batches: {batches}. Time: {time}.").format(
                epochs=ended.epochs_done, batches=ended.step, time=duration_text(ended.seconds)
            )
        )
        if progress.is_active and not progress.is_loading:
            lines.append(
                self.tr("The run has gone on since. What it learns is shown when it ends.")
            )
        lines += filter(None, [next_step(progress)])
        self.summary.setText("\n".join(lines))
        self.summary.show()
        self.hint.hide()

    def _assemble(self, actions: PageActions) -> None:
        self.setAccessibleName(self.tr("Result"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hint.setProperty("role", "caption")
        for label in (self.hint, self.summary):
            label.setWordWrap(True)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACING * 3, SPACING * 4, SPACING * 4, SPACING * 4)
        column.setSpacing(SPACING * 2)
        column.addWidget(SectionTitle(self.tr("Result")))
        for part in (self.hint, self.evaluation.head, self.summary, self._save_row(actions)):
            column.addWidget(part)
        for part in (self.evaluation, self.own):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)

    def _save_row(self, actions: PageActions) -> QWidget:
        row = QWidget()
        layout = QVBoxLayout(row)  # side by side they are wider than the panel
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING * 2)
        layout.addWidget(ActionButton(actions[SAVE]), 0, Qt.AlignmentFlag.AlignLeft)
        last, best = self.tr("Show the last epoch"), self.tr("Show the best epoch")
        self.best = ActionButton(actions[BEST], texts=[last, best])
        layout.addWidget(self.best, 0, Qt.AlignmentFlag.AlignLeft)
        return row
