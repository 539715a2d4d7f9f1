"""The layers: one file a family. Importing this package registers every layer type."""

from convviz.core.layers import (
    activation,
    adaptive,
    conv,
    dropout,
    fold,
    fractional_pool,
    instance_norm,
    layer_norm,
    lazy,
    linear,
    norm,
    pad,
    pixel,
    pool,
    power_pool,
    shape,
    unpool,
    upsample,
)
from convviz.core.layers.base import Layer, Shape, layer_types
from convviz.core.layers.spatial import WindowedLayer

__all__ = [
    "Layer",
    "Shape",
    "WindowedLayer",
    "activation",
    "adaptive",
    "conv",
    "dropout",
    "fold",
    "fractional_pool",
    "instance_norm",
    "layer_norm",
    "layer_types",
    "lazy",
    "linear",
    "norm",
    "pad",
    "pixel",
    "pool",
    "power_pool",
    "shape",
    "unpool",
    "upsample",
]
