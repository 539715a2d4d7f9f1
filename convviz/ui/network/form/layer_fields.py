"""The fields of a form, made from a layer's own parameters: never layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from convviz.ui.theme import set_icon, set_state
from convviz.ui.widgets.call_arguments import ArgumentSpec, make_field
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.number_fields import DecimalField, NumberField
from convviz.ui.widgets.value_edit import NOTHING

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_WIDTH: Final = 116


class FollowSwitch(QToolButton):
    """A switch with its word, or its icon alone where the names of parameters need the room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._whole = QSize()

    def sizeHint(self) -> QSize:
        """Return room for icon and word, also while there is none for the word."""
        if self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon:
            self._whole = super().sizeHint()
        return self._whole

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon."""
        hint = self.sizeHint()
        return QSize(min(hint.height(), hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the word out where it does not fit."""
        super().resizeEvent(event)
        styles = Qt.ToolButtonStyle
        fits = self.width() >= self.sizeHint().width()
        self.setToolButtonStyle(
            styles.ToolButtonTextBesideIcon if fits else styles.ToolButtonIconOnly
        )


class ParameterField(QWidget):
    """One parameter: its field and, where it can follow the layer before, a switch for that.

    Attributes:
        name: The parameter.
        field: What its value is typed or chosen in.
        follow: The switch; None where nothing can be followed.

    Signals:
        edited(object): Its value was set by hand.
        invalid(str): What was typed is no value; the sentence says why.
        follow_toggled(bool): It is to follow the layer before, or no longer.
    """

    edited = Signal(object)
    invalid = Signal(str)
    follow_toggled = Signal(bool)

    def __init__(
        self, spec: ArgumentSpec, *, can_follow: bool, live: bool, parent: QWidget | None = None
    ) -> None:
        """Make the field.

        Args:
            spec: The parameter.
            can_follow: Whether it can follow the layer before.
            live: Whether each whole text takes effect while it is typed; else when typing ends.
            parent: The parent.
        """
        super().__init__(parent)
        self.name = spec.name
        self._shown: object = NOTHING
        self.field = make_field(spec)
        self.field.setParent(self)
        set_state(self.field, "inline", on=False)
        self.field.setMinimumWidth(_WIDTH)  # a longer text has more room
        if live or isinstance(self.field, ChoiceField):
            self.field.value_changed.connect(self.edited)
        else:
            self.field.settled.connect(self._announce_value)
        if isinstance(self.field, (NumberField, DecimalField)):
            self.field.invalid.connect(self.invalid)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        self.follow: QToolButton | None = None
        if can_follow:
            self.follow = self._follow_switch()
            self._show_link(follows=False)
            layout.addWidget(self.follow)
        layout.addStretch(1)

    def show_value(self, value: object, *, follows: bool) -> None:
        """Show a value and whether it follows the layer before.

        Raises:
            ValueError: a choice that the field does not offer.
        """
        self._shown = value
        self.field.set_value(value)
        if self.follow is not None:
            self.follow.setChecked(follows)

    def show_different(self, *, follows: bool) -> None:
        """Show that several layers differ in it."""
        self._shown = NOTHING
        self.field.show_nothing(self.tr("different"))
        if self.follow is not None:
            self.follow.setChecked(follows)

    def show_problem(self, sentence: str) -> None:
        """Show what is wrong with the value; "" for nothing."""
        self.field.set_problem(sentence)

    def _announce_value(self) -> None:
        value = self.field.value
        if value is not NOTHING and value != self._shown:
            self.edited.emit(value)

    def _follow_switch(self) -> QToolButton:
        switch = FollowSwitch(self)
        switch.setText(self.tr("auto"))
        switch.setCheckable(True)
        switch.toggled.connect(self._show_link)
        switch.setToolTip(self.tr("Follow the layer before; typing a value ends that"))
        switch.setAccessibleName(self.tr("{name} follows the layer before").format(name=self.name))
        switch.clicked.connect(self.follow_toggled)
        return switch

    def _show_link(self, follows: bool) -> None:  # noqa: FBT001 - a signal's slot
        if self.follow is not None:
            name = "mdi6.link-variant" if follows else "mdi6.link-variant-off"
            set_icon(self.follow, name, "accent" if follows else "text_muted")
