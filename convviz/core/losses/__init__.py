"""The losses: one class each, in the files that `core/losses/base.py` lists."""

from convviz.core.losses.base import Loss, Target, loss_types, training_loss_types

__all__ = ["Loss", "Target", "loss_types", "training_loss_types"]
