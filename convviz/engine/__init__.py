"""Torch: layer values, data sets, training."""
