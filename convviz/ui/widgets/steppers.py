"""Two small buttons that show beside the number under the mouse: one more, one less."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from convviz.ui.theme import set_icon
from convviz.ui.widgets.number_fields import LARGE_STEP, NumberField

_WIDTH: Final = 16
_HEIGHT: Final = 30
_ICON: Final = QSize(12, 12)
_FIRST_MS: Final = 400
_NEXT_MS: Final = 80


class Steppers(QFrame):
    """The buttons of one call line; they lie over the comma behind the field at hand.

    Held down they go on; with Ctrl they step by 10. A tuple changes in all its parts, or while
    its field has the keyboard, in the part under the caret.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = parent
        self._field: NumberField | None = None
        self.setProperty("steppers", "true")
        self.more = self._button("mdi6.plus", self.tr("One more (Up; with Ctrl by 10)"), 1)
        self.less = self._button("mdi6.minus", self.tr("One less (Down; with Ctrl by 10)"), -1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for button in (self.more, self.less):
            column.addWidget(button)
        self.hide()

    @property
    def field(self) -> NumberField | None:
        """The field whose number is stepped; None while they are hidden."""
        return self._field

    def show_at(self, field: NumberField) -> None:
        """Show beside a field."""
        self._field = field
        for button, text in ((self.more, self.tr("more")), (self.less, self.tr("less"))):
            button.setAccessibleName(f"{field.accessibleName()}: {text}")
        middle = field.mapTo(self._line, QPoint(field.width(), field.height() // 2))
        top = min(max(middle.y() - _HEIGHT // 2, 0), self._line.height() - _HEIGHT)
        self.setGeometry(middle.x() - 1, top, _WIDTH, _HEIGHT)
        self.raise_()
        self.show()

    def follow(self) -> None:
        """Stay beside the field, which grew or moved."""
        if self._field is not None and self.isVisible():
            self.show_at(self._field)

    def leave(self) -> None:
        """Hide, unless the mouse is on the buttons."""
        if not self.underMouse():
            self._field = None
            self.hide()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide when the mouse goes."""
        super().leaveEvent(event)
        self._field = None
        self.hide()

    def _button(self, icon: str, tip: str, step: int) -> QToolButton:
        button = QToolButton(self)
        set_icon(button, icon)
        button.setIconSize(_ICON)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoRepeat(True)
        button.setAutoRepeatDelay(_FIRST_MS)
        button.setAutoRepeatInterval(_NEXT_MS)
        button.setFixedSize(_WIDTH - 2, _HEIGHT // 2 - 1)
        button.clicked.connect(lambda: self._step(step))
        return button

    def _step(self, step: int) -> None:
        field = self._field
        if field is not None:
            control = Qt.KeyboardModifier.ControlModifier
            large = bool(QGuiApplication.keyboardModifiers() & control)
            size = LARGE_STEP if large else 1
            field.step_by(step * size, everywhere=not field.hasFocus())
