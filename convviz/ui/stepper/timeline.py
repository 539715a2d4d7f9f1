"""The controls of an animation: first, back, play, forward, last, a slider, speed and loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from convviz.ui.theme import SPACING, set_icon
from convviz.ui.widgets.channel_slider import ChannelSlider
from convviz.ui.widgets.keys import with_keys
from convviz.ui.widgets.step_field import StepField

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

SPEEDS: Final = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Factors of the normal speed."""

_ICON: Final = 20
_NONE: Final = "\u2013"


class Timeline(QWidget):
    """Shows a position among steps and announces what a person wants; it moves nothing itself.

    Signals:
        first_requested(): Go to the first step.
        back_requested(): Go one step back.
        play_toggled(bool): Play, or pause.
        forward_requested(): Go one step forward.
        last_requested(): Go to the last step.
        position_chosen(int): Go to this step, from 0; while the slider is dragged, too.
        place_entered(str): Go to the step or the cell that was typed.
        speed_changed(float): A factor of the normal speed.
        stride_chosen(int): Play by so many steps; 0 as suits the length, -1 row by row.
        loop_toggled(bool): Start again after the last step, or stop there.
    """

    first_requested = Signal()
    back_requested = Signal()
    play_toggled = Signal(bool)
    forward_requested = Signal()
    last_requested = Signal()
    position_chosen = Signal(int)
    place_entered = Signal(str)
    speed_changed = Signal(float)
    stride_chosen = Signal(int)
    loop_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._resting = ""
        self._keys: Mapping[QWidget, Sequence[QAction]] = {}
        self.first_button = self._button("mdi6.skip-previous")
        self.back_button = self._button("mdi6.step-backward")
        self.play_button = self._button("mdi6.play")
        self.forward_button = self._button("mdi6.step-forward")
        self.last_button = self._button("mdi6.skip-next")
        self.slider = ChannelSlider(self)
        self.slider.setAccessibleName(self.tr("Step"))
        self.step_field = StepField(self)
        self.step_field.setAccessibleName(self.tr("Go to step"))
        self.counter = QLabel(self)
        self.counter.setProperty("muted", "true")
        self.speed_box = QComboBox(self)
        self.speed_box.addItems([f"{speed:g}×" for speed in SPEEDS])
        self.speed_box.setCurrentIndex(SPEEDS.index(1.0))
        self.speed_box.setAccessibleName(self.tr("Speed"))
        self.stride_box = QComboBox(self)
        self.stride_box.setAccessibleName(self.tr("Played by"))
        self.loop_button = self._button("mdi6.repeat")
        self._lay_out()
        self._connect()
        self.set_playing(playing=False)
        self.set_steps(0)

    @property
    def position(self) -> int:
        """The step that is shown, from 0."""
        return self.slider.value()

    @property
    def step_count(self) -> int:
        """The number of steps."""
        return self._count

    @property
    def speed(self) -> float:
        """The chosen factor of the normal speed."""
        return SPEEDS[self.speed_box.currentIndex()]

    @property
    def is_playing(self) -> bool:
        """Whether the animation is shown as playing."""
        return self.play_button.isChecked()

    @property
    def loops(self) -> bool:
        """Whether the animation starts again after its last step."""
        return self.loop_button.isChecked()

    def follow_in_tab_order(self, before: QWidget) -> None:
        """Have Tab come to the controls, from left to right, behind another widget."""
        for control in self._controls():
            QWidget.setTabOrder(before, control)
            before = control

    def _controls(self) -> tuple[QWidget, ...]:
        buttons = (self.first_button, self.back_button, self.play_button, self.forward_button)
        fields = (self.slider, self.step_field, self.speed_box, self.stride_box)
        return (*buttons, self.last_button, *fields, self.loop_button)

    def set_steps(self, count: int, channels: int = 1, *, are_samples: bool = False) -> None:
        """Show so many steps; the position is kept where it can be. Announces nothing.

        Args:
            count: The number of steps.
            channels: Into how many channels they fall, evenly; each has a mark.
            are_samples: Whether these are the samples of a batch.
        """
        self._count = count
        with QSignalBlocker(self.slider):
            self.slider.set_steps(count, channels, are_samples=are_samples)
        self.setEnabled(count > 0 and not self._resting)
        self.step_field.set_widest(self.locale().toString(count))
        self._show_count()
        self._show_position()

    def set_resting(self, reason: str) -> None:
        """Take no wishes and say why in every tooltip; "" takes them again."""
        if reason == self._resting:
            return
        self._resting = reason
        self.setEnabled(self._count > 0 and not reason)
        self._show_tips()
        self._show_count()
        self._show_position()

    def set_keys(self, keys: Mapping[QWidget, Sequence[QAction]]) -> None:
        """Say in the tooltips of controls which keys do the same.

        Args:
            keys: The actions that do what a control does.
        """
        self._keys = dict(keys)
        self._show_tips()

    def focus_step(self) -> None:
        """Give the step's number the keyboard."""
        self.step_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_position(self, position: int) -> None:
        """Show a position, from 0. Announces nothing."""
        if position == self.slider.value():
            return
        with QSignalBlocker(self.slider):
            self.slider.setValue(position)
        self._show_position()

    def set_playing(self, *, playing: bool) -> None:
        """Show whether the animation plays. Announces nothing."""
        with QSignalBlocker(self.play_button):
            self.play_button.setChecked(playing)
        set_icon(self.play_button, "mdi6.pause" if playing else "mdi6.play", size=_ICON)
        self._show_tips()

    def set_speed(self, speed: float) -> None:
        """Show a speed, the nearest of SPEEDS. Announces nothing."""
        nearest = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - speed))
        with QSignalBlocker(self.speed_box):
            self.speed_box.setCurrentIndex(nearest)

    def offer_strides(self, strides: Sequence[int]) -> None:
        """Offer strides to play by: 0 as suits the length, -1 row by row, else so many steps."""
        names = {0: self.tr("auto"), 1: self.tr("every step"), -1: self.tr("row by row")}
        for stride in strides:
            text = self.tr("{count} steps").format(count=self.locale().toString(stride))
            self.stride_box.addItem(names.get(stride, text), stride)

    def set_stride(self, stride: int, *, is_long: bool) -> None:
        """Show by what the animation plays; there is a choice where it is long."""
        with QSignalBlocker(self.stride_box):
            self.stride_box.setCurrentIndex(max(0, self.stride_box.findData(stride)))
        self.stride_box.setVisible(is_long)

    def set_loop(self, *, loop: bool) -> None:
        """Show whether the animation starts again. Announces nothing."""
        with QSignalBlocker(self.loop_button):
            self.loop_button.setChecked(loop)

    def _button(self, icon_name: str) -> QToolButton:
        button = QToolButton(self)
        set_icon(button, icon_name, size=_ICON)
        button.setIconSize(QSize(_ICON, _ICON))
        return button

    def _tips(self) -> dict[QWidget, str]:
        return {
            self.first_button: self.tr("First step"),
            self.back_button: self.tr("One step back"),
            self.play_button: self.tr("Pause") if self.is_playing else self.tr("Play"),
            self.forward_button: self.tr("One step forward"),
            self.last_button: self.tr("Last step"),
            self.loop_button: self.tr("Start again after the last step"),
            self.stride_box: self.tr("How many steps the animation moves on at a time"),
            self.speed_box: self.tr("Speed of the animation"),
            self.slider: self.tr("Drag to any step"),
            self.step_field: self.tr("Type a step, or the place of a cell"),
        }

    def _show_tips(self) -> None:
        self.setToolTip(self._resting)
        for control, text in self._tips().items():
            tip = self._resting or with_keys(text, *self._keys.get(control, ()))
            control.setToolTip(tip)
            if isinstance(control, QToolButton):
                control.setAccessibleName(text)
        self.step_field.set_hint(self.step_field.toolTip())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        self.play_button.setCheckable(True)
        self.loop_button.setCheckable(True)
        for button in (
            self.first_button,
            self.back_button,
            self.play_button,
            self.forward_button,
            self.last_button,
        ):
            row.addWidget(button)
        row.addSpacing(SPACING)
        row.addWidget(self.slider, stretch=1)
        row.addWidget(self.step_field)
        row.addWidget(self.counter)
        row.addSpacing(SPACING)
        row.addWidget(self.stride_box)
        row.addWidget(self.speed_box)
        row.addWidget(self.loop_button)

    def _connect(self) -> None:
        self.first_button.clicked.connect(self.first_requested)
        self.back_button.clicked.connect(self.back_requested)
        self.forward_button.clicked.connect(self.forward_requested)
        self.last_button.clicked.connect(self.last_requested)
        self.play_button.toggled.connect(self._toggle_play)
        self.loop_button.toggled.connect(self.loop_toggled)
        self.slider.valueChanged.connect(self._choose_position)
        self.step_field.entered.connect(self.place_entered)
        self.stride_box.activated.connect(
            lambda index: self.stride_chosen.emit(self.stride_box.itemData(index))
        )
        self.speed_box.activated.connect(lambda index: self.speed_changed.emit(SPEEDS[index]))

    def _toggle_play(self, playing: bool) -> None:  # noqa: FBT001 - a slot
        self.set_playing(playing=playing)
        self.play_toggled.emit(playing)

    def _choose_position(self, position: int) -> None:
        self._show_position()
        self.position_chosen.emit(position)

    def _show_count(self) -> None:
        count = _NONE if self._resting else self.locale().toString(self._count)
        self.counter.setText(f"/ {count}")

    def _show_position(self) -> None:
        shown = self.slider.value() + 1 if self._count else 0
        self.step_field.show_place(_NONE if self._resting else self.locale().toString(shown))
        self.slider.setAccessibleDescription(
            self.tr("Step {number} of {count}").format(number=shown, count=self._count)
        )
