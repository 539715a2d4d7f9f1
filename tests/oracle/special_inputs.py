"""Inputs that some layers need beside random planes: indices, channels and sizes that divide."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from convviz.core.errors import ConvVizError
from convviz.core.layers.fold import Fold
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.shape import Unflatten
from convviz.core.layers.upsample import ResizingLayer, Upsample

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape
    from convviz.core.layers.unpool import MaxUnpoolingLayer

SPECIAL = (Fold, PixelShuffle, PixelUnshuffle, ResizingLayer, Unflatten)
SMALL = st.sampled_from((1, 2, 2, 3, 4, 5))
BATCH = st.sampled_from(((), (1,), (2,), (2,), (0,)))


@st.composite
def special_configuration(
    draw: st.DrawFn, layer_type: type[Layer], values: dict[str, Any]
) -> tuple[Layer, Shape]:
    """Draw an input shape that mostly fits a layer of one of :data:`SPECIAL`."""
    if draw(st.integers(0, 9)) == 0:
        return layer_type(**values), tuple(draw(st.lists(SMALL, min_size=0, max_size=6)))
    if layer_type is Unflatten:
        return _unflatten(draw, values)
    if issubclass(layer_type, ResizingLayer):
        return _resizing(draw, layer_type, values)
    if layer_type is Fold:
        return _fold(draw, values)
    factor = next(iter(values.values()))
    factor = factor if isinstance(factor, int) and 1 <= factor <= 4 else 2
    channels, height, width = draw(SMALL), draw(SMALL), draw(SMALL)
    if draw(st.integers(0, 4)) > 0:
        if layer_type is PixelShuffle:
            channels *= factor**2
        else:
            height, width = height * factor, width * factor
    return layer_type(**values), (*draw(BATCH), channels, height, width)


def _fold(draw: st.DrawFn, values: dict[str, Any]) -> tuple[Layer, Shape]:
    layer = Fold(**values)
    try:
        layer.check()
        columns = math.prod(axis.output_size for axis in layer.axis_settings(layer.picture()))
        rows = draw(SMALL) * layer.kernel_cells()
    except ConvVizError:
        rows, columns = draw(SMALL), draw(SMALL)
    if max(rows, columns) > 2**12:
        rows, columns = 4, 4
    columns += draw(st.sampled_from((0, 0, 0, 0, 0, 1)))
    return layer, (*draw(BATCH), rows, columns)


def _unflatten(draw: st.DrawFn, values: dict[str, Any]) -> tuple[Layer, Shape]:
    """Draw a shape one of whose dimensions is mostly the product that is wanted."""
    shape = [draw(SMALL) for _ in range(draw(st.sampled_from((1, 2, 2, 3, 4))))]
    dim, sizes = values["dim"], values["unflattened_size"]
    if isinstance(sizes, tuple) and -len(shape) <= dim < len(shape) and draw(st.integers(0, 4)):
        shape[dim] = math.prod(abs(size) for size in sizes) * draw(st.sampled_from((1, 1, 2)))
    if max(shape) > 2**12:
        shape = [4, 4]
    return Unflatten(**values), tuple(shape)


def _resizing(
    draw: st.DrawFn, layer_type: type[Layer], values: dict[str, Any]
) -> tuple[Layer, Shape]:
    if layer_type is Upsample:
        return _upsample(draw, values)
    if draw(st.integers(0, 7)) > 0:
        kept = draw(st.sampled_from(("size", "scale_factor")))
        values["scale_factor" if kept == "size" else "size"] = None
        if values[kept] is None:
            values[kept] = 3 if kept == "size" else 1.5
    spatial = tuple(draw(SMALL) for _ in range(draw(st.sampled_from((2, 2, 2, 2, 1, 3)))))
    return layer_type(**values), (draw(st.sampled_from((1, 2, 2, 0))), draw(SMALL), *spatial)


def _upsample(draw: st.DrawFn, values: dict[str, Any]) -> tuple[Layer, Shape]:
    if draw(st.integers(0, 7)) > 0:
        if values["size"] is not None and values["scale_factor"] is not None:
            values["size" if draw(st.booleans()) else "scale_factor"] = None
        elif values["size"] is None and values["scale_factor"] is None:
            values["scale_factor"] = draw(st.sampled_from((2, 2.0, 0.5, 1.5, 3)))
        if not isinstance(values["mode"], str) or "linear" not in values["mode"]:
            values["align_corners"] = None if values["mode"] != "bicubic" else True
        if values["size"] is not None:
            values["recompute_scale_factor"] = None
    rank = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}.get(values["mode"], 0)
    rank = rank or draw(st.integers(1, 3))
    for name in ("size", "scale_factor"):
        if isinstance(values[name], tuple) and len(values[name]) != rank and draw(st.booleans()):
            values[name] = (values[name] * 3)[:rank]
    spatial = tuple(draw(SMALL) for _ in range(rank))
    return Upsample(**values), (draw(st.sampled_from((1, 2, 2, 0))), draw(SMALL), *spatial)


def unpooling_indices(
    layer: MaxUnpoolingLayer, shape: Shape, seed: int, output_size: Shape | None = None
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return indices into each channel of the output; zeros where the layer refuses the shape."""
    try:
        layer.check()
        output = layer.unpooled_shape(shape, output_size)
    except ConvVizError:
        return np.zeros(shape, dtype=np.int64)
    cells = math.prod(output[-layer.rank :])
    return np.random.default_rng(seed).integers(max(1, cells), size=shape)
