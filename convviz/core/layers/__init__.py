"""The layers: one file a family. Importing this package registers every layer type."""

from convviz.core.layers import conv, pool
from convviz.core.layers.base import Layer, Shape, WindowedLayer, layer_types

__all__ = ["Layer", "Shape", "WindowedLayer", "conv", "layer_types", "pool"]
