"""Offers a run of an earlier session: to go on with it, or to look at what it reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING
from convviz.ui.training.run.past_run_texts import past_run_sentence
from convviz.ui.widgets.labels import SectionTitle

if TYPE_CHECKING:
    from convviz.ui.training.run.past_run import PastRun


class RunOffer(QFrame):
    """A card with one past run; hidden while there is none.

    Attributes:
        sentence: What became of it.
        resume: Goes on with it; hidden where its settings are others, or it is at its end.
        look: Shows its plots and its result.

    Signals:
        resume_wanted(PastRun): it is to go on.
        look_wanted(PastRun): it is to be shown.
    """

    resume_wanted = Signal(object)
    look_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: PastRun | None = None
        self.setProperty("card", True)  # noqa: FBT003 - Qt's signature
        self._title = SectionTitle("")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.resume = QPushButton(self.tr("Resume"))
        self.look = QPushButton(self.tr("Show this run"))
        self.resume.clicked.connect(lambda: self.resume_wanted.emit(self._run))
        self.look.clicked.connect(lambda: self.look_wanted.emit(self._run))
        row = QHBoxLayout()
        row.setSpacing(SPACING * 2)
        row.addWidget(self.resume)
        row.addWidget(self.look)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING * 4, SPACING * 3, SPACING * 4, SPACING * 3)
        column.setSpacing(SPACING * 2)
        column.addWidget(self._title)
        column.addWidget(self.sentence)
        column.addLayout(row)
        self.hide()

    def show_run(self, run: PastRun | None, *, is_same: bool, can_start: bool) -> None:
        """Offer a run, or none.

        Args:
            run: The run.
            is_same: Whether its network and settings are those of now.
            can_start: Whether nothing stands in the way of a run.
        """
        self._run = run
        self.setVisible(run is not None)
        if run is None:
            return
        self._title.setText(
            self.tr("The last run of this network")
            if is_same
            else self.tr("The last run, of another network or with other settings")
        )
        self.sentence.setText(past_run_sentence(run))
        self.resume.setVisible(is_same and run.is_unfinished)
        self.resume.setEnabled(can_start)
