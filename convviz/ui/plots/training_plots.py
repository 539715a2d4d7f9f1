"""The plots of a run, one quantity each, repainted at most every 50 ms and only when visible."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from convviz.ui.plots.change_marks import ChangeMark, ChangeMarks
from convviz.ui.plots.epoch_cards import AccuracyCard, EpochLossCard
from convviz.ui.plots.learning_rate_card import LearningRateCard
from convviz.ui.plots.loss_card import LossCard
from convviz.ui.plots.shared_cursor import SharedCursor
from convviz.ui.throttle import Throttle

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from convviz.protocol.batch_course import BatchCourse
    from convviz.protocol.records import EpochRecord, SettingChange
    from convviz.ui.plots.plot_card import PlotCard
    from convviz.ui.plots.series import Floats

REPAINT_MS = 50
"""Between two repaints: a trainer reports faster than an eye can follow."""

LARGEST_SHARE = 0.01 * (os.cpu_count() or 1)
"""Of one processor core, for drawing: a hundredth of the machine, for what is drawn is taken from
the training."""
_SHARES = (5, 2, 4)
"""Of the height: of the loss, the learning rate, the epochs."""
_TIGHT = (7, 2, 3)
"""Where the learning rate was opened in little room: the loss stays what is looked at first."""
_ROOMY = 620
"""Pixels of height from which all plots can be read beside each other."""
_EQUAL = 1000
"""Sizes of a splitter count as shares when their sum is too large."""


class TrainingPlots(QWidget):
    """The loss of every batch above, its learning rate; loss and accuracy of every epoch below.

    Attributes:
        loss: The plot of batch losses.
        rate: The plot of the learning rate.
        epoch_loss: The plot of losses by epoch.
        accuracy: The plot of validation accuracy.
        marks: Where settings were changed, of each plot.
        shared_cursor: Moves the cursors of all plots together.
    """

    def __init__(
        self,
        loss: LossCard | None = None,
        epoch_loss: EpochLossCard | None = None,
        accuracy: AccuracyCard | None = None,
        rate: LearningRateCard | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.loss = loss or LossCard()
        self.epoch_loss = epoch_loss or EpochLossCard()
        self.accuracy = accuracy or AccuracyCard()
        self.rate = rate or LearningRateCard()
        self._of_batches = (self.loss, self.rate)
        self._of_epochs = (self.epoch_loss, self.accuracy)
        self._cards: tuple[PlotCard, ...] = (*self._of_batches, *self._of_epochs)
        self.marks = tuple(ChangeMarks(card.plot) for card in self._cards)
        self.shared_cursor = SharedCursor(self)
        for card in self._cards:
            self.shared_cursor.add(card.plot, by_epoch=card in self._of_epochs)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(self.epoch_loss)
        below.addWidget(self.accuracy)
        below.setSizes([_EQUAL, _EQUAL])
        split = QSplitter(Qt.Orientation.Vertical)
        for widget, share in zip((self.loss, self.rate, below), _SHARES, strict=True):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, share)
        self._split = split
        self._is_fold_chosen = self._has_shares = False
        self.rate.fold_chosen.connect(self._on_fold)
        self._share_room()
        for splitter in (split, below):
            splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self._losses: Floats = np.empty(0)
        self._rates: Floats = np.empty(0)
        self._total_steps = 0
        self._epochs: Sequence[EpochRecord] = ()
        self._planned_epochs = 0
        self._losses_are_due = self._epochs_are_due = False
        self._update_seconds = 0.0
        self._throttle = Throttle(
            self._update, REPAINT_MS, self, spent=self._spent, share=LARGEST_SHARE
        )

    def show_losses(self, losses: Floats, total_steps: int, rates: Floats | None = None) -> None:
        """Show the losses soon.

        Args:
            losses: Of every batch, from batch 1. Not written to.
            total_steps: Batches of the whole run, 0 if unknown.
            rates: The learning rate of each batch, NaN where it is unknown; None for unknown.
        """
        self._losses, self._total_steps = losses, total_steps
        self._rates = np.empty(0) if rates is None else rates
        self._losses_are_due = True
        self._schedule()

    def show_unit(self, *, in_nats: bool) -> None:
        """Say in which unit the losses are."""
        self.loss.show_unit(in_nats=in_nats)
        self.epoch_loss.show_unit(in_nats=in_nats)

    def mark_epochs(self, course: BatchCourse | None) -> None:
        """Mark where the epochs of a run end; None marks none."""
        self.shared_cursor.follow(course)
        for card in self._of_batches:
            card.mark_epochs(course)

    def mark_changes(self, changes: Sequence[SettingChange], course: BatchCourse | None) -> None:
        """Mark where settings were changed, in every plot.

        Args:
            changes: In order.
            course: Which batch lies where in the epochs; None while unknown.
        """
        of_batches = [self._mark(change, float(change.step)) for change in changes]
        of_epochs = []
        if course is not None:
            of_epochs = [self._mark(c, course.epochs_after(c.step)) for c in changes]
        count = len(self._of_batches)
        for marks in self.marks[:count]:
            marks.show(of_batches)
        for marks in self.marks[count:]:
            marks.show(of_epochs)

    def _mark(self, change: SettingChange, place: float) -> ChangeMark:
        value = QLocale().toString(change.value, "g", 6)
        text = self.tr("{name} = {value} from batch {batch} on").format(
            name=change.name, value=value, batch=QLocale().toString(change.step + 1)
        )
        return ChangeMark(place, f"{change.name} = {value}", text)

    def show_epochs(self, epochs: Sequence[EpochRecord], planned: int) -> None:
        """Show finished epochs soon; `planned` is how many there will be, 0 if unknown."""
        self._epochs, self._planned_epochs = tuple(epochs), planned
        self._epochs_are_due = True
        self._schedule()

    def restart(self) -> None:
        """Expect losses that do not go on with those before, as after a resume."""
        for card in self._of_batches:
            card.restart()

    def clear(self) -> None:
        """Begin with another run."""
        self.loss.clear()
        self.rate.restart()
        for card in (self.rate, *self._of_epochs):
            card.plot.reset_view()
        self.show_losses(np.empty(0), 0)
        self.show_epochs((), 0)

    def set_controls_visible(self, *, visible: bool) -> None:
        """Show what can be clicked, or leave it away in an image file."""
        for card in self._cards:
            card.set_controls_visible(visible=visible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the learning rate's plot where the others need the room, unless a person chose."""
        super().resizeEvent(event)
        is_open = self.height() >= _ROOMY
        if not self._is_fold_chosen and is_open != self.rate.is_open:
            self.rate.set_open(on=is_open)
            self._share_room_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while nobody looked."""
        super().showEvent(event)
        if not self._has_shares:
            self._has_shares = True
            self._share_room_soon()
        self._throttle.run_now()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self._throttle.stop()

    def _on_fold(self) -> None:
        self._is_fold_chosen = True
        self._share_room_soon()

    def _share_room_soon(self) -> None:
        """Share when the splitter knows how high a part may be now."""
        QTimer.singleShot(0, self, self._share_room)

    def _share_room(self) -> None:
        """Give each part its share of the height; a folded one takes what it needs."""
        is_tight = self.rate.is_open and 0 < self.height() < _ROOMY
        self._split.setSizes([share * _EQUAL for share in (_TIGHT if is_tight else _SHARES)])

    def _schedule(self) -> None:
        if self.isVisible():
            self._throttle.request()

    def _spent(self) -> float:
        """Return the seconds of processor time that the plots have taken so far."""
        return self._update_seconds + sum(card.plot.paint_seconds for card in self._cards)

    def _update(self) -> None:
        start = time.thread_time()
        if self._losses_are_due:
            self._losses_are_due = False
            self.loss.show_losses(self._losses, self._total_steps)
            self.rate.show_rates(self._rates, len(self._losses), self._total_steps)
        if self._epochs_are_due:
            self._epochs_are_due = False
            self.epoch_loss.show_epochs(self._epochs, self._planned_epochs)
            self.accuracy.show_epochs(self._epochs, self._planned_epochs)
        self._update_seconds += time.thread_time() - start
