"""Upsampling as an operation of ONNX: Resize where it has torch's rules, else a matrix an axis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.values.onnx.windows import adaptive_average

if TYPE_CHECKING:
    from convviz.values.onnx.building import LayerWriter
    from convviz.values.onnx.messages import Attribute

_MODES: Final = {
    "nearest": "nearest",
    "nearest-exact": "nearest",
    "linear": "linear",
    "bilinear": "linear",
    "trilinear": "linear",
    "bicubic": "cubic",
}


def upsample(writer: LayerWriter, x: str) -> str:
    """Write an Upsample of any mode."""
    mode = writer.setting("mode")
    if mode == "area":
        return adaptive_average(writer, x)
    settings: dict[str, Attribute] = {"mode": _MODES[mode]}
    if mode == "nearest":
        settings |= {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
    elif mode == "nearest-exact":
        settings |= {
            "coordinate_transformation_mode": "half_pixel",
            "nearest_mode": "round_prefer_ceil",
        }
    else:
        corners = writer.setting("align_corners")
        kind = "align_corners" if corners else "half_pixel"
        settings["coordinate_transformation_mode"] = kind
    if mode == "bicubic":
        settings["cubic_coeff_a"] = -0.75
    axes = tuple(range(2, len(writer.shape)))
    return writer.emit("Resize", x, "", *_sizes(writer), axes=axes, **settings)


def _sizes(writer: LayerWriter) -> list[str]:
    """Return the scales where torch computes with them, otherwise the sizes."""
    scale = writer.setting("scale_factor")
    sizes = writer.output[2:]
    if scale is None or getattr(writer.layer, "recompute_scale_factor", None):
        return ["", writer.integers(sizes)]
    scales = scale if isinstance(scale, tuple) else (scale,) * len(sizes)
    axes = zip(writer.spatial, sizes, scales, strict=True)
    return [writer.constant([_scale(size, output, each) for size, output, each in axes])]


def _scale(size: int, output: int, scale: float) -> np.float32:
    """Return a scale in 32 bits with which an axis has the cells that it has in 64."""
    nearest = np.float32(scale)
    while math.floor(np.float32(size) * nearest) < output:
        nearest = np.nextafter(nearest, np.float32(math.inf))
    while math.floor(np.float32(size) * nearest) > output:
        nearest = np.nextafter(nearest, np.float32(0))
    return nearest
