"""How a layer's input is drawn, by what is done with it, and what each output cell reads of it.

Windows and interpolations are products of axes. Layers that move cells, or add blocks of them up,
say block by block what is read: ``moving_blocks``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from convviz.core.layers.base import Layer, Reduction, Shape
from convviz.stepping.scene.axes import (
    NO_SOURCE,
    DrawnAxis,
    drawn_axis,
    plain_axis,
    resampled_axis,
    single_axis,
)
from convviz.stepping.scene.moving_blocks import (
    dealt_blocks,
    feature_blocks,
    folded_blocks,
    gated_blocks,
    random_blocks,
    renumbered_blocks,
    shared_blocks,
    shuffled_blocks,
    unfolded_blocks,
    unpooled_blocks,
    unshuffled_blocks,
)
from convviz.stepping.scene.norm_blocks import neighbour_blocks, norm_blocks
from convviz.stepping.scene.volumes import folded_rows, volume_shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from convviz.core.axis_windows import AxisWindows
    from convviz.stepping.scene.cell_blocks import CellBlocks

_AXES: Final = 3
_MATRIX: Final = 2

ThreeAxes = tuple[DrawnAxis, DrawnAxis, DrawnAxis]


class Drawing(NamedTuple):
    """The input as it is drawn.

    Attributes:
        axes: Depth, rows and columns.
        input: With its padding, (channels, depth, rows, columns).
        blocks: What output cells read, where that is no product of the axes; None where it is.
    """

    axes: ThreeAxes
    input: NDArray[np.float64]
    blocks: CellBlocks | None = None


def drawing_of(
    layer: Any,  # noqa: ANN401 - whatever has the reduction
    plain: NDArray[np.float64],
    output_shape: Shape,
    seed: int = 0,
    *,
    training: bool = True,
) -> Drawing:
    """Return how the input of a layer that accepts it is drawn.

    Args:
        layer: One that ``convviz.core.shown_layers.is_shown``.
        plain: The input as the layer takes it, without a batch.
        output_shape: Of the output, likewise.
        seed: Of what the layer draws by chance.
        training: Whether it is computed as in training.
    """
    drawing = _DRAWN.get(layer.cell_reduction, _windowed)(layer, plain)
    if layer.cell_reduction is Reduction.RANDOM_WINDOWS:
        return drawing._replace(blocks=random_blocks(layer, plain, seed))
    if layer.cell_reduction is Reduction.NORMALISES:
        return drawing._replace(blocks=norm_blocks(layer, plain.shape, training=training))
    listed = _BLOCKS.get(layer.cell_reduction)
    if listed is None:
        return drawing
    return drawing._replace(blocks=listed(layer, drawing, plain, output_shape))


def _windowed(layer: Layer, plain: NDArray[np.float64]) -> Drawing:
    """Return the input with the padding that windows read."""
    axes = _drawn_axes(layer.axis_windows(plain.shape[1:]))
    return _padded(plain, axes, layer.held_value())


def _resampled(layer: Layer, plain: NDArray[np.float64]) -> Drawing:
    return _padded(plain, [resampled_axis(axis) for axis in layer.resamplings(plain.shape[1:])])


def _matrix(_layer: Layer, plain: NDArray[np.float64]) -> Drawing:
    return _padded(plain[None], [plain_axis(size) for size in plain.shape])


def _by_itself(layer: Layer, plain: NDArray[np.float64]) -> Drawing:
    is_alone = plain.ndim == 1 or layer.draws_matrix(plain.shape)
    return _matrix(layer, plain) if is_alone else _plain(layer, plain)


def _tensor(layer: Layer, plain: NDArray[np.float64]) -> Drawing:
    """Return an input whose first dimension need not be channels: two are rows and columns.

    A long vector is folded into several rows.
    """
    if plain.ndim == 1:
        return _matrix(layer, plain.reshape(folded_rows(plain.size)))
    return _matrix(layer, plain) if plain.ndim == _MATRIX else _plain(layer, plain)


def _in_parts(_layer: Layer, plain: NDArray[np.float64]) -> Drawing:
    """Return the input as planes; its parts draw themselves."""
    rows, columns = (1, *plain.shape)[-2:]
    return _padded(plain.reshape(-1, rows, columns), [plain_axis(rows), plain_axis(columns)])


def _volume(layer: Layer, plain: NDArray[np.float64]) -> Drawing:
    drawn = plain[None] if layer.draws_matrix(plain.shape) else plain
    return _padded(drawn, [plain_axis(size) for size in volume_shape(drawn.shape)[1:]])


def _plain(_layer: Layer, plain: NDArray[np.float64]) -> Drawing:
    return _padded(plain, [plain_axis(size) for size in plain.shape[1:]])


def _drawn_axes(windows: Sequence[AxisWindows]) -> list[DrawnAxis]:
    """Return the axes as they are drawn; windows of several axes are gone through once."""
    different = {id(axis): axis for axis in windows}
    drawn_axes = {key: drawn_axis(axis) for key, axis in different.items()}
    return [drawn_axes[id(axis)] for axis in windows]


def drawn_kinds(axes: ThreeAxes) -> NDArray[np.uint8]:
    """Return what each drawn cell is, uint8 of CellKind, (depth, rows, columns)."""
    depth, rows, columns = (axis.kinds for axis in axes)
    plane = np.maximum(rows[:, None], columns[None, :])
    return np.maximum(depth[:, None, None], plane[None])


def _padded(plain: NDArray[np.float64], axes: list[DrawnAxis], constant: float = 0.0) -> Drawing:
    """Return the input with what stands around and between its cells.

    Args:
        plain: (channels, *spatial).
        axes: How each spatial axis is drawn.
        constant: What padding holds where it is constant.
    """
    three_axes = _three_axes(axes)
    volume = plain.reshape(volume_shape(plain.shape))
    places = [np.flatnonzero(axis.sources != NO_SOURCE) for axis in three_axes]
    for number, (axis, real) in enumerate(zip(three_axes, places, strict=True), start=1):
        sources = axis.sources[real]
        if not np.array_equal(sources, np.arange(volume.shape[number])):
            volume = volume.take(sources, axis=number)
    padded = np.full((len(volume), *(len(axis.sources) for axis in three_axes)), float(constant))
    padded[(slice(None), *(_evenly(real) for real in places))] = volume
    return Drawing(three_axes, padded)


def _evenly(places: NDArray[np.intp]) -> slice:
    """Return places at equal distances as a slice: between real cells, all zeros are alike."""
    if not len(places):
        return slice(0)
    step = int(places[1] - places[0]) if len(places) > 1 else 1
    return slice(int(places[0]), int(places[-1]) + 1, step)


def _three_axes(axes: list[DrawnAxis]) -> ThreeAxes:
    missing = [single_axis()] * (_AXES - len(axes))
    depth, rows, columns = [*missing, *axes]
    return depth, rows, columns


_DRAWN: Mapping[Reduction, Callable[[Layer, NDArray[np.float64]], Drawing]] = {
    Reduction.INTERPOLATION: _resampled,
    Reduction.COLUMNS_TO_WINDOWS: _matrix,
    Reduction.CHANNELS_TO_PIXELS: _plain,
    Reduction.PIXELS_TO_CHANNELS: _plain,
    Reduction.BY_INDICES: _plain,
    Reduction.RANDOM_WINDOWS: _plain,
    Reduction.POINTWISE: _by_itself,
    Reduction.SHARES: _by_itself,
    Reduction.GATES: _by_itself,
    Reduction.RENUMBERED: _tensor,
    Reduction.FEATURES: _tensor,
    Reduction.DEALT: _plain,
    Reduction.IN_PARTS: _in_parts,
    Reduction.NORMALISES: _volume,
    Reduction.NEIGHBOURS: _plain,
}
"""How the input is drawn, by what is done with it; all others read windows."""

_BLOCKS: Mapping[Reduction, Callable[[Any, Drawing, NDArray[np.float64], Shape], CellBlocks]] = {
    Reduction.CHANNELS_TO_PIXELS: lambda layer, _, plain, __: shuffled_blocks(layer, plain.shape),
    Reduction.PIXELS_TO_CHANNELS: lambda layer, _, plain, __: unshuffled_blocks(layer, plain.shape),
    Reduction.WINDOWS_TO_COLUMNS: lambda layer, drawing, plain, _: unfolded_blocks(
        layer, drawing.axes, len(plain)
    ),
    Reduction.COLUMNS_TO_WINDOWS: lambda layer, _, plain, __: folded_blocks(layer, plain.shape),
    Reduction.SHARES: lambda layer, _, plain, __: shared_blocks(layer, plain.shape),
    Reduction.GATES: lambda layer, _, plain, __: gated_blocks(layer, plain.shape),
    Reduction.RENUMBERED: lambda layer, drawing, plain, output: renumbered_blocks(
        layer, plain.shape, len(drawing.input), output
    ),
    Reduction.FEATURES: lambda layer, drawing, plain, _: feature_blocks(
        layer, plain.shape, len(drawing.input)
    ),
    Reduction.DEALT: lambda layer, _, plain, __: dealt_blocks(layer, plain.shape),
    Reduction.NEIGHBOURS: lambda layer, _, plain, __: neighbour_blocks(layer, plain.shape),
    Reduction.BY_INDICES: lambda layer, _, plain, output: unpooled_blocks(layer, plain, output),
}
"""Which blocks output cells read, of layer, drawn input, input and the output's shape."""
