"""Data sets: drawn Shapes-10, and CIFAR-10 from a folder, an archive or the network."""

from convviz.engine.datasets.registry import load_dataset

__all__ = ["load_dataset"]
