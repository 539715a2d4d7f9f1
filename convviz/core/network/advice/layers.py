"""Advice on single layers at what reaches them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.layers.base import LayerFamily
from convviz.core.layers.shape import Flatten
from convviz.core.network.advice.pieces import (
    Advice,
    AdviceCode,
    AdviceFix,
    FixKind,
    Insertion,
    Setting,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.axis_windows import AxisSettings
    from convviz.core.network.advice.way import Way
    from convviz.core.network.rows import LayerRow

_SHARE: Final = 10
"""More than one cell in so many along an axis are worth a word where no window reads them."""
_USUAL_DROPOUT: Final = 0.5


def linear_without_flatten(way: Way) -> Advice | None:
    """Say which Linear works along the last dimension of a picture; those behind it follow."""
    for row in way.noted:
        if not _has_note(row, ExplanationCode.LINEAR_WITHOUT_FLATTEN):
            continue
        flattened = math.prod(row.input_shape)
        facts = (("shape", row.input_shape), ("flattened", flattened))
        flatten = Insertion(row.index, Flatten(), in_its_block=True)
        learns = Setting(row.index, "in_features", flattened)
        fix = AdviceFix(FixKind.INSERT_BEFORE, (flatten,), settings=(learns,))
        return Advice(AdviceCode.LINEAR_WITHOUT_FLATTEN, ((row.index,),), (fix,), facts)
    return None


def norm_of_one_value(way: Way) -> Advice | None:
    """Say which normalisation has one value a channel of each picture.

    A batch of one is refused in training. Vectors are as usual, but in batches of one.
    """
    for row in way.rows:
        if not row.layer.mixes_pictures or row.layer.family is not LayerFamily.NORMALISATION:
            continue
        is_vector = len(row.input_shape) == 1
        if math.prod(row.input_shape[1:]) == 1 and (not is_vector or way.batch_size == 1):
            fix = AdviceFix(FixKind.REMOVE, removals=(row.index,))
            facts = (("shape", row.input_shape),)
            return Advice(AdviceCode.NORM_OF_ONE_VALUE, ((row.index,),), (fix,), facts)
    return None


def drops_cells(way: Way) -> Advice | None:
    """Say which windows leave more than a tenth of an axis unread at its end."""
    found = []
    known: dict[int, tuple[int, int] | None] = {}
    for row, axes in way.sliding:
        if id(axes) not in known:
            known[id(axes)] = _much_dropped(axes)
        much = known[id(axes)]
        if much is not None:
            found.append((row, *much))
    if not found:
        return None
    _, dropped, size = found[0]
    can_round_up = [row for row, _, _ in found if "ceil_mode" in row.layer.parameters()]
    fixes = []
    if can_round_up:
        settings = tuple(Setting(row.index, "ceil_mode", value=True) for row in can_round_up)
        fixes.append(AdviceFix(FixKind.SET, settings=settings))
    return Advice(
        AdviceCode.DROPS_CELLS,
        tuple((row.index,) for row, _, _ in found),
        tuple(fixes),
        (("dropped", dropped), ("size", size)),
    )


def _much_dropped(axes: Sequence[AxisSettings]) -> tuple[int, int] | None:
    """Return, of the first axis of which too much is unread, how many cells, and its size."""
    for axis in axes:
        dropped = dropped_cells(axis)
        if dropped * _SHARE > axis.size:
            return dropped, axis.size
    return None


def dropped_cells(axis: AxisSettings) -> int:
    """Return how many cells at the end of an axis no window reads, though one could.

    Of a stride larger than the kernel, the cells between windows are left out on purpose, and so
    are as many at the end.
    """
    reach = axis.dilation * (axis.kernel_size - 1) + 1
    read = (axis.output_size - 1) * axis.stride + reach - axis.pad_before
    return max(0, axis.size - read - max(0, axis.stride - reach))


def windows_of_padding(way: Way) -> Advice | None:
    """Say which windows read nothing but padding, such as those of a kernel of 1 with padding 1."""
    cases, settings, facts = [], [], None
    known: dict[int, tuple[int, int] | None] = {}
    for row, axes in way.sliding:
        if row.layer.scatters:
            continue
        if id(axes) not in known:
            known[id(axes)] = _padded_beyond(axes)
        beyond = known[id(axes)]
        if beyond is not None:
            padding, reach = beyond
            cases.append((row.index,))
            settings.append(Setting(row.index, "padding", (reach - 1) // 2))
            facts = facts or (("padding", padding), ("kernel", reach))
    if facts is None:
        return None
    fix = AdviceFix(FixKind.SET, settings=tuple(settings))
    return Advice(AdviceCode.WINDOWS_OF_PADDING, tuple(cases), (fix,), facts)


def _padded_beyond(axes: Sequence[AxisSettings]) -> tuple[int, int] | None:
    """Return the padding, and what the kernel spans, of the first axis where windows miss it."""
    for axis in axes:
        reach = axis.dilation * (axis.kernel_size - 1) + 1
        padding = max(axis.pad_before, axis.pad_after)
        if padding >= reach:
            return padding, reach
    return None


def mixes_batch(way: Way) -> Advice | None:
    """Say which layer works along the batch."""
    for row in way.rows:
        parameter = row.layer.batch_parameter(len(row.input_shape) + 1) if row.batched else ""
        if parameter:
            fix = AdviceFix(FixKind.SET, settings=(Setting(row.index, parameter, 1),))
            return Advice(AdviceCode.MIXES_BATCH, ((row.index,),), (fix,))
    return None


def overwrites_shared(way: Way) -> Advice | None:
    """Say which layers overwrite what other ways of their block read."""
    shares = ExplanationCode.CHANGES_SHARED_INPUT
    found = [row.index for row in way.noted if _has_note(row, shares)]
    if not found:
        return None
    settings = tuple(Setting(index, "inplace", value=False) for index in found)
    fix = AdviceFix(FixKind.SET, settings=settings)
    return Advice(AdviceCode.OVERWRITES_SHARED, tuple((index,) for index in found), (fix,))


def drops_all(way: Way) -> Advice | None:
    """Say which dropout lets nothing through in training."""
    dropouts = (row for row in way.rows if row.layer.family is LayerFamily.DROPOUT)
    found = [row.index for row in dropouts if getattr(row.layer, "p", 0) == 1]
    if not found:
        return None
    settings = tuple(Setting(index, "p", _USUAL_DROPOUT) for index in found)
    fix = AdviceFix(FixKind.SET, settings=settings)
    return Advice(AdviceCode.DROPS_ALL, tuple((index,) for index in found), (fix,))


def _has_note(row: LayerRow, code: ExplanationCode) -> bool:
    return any(note.code is code for note in row.notes)
