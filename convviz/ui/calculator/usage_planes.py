"""The groups of a scene with counts of uses instead of numbers."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from convviz.ui.calculator.planes import INPUT, OUTPUT, cell_kinds
from convviz.ui.calculator.usage_texts import caption, output_caption
from convviz.ui.widgets.grid import CellKind, Plane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from convviz.ui.calculator.model.visible import PlaneKey, VisiblePlanes
    from convviz.ui.calculator.usage_counts import DrawnUsage, OutputMeetings
    from convviz.ui.widgets.grid import PlaneGroup


def counted_groups(usage: DrawnUsage | None) -> tuple[str, ...]:
    """Return the groups whose planes show counts."""
    if usage is None:
        return ()
    return (INPUT,) if usage.output is None else (INPUT, OUTPUT)


def with_usage(
    groups: Sequence[PlaneGroup], visible: VisiblePlanes, usage: DrawnUsage
) -> tuple[PlaneGroup, ...]:
    """Return groups whose input, and a transposed convolution's output, show counts.

    Args:
        groups: As they are without.
        visible: Which planes they draw.
        usage: The counts.
    """
    shown = []
    for group in groups:
        if group.name == INPUT:
            shown.append(_input(group, visible, usage))
        elif group.name == OUTPUT and usage.output is not None:
            shown.append(_output(group, visible, usage.output))
        else:
            shown.append(group)
    return tuple(shown)


def _input(group: PlaneGroup, visible: VisiblePlanes, usage: DrawnUsage) -> PlaneGroup:
    most = usage.summary.used[1]
    if group.shape[1:] == usage.counts.shape[1:]:
        counts, kinds = usage.counts, cell_kinds(usage.kinds)
    else:  # drawn without padding and inserted zeros
        counts = usage.plain
        kinds = np.where(counts > 0, CellKind.REAL, CellKind.DROPPED).astype(np.uint8)
    planes = tuple(
        _counted(plane, counts[key.depth], most, kinds[key.depth])
        for plane, key in zip(group.planes, visible.input, strict=True)
    )
    return dataclasses.replace(group, caption=caption(usage), planes=planes, editable=False)


def _output(group: PlaneGroup, visible: VisiblePlanes, output: OutputMeetings) -> PlaneGroup:
    keys: tuple[PlaneKey, ...] = visible.output
    planes = tuple(
        _counted(plane, output.counts[key.depth], output.summary.used[1])
        for plane, key in zip(group.planes, keys, strict=True)
    )
    return dataclasses.replace(group, caption=output_caption(), planes=planes)


def _counted(
    plane: Plane,
    counts: NDArray[np.int64],
    most: int,
    kinds: NDArray[np.uint8] | None = None,
) -> Plane:
    values = counts.astype(float)
    return Plane(values, kinds, plane.title, plane.origin, scale=float(most))
