"""What a step lights up: cells of input, kernel and output, by tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from convviz.stepping.cells import CellKind
from convviz.stepping.scene.visible import PlaneKey, VisiblePlanes

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.step import Cell, Step


class LitCell(Struct, frozen=True, gc=False):
    """One highlighted cell.

    Attributes:
        row: Row as drawn.
        column: Column as drawn.
        tap: Number of the kernel cell whose hue it wears.
        label: The number that it is multiplied by, or that is added to it; None for none.
        is_winner: Whether it is outlined: the maximum, or a tap that is used.
        adds: Whether the label is added instead.
        is_cropped: Whether it wears its hue pale: it is no part of the output.
    """

    row: int
    column: int
    tap: int
    label: float | None = None
    is_winner: bool = False
    adds: bool = False
    is_cropped: bool = False


class Box(Struct, frozen=True, gc=False):
    """A rectangle of cells as drawn: first row and column, height and width."""

    row: int
    column: int
    height: int
    width: int


class Wash(Struct, frozen=True, gc=False):
    """All cells at which some rows and some columns cross, in the hue of one tap.

    Attributes:
        rows: As drawn, each once.
        columns: Likewise.
        tap: Number of the kernel cell.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    tap: int


class LitPlane(Struct, frozen=True, gc=False):
    """What is lit on one plane of a part.

    Attributes:
        cells: Highlighted cells.
        box: The outline of the window; None where this plane is not read.
        wash: Many cells of one hue; None for none.
        copies: Cells outlined beside, such as padding that holds the same number.
    """

    cells: tuple[LitCell, ...] = ()
    box: Box | None = None
    wash: Wash | None = None
    copies: tuple[Box, ...] = ()


def lit_input(step: Step, visible: VisiblePlanes) -> tuple[LitPlane, ...]:
    """Return what a step lights on each visible plane of the input."""
    depths = {int(depth): at for at, depth in enumerate(step.reads[0].tolist())}
    channels = {channel: at for at, channel in enumerate(step.channels)}
    rows, columns = step.reads[1].tolist(), step.reads[2].tolist()
    box = Box(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)
    return tuple(
        LitPlane(_cells(step, channels[key.channel], depths[key.depth]), box)
        if key.depth in depths and key.channel in channels
        else LitPlane()
        for key in visible.input
    )


def _cells(step: Step, channel: int, depth: int) -> tuple[LitCell, ...]:
    columns = step.reads[2].tolist()
    taps = step.tap_numbers()[depth].tolist()
    labels = None if step.weights is None else step.weights[channel][depth].tolist()
    is_overhang = (step.kinds[depth] == CellKind.OVERHANG).tolist()
    return tuple(
        LitCell(
            row,
            column,
            taps[r][c],
            None if labels is None else labels[r][c],
            is_winner=step.winner == (depth, r, c),
        )
        for r, row in enumerate(step.reads[1].tolist())
        for c, column in enumerate(columns)
        if not is_overhang[r][c]
    )


def lit_kernel(
    scene: Scene, visible: VisiblePlanes, factor: float | None = None
) -> tuple[LitPlane, ...]:
    """Return the taps of each visible plane of the kernel, which keep their hues.

    Args:
        scene: What is shown.
        visible: Which of its planes.
        factor: What all of them are multiplied by; None for nothing.
    """
    _, rows, columns = scene.kernel_sizes
    return tuple(
        LitPlane(
            tuple(
                LitCell(row, column, (key.depth * rows + row) * columns + column, factor)
                for row in range(rows)
                for column in range(columns)
            )
        )
        for key in visible.kernel
    )


def lit_window(step: Step) -> LitPlane:
    """Return the cells of a pooling's window, slices below each other."""
    rows, taps = step.kernel_sizes[1], step.tap_numbers()
    cells = []
    for depth, row, column in _indices(step):
        if step.kinds[depth, row, column] == CellKind.OVERHANG:
            continue
        reading = (depth, row, column)
        cells.append(
            LitCell(
                depth * rows + row,
                column,
                int(taps[reading]),
                None if step.weights is None else float(step.weights[0][reading]),
                is_winner=step.winner == reading,
            )
        )
    return LitPlane(tuple(cells))


def lit_output(step: Step, visible: VisiblePlanes) -> tuple[LitPlane, ...]:
    """Return where the step's output cell stands among the visible planes."""
    return lit_place(step.channel, step.cell, visible.output)


def lit_place(channel: int, cell: Cell, planes: tuple[PlaneKey, ...]) -> tuple[LitPlane, ...]:
    """Return where an output cell stands among the planes that are drawn."""
    lit_key = PlaneKey(channel, cell[0])
    box = Box(cell[1], cell[2], 1, 1)
    return tuple(LitPlane(box=box) if key == lit_key else LitPlane() for key in planes)


def _indices(step: Step) -> list[tuple[int, int, int]]:
    depth, rows, columns = (len(axis) for axis in step.taps)
    return [(d, r, c) for d in range(depth) for r in range(rows) for c in range(columns)]
