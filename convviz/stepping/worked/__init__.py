"""Calculations that are worked out part by part: losses, steps of optimisers, gradients."""
