"""Convolution and pooling arithmetic, seen: sizes, windows, values, networks and their training."""
