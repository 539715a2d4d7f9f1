"""Steps over large blocks look at few of their cells."""

from __future__ import annotations

import math

import numpy as np
import pytest

from convviz.core.layers.fold import Fold
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.protocol.document import Calculator
from convviz.stepping.cells import CellKind
from convviz.stepping.lines.line_parts import value_text, value_texts
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.steps import block_readings
from convviz.stepping.steps.block_readings import CellReading
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.walks.by_output import walk_by_output


class _Counted(CellReading):
    """A reading that is counted."""

    made = 0

    def __post_init__(self) -> None:
        _Counted.made += 1


def test_a_step_over_sixteen_thousand_cells_makes_an_object_of_the_one_that_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(block_readings, "CellReading", _Counted)
    scene = build_scene(Calculator(BatchNorm2d(3), (4, 3, 64, 64)))
    _Counted.made = 0
    walk = walk_by_output(scene, 5)
    for step in (5, 6, 5000):
        walk.go_to(step)
        assert list(walk.lit(afresh=True))
        assert walk.lines()[0]
    assert _Counted.made <= 30


def test_cells_that_share_a_block_share_its_numbers() -> None:
    scene = build_scene(Calculator(BatchNorm2d(3), (2, 3, 4, 4)))
    first = build_block_step(scene, 0)
    second, alone = build_block_step(scene, 7, first), build_block_step(scene, 7)
    assert first.norm is not None
    assert second.norm is not None
    assert alone.norm is not None
    assert second.norm.block is first.norm.block
    assert second.total == alone.total
    assert second.own == alone.own
    other = build_block_step(scene, 20, first)  # of another channel
    assert other.norm is not None
    assert other.norm.block is not first.norm.block


def test_a_tap_without_a_cell_reads_nothing() -> None:
    scene = build_scene(Calculator(Fold((3, 3), 3, padding=1), (9, 9)))
    block = build_block_step(scene, 0).block
    read = list(block)
    missing = [tap for tap, reading in enumerate(read) if reading is None]
    assert missing
    assert [block[tap] for tap in range(len(block))] == read
    assert [reading.tap for reading in block.readings()] == block.there().taps.tolist()
    assert all(math.isnan(block.values[tap]) for tap in missing)
    assert {int(block.kinds[tap]) for tap in missing} == {int(CellKind.ABSENT)}
    for reading in block.readings():
        assert scene.input[(reading.channel, *reading.cell)] == reading.value


def test_an_output_cell_that_takes_none_has_no_cell_of_its_own() -> None:
    scene = build_scene(Calculator(MaxUnpool2d(2), (1, 4, 4)))
    steps = [build_block_step(scene, index) for index in range(scene.step_count)]
    empty = next(step for step in steps if not len(step.taken))
    with pytest.raises(TypeError, match="takes 0 cells"):
        _ = empty.own


def test_many_numbers_are_written_as_each_of_them() -> None:
    numbers = np.array([0.0, -0.0, -1.5, 1e-9, -1e21, 1 / 3, 123456789.0])
    assert value_texts(numbers) == [value_text(number) for number in numbers.tolist()]
    special = np.array([np.nan, np.inf, -np.inf, -2.0])
    assert value_texts(special) == [value_text(number) for number in special.tolist()]
    assert value_texts(np.zeros(0)) == []
