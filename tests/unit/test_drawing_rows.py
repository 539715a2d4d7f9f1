"""A figure that is too long for its room: where it is broken, and what goes on in the next row."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from convviz.core.network.tree import sequential
from convviz.drawing.options import FigureOptions
from convviz.drawing.scene import Disc, Outline, Role, Words
from convviz.protocol.block_networks import unet
from tests.support.figures import LENET, figure, nodes_of, texts
from tests.support.random_trees import RandomTree

if TYPE_CHECKING:
    from convviz.drawing.scene import Scene

CHAIN = tuple(f"Conv2d({8 + n}, {9 + n}, 3, padding=1)" for n in range(40))


def words_of(scene: Scene) -> list[Words]:
    return [item for item in scene.primitives if isinstance(item, Words)]


def test_a_long_network_is_broken_into_rows_and_a_short_one_is_not() -> None:
    long = figure(nodes_of(*CHAIN), (8, 32, 32))
    assert 1.5 < long.width / long.height < 4.5
    one = figure(nodes_of(*CHAIN), (8, 32, 32), FigureOptions(rows=1))
    assert one.width / one.height > 10
    assert figure(nodes_of(*LENET), (1, 32, 32)).height < 300


def test_rows_are_as_many_as_asked_for_and_in_order() -> None:
    scene = figure(nodes_of(*LENET), (1, 32, 32), FigureOptions(rows=3))
    titles = [words for words in words_of(scene) if words.bold]
    assert [words.text for words in titles] == [
        *("Input", "Conv2d", "AvgPool2d", "Conv2d", "AvgPool2d", "Conv2d"),
        *("Flatten", "Linear", "Linear"),
    ]
    levels = [words.place[1] for words in titles]
    assert len(set(levels)) == 3
    assert levels == sorted(levels)


def test_a_long_frame_goes_on_in_the_next_row_and_a_short_one_stays_whole() -> None:
    long = (sequential(*nodes_of(*CHAIN[:12]), name="features"),)
    scene = figure(long, (8, 32, 32), FigureOptions(rows=3))
    assert texts(scene).count("features") == 3
    short = (*nodes_of(*CHAIN[:8]), sequential(*nodes_of(*CHAIN[8:12]), name="head"))
    for rows in (2, 3, 4):
        assert texts(figure(short, (8, 32, 32), FigureOptions(rows=rows))).count("head") == 1


def test_a_way_around_into_another_row_has_a_letter_at_both_ends() -> None:
    network = unet(depth=3)
    whole = figure(network.steps, network.input_shape, FigureOptions(rows=1))
    assert "a" not in texts(whole)
    broken = figure(network.steps, network.input_shape, FigureOptions(rows=3))
    letters = [text for text in texts(broken) if len(text) == 1 and text.isalpha()]
    assert letters == ["a", "b", "b", "a"]
    joins = [item for item in broken.primitives if isinstance(item, Disc) and item.radius == 6.5]
    assert len(joins) == 3  # each concatenation once


def test_rows_are_linked_with_each_other() -> None:
    scene = figure(nodes_of(*LENET), (1, 32, 32), FigureOptions(rows=3))
    turns = [
        item
        for item in scene.primitives
        if isinstance(item, Outline) and item.line and item.line.role is Role.WIRE
        if len(item.points) > 4
    ]
    assert len(turns) == 2
    ends = [(item.points[0][1], item.points[-1][1]) for item in turns]
    assert all(before[1] == behind[0] for before, behind in pairwise(ends))


@pytest.mark.parametrize("seed", range(6))
def test_a_narrow_room_leaves_nothing_out(seed: int) -> None:
    nodes, shape = RandomTree(seed).network()
    wide = figure(nodes, shape, FigureOptions(rows=1))
    narrow = figure(nodes, shape, FigureOptions(rows=50))
    names = [[words.text for words in words_of(scene) if words.bold] for scene in (wide, narrow)]
    assert names[0] == names[1]
    assert narrow.width <= wide.width + 60
