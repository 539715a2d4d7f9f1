"""Where a run stands: the numbers that, with the tensors, are all that a checkpoint needs."""

from __future__ import annotations

import msgspec


class EpochResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finished and measured epoch.

    Attributes:
        epoch: Counted from 1.
        step: Batches done when it was finished.
        train_loss: Mean over the pictures, each with the weights of its own batch.
        validation_loss: Mean over the test pictures.
        validation_accuracy: Share of the test pictures that are right, 0 to 1.
        seconds: Time that it took, pauses left out.
    """

    epoch: int
    step: int
    train_loss: float
    validation_loss: float
    validation_accuracy: float
    seconds: float


class Progress(msgspec.Struct, forbid_unknown_fields=True):
    """Where a run stands. It changes while the run goes on.

    Attributes:
        step: Batches done.
        epochs: The finished epochs, in order.
        loss_sum: Of the pictures of the epoch in hand.
        loss_pictures: Pictures of the epoch in hand that were trained on.
        seconds: Time spent, pauses left out.
        epoch_seconds: Time spent on the epoch in hand, likewise.
    """

    step: int = 0
    epochs: list[EpochResult] = []
    loss_sum: float = 0.0
    loss_pictures: int = 0
    seconds: float = 0.0
    epoch_seconds: float = 0.0

    @property
    def best(self) -> EpochResult | None:
        """The epoch with the highest validation accuracy; the earlier of equals."""
        return max(self.epochs, key=lambda one: one.validation_accuracy, default=None)

    def add_loss(self, loss: float, pictures: int) -> None:
        """Count a batch's loss."""
        self.loss_sum += loss * pictures
        self.loss_pictures += pictures

    def add_seconds(self, seconds: float) -> None:
        """Count time that was spent."""
        self.seconds += seconds
        self.epoch_seconds += seconds

    def finish_epoch(self, validation_loss: float, validation_accuracy: float) -> EpochResult:
        """Close the epoch in hand and return its result."""
        result = EpochResult(
            epoch=len(self.epochs) + 1,
            step=self.step,
            train_loss=self.loss_sum / max(self.loss_pictures, 1),
            validation_loss=validation_loss,
            validation_accuracy=validation_accuracy,
            seconds=self.epoch_seconds,
        )
        self.epochs.append(result)
        self.loss_sum, self.loss_pictures, self.epoch_seconds = 0.0, 0, 0.0
        return result
