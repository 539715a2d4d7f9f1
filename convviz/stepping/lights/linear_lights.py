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


MOST_HUES: Final = 100
"""Cells of a folded vector that are lit: of more, their numbers' own colours say more."""

MOST_OUTLINED: Final = 32
"""Cells of a row that has an outline: the cells of longer ones are too small for it."""


def _is_read_whole(step: BlockStep) -> bool:
    """Return whether all of a plane is read, and has too many cells for hues to tell them apart."""
    return step.sizes[1] > 1 and len(step.block) > MOST_HUES


def lit_features(step: BlockStep, visible: VisiblePlanes) -> tuple[LitPlane, ...]:
    """Return the row of the input, each number in its hue with the weight that it meets."""
    weights = [] if step.weights is None else step.weights.tolist()
    key, row = PlaneKey(step.channel, step.cell[0]), step.cell[1]
    columns = step.sizes[2]
    if _is_read_whole(step):
        return (LitPlane(),) * len(visible.input)
    if step.sizes[1] > 1:
        row = 0  # a folded vector
    cells = tuple(
        LitCell(row + tap // columns, tap % columns, tap, weight)
        for tap, weight in enumerate(weights)
    )
    lit = LitPlane(cells, _outline(row, len(weights)))
    return tuple(lit if plane == key else LitPlane() for plane in visible.input)


def lit_row(step: BlockStep, row: int) -> LitPlane:
    """Return the row of the weight, in the same hues, at the row where it is drawn."""
    if _is_read_whole(step):
        return LitPlane()
    _, rows, columns = step.sizes
    cells = tuple(
        LitCell(row + tap // columns, tap % columns, tap) for tap in range(rows * columns)
    )
    return LitPlane(cells, _outline(row, rows * columns))


def _outline(row: int, columns: int) -> Box | None:
    """Return what outlines a row; of a long one it would hide the cells, and their hues say it."""
    return Box(row, 0, 1, columns) if columns <= MOST_OUTLINED else None


def lit_bias(row: int, column: int) -> LitPlane:
    """Return the bias that is added, where it is drawn."""
    return LitPlane(box=Box(row, column, 1, 1))


def trace_matrix(scene: Scene, visible: VisiblePlanes, target: TracedCell) -> Tracing:
    """Return what belongs to a number of the input, or to a weight.

    Args:
        scene: Of a layer with features.
        visible: Which of its planes.
        target: The number, or the weight as a tap: its row and its column.
    """
    channels, slices, rows, outputs = scene.output_volume
    depth, row, tap = target.cell
    if len(scene.output_shape) == 1:  # which may be folded
        return _traced_in_vector(scene, visible, target)
    if target.is_tap:
        return Tracing(
            _column(rows, tap, tap, visible.input),
            (LitPlane((LitCell(row, tap, tap, is_winner=True),)),),
            _column(rows, row, tap, visible.output),
            channels * slices * rows,
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


def _traced_in_vector(scene: Scene, visible: VisiblePlanes, target: TracedCell) -> Tracing:
    """Return what belongs to a number of a vector, or to a weight of the whole matrix."""
    _, row, tap = target.cell
    outputs, columns = scene.output_shape[0], scene.output_volume[3]
    features = [row] if target.is_tap else list(range(min(outputs, MOST_LIT)))
    weights = tuple(LitCell(at, tap, tap, is_winner=target.is_tap) for at in features)
    used = tuple(LitCell(*divmod(at, columns), tap) for at in features)
    box = Box(0, tap, 1, 1)
    return Tracing(
        (LitPlane(box=box),) * len(visible.input),
        (LitPlane(weights),),
        (LitPlane(used),) * len(visible.output),
        len(features) if target.is_tap else outputs,
    )


def trace_folded(scene: Scene, visible: VisiblePlanes, target: TracedCell, feature: int) -> Tracing:
    """Return what belongs to a number of a folded vector, or to its weight of one output.

    Args:
        scene: Of a layer with features.
        visible: Which of its planes.
        target: The number or the weight: both stand at the same place of their drawings.
        feature: The output whose weights are drawn.
    """
    _, row, column = target.cell
    tap = row * scene.kernel_sizes[2] + column
    outputs, columns = scene.output_shape[0], scene.output_volume[3]
    features = [feature] if target.is_tap else list(range(min(outputs, MOST_LIT)))
    used = tuple(LitCell(*divmod(at, columns), tap) for at in features)
    place = LitPlane((LitCell(row, column, tap, is_winner=True),))
    return Tracing(
        (place,) * len(visible.input),
        (place,),
        (LitPlane(used),) * len(visible.output),
        1 if target.is_tap else outputs,
    )


def _column(rows: int, column: int, tap: int, planes: tuple[PlaneKey, ...]) -> tuple[LitPlane, ...]:
    cells = tuple(LitCell(row, column, tap) for row in range(min(rows, MOST_LIT)))
    return (LitPlane(cells),) * len(planes)
