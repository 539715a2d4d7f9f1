"""Convolution and pooling arithmetic, seen: sizes, windows, values, networks and their training."""

__version__ = "0.1.0"
