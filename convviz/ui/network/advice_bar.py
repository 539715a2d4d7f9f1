"""A quiet line above the totals: what the network would do well to have, with a click for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

from convviz.core.code.writing import layer_names
from convviz.core.network.advice import AdviceCode, FixKind
from convviz.core.network.tree import layer_steps
from convviz.ui.theme import SPACING, icon_pixmap, set_icon, theme_notifier
from convviz.ui.widgets.number_texts import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from convviz.core.network.advice import Advice, AdviceFix
    from convviz.core.network.tree import Node

translate = QCoreApplication.translate
_ICON = 18


class AdviceBar(QFrame):
    """Shows one piece of advice at a time; hidden while there is none.

    Signals:
        fix_wanted(AdviceFix): It is to be followed.
        dismissed(str): It is not to be given again in this document: its code.
    """

    fix_wanted = Signal(object)
    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Advice | None = None
        self._icon = QLabel(self)
        self._sentence = QLabel(self)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(2 * SPACING)
        self.close_button = QToolButton(self)
        set_icon(self.close_button, "mdi6.close")
        self.close_button.setToolTip(self.tr("Do not say this again in this document"))
        self.close_button.setAccessibleName(self.close_button.toolTip())
        self.close_button.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACING, SPACING, 2 * SPACING, SPACING)
        row.setSpacing(2 * SPACING)
        row.addWidget(self._icon)
        row.addWidget(self._sentence, 1)
        row.addLayout(self._buttons)
        row.addWidget(self.close_button)
        theme_notifier().changed.connect(self._show_icon)
        self._show_icon()
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._sentence.text()

    def buttons(self) -> list[QPushButton]:
        """Return the buttons of the fixes, in order."""
        items = [self._buttons.itemAt(number) for number in range(self._buttons.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def show_advice(self, nodes: Sequence[Node], advice: Advice | None) -> None:
        """Show a piece of advice on a network; None for none."""
        self.setVisible(advice is not None)
        if advice is None:
            self._shown = None
            return
        self._sentence.setText(advice_sentence(nodes, advice))
        if advice == self._shown:
            return
        self._shown = advice
        while (item := self._buttons.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for fix in advice.fixes:
            button = QPushButton(fix_text(fix), self)
            button.clicked.connect(partial(self.fix_wanted.emit, fix))
            self._buttons.addWidget(button)

    def _dismiss(self) -> None:
        if self._shown is not None:
            self.dismissed.emit(self._shown.code.value)

    def _show_icon(self) -> None:
        self._icon.setPixmap(icon_pixmap("mdi6.lightbulb-outline", _ICON, "accent"))


def advice_sentence(nodes: Sequence[Node], advice: Advice) -> str:
    """Return what is said, with the names that the network's code gives its layers."""
    names = layer_names(nodes, [step.layer for step in layer_steps(nodes)])
    match advice.code:
        case AdviceCode.LINEAR_IN_A_ROW:
            first, second = advice.pairs[0]
            more = len(advice.pairs) - 1
            text = translate(
                "Advice",
                "There is no activation between {first} and {second}: together they can do no "
                "more than one linear layer.",
            )
            if more:
                text = translate(
                    "Advice",
                    "There is no activation between {first} and {second}, nor at {more} more "
                    "places: together such layers can do no more than one linear layer.",
                )
            return text.format(first=names[first], second=names[second], more=number_text(more))


def fix_text(fix: AdviceFix) -> str:
    """Return what a fix does, as its button says it."""
    layer = fix.insertions[0].layer.type_name()
    texts = {
        FixKind.INSERT_BETWEEN: translate("Advice", "Insert {layer} between"),
        FixKind.INSERT_AFTER_EACH: translate("Advice", "Insert {layer} after each layer"),
    }
    if len(fix.insertions) > 1 and fix.kind is FixKind.INSERT_BETWEEN:
        several = translate("Advice", "Insert {layer} at all {count} places")
        return several.format(layer=layer, count=len(fix.insertions))
    return texts[fix.kind].format(layer=layer)
