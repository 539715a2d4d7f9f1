"""A step over blocks written out: the sum, or where the one cell comes from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.layers.base import per_axis
from convviz.core.layers.reductions import Reduction
from convviz.stepping.cells import CellKind
from convviz.stepping.lines.gate_lines import gate_lines
from convviz.stepping.lines.index_lines import counted_text
from convviz.stepping.lines.line_parts import (
    LinePart,
    LineTitle,
    PartRole,
    StepLine,
    rule_line,
    sign,
    value_text,
)
from convviz.stepping.lines.linear_lines import linear_lines
from convviz.stepping.lines.local_norm_lines import local_norm_lines
from convviz.stepping.lines.norm_lines import norm_lines
from convviz.stepping.lines.random_window_lines import random_window_lines
from convviz.stepping.lines.renumbered_lines import renumbered_lines
from convviz.stepping.lines.share_lines import share_lines

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer
    from convviz.core.layers.fold import Unfold
    from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
    from convviz.core.layers.shape import ChannelShuffle
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.block_readings import CellReading
    from convviz.stepping.steps.block_step import BlockStep


def block_lines(scene: Scene, step: BlockStep) -> tuple[StepLine, ...]:
    """Return a step written out: its numbers, then the rule that leads to them."""
    if scene.layer.cell_reduction in _OF_LAYER:
        return _OF_LAYER[scene.layer.cell_reduction](scene.layer, step)
    if scene.layer.cell_reduction is Reduction.GATES:
        return gate_lines(step)
    if scene.layer.cell_reduction is Reduction.RANDOM_WINDOWS:
        return random_window_lines(scene.layer, scene, step)
    if step.norm is not None:
        return norm_lines(step)
    if step.weights is not None:
        return linear_lines(scene, step)
    return (_numbers(step), *_RULES[scene.layer.cell_reduction](scene.layer, scene, step))


def _numbers(step: BlockStep) -> StepLine:
    parts: list[LinePart] = []
    running = 0.0
    for number, reading in enumerate(step.taken.readings()):
        running += reading.value
        text = value_text(reading.value)
        if number:
            parts.append(sign("+"))
            text = f"({text})" if reading.value < 0 else text
        muted = reading.kind == CellKind.PADDING
        role = PartRole.MUTED_TERM if muted else PartRole.TERM
        parts.append(LinePart(text, role, reading.tap, value_text(running) if step.adds else ""))
    if not parts:
        parts.append(LinePart("0", PartRole.MUTED_TERM))
    parts += [sign("="), LinePart(value_text(step.total), PartRole.TOTAL)]
    return StepLine(None, tuple(parts))


def _shuffled(layer: PixelShuffle, _scene: Scene, step: BlockStep) -> Iterator[StepLine]:
    r, (_, y, x) = layer.upscale_factor, step.cell
    tap, channel = y % r * r + x % r, step.channel * r * r
    rule = f"{step.channel}\u00b7{r * r} + ({y} mod {r})\u00b7{r} + ({x} mod {r})"
    yield rule_line(LineTitle.CHANNEL, rule, f"{channel + tap}", tap)
    yield rule_line(LineTitle.ROW, f"\u230a{y}/{r}\u230b", f"{y // r}")
    yield rule_line(LineTitle.COLUMN, f"\u230a{x}/{r}\u230b", f"{x // r}")


def _unshuffled(layer: PixelUnshuffle, _scene: Scene, step: BlockStep) -> Iterator[StepLine]:
    r, (_, y, x) = layer.downscale_factor, step.cell
    n = step.channel
    tap = n % (r * r)
    yield rule_line(LineTitle.CHANNEL, f"\u230a{n}/{r * r}\u230b", f"{n // (r * r)}")
    yield rule_line(LineTitle.TAP, f"{n} mod {r * r}", f"{tap}", tap)
    yield rule_line(LineTitle.ROW, f"{y}\u00b7{r} + \u230a{tap}/{r}\u230b", f"{y * r + tap // r}")
    yield rule_line(LineTitle.COLUMN, f"{x}\u00b7{r} + {tap} mod {r}", f"{x * r + tap % r}")


def _dealt(layer: ChannelShuffle, scene: Scene, step: BlockStep) -> Iterator[StepLine]:
    """Yield which channel comes: from one group after the other, the next that it has."""
    groups, n = layer.groups, step.channel
    share = scene.output_volume[0] // groups
    rule = f"({n} mod {groups})\u00b7{share} + \u230a{n}/{groups}\u230b"
    reading = step.own
    yield rule_line(LineTitle.CHANNEL, rule, f"{reading.channel}", reading.tap)


def _unfolded(layer: Unfold, scene: Scene, step: BlockStep) -> Iterator[StepLine]:
    _, n, window = step.cell
    cells = layer.kernel_cells()
    tap, across = n % cells, len(scene.axes[2].reads)
    yield rule_line(LineTitle.CHANNEL, f"\u230a{n}/{cells}\u230b", f"{n // cells}")
    yield rule_line(LineTitle.TAP, f"{n} mod {cells}", f"{tap}", tap)
    taps = divmod(tap, step.sizes[2])
    windows = divmod(window, across)
    names = ("stride", "padding", "dilation")
    strides, paddings, dilations = (per_axis(getattr(layer, name), layer.rank) for name in names)
    signs = (f"\u230a{window}/{across}\u230b", f"({window} mod {across})")
    for axis, title in enumerate((LineTitle.ROW, LineTitle.COLUMN)):
        s, p, d = strides[axis], paddings[axis], dilations[axis]
        text = f"{signs[axis]}\u00b7{s} \u2212 {p} + {taps[axis]}\u00b7{d}"
        place = windows[axis] * s - p + taps[axis] * d
        yield rule_line(title, text, value_text(place))


def _unpooled(_layer: Layer, scene: Scene, step: BlockStep) -> Iterator[StepLine]:
    """Yield the index in the pooled input, and the place to which it counts in the output."""
    if not step.taken:
        return
    reading = step.own
    rank = scene.rank
    sizes = scene.calculator.input_shape[1:]
    counted = counted_text(list(reading.cell[-rank:]), sizes)
    index = int(np.ravel_multi_index(reading.cell[-rank:], sizes))
    yield rule_line(LineTitle.INDEX, counted, f"{index}", reading.tap)
    titles = (LineTitle.DEPTH, LineTitle.ROW, LineTitle.COLUMN)
    volume = scene.output_volume[1:]
    for axis in range(len(titles) - rank, len(titles)):
        behind = math.prod(volume[axis + 1 :])
        text = f"\u230a{index}/{behind}\u230b" if behind > 1 else f"{index}"
        if axis > len(titles) - rank:
            text = f"{text} mod {volume[axis]}"
        yield rule_line(titles[axis], text, f"{step.cell[axis]}")


def _folded(_layer: Layer, _scene: Scene, step: BlockStep) -> Iterator[StepLine]:
    """Yield which cells of the matrix are added: row channel x taps + tap, column window."""
    parts: list[LinePart] = []
    for reading in step.taken.readings():
        if parts:
            parts.append(sign("+"))
        parts.append(LinePart(_place_in_matrix(reading), PartRole.TERM, reading.tap))
    if parts:
        yield StepLine(None, tuple(parts), LineTitle.READS)


def _place_in_matrix(reading: CellReading) -> str:
    _, row, column = reading.cell
    return f"x[{row}, {column}]"


_OF_LAYER: Mapping[Reduction, Callable[[Any, BlockStep], tuple[StepLine, ...]]] = {
    Reduction.SHARES: share_lines,
    Reduction.NEIGHBOURS: local_norm_lines,
}
"""All lines of a step whose block decides what becomes of one of its numbers."""

_RULES: Mapping[Reduction, Callable[[Any, Scene, BlockStep], Iterator[StepLine]]] = {
    Reduction.CHANNELS_TO_PIXELS: _shuffled,
    Reduction.PIXELS_TO_CHANNELS: _unshuffled,
    Reduction.WINDOWS_TO_COLUMNS: _unfolded,
    Reduction.COLUMNS_TO_WINDOWS: _folded,
    Reduction.BY_INDICES: _unpooled,
    Reduction.RENUMBERED: renumbered_lines,
    Reduction.DEALT: _dealt,
}
"""The rule of where an output cell comes from, of layer, scene and step."""
