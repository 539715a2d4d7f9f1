"""Fields for one of several values: a choice, True or False; written as in code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QWidget

from convviz.ui.theme import set_state

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

_SLACK: Final = 4
_ROOM: Final = 12
"""A field that does not stand in a line of code has wider edges."""
_LEAVING: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}


class ChoiceField(QComboBox):
    """One of several values, as wide as the chosen one.

    Signals:
        value_changed(object): A person chose another value.
        settled(): Choosing has ended: what follows is an edit of its own.
        left(): The list was closed, or Return or Escape pressed: the keyboard is no longer needed.
    """

    value_changed = Signal(object)
    settled = Signal()
    left = Signal()

    def __init__(
        self,
        choices: Sequence[tuple[str, object]],
        value: object = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field.

        Args:
            choices: The text and the value of each choice, at least one.
            value: The first value; None takes the first choice.
            parent: The parent.
        """
        super().__init__(parent)
        self._hint = ""
        self._problem = ""
        self._values = [choice for _, choice in choices]
        self._start: object = None
        # Qt's own policy lets the wheel give it the keyboard, and then change it in passing.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_state(self, "inline", on=True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.addItems([text for text, _ in choices])
        if value is not None:
            self.set_value(value)
        self._announced = self._start = self.value
        self.activated.connect(self._announce)
        self.currentIndexChanged.connect(self.updateGeometry)

    @property
    def value(self) -> object:
        """The chosen value; None while nothing is shown."""
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    @property
    def problem(self) -> str:
        """The sentence on what is wrong, "" when nothing is."""
        return self._problem

    def set_value(self, value: object) -> None:
        """Show a value without announcing it.

        Raises:
            ValueError: No choice has this value.
        """
        for index, choice in enumerate(self._values):
            if type(choice) is type(value) and choice == value:
                if index != self.currentIndex():
                    self._start = value
                self.setCurrentIndex(index)
                self._announced = value
                return
        message = f"no choice has the value {value!r}"
        raise ValueError(message)

    def set_choices(self, choices: Sequence[tuple[str, object]]) -> None:
        """Offer other choices and show the first of them, without announcing it.

        Args:
            choices: The text and the value of each, at least one.
        """
        self.clear()
        self._values = [choice for _, choice in choices]
        self.addItems([text for text, _ in choices])
        self._announced = self._start = self.value

    def show_nothing(self, placeholder: str) -> None:
        """Show no choice, as where several things differ, but a muted text; announce nothing."""
        self.setPlaceholderText(placeholder)
        self.setCurrentIndex(-1)
        self._announced = self._start = None

    @property
    def hint(self) -> str:
        """What the field means."""
        return self._hint

    def set_hint(self, hint: str) -> None:
        """Explain the field in its tooltip while nothing is wrong."""
        self._hint = hint
        self._show_texts()

    def set_problem(self, sentence: str) -> None:
        """Outline the field as wrong and say why in its tooltip; "" ends that."""
        self._problem = sentence
        set_state(self, "invalid", on=bool(sentence))
        self._show_texts()

    def sizeHint(self) -> QSize:
        """Return room for the chosen text and the arrow."""
        self.ensurePolished()
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        metrics = self.fontMetrics()
        shown = self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
        slack = _SLACK if self.property("inline") else _ROOM
        text = QSize(metrics.horizontalAdvance(shown) + slack, metrics.height())
        kind = QStyle.ContentsType.CT_ComboBox
        return self.style().sizeFromContents(kind, option, text, self)

    def minimumSizeHint(self) -> QSize:
        """Return room for the chosen text and the arrow."""
        return self.sizeHint()

    def showPopup(self) -> None:
        """Open the list as wide as its widest choice: the field is as wide as the chosen one."""
        view = self.view()
        bar = 0
        if self.count() > self.maxVisibleItems():
            bar = view.verticalScrollBar().sizeHint().width()
        view.setMinimumWidth(view.sizeHintForColumn(0) + 2 * view.frameWidth() + bar)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Choose by the wheel while the field has the keyboard; otherwise let the page scroll."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Return; by Escape too, going back to the value with which choosing began."""
        if event.key() not in _LEAVING:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape and self.value != self._start:
            self.set_value(self._start)
            self.value_changed.emit(self._start)
            return
        self.settled.emit()
        self.left.emit()
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the window's shortcuts while there is something to go back to."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_override and is_escape and self.value != self._start:
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin: what is chosen now is what Escape brings back."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._start = self.value

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """End, unless the keyboard only went to the list."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settled.emit()

    def hidePopup(self) -> None:
        """Close the list."""
        was_open = self.view().isVisible()
        super().hidePopup()
        if was_open:
            self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Take the width of another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def _announce(self) -> None:
        if self.value != self._announced:
            self._announced = self.value
            self.value_changed.emit(self.value)

    def _show_texts(self) -> None:
        self.setToolTip(self._problem or self._hint)
        self.setAccessibleDescription(self._problem or self._hint)


class BoolField(ChoiceField):
    """True or False, written as in code."""

    def __init__(self, *, value: bool = False, parent: QWidget | None = None) -> None:
        super().__init__((("True", True), ("False", False)), value, parent)
