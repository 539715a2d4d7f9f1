"""How long walks are played and exported: at which steps, for how long."""

from __future__ import annotations

import pytest

from convviz.ui.stepper.pace import AUTOMATIC, ROW, PlayPace, even_stride, pace_of, stops


def played(pace: PlayPace, count: int) -> list[int]:
    """Return where a play from the first step stops."""
    found, index = [], 0
    while (following := pace.next_stop(index, count)) is not None:
        found.append(following)
        index = following
    return found


def test_few_steps_are_played_one_by_one() -> None:
    assert played(pace_of(AUTOMATIC, 9, 3), 9) == list(range(1, 9))


def test_row_by_row_stops_at_the_end_of_each_row() -> None:
    assert played(pace_of(ROW, 12, 4), 12) == [3, 7, 11]


def test_a_number_of_steps_ends_at_the_last_one() -> None:
    assert played(pace_of(10, 25, 5), 25) == [9, 19, 24]


def test_a_play_goes_on_from_the_middle_of_a_row() -> None:
    assert pace_of(ROW, 12, 4).next_stop(5, 12) == 7


@pytest.mark.parametrize(
    ("count", "row"),
    [(9, 3), (121, 11), (900, 30), (222 * 222, 222), (64 * 112 * 112, 112), (10**6, 10**6)],
)
def test_a_play_takes_a_minute_at_most_and_long_ones_no_less_than_ten_seconds(
    count: int, row: int
) -> None:
    pace = pace_of(AUTOMATIC, count, row)
    took = len(played(pace, count)) * pace.seconds
    assert took <= 61
    if count > 120:
        assert took >= 10
    assert count // row < 20 or pace.stride % row == 0 or pace.stride == 1


def test_stops_hold_the_last_step() -> None:
    assert stops(0, 8, 1) == tuple(range(9))
    assert stops(0, 9, 4) == (3, 7, 9)
    assert stops(2, 3, 100) == (3,)


def test_an_even_stride_keeps_to_whole_rows() -> None:
    assert even_stride(100, 10, 100) == 1
    assert even_stride(222 * 222, 222, 60) == 222 * 4
    assert even_stride(1000, 1, 60) == 17
