"""Where a run stands: the numbers that, with the tensors, are all that a checkpoint needs."""

from __future__ import annotations

import msgspec

from convviz.protocol.records import EpochRecord, SettingChange, with_change


class TrainingProgress(msgspec.Struct, forbid_unknown_fields=True):
    """Where a run stands. It changes while the run goes on.

    Attributes:
        step: Batches done.
        epochs: The finished epochs, in order.
        loss_sum: Of the pictures of the epoch in hand.
        loss_pictures: Pictures of the epoch in hand that were trained on.
        seconds: Time spent, pauses left out.
        epoch_seconds: Time spent on the epoch in hand, likewise.
        changes: The settings that were changed on the way, in order.
    """

    step: int = 0
    epochs: list[EpochRecord] = []
    loss_sum: float = 0.0
    loss_pictures: int = 0
    seconds: float = 0.0
    epoch_seconds: float = 0.0
    changes: list[SettingChange] = []

    def add_loss(self, loss: float, pictures: int) -> None:
        """Count a batch's loss."""
        self.loss_sum += loss * pictures
        self.loss_pictures += pictures

    def add_seconds(self, seconds: float) -> None:
        """Count time that was spent."""
        self.seconds += seconds
        self.epoch_seconds += seconds

    def add_change(self, change: SettingChange) -> None:
        """Remember that a setting is another from here on."""
        self.changes = list(with_change(self.changes, change))

    def finish_epoch(
        self,
        validation_loss: float,
        validation_accuracy: float,
        train: tuple[float, float] | None = None,
    ) -> EpochRecord:
        """Close the epoch in hand and return its record.

        Args:
            validation_loss: Mean over the test pictures.
            validation_accuracy: Share of them that are right.
            train: Both of some training pictures, measured likewise.
        """
        record = EpochRecord(
            epoch=len(self.epochs) + 1,
            step=self.step,
            train_loss=self.loss_sum / max(self.loss_pictures, 1),
            validation_loss=validation_loss,
            validation_accuracy=validation_accuracy,
            seconds=self.epoch_seconds,
            end_train_loss=None if train is None else train[0],
            train_accuracy=None if train is None else train[1],
        )
        self.epochs.append(record)
        self.loss_sum, self.loss_pictures, self.epoch_seconds = 0.0, 0, 0.0
        return record
