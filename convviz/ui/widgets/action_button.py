"""A push button that shows an action: text, icon, whether it can be used, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from convviz.ui.theme import set_icon, set_state

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

_BESIDE_ICON: Final = 4
"""Pixels between icon and text, as QPushButton has them."""


class ActionButton(QPushButton):
    """Does on a click what its action does, under the action's text and tooltip.

    The action's data is the name of its icon.
    """

    def __init__(
        self,
        action: QAction,
        *,
        primary: bool = False,
        texts: Sequence[str] = (),
        heir: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the button.

        Args:
            action: What it does.
            primary: Whether it stands out.
            texts: Other texts that the action will have: room is kept, so that nothing jumps.
            heir: Who gets the keyboard when the button that has it is disabled; None leaves it to
                Qt, which takes the next button, whatever that does.
            parent: The parent.
        """
        super().__init__(parent)
        self._texts = tuple(texts)
        self._action = action
        self._heir = heir
        self._icon = ("", False)
        self._is_primary = primary
        set_state(self, "primary", on=primary)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def set_primary(self, *, on: bool) -> None:
        """Be the one button that stands out, or one of the others."""
        self._is_primary = on
        set_state(self, "primary", on=on)
        self._show_icon()

    def set_heir(self, heir: QWidget) -> None:
        """Say who gets the keyboard when the button that has it is disabled."""
        self._heir = heir

    def sizeHint(self) -> QSize:
        """Return room for the longest of the texts, as heavy as a primary button writes it."""
        heavy = self.font()
        heavy.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(heavy)
        width = max(map(metrics.horizontalAdvance, (self.text(), *self._texts)))
        height = metrics.height()
        if not self.icon().isNull():
            width += self.iconSize().width() + _BESIDE_ICON
            height = max(height, self.iconSize().height())
        option = QStyleOptionButton()
        self.initStyleOption(option)
        kind = QStyle.ContentsType.CT_PushButton
        return self.style().sizeFromContents(kind, option, QSize(width, height), self)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a text that is cut off names nothing."""
        return self.sizeHint()

    def _follow(self) -> None:
        action = self._action
        self.setText(action.text())
        if self._heir is not None and self.hasFocus() and not action.isEnabled():
            self._heir.setFocus()
        self.setEnabled(action.isEnabled())
        self.setToolTip(action.toolTip())
        self.setAccessibleName(action.text())
        self._show_icon()

    def _show_icon(self) -> None:
        wanted = (str(self._action.data() or ""), self._is_primary and self.isEnabled())
        if wanted[0] and wanted != self._icon:
            self._icon = wanted
            set_icon(self, wanted[0], "accent_text" if wanted[1] else "text")
