"""Advice on layers that stand beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.layers.base import Gives, LayerFamily, Linearity
from convviz.core.network.advice.pieces import (
    Advice,
    AdviceCode,
    AdviceFix,
    FixKind,
    Insertion,
    Setting,
)
from convviz.core.network.advice.way import PASSES_ON

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer
    from convviz.core.network.advice.way import Way

_PICTURE = 3


def activations_in_a_row(way: Way) -> Advice | None:
    """Say which activations are applied to what another one gave."""
    cases = []
    for row in way.rows:
        before = way.before(row, PASSES_ON) if _is_of_single_numbers(row.layer) else None
        if before is not None and _is_of_single_numbers(before.layer):
            cases.append((before.index, row.index))
    if not cases:
        return None
    fix = AdviceFix(FixKind.REMOVE, removals=tuple(case[1] for case in cases))
    return Advice(AdviceCode.ACTIVATIONS_IN_A_ROW, tuple(cases), (fix,))


def _is_of_single_numbers(layer: Layer) -> bool:
    """Return whether a layer is an activation, and none that weighs numbers against each other."""
    if layer.family is not LayerFamily.ACTIVATION or not layer.is_cellwise:
        return False
    return layer.gives is not Gives.SHARES and layer.gives is not Gives.LOGARITHMS_OF_SHARES


def bias_before_norm(way: Way) -> Advice | None:
    """Say which biases a normalisation takes away, each of its own channel."""
    cases = []
    for row in way.rows:
        before = way.before(row) if row.layer.takes_mean_of_channels else None
        if before is None or before.layer.linear_kind() is not Linearity.MAP:
            continue
        # A Linear in front of channels adds its bias along the last axis, not to a channel.
        is_of_channels = before.layer.rank or len(before.output_shape) == 1
        if "bias" in before.layer.weight_shapes() and is_of_channels and way.reads_alone(row):
            cases.append((row.index, before.index))
    if not cases:
        return None
    settings = tuple(Setting(case[1], "bias", value=False) for case in cases)
    fix = AdviceFix(FixKind.SET, settings=settings)
    return Advice(AdviceCode.BIAS_BEFORE_NORM, tuple(cases), (fix,))


def dropout_before_norm(way: Way) -> Advice | None:
    """Say which normalisation of a batch learns the variance of what dropout left.

    In evaluation nothing is dropped, and the variance is another one.
    """
    cases = []
    for row in way.rows:
        before = way.before(row) if row.layer.mixes_pictures else None
        if before is not None and before.layer.family is LayerFamily.DROPOUT:
            cases.append((row.index, before.index))
    if not cases:
        return None
    first = cases[0]
    fixes: tuple[AdviceFix, ...] = ()
    if (
        len(cases) == 1
        and way.result.rows[first[0]].path[:-1] == way.result.rows[first[1]].path[:-1]
    ):
        moved = Insertion(first[0] + 1, way.result.rows[first[1]].layer)
        fixes = (AdviceFix(FixKind.MOVE_BEHIND, (moved,), removals=(first[1],)),)
    return Advice(AdviceCode.DROPOUT_BEFORE_NORM, tuple(cases), fixes)


def rows_laid_end_to_end(way: Way) -> Advice | None:
    """Say which windows slide over a picture whose rows were laid end to end."""
    for row in way.rows:
        if not row.layer.slides or row.layer.rank != 1:
            continue
        laid = _laid_out(way, row.index)
        if laid is not None:
            return Advice(AdviceCode.ROWS_LAID_END_TO_END, ((laid, row.index),))
    return None


_KEEP_PLACES: Final = frozenset({LayerFamily.NORMALISATION, LayerFamily.ACTIVATION})
"""What gives every cell a number of its own place, though it reads others as well."""


def _laid_out(way: Way, index: int) -> int | None:
    """Return the layer that joined rows and columns before a layer; None for none.

    What stands between them keeps the cells where they are.
    """
    row = way.before(way.result.rows[index])
    while row is not None:
        is_joined = len(row.input_shape) >= _PICTURE and len(row.output_shape) == _PICTURE - 1
        if row.layer.family is LayerFamily.SHAPE and row.layer.gives_view() and is_joined:
            return row.index
        if not row.layer.is_cellwise and row.layer.family not in _KEEP_PLACES:
            return None
        row = way.before(row)
    return None
