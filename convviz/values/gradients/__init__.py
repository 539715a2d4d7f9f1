"""Backward passes without torch, by what a layer does with the numbers that it reads."""
