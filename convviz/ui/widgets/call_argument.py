"""One argument of a call line: its name, which is a target too, its field, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from convviz.ui.theme import set_state
from convviz.ui.widgets.call_arguments import make_field

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QMouseEvent

    from convviz.ui.widgets.call_arguments import ArgumentSpec, Field


class ArgumentName(QLabel):
    """The name of an argument; a click gives its field the keyboard."""

    def __init__(self, name: str, field: Field, parent: QWidget) -> None:
        super().__init__(f"{name}=", parent)
        self._field = field
        self.setBuddy(field)
        self.setProperty("argumentName", "true")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        set_state(self, "muted", on=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give the field the keyboard, and open it where there is something to choose."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(self._field, QComboBox):
            self._field.showPopup()

    def event(self, event: QEvent) -> bool:
        """Explain the argument as its field does, also when what is wrong has changed."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self._field.toolTip())
        return super().event(event)


class ArgumentPart(QWidget):
    """Name, field and comma, which are never parted by the end of a line.

    Attributes:
        field: What the value is typed or chosen in.
        label: The name.

    Signals:
        entered(): The mouse is over the argument.
        gone(): It no longer is.
    """

    entered = Signal()
    gone = Signal()

    def __init__(self, spec: ArgumentSpec, end: str, parent: QWidget) -> None:
        """Make the field.

        Args:
            spec: The argument.
            end: What follows: a comma, or the bracket that ends the call.
            parent: The call line.
        """
        super().__init__(parent)
        self.field = make_field(spec)
        self.label = ArgumentName(spec.name, self.field, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.label, self.field, QLabel(end, self)):
            row.addWidget(widget)
        for inner in (self, *self.findChildren(QWidget)):
            inner.setProperty("code", "true")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Say that the mouse came."""
        super().enterEvent(event)
        self.entered.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that it went."""
        super().leaveEvent(event)
        self.gone.emit()
