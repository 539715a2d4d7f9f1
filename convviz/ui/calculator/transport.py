"""Joins the timeline to the player: what a person wants one way, where it stands the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from convviz.stepping.places import place_example, step_of_text
from convviz.ui.stepper.pace import STRIDES, is_long

if TYPE_CHECKING:
    from convviz.stepping.walks.walk import Walk
    from convviz.ui.calculator.page_actions import PageActions
    from convviz.ui.stepper.player import Player
    from convviz.ui.stepper.timeline import Timeline


class Transport(QObject):
    """Keeps a timeline and a player in step, and goes to what a person names."""

    def __init__(
        self,
        player: Player,
        timeline: Timeline,
        actions: PageActions,
        walk: Callable[[], Walk | None],
    ) -> None:
        """Join them.

        Args:
            player: Moves through the steps.
            timeline: Shows where it stands.
            actions: What keys do to the player, for the timeline's tooltips.
            walk: Returns what the steps are.
        """
        super().__init__(timeline)
        self._player = player
        self._timeline = timeline
        self._walk = walk
        self.jump = actions.add(
            self.tr("Go to a step or a cell"), "mdi6.target", ("Ctrl+G",), timeline.focus_step
        )
        timeline.set_keys(
            {
                timeline.first_button: (actions.first,),
                timeline.back_button: (actions.back,),
                timeline.play_button: (actions.play,),
                timeline.forward_button: (actions.forward,),
                timeline.last_button: (actions.last,),
                timeline.loop_button: (actions.loop,),
                timeline.speed_box: (actions.slower, actions.faster),
                timeline.slider: (actions.back, actions.forward),
                timeline.step_field: (self.jump,),
            }
        )
        timeline.first_requested.connect(player.go_to_first)
        timeline.back_requested.connect(lambda: player.step(-1))
        timeline.play_toggled.connect(player.set_playing)
        timeline.forward_requested.connect(lambda: player.step(1))
        timeline.last_requested.connect(player.go_to_last)
        timeline.position_chosen.connect(player.go_to)
        timeline.place_entered.connect(self._go_to_place)
        timeline.speed_changed.connect(player.set_speed)
        timeline.offer_strides(STRIDES)
        timeline.stride_chosen.connect(player.set_stride)
        timeline.loop_toggled.connect(player.set_loops)
        player.moved.connect(timeline.set_position)
        player.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the player's state, and a mark for each channel of the steps."""
        player, timeline = self._player, self._timeline
        channels = self._channels()
        if (timeline.step_count, timeline.slider.channels) != (player.count, channels):
            timeline.set_steps(player.count, channels)
        timeline.set_position(player.shown)
        walk = self._walk()
        player.set_row(1 if walk is None else walk.cells[-1])
        timeline.set_stride(player.stride, is_long=is_long(player.count))
        moving = player.is_playing and player.pinned is None
        if timeline.is_playing != moving:
            timeline.set_playing(playing=moving)
        timeline.set_speed(player.speed)
        timeline.set_loop(loop=player.loops)

    def move_channel(self, by: int) -> None:
        """Show the same place in an output channel before or behind; round the end in a loop."""
        walk = self._walk()
        if walk is None:
            return
        channels = walk.scene.output_volume[0]
        wanted = walk.output_channel + by
        if self._player.loops:
            wanted %= channels
        if 0 <= wanted < channels:
            self._player.go_to(walk.index_in(wanted))

    def _channels(self) -> int:
        walk = self._walk()
        if walk is None or len(walk.cells) == 1 or walk.step_count != self._player.count:
            return 1
        return walk.cells[0]

    def _go_to_place(self, text: str) -> None:
        walk, field = self._walk(), self._timeline.step_field
        if walk is None:
            return
        step = step_of_text(text, walk.cells, walk.output_channel)
        if step is None:
            sentence = self.tr(
                "Write a step from 1 to {count}, or a cell counted from 0, as {place}."
            ).format(count=walk.step_count, place=place_example(walk.cells))
            field.tell(sentence)
            return
        field.reset()
        self._player.go_to(step)
        field.left.emit()
