"""Fields for one of several values: a choice, True or False; written as in code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QWidget

from convviz.ui.theme import set_state

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

_SLACK: Final = 4


class ChoiceField(QComboBox):
    """One of several values, as wide as the chosen one.

    Signals:
        value_changed(object): A person chose another value.
    """

    value_changed = Signal(object)

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
        set_state(self, "inline", on=True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.addItems([text for text, _ in choices])
        if value is not None:
            self.set_value(value)
        self._announced = self.value
        self.activated.connect(self._announce)
        self.currentIndexChanged.connect(self.updateGeometry)

    @property
    def value(self) -> object:
        """The chosen value."""
        return self._values[self.currentIndex()]

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
                self.setCurrentIndex(index)
                self._announced = value
                return
        message = f"no choice has the value {value!r}"
        raise ValueError(message)

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
        text = QSize(metrics.horizontalAdvance(self.currentText()) + _SLACK, metrics.height())
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
