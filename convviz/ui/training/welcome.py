"""What the middle says before the first run: what will happen, and the button that starts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from convviz.core.sequential import infer_sequential
from convviz.ui.theme import SPACING, icon, theme_notifier
from convviz.ui.training.action_button import ActionButton
from convviz.ui.training.data_panel import CIFAR
from convviz.ui.training.formats import count_text

if TYPE_CHECKING:
    from convviz.protocol.document import Document
    from convviz.ui.training.training_actions import TrainingActions

_WIDTH = 460
_ICON = 48


class Welcome(QWidget):
    """The empty state of the plots."""

    def __init__(self, actions: TrainingActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        title = QLabel(self.tr("Train this network"))
        title.setProperty("role", "title")
        self.sentence = QLabel()
        self.sentence.setProperty("muted", "true")
        self.sentence.setWordWrap(True)
        self.sentence.setFixedWidth(_WIDTH)
        self.button = ActionButton(actions.start, primary=True)
        column = QVBoxLayout(self)
        column.setSpacing(SPACING * 3)
        column.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.sentence)
        middle.addStretch(1)
        for label in (self._icon, title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._icon)
        column.addWidget(title)
        # A layout of its own: an alignment would take away the height of the wrapped lines.
        column.addLayout(middle)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        theme_notifier().changed.connect(self._show_icon)
        self._show_icon()

    def show_document(self, document: Document) -> None:
        """Say what a start would do."""
        training, network = document.training, document.network
        params = infer_sequential(network.steps, network.input_shape).num_params
        data = (
            self.tr("the 50,000 training photographs of CIFAR-10")
            if training.dataset == CIFAR
            else self.tr("Shapes-10, small pictures that convviz draws itself")
        )
        self.sentence.setText(
            self.tr(
                "{params} numbers of the network learn from {data}, {epochs} times over, in "
                "batches of {batch}. The plots here follow every batch; after every epoch the "
                "network is tested on pictures that it has never seen."
            ).format(
                params=count_text(params),
                data=data,
                epochs=count_text(training.epochs),
                batch=count_text(training.batch_size),
            )
        )

    def _show_icon(self) -> None:
        self._icon.setPixmap(
            icon("mdi6.chart-bell-curve-cumulative", "accent").pixmap(_ICON, _ICON)
        )
