"""A document's schedule at work: it moves the optimiser's learning rate, and can be taken up again.

Where it stands follows from the batches and epochs done. A checkpoint keeps the rate beside, which
a person may have changed meanwhile.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import torch
from torch.optim import lr_scheduler

from convviz.core.schedules import Unit, falling, one_cycle, plateau
from convviz.engine.training.torch_arguments import arguments_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from convviz.core.schedules import Schedule

_CLASSES: Final[dict[type[Schedule], Callable[..., Any]]] = {
    falling.StepLR: lr_scheduler.StepLR,
    falling.MultiStepLR: lr_scheduler.MultiStepLR,
    falling.ExponentialLR: lr_scheduler.ExponentialLR,
    falling.CosineAnnealingLR: lr_scheduler.CosineAnnealingLR,
    falling.LinearLR: lr_scheduler.LinearLR,
    falling.ConstantLR: lr_scheduler.ConstantLR,
    one_cycle.OneCycleLR: lr_scheduler.OneCycleLR,
    plateau.ReduceLROnPlateau: lr_scheduler.ReduceLROnPlateau,
}


@contextmanager
def _without_warning() -> Iterator[None]:
    """Keep torch from warning that the optimiser made no step: it did, in another process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


class RateSchedule:
    """Steps torch's scheduler after each batch or each epoch, as its class asks for."""

    def __init__(self, settings: Schedule, optimiser: torch.optim.Optimizer, batches: int) -> None:
        """Set the first learning rate.

        Args:
            settings: The document's schedule.
            optimiser: Whose rate is moved.
            batches: Over which one is laid out that changes the rate batch by batch.

        Raises:
            ParameterError: settings that torch refuses.
        """
        settings.check()
        self._settings = settings
        self._batches = batches
        self._optimiser = optimiser
        arguments = arguments_of(settings)
        if settings.unit is Unit.BATCH:
            arguments["total_steps"] = batches
        self._scheduler = _CLASSES[type(settings)](optimiser, **arguments)

    def take_up(self, batches: int, epochs: Sequence[tuple[float, float]]) -> None:
        """Move on to where a run stands, from the beginning.

        Args:
            batches: Done so far.
            epochs: Validation loss and accuracy of those that are finished, in order.
        """
        with _without_warning():
            for _ in range(batches):
                self.batch_done()
            for loss, accuracy in epochs:
                self.epoch_done(loss, accuracy)

    def tensors(self) -> dict[str, torch.Tensor]:
        """Return what a checkpoint keeps: the rate of now, exactly."""
        rate = float(self._optimiser.param_groups[0]["lr"])
        return {"lr": torch.tensor(rate, dtype=torch.float64)}

    def restore(self, tensors: Mapping[str, torch.Tensor]) -> None:
        """Set the rate that a checkpoint kept."""
        if "lr" in tensors:
            for group in self._optimiser.param_groups:
                group["lr"] = float(tensors["lr"])

    def batch_done(self) -> None:
        """Move on by a batch."""
        # Behind its last batch the rate stays; torch would go on, in a straight line below zero.
        if self._settings.unit is Unit.BATCH and self._scheduler.last_epoch < self._batches - 1:
            self._scheduler.step()

    def epoch_done(self, validation_loss: float, validation_accuracy: float) -> None:
        """Move on by an epoch."""
        if self._settings.unit is not Unit.EPOCH:
            return
        if not self._settings.follows_the_loss:
            with _without_warning():  # a run may be gone on with where an epoch is to be measured
                self._scheduler.step()
        elif getattr(self._settings, "mode", "min") == "min":
            self._scheduler.step(validation_loss)
        else:
            self._scheduler.step(validation_accuracy)
