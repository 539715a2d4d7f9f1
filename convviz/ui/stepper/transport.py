"""Joins the timeline to the player: what a person wants one way, where it stands the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from convviz.stepping.places import place_example, step_of_text
from convviz.ui.stepper.pace import STRIDES, is_long

if TYPE_CHECKING:
    from convviz.ui.page_actions import PageActions
    from convviz.ui.stepper.player import Player
    from convviz.ui.stepper.presenter import StepPresenter
    from convviz.ui.stepper.timeline import Timeline


class PlayerTransport(QObject):
    """Keeps a timeline and a player in step, and goes to a step that a person names."""

    def __init__(self, player: Player, timeline: Timeline) -> None:
        """Join them.

        Args:
            player: Moves through the steps.
            timeline: Shows where it stands.
        """
        super().__init__(timeline)
        self._timeline = timeline
        self._player = player
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
        player.changed.connect(self._show_player)
        player.moved.connect(self._show_steps)
        self._show_player()

    def show_keys(self, actions: PageActions) -> None:
        """Say in the timeline's tooltips by which keys the same is done."""
        timeline = self._timeline
        timeline.set_keys(
            {
                timeline.first_button: (actions["first"],),
                timeline.back_button: (actions["back"],),
                timeline.play_button: (actions["play"],),
                timeline.forward_button: (actions["forward"],),
                timeline.last_button: (actions["last"],),
                timeline.loop_button: (actions["loop"],),
                timeline.speed_box: (actions["slower"], actions["faster"]),
                timeline.slider: (actions["back"], actions["forward"]),
                timeline.step_field: (actions["jump"],),
            }
        )

    def _show_player(self) -> None:
        """Show how it is played."""
        player, timeline = self._player, self._timeline
        self._show_steps()
        timeline.set_stride(player.stride, is_long=is_long(player.count))
        moving = player.is_playing and player.pinned is None
        if timeline.is_playing != moving:
            timeline.set_playing(playing=moving)
        timeline.set_speed(player.speed)
        timeline.set_loop(loop=player.loops)

    def _show_steps(self) -> None:
        """Show how many steps there are, with a mark for each channel."""
        player, timeline = self._player, self._timeline
        channels, are_samples = self._channels(), self._has_samples()
        shown = (timeline.step_count, timeline.slider.channels, timeline.slider.are_samples)
        if shown != (player.count, channels, are_samples):
            timeline.set_steps(player.count, channels, are_samples=are_samples)
        timeline.set_position(player.shown)

    def _channels(self) -> int:
        """Return into how many channels the steps fall."""
        return 1

    def _has_samples(self) -> bool:
        """Return whether these are the samples of a batch."""
        return False

    def _go_to_place(self, text: str) -> None:
        """Go to a step by its number, from 1."""
        field, count = self._timeline.step_field, self._player.count
        step = step_of_text(text, (count,), 0)
        if step is None:
            sentence = self.tr("Write a step from 1 to {count}.")
            field.tell(sentence.format(count=count))
            return
        field.reset()
        self._player.go_to(step)
        field.left.emit()


class Transport(PlayerTransport):
    """The same for the steps of a walk, which fall into channels, and where a cell has a place."""

    def __init__(self, presenter: StepPresenter, timeline: Timeline) -> None:
        """Join them.

        Args:
            presenter: Knows what the steps are; its player moves through them.
            timeline: Shows where it stands.
        """
        self._presenter = presenter
        super().__init__(presenter.player, timeline)
        presenter.changed.connect(self._show_steps)

    def _channels(self) -> int:
        walk = self._presenter.walk
        if walk is None or len(walk.cells) == 1 or walk.step_count != self._player.count:
            return 1
        return walk.cells[0]

    def _has_samples(self) -> bool:
        walk = self._presenter.walk
        return walk is not None and walk.scene.layer.shows_batch

    def _go_to_place(self, text: str) -> None:
        walk, field = self._presenter.walk, self._timeline.step_field
        if walk is None:
            return
        if len(walk.cells) == 1:  # a number alone is a step's
            super()._go_to_place(text)
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
