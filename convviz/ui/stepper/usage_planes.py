"""The groups of a scene with counts of uses instead of numbers."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from convviz.stepping.cells import INPUT, OUTPUT, CellKind
from convviz.ui.stepper.usage_texts import caption, output_caption
from convviz.ui.widgets.grid import Plane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from convviz.stepping.lights.highlights import LitPlane
    from convviz.stepping.scene.visible import VisiblePlanes
    from convviz.stepping.usage_counts import DrawnUsage, OutputMeetings
    from convviz.ui.widgets.grid import PlaneGroup


def counted_groups(usage: DrawnUsage | None) -> tuple[str, ...]:
    """Return the groups whose planes show counts."""
    if usage is None:
        return ()
    return (INPUT,) if usage.output is None else (INPUT, OUTPUT)


def with_usage(
    groups: Sequence[PlaneGroup],
    visible: VisiblePlanes,
    usage: DrawnUsage,
    *,
    stamped: bool = False,
) -> tuple[PlaneGroup, ...]:
    """Return groups whose input, and a transposed convolution's output, show counts.

    Args:
        groups: As they are without.
        visible: Which planes they draw.
        usage: The counts.
        stamped: Whether the input is drawn without padding and inserted zeros, and the output with
            what padding crops.
    """
    shown = []
    for group in groups:
        if group.name == INPUT:
            shown.append(_input(group, visible, usage, stamped=stamped))
        elif group.name == OUTPUT and usage.output is not None:
            shown.append(_output(group, visible, usage.output, stamped=stamped))
        else:
            shown.append(group)
    return tuple(shown)


def without_factors(lit: LitPlane) -> LitPlane:
    """Return what is lit over counts: a factor beside a count would be taken for its factor."""
    cells = tuple(replace(cell, label=None) for cell in lit.cells)
    return replace(lit, cells=cells)


def _input(
    group: PlaneGroup, visible: VisiblePlanes, usage: DrawnUsage, *, stamped: bool
) -> PlaneGroup:
    counts, kinds = usage.counts, usage.kinds
    if stamped:
        counts = usage.plain
        kinds = np.where(counts > 0, CellKind.REAL, CellKind.DROPPED).astype(np.uint8)
    most = usage.summary.used[1]
    planes = tuple(
        _counted(plane, counts[key.depth], most, kinds[key.depth])
        for plane, key in zip(group.planes, visible.input, strict=True)
    )
    return dataclasses.replace(group, caption=caption(usage), planes=planes, editable=False)


def _output(
    group: PlaneGroup, visible: VisiblePlanes, output: OutputMeetings, *, stamped: bool
) -> PlaneGroup:
    _, rows, columns = group.shape
    counts = output.canvas[:, :rows, :columns] if stamped else output.counts
    most = output.summary.used[1]
    planes = tuple(
        _counted(plane, counts[key.depth], most, _without_state(plane.kinds))
        for plane, key in zip(group.planes, visible.output, strict=True)
    )
    return dataclasses.replace(group, caption=output_caption(), planes=planes)


def _without_state(kinds: NDArray[np.uint8] | None) -> NDArray[np.uint8] | None:
    """Return kinds where a cell is cropped or not, but not how far its value is."""
    if kinds is None:
        return None
    return np.where(kinds == CellKind.CROPPED, kinds, CellKind.REAL).astype(np.uint8)


def _counted(
    plane: Plane,
    counts: NDArray[np.int64],
    most: int,
    kinds: NDArray[np.uint8] | None = None,
) -> Plane:
    values = counts.astype(float)
    return Plane(values, kinds, plane.title, plane.origin, scale=float(most))
