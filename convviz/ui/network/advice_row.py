"""One piece of advice on the network page: its sentence, what follows it by a click, its source."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from convviz.core.network.advice.sources import SOURCES
from convviz.protocol.sentences.advice import advice_sentence, fix_text
from convviz.protocol.sentences.errors import CONTEXT
from convviz.ui.theme import SPACING, icon_pixmap, set_icon, theme_notifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.advice import Advice

_ICON: Final = 18


class AdviceRow(QWidget):
    """A line with buttons. A click on the sentence chooses the layers that it is about.

    Attributes:
        advice: What is advised; another piece that it can show may take its place.
        close_button: Puts it away in this document.

    Signals:
        fix_wanted(AdviceFix): It is to be followed.
        dismissed(str): It is not to be given again in this document: its code.
        layers_wanted(list): The numbers of the layers that are to be chosen.
    """

    fix_wanted = Signal(object)
    dismissed = Signal(str)
    layers_wanted = Signal(object)

    def __init__(self, advice: Advice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.advice = advice
        self._icon = QLabel(self)
        self._sentence = QLabel(self)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._sentence.setToolTip(self.tr("Click to choose the layer"))
        self._sentence.installEventFilter(self)
        self._fixes = [QPushButton(self) for _ in advice.fixes]
        for number, button in enumerate(self._fixes):
            button.clicked.connect(partial(self._want_fix, number))
        self._source = self._tool("mdi6.open-in-new", self._source_tip())
        self._source.clicked.connect(self._open_source)
        self.close_button = self._tool(
            "mdi6.close", self.tr("Do not say this again in this document")
        )
        self.close_button.clicked.connect(lambda: self.dismissed.emit(self.advice.code.value))
        self._assemble()
        theme_notifier().changed.connect(self._show_icon)
        self._show_icon()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._sentence.text()

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons of the fixes, in order."""
        return self._fixes

    def can_show(self, advice: Advice) -> bool:
        """Return whether it has the buttons of a piece of advice, be it of other layers."""
        known = self.advice
        return advice.code is known.code and len(advice.fixes) == len(known.fixes)

    def show_names(self, names: Sequence[str]) -> None:
        """Say it with the names that the network's code gives its layers."""
        self._sentence.setText(advice_sentence(self.advice, names, _translated))
        for button, fix in zip(self._fixes, self.advice.fixes, strict=True):
            button.setText(fix_text(fix, names, _translated))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose the layers in question when their sentence is clicked."""
        is_click = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        if watched is self._sentence and is_click:
            self.layers_wanted.emit(sorted(self.advice.numbers))
        return super().eventFilter(watched, event)

    def _tool(self, icon: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        set_icon(button, icon)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def _source_tip(self) -> str:
        source = SOURCES[self.advice.code]
        name = f"{source.name}: {source.title}" if source.title else source.name
        return self.tr("Read more: {source}").format(source=name)

    def _want_fix(self, number: int) -> None:
        self.fix_wanted.emit(self.advice.fixes[number])

    def _open_source(self) -> None:
        QDesktopServices.openUrl(QUrl(SOURCES[self.advice.code].address))

    def _show_icon(self) -> None:
        self._icon.setPixmap(icon_pixmap("mdi6.lightbulb-outline", _ICON, "accent"))

    def _assemble(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACING)
        row.addWidget(self._icon)
        row.addWidget(self._sentence, 1)
        for button in self._fixes:
            row.addWidget(button)
        row.addWidget(self._source)
        row.addWidget(self.close_button)


def _translated(template: str) -> str:
    return QCoreApplication.translate(CONTEXT, template)
