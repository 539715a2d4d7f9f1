"""A run that is trained longer than was planned: how its schedule goes on, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from convviz.core.schedules.falling import CosineAnnealingLR
from convviz.protocol.run_settings import extended, scheduled_epochs, with_settings_of
from convviz.ui.formats import count_text
from convviz.ui.theme import SPACING, set_state

if TYPE_CHECKING:
    from convviz.protocol.document import Document, Training

_MOST_EPOCHS = 100_000
_WIDTH = 420


def extended_document(document: Document, run: Document, epochs: int) -> Document:
    """Return the document that a run goes on with: its own settings, but for its length.

    Args:
        document: What the window shows: the place of the data and the computer stay.
        run: What was trained.
        epochs: Of the whole run.
    """
    longer = msgspec.structs.replace(run, training=extended(run.training, epochs))
    changed = with_settings_of(document, longer)
    training = msgspec.structs.replace(changed.training, epochs=epochs)
    return msgspec.structs.replace(changed, training=training)


def schedule_sentence(training: Training, epochs: int) -> str:
    """Return how the learning rate goes on in the added epochs.

    Args:
        training: The run's settings.
        epochs: Of the whole run.
    """
    translate = QCoreApplication.translate
    schedule, length = training.schedule, scheduled_epochs(training)
    if schedule is None:
        return translate(
            "Extending",
            "The learning rate stays: the run is exactly the one that it would have been with so "
            "many epochs from the start.",
        )
    kind = schedule.type_name()
    if length is not None:
        rate = schedule.rates(training.optimiser.lr, 1000)[-1]
        text = translate(
            "Extending",
            "{schedule} was laid out over {epochs} epochs and keeps that length. Behind it the "
            "rate stays at {rate}; it can be changed while the run goes on.",
        )
        return text.format(
            schedule=kind, epochs=count_text(length), rate=QLocale().toString(rate, "g", 3)
        )
    if schedule.follows_the_loss:
        text = translate("Extending", "{schedule} goes on following the validation.")
        return text.format(schedule=kind)
    rate = schedule.rates(training.optimiser.lr, epochs)[-1]
    text = translate(
        "Extending",
        "{schedule} goes on by its rule, exactly as if the run had been so long from the start: in "
        "the last epoch the rate is {rate}.",
    )
    text = text.format(schedule=kind, rate=QLocale().toString(rate, "g", 3))
    if isinstance(schedule, CosineAnnealingLR) and epochs > schedule.T_max:
        rises = translate("Extending", "Behind epoch {epoch} its cosine rises again.")
        text = f"{text} {rises.format(epoch=count_text(schedule.T_max))}"
    return text


class ExtendDialog(QDialog):
    """Asks for how many more epochs a run is trained, and says how its schedule goes on.

    Attributes:
        more: The field of the epochs to add.
        sentence: How the schedule goes on.

    Signals:
        wanted(int): The run is to have so many epochs in all.
    """

    wanted = Signal(int)

    def __init__(self, training: Training, parent: QWidget | None = None) -> None:
        """Make the dialog.

        Args:
            training: The run's settings.
            parent: The window's widget.
        """
        super().__init__(parent)
        self._training = training
        self.setWindowTitle(self.tr("Extend the run"))
        self.more = QSpinBox()
        self.more.setRange(1, max(1, _MOST_EPOCHS - training.epochs))
        self.more.setValue(max(1, training.epochs // 2))
        self.more.setAccessibleName(self.tr("Epochs to add"))
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumWidth(_WIDTH)
        self._sum = QLabel()
        self._sum.setProperty("role", "caption")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(
            self.tr("Train on"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        set_state(self.go, "primary", on=True)
        self.more.valueChanged.connect(self._show)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(SPACING * 2)
        label = QLabel(self.tr("Epochs to add"))
        label.setBuddy(self.more)
        for widget in (label, self.more, self._sum):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[SPACING * 4] * 4)
        column.setSpacing(SPACING * 3)
        column.addLayout(row)
        column.addWidget(self.sentence)
        column.addWidget(self.buttons)
        self._show()

    @property
    def epochs(self) -> int:
        """Epochs of the whole run."""
        return self._training.epochs + self.more.value()

    def _show(self) -> None:
        text = self.tr("{epochs} in all").format(epochs=count_text(self.epochs))
        self._sum.setText(text)
        self.sentence.setText(schedule_sentence(self._training, self.epochs))

    def _accept(self) -> None:
        self.wanted.emit(self.epochs)
        self.accept()
