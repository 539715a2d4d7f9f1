"""Joins the timeline to the player: what a person wants one way, where it stands the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from convviz.ui.calculator.player import Player
    from convviz.ui.widgets.timeline import Timeline


class Transport(QObject):
    """Keeps a timeline and a player in step."""

    def __init__(self, player: Player, timeline: Timeline) -> None:
        super().__init__(timeline)
        self._player = player
        self._timeline = timeline
        timeline.first_requested.connect(player.go_to_first)
        timeline.back_requested.connect(lambda: player.step(-1))
        timeline.play_toggled.connect(player.set_playing)
        timeline.forward_requested.connect(lambda: player.step(1))
        timeline.last_requested.connect(player.go_to_last)
        timeline.position_chosen.connect(player.go_to)
        timeline.speed_changed.connect(player.set_speed)
        timeline.loop_toggled.connect(player.set_loops)
        player.moved.connect(timeline.set_position)
        player.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        player, timeline = self._player, self._timeline
        if timeline.step_count != player.count:
            timeline.set_steps(player.count)
        timeline.set_position(player.shown)
        moving = player.is_playing and player.pinned is None
        if timeline.is_playing != moving:
            timeline.set_playing(playing=moving)
        timeline.set_speed(player.speed)
        timeline.set_loop(loop=player.loops)
