"""A quiet line above the totals: what the network would do well to have, with a click for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from convviz.protocol.sentences.advice import names_of
from convviz.ui.network.advice_row import AdviceRow
from convviz.ui.theme import SPACING, set_icon
from convviz.ui.widgets.number_texts import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from convviz.core.network.advice import Advice, AdviceCode
    from convviz.core.network.tree import Node

_TALLEST: Final = 168
"""Of the list of further advice, in pixels; a longer one is scrolled."""


class AdviceBar(QFrame):
    """Shows the first piece of advice, and the others when they are asked for; hidden without any.

    Attributes:
        more_button: Unfolds and folds the others; it counts them.

    Signals:
        fix_wanted(AdviceFix): It is to be followed.
        dismissed(str): It is not to be given again in this document: its code.
        layers_wanted(list): The numbers of layers that are to be chosen.
    """

    fix_wanted = Signal(object)
    dismissed = Signal(str)
    layers_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._advice: tuple[Advice, ...] = ()
        self._rows: list[AdviceRow] = []
        self._made: dict[AdviceCode, AdviceRow] = {}
        self._first, self._others = QVBoxLayout(), QVBoxLayout()
        self._area = QScrollArea(self)
        self.more_button = QToolButton(self)
        self.more_button.setCheckable(True)
        self.more_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more_button.toggled.connect(self._unfold)
        self._assemble()
        self.hide()

    @property
    def rows(self) -> list[AdviceRow]:
        """One a piece of advice, in their order."""
        return self._rows

    @property
    def sentence(self) -> str:
        """What is said first."""
        return self._rows[0].sentence

    @property
    def close_button(self) -> QToolButton:
        """Puts the first piece away."""
        return self._rows[0].close_button

    def buttons(self) -> list[QPushButton]:
        """Return the buttons of the first piece's fixes, in order."""
        return self._rows[0].buttons

    def show_advice(self, nodes: Sequence[Node], advice: tuple[Advice, ...]) -> None:
        """Show what is to be said of a network."""
        is_other = advice != self._advice
        if is_other:
            self._advice = advice
            self._show_rows([self._row_for(piece) for piece in advice])
        if advice:
            names = names_of(nodes)
            for row in self._rows:
                row.show_names(names)
        more = len(advice) - 1
        self.more_button.setVisible(more > 0)
        self.more_button.setText(self.tr("{count} more").format(count=number_text(max(more, 0))))
        if more < 1:
            self.more_button.setChecked(False)
        if is_other or self.more_button.isChecked():
            self._unfold(unfolded=self.more_button.isChecked())
        self.setVisible(bool(advice))

    def _row_for(self, piece: Advice) -> AdviceRow:
        """Return a row that shows a piece of advice: the one of its kind, if it fits.

        Advice comes and goes as a network is edited, and to make a row is felt.
        """
        row = self._made.get(piece.code)
        if row is not None and row.can_show(piece):
            row.advice = piece
            return row
        if row is not None:
            row.hide()
            row.setParent(None)
            row.deleteLater()
        row = self._made[piece.code] = AdviceRow(piece, self)
        row.fix_wanted.connect(self.fix_wanted)
        row.dismissed.connect(self.dismissed)
        row.layers_wanted.connect(self.layers_wanted)
        return row

    def _show_rows(self, rows: list[AdviceRow]) -> None:
        """Show rows in their order, and no others."""
        if rows == self._rows:
            return
        for number, old in enumerate(self._rows):
            (self._others if number else self._first).removeWidget(old)
            if old not in rows:
                old.hide()
        self._rows = rows
        for number, row in enumerate(rows):
            (self._others if number else self._first).addWidget(row)
            row.show()

    def _unfold(self, unfolded: bool) -> None:  # noqa: FBT001 - a signal's slot
        self._area.setVisible(unfolded)
        set_icon(self.more_button, "mdi6.chevron-down" if unfolded else "mdi6.chevron-right")
        tip = self.tr("Show the first alone") if unfolded else self.tr("Show all advice")
        self.more_button.setToolTip(tip)
        self.more_button.setAccessibleName(tip)
        width = max(self._area.viewport().width(), 1)
        needed = self._others.totalHeightForWidth(width) if self._others.count() else 0
        self._area.setFixedHeight(min(max(needed, self._others.sizeHint().height()), _TALLEST))

    def _assemble(self) -> None:
        held = QWidget(self)
        held.setLayout(self._others)
        self._others.setContentsMargins(0, 0, 0, 0)
        self._others.setSpacing(SPACING)
        self._area.setWidget(held)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top = QHBoxLayout()
        top.setSpacing(2 * SPACING)
        top.addLayout(self._first, 1)
        top.addWidget(self.more_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * SPACING, SPACING, 2 * SPACING, SPACING)
        layout.setSpacing(SPACING)
        layout.addLayout(top)
        layout.addWidget(self._area)
