"""The field of what a part of the network is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from convviz.ui.theme import set_code_font

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_LONGEST: Final = 60
"""More than a name may have, so that a name that is too long is refused with a sentence."""


class NameField(QLineEdit):
    """The name of a layer or a block; empty where it has none.

    Signals:
        renamed(str): Another name was typed; "" for none.
    """

    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = ""
        self.setMaxLength(_LONGEST)
        self.setPlaceholderText(self.tr("none: its number"))
        self.setAccessibleName(self.tr("name"))
        self.editingFinished.connect(self._announce)
        set_code_font(self, 0.95)

    def show_name(self, name: str) -> None:
        """Show a name; what is being typed stays while the name is the same."""
        if name != self._known or not self.hasFocus():
            self.setText(name)
        self._known = name

    def _announce(self) -> None:
        name = self.text().strip()
        if name != self._known:
            known = self._known
            self.renamed.emit(name)
            if self._known == known:
                # A name that was refused is not the part's.
                self.setText(known)
