"""The layers: one file a family. Importing this package registers every layer type."""

from convviz.core.layers import (
    activation,
    adaptive,
    conv,
    dropout,
    fold,
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
from convviz.core.layers.base import Layer, Shape, WindowedLayer, layer_types

__all__ = [
    "Layer",
    "Shape",
    "WindowedLayer",
    "activation",
    "adaptive",
    "conv",
    "dropout",
    "fold",
    "layer_types",
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
