"""What an input cell, or a tap, does in all windows together, written out with its sum."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.stepping.cells import CellKind
from convviz.stepping.lights.tracing import met_by, tap_number, uses_of
from convviz.stepping.lines.line_parts import (
    TIMES,
    LinePart,
    PartRole,
    StepLine,
    bracketed,
    further,
    in_brackets,
    share_text,
    sign,
    value_text,
)
from convviz.stepping.steps.step import build_step, step_divisor, step_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from convviz.stepping.lights.tracing import TracedCell
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.step import Cell

MOST_TERMS: Final = 24
"""Terms that are written; the sum has all of them."""

MOST_USES: Final = 512
"""Uses of a cell beyond these are counted, not summed up."""

_Use = tuple["Cell", int]
"""An output cell, and the number of the tap that it applies."""


def trace_lines(scene: Scene, output_channel: int, target: TracedCell) -> tuple[StepLine, ...]:
    """Return how often a cell or a tap is used by one output channel, and what that adds up to.

    Args:
        scene: One whose windows have a place along each axis.
        output_channel: The channel; its sums are what is added up.
        target: The input cell, or the tap.
    """
    if target.channel not in scene.input_channels_of(output_channel):
        return ()
    if target.is_tap:
        return () if scene.weight is None else (_tap_line(scene, output_channel, target),)
    is_overhang = scene.kinds[target.cell] == CellKind.OVERHANG
    return () if is_overhang else (_cell_line(scene, output_channel, target),)


def used_line(count: int) -> StepLine:
    """Return how often something is used, where no sum belongs to it."""
    return StepLine(None, (LinePart(f"{count}", PartRole.USES),))


def _used(count: int, on_padding: int = 0) -> LinePart:
    return LinePart(f"{count}", PartRole.USED, count=on_padding)


def _tap_line(scene: Scene, output_channel: int, target: TracedCell) -> StepLine:
    """Return a weight times the sum of all the input cells that it is multiplied by."""
    weight, tap = _weight(scene, output_channel, target.channel), tap_number(scene, target.cell)
    positions = [met_by(axis, at) for axis, at in zip(scene.axes, target.cell, strict=True)]
    values = scene.input[target.channel][np.ix_(*positions)].ravel()
    kinds = scene.kinds[np.ix_(*positions)].ravel()
    if scene.layer.scatters:
        is_real = kinds == CellKind.REAL
        values, kinds = values[is_real], kinds[is_real]
    on_padding = int(np.count_nonzero(kinds == CellKind.PADDING))
    with np.errstate(all="ignore"):
        total = float((values * weight[tap]).sum())
    terms = [
        LinePart(
            bracketed(float(value)),
            PartRole.MUTED_TERM if kind == CellKind.PADDING else PartRole.TERM,
            tap,
        )
        for value, kind in zip(values[:MOST_TERMS], kinds[:MOST_TERMS], strict=True)
    ]
    factor = LinePart(bracketed(float(weight[tap])), PartRole.WEIGHT, tap)
    return _product_line(_used(len(values), on_padding), factor, terms, len(values), total)


def _cell_line(scene: Scene, output_channel: int, target: TracedCell) -> StepLine:
    """Return an input cell times the sum of all the weights or shares that it is given."""
    uses = uses_of(scene, target.cell)
    if scene.layer.takes_extreme():
        return _maximum_line(scene, output_channel, target, uses)
    value = float(scene.input[(target.channel, *target.cell)])
    shares = _shares(scene, output_channel, target, uses) if len(uses) <= MOST_USES else None
    if shares is None or not uses:
        return used_line(len(uses))
    is_skipped = _is_skipped(scene, target.cell)
    with np.errstate(all="ignore"):
        total = 0.0 if is_skipped else float((np.array(shares) * value).sum())
    written = value_text if scene.weight is not None else share_text
    role = PartRole.MUTED_TERM if is_skipped else PartRole.TERM
    terms = [
        LinePart(in_brackets(written(share)), role, tap)
        for share, (_, tap) in zip(shares[:MOST_TERMS], uses, strict=False)
    ]
    factor = LinePart(bracketed(value), PartRole.INPUT)
    return _product_line(_used(len(uses)), factor, terms, len(uses), total)


def _is_skipped(scene: Scene, cell: Cell) -> bool:
    """Return whether a cell is one that torch never multiplies, whatever the weight is."""
    return scene.layer.scatters and scene.kinds[cell] != CellKind.REAL


def _shares(
    scene: Scene, output_channel: int, target: TracedCell, uses: Sequence[_Use]
) -> list[float] | None:
    """Return what each use multiplies the cell by; None where it is no product."""
    if scene.weight is not None:
        weight = _weight(scene, output_channel, target.channel)
        return [float(weight[tap]) for _, tap in uses]
    if scene.axes[-1].factors is not None:
        return [_factor(scene, target.cell, output) for output, _ in uses]
    divisors = [step_divisor(scene, output) for output, _ in uses]
    if None in divisors or scene.layer.power() is not None:
        return None
    return [1 / divisor for divisor in divisors if divisor]


def _factor(scene: Scene, cell: Cell, output: Cell) -> float:
    """Return the share that an interpolation gives a cell in an output cell."""
    product = 1.0
    for axis, at, place in zip(scene.axes, cell, output, strict=True):
        reads, _ = axis.window(place)
        product *= float(axis.window_factors(place)[reads == at].sum())
    return product


def _maximum_line(
    scene: Scene, output_channel: int, target: TracedCell, uses: Sequence[_Use]
) -> StepLine:
    """Return how often a cell is the largest of the windows that read it."""
    if len(uses) > MOST_USES:
        return used_line(len(uses))
    wins = 0
    for output, _ in uses:
        step = build_step(scene, step_index(scene, output_channel, output))
        if step.winner is not None:
            winner = [int(reads[at]) for reads, at in zip(step.reads, step.winner, strict=True)]
            wins += winner == list(target.cell)
    return StepLine(None, (LinePart(f"{len(uses)}", PartRole.WINS, count=wins),))


def _weight(scene: Scene, output_channel: int, channel: int) -> NDArray[np.float64]:
    """Return the kernel plane that joins two channels, tap after tap."""
    if scene.weight is None:
        message = "the layer has no kernel"
        raise ValueError(message)
    plane: NDArray[np.float64] = scene.weight[scene.weight_index(output_channel, channel)]
    return plane.ravel()


def _product_line(
    used: LinePart, factor: LinePart, terms: Sequence[LinePart], count: int, total: float
) -> StepLine:
    product = LinePart(value_text(total), PartRole.CHANNEL_SUM)
    joined = _joined(terms, count - len(terms))
    opening, closing = sign(f"{TIMES} ("), sign(")")
    in_all = LinePart("", PartRole.IN_ALL)
    return StepLine(None, (used, factor, opening, *joined, closing, sign("="), product, in_all))


def _joined(terms: Sequence[LinePart], left_out: int) -> Iterator[LinePart]:
    plus = itertools.chain([None], itertools.repeat(sign("+")))
    for before, term in zip(plus, terms, strict=False):
        if before is not None:
            yield before
        yield term
    yield from further(left_out)
