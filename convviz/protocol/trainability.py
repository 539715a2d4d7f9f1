"""Whether a network can be trained on a data set: known from its shapes, before torch is loaded.

What can be known only beside torch, such as the memory, the trainer refuses itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.schedules import Unit

if TYPE_CHECKING:
    from convviz.core.data_sets import DataSetFacts
    from convviz.core.network.sequential import SequentialResult
    from convviz.protocol.document import Network, Training


@dataclass(frozen=True, slots=True)
class Untrainable:
    """The first reason why a network cannot be trained.

    Attributes:
        error: The reason; its code says which kind it is.
        layer: The failing layer, from 0; None if it is none's fault.
        is_last_batch: The layer fails only in a last batch that holds a single picture.
    """

    error: ConvVizError
    layer: int | None = None
    is_last_batch: bool = False


def check_training_parts(training: Training, result: SequentialResult, batches: int) -> None:
    """Refuse parts of a training that torch refuses, or that do not fit each other.

    Args:
        training: The settings.
        result: The network's shapes, which fit the data.
        batches: Of the whole run.

    Raises:
        ParameterError: the first reason.
    """
    loss, optimiser, schedule = training.loss, training.optimiser, training.schedule
    layers = [row.layer for row in result.rows if row.enabled]
    loss.check()
    loss.check_training(result.output_shape[0], layers)
    loss.check_batches(result.output_shape[0], training.batch_size)
    optimiser.check()
    for part in (training.clipping, training.averaging, training.initialisation):
        if part is not None:
            part.check()
    if training.whitening is not None:
        training.whitening.check()
        training.whitening.check_network(layers, result.input_shape)
    if schedule is not None:
        schedule.check()
        units = batches if schedule.unit is Unit.BATCH else training.epochs
        schedule.check_training(optimiser, units)


def why_untrainable(network: Network, batch_size: int, data: DataSetFacts) -> Untrainable | None:
    """Return the first reason why a network cannot be trained; None if it can.

    Args:
        network: The network.
        batch_size: Pictures a step.
        data: What it is to learn.

    Returns:
        NETWORK_INPUT_DIFFERS comes before the failure of a layer, which may follow from it; then
        NETWORK_OUTPUT_DIFFERS, NOTHING_TO_TRAIN and what a last batch of one picture brings.
    """
    result = infer_sequential(network.steps, network.input_shape)
    if network.input_shape != data.picture_shape:
        return Untrainable(
            ConvVizError(
                ErrorCode.NETWORK_INPUT_DIFFERS,
                shape=network.input_shape,
                expected=data.picture_shape,
            )
        )
    if result.failure is not None:
        layer = result.layer_failure
        return Untrainable(result.failure.error, None if layer is None else layer.index)
    shape = result.output_shape
    if len(shape) != 1 or shape[0] < data.classes:
        return Untrainable(
            ConvVizError(ErrorCode.NETWORK_OUTPUT_DIFFERS, shape=shape, classes=data.classes)
        )
    if not summarise(result).num_params:
        return Untrainable(ConvVizError(ErrorCode.NOTHING_TO_TRAIN))
    smallest = data.train_pictures % batch_size or min(batch_size, data.train_pictures)
    last = infer_sequential(network.steps, network.input_shape, batch_size=smallest).failure
    if last is not None:
        return Untrainable(last.error, last.index, is_last_batch=True)
    return None
