from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.ui.stepper.player import Player

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def player(qtbot: QtBot) -> Player:
    del qtbot
    made = Player()
    made.set_steps(9)
    made.set_speed(16)
    return made


def test_playing_moves_on_and_stops_at_the_end_without_a_loop(qtbot: QtBot, player: Player) -> None:
    player.set_loops(False)
    player.go_to(6)
    seen: list[int] = []
    player.moved.connect(seen.append)

    player.set_playing(True)
    qtbot.waitUntil(lambda: not player.is_playing)
    assert seen == [7, 8]


def test_a_loop_goes_on_from_the_first(qtbot: QtBot, player: Player) -> None:
    player.go_to(7)
    seen: list[int] = []
    player.moved.connect(seen.append)

    player.set_playing(True)
    qtbot.waitUntil(lambda: len(seen) == 3)
    player.set_playing(False)
    assert seen == [8, 0, 1]


def test_playing_from_the_end_starts_over(player: Player) -> None:
    player.go_to_last()
    player.set_playing(True)
    assert player.shown == 0
    player.set_playing(False)


def test_the_animation_yields_to_the_mouse_and_resumes(qtbot: QtBot, player: Player) -> None:
    player.set_playing(True)
    player.hover(5)
    assert player.shown == 5
    with qtbot.assertNotEmitted(player.moved, wait=200):
        pass
    assert player.is_playing

    player.hover(None)
    qtbot.waitUntil(lambda: player.shown == 1)
    player.set_playing(False)


def test_a_pinned_cell_stays_until_it_is_released(qtbot: QtBot, player: Player) -> None:
    player.set_playing(True)
    player.pin(4)
    player.hover(7)
    assert player.shown == 7
    player.hover(None)
    assert player.shown == 4
    with qtbot.assertNotEmitted(player.moved, wait=200):
        pass

    player.pin(4)
    assert player.pinned is None
    qtbot.waitUntil(lambda: player.shown == 5)
    player.set_playing(False)


def test_play_releases_the_pin(player: Player) -> None:
    player.pin(4)
    player.toggle()
    assert (player.pinned, player.is_playing) == (None, True)
    player.toggle()
    assert not player.is_playing


def test_steps_by_hand_stop_the_animation_and_release_the_pin(player: Player) -> None:
    player.set_playing(True)
    player.pin(4)
    player.step(1)
    assert (player.shown, player.pinned, player.is_playing) == (5, None, False)
    player.step(-1)
    assert player.shown == 4


@pytest.mark.parametrize(("loops", "shown"), [(True, 0), (False, 8)])
def test_a_step_past_the_end(player: Player, *, loops: bool, shown: int) -> None:
    player.set_loops(loops)
    player.go_to_last()
    player.step(1)
    assert player.shown == shown


def test_fewer_steps_keep_the_place_where_it_exists(player: Player) -> None:
    player.pin(7)
    player.set_steps(4)
    assert (player.shown, player.pinned) == (3, None)
    player.set_steps(0)
    player.set_playing(True)
    assert not player.is_playing


def test_speed_goes_up_and_down_within_its_limits(player: Player) -> None:
    player.set_speed(1)
    player.faster()
    assert player.speed == 2
    for _ in range(10):
        player.slower()
    assert player.speed == 0.25
