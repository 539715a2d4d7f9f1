"""Which cell a padding layer copies, told and outlined at each step, beside torch."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from convviz.core.code.writing import parse_layer
from convviz.protocol.document import Calculator
from convviz.stepping.cells import INPUT
from convviz.stepping.lines.line_parts import LineTitle
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.by_output import walk_by_output
from convviz.values.recipes import numbers_from_array

SHAPES = {"1d": (2, 5), "2d": (2, 3, 4), "3d": (1, 3, 3, 4)}
CALLS = [
    f"nn.{kind}Pad{rank}({padding}{', 0.5' if kind == 'Constant' else ''})"
    for kind in ("Zero", "Constant", "Reflection", "Replication", "Circular")
    for rank, paddings in {
        "1d": ("2", "(1, 0)"),
        "2d": ("1", "(2, 1, 0, 2)"),
        "3d": ("1", "(0, 2, 1, 0, 2, 1)"),
    }.items()
    for padding in paddings
] + ["nn.ZeroPad2d((-1, 2, 1, -1))", "nn.ReplicationPad2d((-1, 2, 1, -1))"]


@pytest.mark.parametrize("call", CALLS)
def test_each_step_names_the_cell_that_torch_copies(call: str) -> None:
    layer, module = parse_layer(call), eval(call, {"nn": torch.nn})  # noqa: S307 - as one runs it
    shape = SHAPES[call[call.index("Pad") + 3 :][:2]]
    numbers = np.arange(1.0, math.prod(shape) + 1).reshape(shape)
    expected = module(torch.tensor(numbers)).numpy().ravel()
    scene = build_scene(Calculator(layer, shape, numbers_from_array(numbers)))
    walk = walk_by_output(scene)
    for index, value in enumerate(expected.tolist()):
        walk.go_to(index)
        texts = [line.text for line in walk.lines()[0] if line.title is LineTitle.READS]
        if value < 1:
            assert texts == []
            continue
        place = ", ".join(str(int(at)) for at in np.unravel_index(int(value) - 1, shape))
        assert [text.split("x")[1] for text in texts] == [f"[{place}]"]
        lit = [lights.lit for lights in walk.lit(afresh=True) if lights.group == INPUT]
        boxes = [box for plane in lit for box in (*plane.copies, plane.box) if box is not None]
        assert boxes, "the cell that is read is outlined"
        assert len({(box.row, box.column) for box in boxes}) <= 2
