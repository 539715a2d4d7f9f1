"""The sparse matrix as planes: vec(x) above its columns, vec(y) behind its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.stepping.cells import CellKind
from convviz.ui.stepper.tones import darkest_and_brightest, is_picture
from convviz.ui.stepper.views.block_layout import MatrixSlot
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup, Tone
from convviz.ui.widgets.grid.fills import largest_magnitude
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.stepper.views.sparse_plan import SparsePlan
    from convviz.values.matrix_form import Indices
    from convviz.values.matrix_sparse import SparseMatrix

MATRIX: Final = "C"
INPUT_VECTOR: Final = "vec(x)"
OUTPUT_VECTOR: Final = "vec(y)"
WHOLE: Final = "whole"

BLOCKS: Final = {
    INPUT_VECTOR: MatrixSlot(0, 0),
    MATRIX: MatrixSlot(1, 0),
    OUTPUT_VECTOR: MatrixSlot(1, 1),
}

translate = QCoreApplication.translate


def matrix_name(scene: Scene) -> str:
    """Return what the matrix is called: of a transposed convolution, the transpose."""
    return "C\u1d40" if scene.layer.scatters else "C"


def sparse_groups(
    scene: Scene, matrix: SparseMatrix, plan: SparsePlan, columns: Indices
) -> tuple[PlaneGroup, ...]:
    """Return the matrix and the vectors, or what the plan leaves of them.

    Args:
        scene: What is shown; a convolution.
        matrix: Of its layer.
        plan: What is drawn.
        columns: Numbers of the columns that are drawn.
    """
    rows = np.array(plan.rows)
    values, is_joined = matrix.dense(rows, columns)
    caption = f"{matrix_name(scene)} {shape_text(matrix.shape)}"
    if not plan.is_whole:
        text = translate("CalculatorViews", "{caption}: rows {first}\u2013{last}")
        if len(plan.rows) == 1:
            text = translate("CalculatorViews", "{caption}: row {first}")
        caption = text.format(caption=caption, first=plan.rows.start, last=plan.rows.stop - 1)
    plane = Plane(values, _kinds(is_joined), scale=_scale(scene))
    return (
        _input_vector(scene, plan, columns, is_joined),
        PlaneGroup(MATRIX, GridRole.KERNEL, caption, (plane,)),
        _output_vector(scene, rows),
    )


def whole_group(scene: Scene, matrix: SparseMatrix) -> PlaneGroup:
    """Return the whole matrix, to be drawn in small."""
    values, is_joined = matrix.dense()
    plane = Plane(values, _kinds(is_joined), scale=_scale(scene))
    text = translate("CalculatorViews", "The whole {name}")
    return PlaneGroup(WHOLE, GridRole.KERNEL, text.format(name=matrix_name(scene)), (plane,))


def _kinds(is_joined: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.where(is_joined, np.uint8(CellKind.REAL), np.uint8(CellKind.NO_ENTRY))


def _scale(scene: Scene) -> float:
    return 0.0 if scene.weight is None else largest_magnitude(scene.weight)


def _input_vector(
    scene: Scene, plan: SparsePlan, columns: Indices, is_joined: NDArray[np.bool_]
) -> PlaneGroup:
    kinds = np.zeros((1, len(columns)), dtype=np.uint8)
    if plan.is_whole:
        kinds[0, ~is_joined.any(axis=0)] = CellKind.DROPPED
    picture = is_picture(scene)
    plane = Plane(
        scene.plain_input.ravel()[columns][None, :],
        kinds,
        scale=1.0 if picture else largest_magnitude(scene.plain_input),
        tone=Tone.GREY if picture else None,
    )
    caption = f"vec(x) {shape_text((scene.plain_input.size, 1))}"
    return PlaneGroup(INPUT_VECTOR, GridRole.INPUT, caption, (plane,), editable=True)


def _output_vector(scene: Scene, rows: Indices) -> PlaneGroup:
    if scene.output is None:
        plane = Plane.pending(len(rows), 1)
    else:
        darkest, scale, tone = 0.0, largest_magnitude(scene.output), None
        if is_picture(scene):
            darkest, scale = darkest_and_brightest(scene.output)
            tone = Tone.GREY
        numbers = scene.output.ravel()[rows][:, None]
        plane = Plane(numbers, scale=scale, tone=tone, darkest=darkest)
    return PlaneGroup(OUTPUT_VECTOR, GridRole.OUTPUT, OUTPUT_VECTOR, (plane,))
