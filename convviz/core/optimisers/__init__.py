"""The optimisers: one class each, in the files that `core/optimisers/base.py` lists."""

from convviz.core.optimisers.base import Optimiser, optimiser_types

__all__ = ["Optimiser", "optimiser_types"]
