"""The indices of maxima are torch's, in the calculator's scene, its lines and its planes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.errors import ConvVizError
from convviz.core.layers.adaptive import AdaptiveMaxPool1d, AdaptiveMaxPool2d, AdaptiveMaxPool3d
from convviz.core.layers.pool import MaxPool1d, MaxPool2d, MaxPool3d
from convviz.core.shown_layers import infer_shown
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern, Numbers, cell_of
from convviz.stepping.cells import CellKind
from convviz.stepping.lines.index_lines import index_lines
from convviz.stepping.scene.extent import TooLargeError
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.steps.step import build_step
from tests.oracle.strategies import some_configurations
from tests.oracle.torch_side import run_torch

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape, WindowedLayer
    from convviz.stepping.scene.scene import Scene

KINDS = (MaxPool1d, MaxPool2d, MaxPool3d, AdaptiveMaxPool1d, AdaptiveMaxPool2d, AdaptiveMaxPool3d)
MOST_STEPS = 400


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_index_is_torchs(kind: type[WindowedLayer]) -> None:
    scenes = [
        drawn_scene(layer.replace(return_indices=True), shape, seed)
        for seed, (layer, shape) in enumerate(some_configurations(kind))
    ]
    drawn = [scene for scene in scenes if scene is not None]
    assert len(drawn) >= 10
    for scene in drawn:
        check_indices(scene)


def drawn_scene(layer: Layer, shape: Shape, seed: int) -> Scene | None:
    """Return what is drawn of a layer; None where it is refused or too large."""
    shape = shape[1:] if len(shape) == layer.rank + 2 else shape
    try:
        infer_shown(layer, shape)
    except ConvVizError:
        return None
    try:
        fill = Fill(FillPattern.RANDOM_INTEGERS, seed=seed)
        return build_scene(Calculator(layer, shape, fill))
    except TooLargeError:
        return None


def check_indices(scene: Scene) -> None:
    """Check the indices of a scene and of its steps against those of torch."""
    theirs = run_torch(scene.layer, scene.plain_input, 0)
    assert theirs.indices is not None, theirs.refusal
    assert scene.indices is not None
    assert scene.indices.ravel().tolist() == theirs.indices.ravel().tolist()
    for index in range(min(scene.step_count, MOST_STEPS)):
        step = build_step(scene, index)
        if not (step.kinds == CellKind.REAL).any():
            continue
        (line,) = index_lines(scene, step)
        assert line.parts[-1].text == str(theirs.indices.ravel()[index])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((1.0, 5.0, 5.0, 2.0), [1]),
        ((float("nan"), 5.0, float("nan"), 2.0), [2]),
        ((-np.inf,) * 4, [0]),
    ],
)
def test_equal_and_missing_numbers_are_decided_as_torch_does(
    cells: tuple[float, ...], expected: list[int]
) -> None:
    numbers = Numbers((1, 2, 2), tuple(map(cell_of, cells)))
    layer = MaxPool2d(2, return_indices=True)
    scene = build_scene(Calculator(layer, (1, 2, 2), numbers))
    theirs = run_torch(layer, np.array(cells).reshape(1, 2, 2), 0)

    assert scene.indices is not None
    assert theirs.indices is not None
    assert scene.indices.ravel().tolist() == expected == theirs.indices.ravel().tolist()


def test_an_index_is_counted_without_the_padding() -> None:
    ramp = Fill(FillPattern.RAMP)
    layer = MaxPool2d(3, stride=2, padding=1, return_indices=True)
    scene = build_scene(Calculator(layer, (1, 5, 5), ramp))

    (line,) = index_lines(scene, build_step(scene, 4))

    assert line.text == "3\u00b75 + 3 = 18"


def test_an_index_along_one_axis_needs_no_counting() -> None:
    layer = MaxPool1d(3, stride=2, return_indices=True)
    scene = build_scene(Calculator(layer, (1, 5), Fill(FillPattern.RAMP)))

    (line,) = index_lines(scene, build_step(scene, 1))

    assert line.text == "4"
