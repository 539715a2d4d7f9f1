"""What works on each number, or along a dimension, draws a matrix as rows and columns."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.core.code.opened import parse_opened
from convviz.protocol.document import Calculator
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.step import build_step
from convviz.stepping.usage_counts import drawn_usage

_ROWS, _COLUMNS = 4, 6
_CELLS = _ROWS * _COLUMNS


def _scene(call: str, shape: tuple[int, ...] = (_ROWS, _COLUMNS)) -> Scene:
    (layer,) = parse_opened(call)
    return build_scene(Calculator(layer, shape))


@pytest.mark.parametrize(
    "call", ["ReLU()", "Sigmoid()", "Dropout()", "Identity()", "Softmax(0)", "LogSoftmax(1)"]
)
def test_a_matrix_is_one_plane_of_rows_and_columns(call: str) -> None:
    scene = _scene(call)
    assert scene.input.shape == scene.output_volume == (1, 1, _ROWS, _COLUMNS)
    assert scene.rank == len((_ROWS, _COLUMNS))
    assert scene.beside is None or scene.beside.shape == scene.input.shape


@pytest.mark.parametrize(("call", "output"), [("GLU(0)", (2, 6)), ("GLU(1)", (4, 3))])
def test_a_gate_halves_rows_or_columns(call: str, output: tuple[int, int]) -> None:
    scene = _scene(call)
    assert scene.input.shape == (1, 1, _ROWS, _COLUMNS)
    assert scene.output_volume == (1, 1, *output)


@pytest.mark.parametrize("call", ["Dropout1d()", "PReLU(4)"])
def test_what_treats_channels_apart_keeps_them_apart(call: str) -> None:
    assert _scene(call).input.shape == (_ROWS, 1, 1, _COLUMNS)


def test_each_cell_of_a_matrix_is_a_step_of_its_own() -> None:
    scene = _scene("Tanh()")
    assert scene.output is not None
    steps = [build_step(scene, number) for number in range(scene.step_count)]
    assert [step.cell for step in steps] == [
        (0, row, column) for row in range(_ROWS) for column in range(_COLUMNS)
    ]
    np.testing.assert_array_equal([step.total for step in steps], scene.output.ravel())


@pytest.mark.parametrize(("call", "uses"), [("ReLU()", 1), ("Softmax(0)", _ROWS), ("GLU()", 1)])
def test_how_often_each_cell_of_a_matrix_is_used(call: str, uses: int) -> None:
    counted = drawn_usage(_scene(call))
    assert counted.counts.shape == (1, _ROWS, _COLUMNS)
    assert counted.counts.ravel().tolist() == [uses] * _CELLS
