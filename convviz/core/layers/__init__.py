"""The layers: one file a family, which `core/layers/base.py` lists; `layer_types` has them all."""

from convviz.core.layers.base import Layer, Shape, layer_types
from convviz.core.layers.spatial import WindowedLayer

__all__ = ["Layer", "Shape", "WindowedLayer", "layer_types"]
