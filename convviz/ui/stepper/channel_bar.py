"""Walks over output channels, and over input channels when they are too many to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from convviz.stepping.walks.walk import WalkForm
from convviz.ui.stepper.batch_titles import sample_text
from convviz.ui.stepper.part_planes import part_name, plane_title
from convviz.ui.theme import SPACING, set_icon
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.keys import with_keys

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from convviz.core.layers.base import Shape
    from convviz.stepping.scene.visible import VisiblePlanes
    from convviz.stepping.walks.plane_choice import PlaneChoice
    from convviz.stepping.walks.walk import Walk
    from convviz.stepping.walks.worked import WorkedWalk
    from convviz.ui.page_actions import PageActions


_FEW_CELLS: Final = 200
"""Of all parts of a loss: so few are drawn together, and seen at a glance."""


class Pager(QWidget):
    """A number among others, with a button to either side.

    Signals:
        moved(int): -1 or 1: the one before or behind is wanted.
    """

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.before_button = self._button("mdi6.chevron-left", -1)
        self.after_button = self._button("mdi6.chevron-right", 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.before_button, self.label, self.after_button):
            layout.addWidget(part)
        self.hide()

    def show_place(self, text: str, *, is_first: bool, is_last: bool) -> None:
        """Show where it stands; at an end, there is no further."""
        self.label.setText(text)
        self.label.setToolTip(text)  # large text has no room for all of it
        self.before_button.setEnabled(not is_first)
        self.after_button.setEnabled(not is_last)
        self.show()

    def show_actions(self, before: QAction, after: QAction) -> None:
        """Name the buttons after the actions that do the same."""
        for button, action in ((self.before_button, before), (self.after_button, after)):
            button.setToolTip(with_keys(action.text(), action))
            button.setAccessibleName(action.text())

    def _button(self, icon: str, step: int) -> QToolButton:
        button = QToolButton(self)
        set_icon(button, icon)
        button.clicked.connect(lambda _checked=False: self.moved.emit(step))
        return button


class ChannelBar(QWidget):
    """Says which filter, its group and which input channels are drawn; empty where one of each.

    Signals:
        part_moved(int): -1 or 1: the part of a calculation before or behind is wanted.
        filter_moved(int): -1 or 1: the output channel before or behind is wanted.
        page_chosen(int): Draw input channels from this number among those that are read.
    """

    part_moved = Signal(int)
    filter_moved = Signal(int)
    page_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._visible: VisiblePlanes | None = None
        self._shown: tuple[object, ...] = ()
        self._choice: PlaneChoice | None = None
        self._batch: Shape = ()
        self.parts = Pager(self)
        self.filters = Pager(self)
        self.group = QLabel(self)
        self.group.hide()
        self.pages = Pager(self)
        self.parts.moved.connect(self.part_moved)
        self.filters.moved.connect(self.filter_moved)
        self.pages.moved.connect(self.turn)
        layout = FlowLayout(self, gap=4 * SPACING)
        layout.addWidget(self.parts)
        layout.addWidget(self.filters)
        layout.addWidget(self.group)
        layout.addWidget(self.pages)

    def show_actions(self, actions: PageActions) -> None:
        """Name the buttons after the actions that do the same."""
        self.parts.show_actions(actions["part before"], actions["part behind"])
        self.filters.show_actions(actions["channel before"], actions["channel behind"])
        self.pages.show_actions(actions["inputs before"], actions["inputs behind"])

    def show_walk(self, walk: Walk | None) -> None:
        """Show which planes of a walk are drawn; None keeps what is shown."""
        if walk is not None and walk.form is WalkForm.PARTS:
            self._show_parts(cast("WorkedWalk", walk))
            return
        shown = () if walk is None else (walk.scene, walk.visible)
        if walk is None or shown == self._shown:
            return
        self._shown, self._choice = shown, None
        self.parts.hide()
        scene, channel = walk.scene, walk.visible.output_channel
        self._batch = scene.output_shape if scene.layer.shows_batch else ()
        self._show_planes(walk.visible, scene.output_volume[0])
        groups = scene.groups if scene.output_volume[0] > 1 else 1
        self._show_group(channel, scene.input_channels_of(channel), groups)

    def _show_planes(self, visible: VisiblePlanes, output_channels: int) -> None:
        """Show which planes are drawn.

        Args:
            visible: The planes.
            output_channels: How many output channels there are.
        """
        self._visible = visible
        channel = visible.output_channel
        if output_channels > 1:
            text = self.tr("output channel {channel} (0–{last})").format(
                channel=channel, last=output_channels - 1
            )
            if self._batch:
                text = sample_text(self._batch, channel)
            last = channel == output_channels - 1
            self.filters.show_place(text, is_first=channel == 0, is_last=last)
        else:
            self.filters.hide()
        if visible.channels > visible.page_size:
            first, end = visible.page, visible.page + visible.page_size
            text = self.tr("reads {count} input channels; shown: {first}–{last}").format(
                first=first, last=end - 1, count=visible.channels
            )
            if self._batch:
                text = self.tr("reads {count} samples; shown: {first}–{last}").format(
                    first=first, last=end - 1, count=visible.channels
                )
            self.pages.show_place(text, is_first=first == 0, is_last=end == visible.channels)
        else:
            self.pages.hide()

    def _show_parts(self, walk: WorkedWalk) -> None:
        """Show which part is worked out, on which of its planes, and which planes it reads."""
        choice, cell = walk.choice, walk.step.cell
        shown = walk.working, walk.step.part, cell.plane, choice.page, choice.channels
        if shown == self._shown:
            return
        self._shown, self._choice = shown, choice
        self._visible, self._batch = None, ()
        self.group.hide()
        part, count = walk.working.part(walk.step.part), len(walk.results)
        at = walk.results.index(part.name)
        goes_on = count > 1 and _goes_part_by_part(walk)
        self.parts.setVisible(goes_on)
        if goes_on:
            text = self.tr("{part} ({number} of {count})").format(
                part=part_name(part.title or part.name), number=at + 1, count=count
            )
            self.parts.show_place(text, is_first=at == 0, is_last=at == count - 1)
        planes, channel = walk.channel_count, walk.output_channel
        has_more = planes > len(choice.planes_of(part))
        self.filters.setVisible(has_more)
        if has_more:
            text = self.tr("plane {plane} of {count}").format(
                plane=plane_title(part, channel), count=planes
            )
            is_last = channel == planes - 1
            self.filters.show_place(text, is_first=channel == 0, is_last=is_last)
        first, size, read = choice.page, choice.page_size, choice.channels
        self.pages.setVisible(read > size)
        if read > size:
            text = self.tr("reads {count} planes; shown: {first}–{last}")
            if size == 1:
                text = self.tr("reads {count} planes; shown: {first}")
            text = text.format(first=first + 1, last=first + size, count=read)
            self.pages.show_place(text, is_first=first == 0, is_last=first + size >= read)

    def _show_group(self, channel: int, read: range, groups: int) -> None:
        """Show which group the filter belongs to, where there are several.

        Args:
            channel: The filter's output channel.
            read: The input channels that it reads.
            groups: How many groups there are.
        """
        self.group.setVisible(groups > 1)
        if groups == 1:
            return
        group = read.start // len(read)
        self.group.setText(self.tr("group {group} (0–{last})").format(group=group, last=groups - 1))
        self.group.setToolTip(
            self.tr(
                "Output channel {channel} reads only the input channels of its group: {channels}"
            ).format(channel=channel, channels=", ".join(map(str, read)))
        )
        self.group.setAccessibleDescription(self.group.toolTip())

    def turn(self, step: int) -> None:
        """Draw the input channels before (-1) or behind (1), where not all are drawn."""
        drawn = self._choice or self._visible
        if drawn is not None and drawn.channels > drawn.page_size:
            self.page_chosen.emit(drawn.page + step * drawn.page_size)


def _goes_part_by_part(walk: WorkedWalk) -> bool:
    """Return whether one may want to go from part to part: many cells, one part after the other."""
    working = walk.working
    if working.is_backward or working.is_lesson:
        return True
    is_in_order = working.located(1)[0] == working.located(0)[0]
    return is_in_order and sum(part.size for part in working.parts) > _FEW_CELLS
