"""What is recorded of a run. An epoch, a metric and a change are declared here and nowhere else.

The trainer makes these, its checkpoints and messages carry them, the run store keeps them, and the
window and the shell show them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, TypeAlias

import msgspec

BATCH_LOSS: Final = "loss"
"""Name of the metric that every batch has: the mean of its pictures' losses."""

BATCH_RATE: Final = "lr"
"""Name of the metric of a batch that was trained with another learning rate than the one before."""

RateStep: TypeAlias = tuple[int, float]
"""A batch, counted from 1, and the learning rate from it on; NaN where it is unknown from then."""


TRAIN_SAMPLE: Final = 2048
"""Training pictures, evenly chosen, that are measured beside the test pictures."""


class EpochRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finished and measured epoch.

    A field that is added later needs a default: older files do not have it.

    Attributes:
        epoch: Counted from 1.
        step: Batches done when it was finished.
        train_loss: Mean over the pictures, each with the weights of its own batch.
        validation_loss: Mean over the test pictures.
        validation_accuracy: Share of the test pictures that are right, 0 to 1.
        seconds: Time that it took, pauses left out.
        end_train_loss: Mean over some training pictures, not augmented, with the weights at the
            epoch's end: measured as ``validation_loss`` is. None in older runs.
        train_accuracy: Share of the same training pictures that are right, likewise.
    """

    epoch: int
    step: int
    train_loss: float
    validation_loss: float
    validation_accuracy: float
    seconds: float
    end_train_loss: float | None = None
    train_accuracy: float | None = None


class MetricRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One measured number of a run.

    Attributes:
        step: Batches done when it was measured.
        name: What it is, such as ``BATCH_LOSS`` or a field of :class:`EpochRecord`.
        value: The number; NaN where there was none.
    """

    step: int
    name: str
    value: float


class SettingChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A setting that a person changed while a run went on.

    Attributes:
        step: Batches done when it took effect: the next one is the first with the new value.
        name: The setting: "lr", "momentum" or "weight_decay" of the optimiser, or "batch_size".
        value: What it is from then on.
    """

    step: int
    name: str
    value: float


EPOCH_METRICS: Final = tuple(name for name in EpochRecord.__struct_fields__ if name != "step")
"""Names of the metrics that an epoch is kept as, all of them at the epoch's step."""


def metrics_of(epoch: EpochRecord) -> tuple[MetricRecord, ...]:
    """Return an epoch as metrics; what was not measured is none."""
    known = ((name, getattr(epoch, name)) for name in EPOCH_METRICS)
    return tuple(
        MetricRecord(epoch.step, name, value) for name, value in known if value is not None
    )


def epochs_of(metrics: Iterable[MetricRecord]) -> tuple[EpochRecord, ...]:
    """Return the epochs that some metrics are of, in order.

    Args:
        metrics: In any order; those of no epoch are passed over, and so is an epoch of which
            something is missing.
    """
    steps: dict[int, dict[str, float]] = {}
    for metric in metrics:
        if metric.name in EPOCH_METRICS:
            steps.setdefault(metric.step, {})[metric.name] = metric.value
    epochs = (_epoch(step, steps[step]) for step in sorted(steps))
    return tuple(epoch for epoch in epochs if epoch is not None)


def best_epoch(epochs: Iterable[EpochRecord]) -> EpochRecord | None:
    """Return the best epoch, by the one rule that everybody follows; None if there is none.

    The best has the highest validation accuracy. Of equals it is the earlier one, which needed
    less training. An accuracy that is no number is never the best.
    """
    measured = [epoch for epoch in epochs if math.isfinite(epoch.validation_accuracy)]
    return min(measured, key=lambda epoch: (-epoch.validation_accuracy, epoch.epoch), default=None)


def value_now(changes: Iterable[SettingChange], name: str, before: float) -> float:
    """Return what a setting is after some changes, which are in order; ``before``: at first."""
    values = [change.value for change in changes if change.name == name]
    return values[-1] if values else before


def with_change(
    changes: Iterable[SettingChange], change: SettingChange
) -> tuple[SettingChange, ...]:
    """Return changes with one more; of those of a setting at one step only the last counts."""
    replaced = (change.step, change.name)
    return (*(earlier for earlier in changes if (earlier.step, earlier.name) != replaced), change)


def _epoch(step: int, values: dict[str, float]) -> EpochRecord | None:
    try:
        return EpochRecord(step=step, **values | {"epoch": int(values["epoch"])})  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError):  # one is missing, or the epoch is no number
        return None
