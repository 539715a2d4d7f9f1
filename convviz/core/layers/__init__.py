"""The layers: one file a family. Importing this package registers every layer type."""

from convviz.core.layers import activation, conv, dropout, linear, norm, pad, pool, shape
from convviz.core.layers.base import Layer, Shape, WindowedLayer, layer_types

__all__ = [
    "Layer",
    "Shape",
    "WindowedLayer",
    "activation",
    "conv",
    "dropout",
    "layer_types",
    "linear",
    "norm",
    "pad",
    "pool",
    "shape",
]
