"""A person's own picture, and what the network takes it for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from convviz.ui.error_sentences import error_sentence
from convviz.ui.theme import SPACING
from convviz.ui.training.page_actions import CLASSIFY, PASTE
from convviz.ui.training.results.prediction_card import PredictionCard
from convviz.ui.training.results.share_bars import ShareBar
from convviz.ui.widgets.action_button import ActionButton
from convviz.ui.widgets.collapsible_section import CollapsibleSection

if TYPE_CHECKING:
    from convviz.ui.page_actions import PageActions
    from convviz.ui.training.run.judging import Judged


class OwnPicturePanel(QWidget):
    """Offers to classify a picture, and shows the last one.

    Attributes:
        card: The picture and its likeliest classes.
        hint: What can be done, or why it could not.

    Signals:
        opened(): The calculator is to show the picture.
    """

    opened = Signal()

    def __init__(self, actions: PageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        section = CollapsibleSection("own picture", self.tr("Your own picture"))
        self.hint = QLabel()
        self.hint.setProperty("role", "caption")
        self.hint.setWordWrap(True)
        self.card = PredictionCard(self.tr("Likeliest classes"))
        self.card.hide()
        self.card.opened.connect(self.opened)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING * 2)
        for name in (CLASSIFY, PASTE):
            buttons.addWidget(ActionButton(actions[name]))
        buttons.addStretch(1)
        section.body.addLayout(buttons)
        section.body.addWidget(self.hint)
        section.body.addWidget(self.card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(section)

    def show_judged(self, judged: Judged) -> None:
        """Show the picture that was classified last."""
        own = judged.own
        self.card.setVisible(own is not None)
        if judged.own_problem is not None:
            self.hint.setText(error_sentence(judged.own_problem))
        elif own is None:
            self.hint.setText(
                self.tr(
                    "Open, paste or drop a picture: its middle square is fitted to what the "
                    "network takes."
                )
            )
        else:
            self.hint.setText(self.tr("So the network sees it, and this is what it takes it for."))
        if own is not None:
            bars = [ShareBar(*pair) for pair in zip(own.classes, own.shares, strict=True)]
            self.card.show_prediction(own.pixels, "", bars)
