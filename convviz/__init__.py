"""Convolution and pooling arithmetic, seen: sizes, windows, values, networks and their training."""

__version__ = "0.1.0"

COMMANDS = (
    "shape",
    "draw",
    "maps",
    "graph",
    "onnx",
    "animate",
    "train",
    "script",
    "weights",
    "runs",
    "data",
    "doctor",
    "tour",
)
"""What the shell does, in the order of its help: each is a module of convviz.cli."""
