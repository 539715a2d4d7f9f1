"""What a step of a fully connected layer lights, and what belongs to one number or one weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.stepping.lights.highlights import Box, LitCell, LitPlane
from convviz.stepping.lights.tracing import MOST_LIT, Tracing
from convviz.stepping.scene.visible import PlaneKey

if TYPE_CHECKING:
    from convviz.stepping.lights.tracing import TracedCell
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import VisiblePlanes
    from convviz.stepping.steps.block_step import BlockStep


MOST_OUTLINED: Final = 32
"""Cells of a row that has an outline: the cells of longer ones are too small for it."""


def lit_features(step: BlockStep, visible: VisiblePlanes) -> tuple[LitPlane, ...]:
    """Return the row of the input, each number in its hue with the weight that it meets."""
    weights = [] if step.weights is None else step.weights.tolist()
    key, row = PlaneKey(step.channel, step.cell[0]), step.cell[1]
    cells = tuple(LitCell(row, tap, tap, weight) for tap, weight in enumerate(weights))
    lit = LitPlane(cells, _outline(row, len(weights)))
    return tuple(lit if plane == key else LitPlane() for plane in visible.input)


def lit_row(step: BlockStep) -> LitPlane:
    """Return the row of the weight, in the same hues."""
    feature, columns = step.cell[2], step.sizes[2]
    cells = tuple(LitCell(feature, tap, tap) for tap in range(columns))
    return LitPlane(cells, _outline(feature, columns))


def _outline(row: int, columns: int) -> Box | None:
    """Return what outlines a row; of a long one it would hide the cells, and their hues say it."""
    return Box(row, 0, 1, columns) if columns <= MOST_OUTLINED else None


def lit_bias(step: BlockStep) -> LitPlane:
    """Return the bias that is added."""
    return LitPlane(box=Box(0, step.cell[2], 1, 1))


def trace_matrix(scene: Scene, visible: VisiblePlanes, target: TracedCell) -> Tracing:
    """Return what belongs to a number of the input, or to a weight.

    Args:
        scene: Of a layer with features.
        visible: Which of its planes.
        target: The number, or the weight as a tap: its row and its column.
    """
    _, slices, rows, outputs = scene.output_volume
    depth, row, tap = target.cell
    if target.is_tap:
        return Tracing(
            _column(rows, tap, tap, visible.input),
            (LitPlane((LitCell(row, tap, tap, is_winner=True),)),),
            _column(rows, row, tap, visible.output),
            scene.output_volume[0] * slices * rows,
        )
    key = PlaneKey(target.channel, depth)
    box = LitPlane(box=Box(row, tap, 1, 1))
    used = tuple(LitCell(row, feature, tap) for feature in range(min(outputs, MOST_LIT)))
    weights = tuple(LitCell(feature, tap, tap) for feature in range(min(outputs, MOST_LIT)))
    return Tracing(
        tuple(box if plane == key else LitPlane() for plane in visible.input),
        (LitPlane(weights),),
        tuple(LitPlane(used) if plane == key else LitPlane() for plane in visible.output),
        outputs,
    )


def _column(rows: int, column: int, tap: int, planes: tuple[PlaneKey, ...]) -> tuple[LitPlane, ...]:
    cells = tuple(LitCell(row, column, tap) for row in range(min(rows, MOST_LIT)))
    return (LitPlane(cells),) * len(planes)
