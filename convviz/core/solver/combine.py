"""From the settings of each axis to settings of a layer: alike along all axes where possible."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from convviz.core.solver.ranking import Arithmetic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from convviz.core.layers.base import Shape
    from convviz.core.solver.kept import Kept
    from convviz.core.solver.ranking import AxisSetting

LARGEST_MIX = 256
"""Most combinations where the axes need different settings: of the commonest ones of each."""


def combinations(
    columns: Sequence[Collection[AxisSetting]],
    spatial: Shape,
    wanted: Shape,
    kept: Sequence[Kept],
    cost_of: Callable[[int, AxisSetting], float],
    arithmetic: Arithmetic,
) -> Iterator[tuple[AxisSetting, ...]]:
    """Yield the settings of a layer, one setting an axis each.

    Left out as duplicates: ceil_mode where it changes nothing along any axis; where all axes have
    a single window, strides but the least (of a pooling the kernel, its default).

    Args:
        columns: The settings of each axis.
        spatial: Input sizes, in cells.
        wanted: Output sizes, in cells.
        kept: What stays along each axis.
        cost_of: How uncommon a setting is along an axis of a size.
        arithmetic: The layer's rule of sizes.
    """
    free_strides = all(kept_along.stride is None for kept_along in kept)
    if set(wanted) == {1} and free_strides and arithmetic is not Arithmetic.TRANSPOSED:
        common = _single_windows(columns, arithmetic)
    else:
        common = _common(columns, kept)
    if common:
        yield from common
        return
    ranked: list[list[AxisSetting]] = []
    for size, column in zip(spatial, columns, strict=True):
        costs = sorted((cost_of(size, setting), setting) for setting in column)
        ranked.append([setting for _, setting in costs])
    yield from _without_idle_ceil_mode(list(_mixed(ranked)), columns)


def _common(
    columns: Sequence[Collection[AxisSetting]], kept: Sequence[Kept]
) -> list[tuple[AxisSetting, ...]]:
    """Return what the axes have in common, beside what is kept."""
    if len(set(kept)) == 1:
        same = set(columns[0]).intersection(*columns[1:])
        combined = [(setting,) * len(columns) for setting in same]
    else:
        by_free = [
            {_free(setting, kept_along): setting for setting in column}
            for column, kept_along in zip(columns, kept, strict=True)
        ]
        shared = set(by_free[0]).intersection(*by_free[1:])
        combined = [tuple(column[key] for column in by_free) for key in shared]
    return _without_idle_ceil_mode(combined, columns)


def _free(setting: AxisSetting, kept: Kept) -> AxisSetting:
    """Return a setting without what is kept, to be compared with that of another axis."""
    changes: dict[str, int] = {}
    if kept.kernel_size is not None:
        changes["kernel_size"] = 0
    if kept.stride is not None:
        changes["stride"] = 0
    if kept.padding is not None or setting.same:
        changes["padding"] = 0
    if kept.dilation is not None:
        changes["dilation"] = 0
    if kept.output_padding is not None:
        changes["output_padding"] = 0
    return setting._replace(**changes)  # type: ignore[arg-type]


def _without_idle_ceil_mode(
    combined: list[tuple[AxisSetting, ...]], columns: Sequence[Collection[AxisSetting]]
) -> list[tuple[AxisSetting, ...]]:
    def is_idle(axes: tuple[AxisSetting, ...]) -> bool:
        if not axes[0].ceil_mode:
            return False
        without = (setting._replace(ceil_mode=False) for setting in axes)
        return all(setting in column for setting, column in zip(without, columns, strict=True))

    return [axes for axes in combined if not is_idle(axes)]


def _single_windows(
    columns: Sequence[Collection[AxisSetting]], arithmetic: Arithmetic
) -> list[tuple[AxisSetting, ...]]:
    """Return what the axes have in common where all have one window, with one stride each.

    From the least stride that gives a single window on, all do.
    """
    by_free: list[dict[AxisSetting, list[int]]] = []
    for column in columns:
        strides: defaultdict[AxisSetting, list[int]] = defaultdict(list)
        for setting in column:
            strides[setting._replace(stride=0)].append(setting.stride)
        by_free.append(strides)
    shared = set(by_free[0]).intersection(*by_free[1:])
    combined = []
    for key in shared:
        if key.ceil_mode and key._replace(ceil_mode=False) in shared:
            continue
        usual = arithmetic is Arithmetic.POOLING and all(key.kernel_size in c[key] for c in by_free)
        stride = key.kernel_size if usual else max(min(column[key]) for column in by_free)
        combined.append((key._replace(stride=stride),) * len(columns))
    return combined


def _mixed(ranked: list[list[AxisSetting]]) -> Iterator[tuple[AxisSetting, ...]]:
    """Yield combinations of the commonest settings, alike in what no axis has of its own."""
    most = int(LARGEST_MIX ** (1 / len(ranked)) + 1e-9)
    for ceil_mode, same in ((False, False), (True, False), (False, True)):
        fitting = [
            [s for s in column if s.ceil_mode is ceil_mode and s.same is same][:most]
            for column in ranked
        ]
        yield from itertools.product(*fitting)
