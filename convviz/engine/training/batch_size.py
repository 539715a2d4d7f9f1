"""Whether a network can train in batches of a size, at the start of a run and on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import ComputeError, ConvVizError, ErrorCode
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import NetworkSummary, summarise
from convviz.core.schedules import Unit
from convviz.engine.compute.memory import check_training_memory
from convviz.protocol.run_settings import scheduled_epochs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch

    from convviz.core.network.rows import Failure
    from convviz.engine.training.setup import Run
    from convviz.protocol.document import Document


def check_new_size(run: Run, batch_size: int) -> None:
    """Refuse a batch size from now on with which a run could not come to its end.

    Args:
        run: Stands between two batches; the epoch in hand goes on from its picture.
        batch_size: Within its limits.

    Raises:
        ComputeError: BATCH_SIZE_SCHEDULED: the schedule is laid out over the batches of the run.
        ConvVizError: as :func:`check_batches`.
    """
    schedule = run.document.training.schedule
    is_laid_out = schedule is not None and schedule.unit is Unit.BATCH
    if schedule is not None and is_laid_out and not is_schedule_over(run):
        raise ComputeError(ErrorCode.BATCH_SIZE_SCHEDULED, schedule=schedule.type_name())
    document, count = run.document, len(run.plan.train)
    progress = run.loop.progress
    epochs = len(progress.epochs)
    left = (epochs + 1) * count - run.loop.course().pictures_after(progress.step)
    # The last epoch has none behind it; of the others, each begins with all pictures.
    stretches = [left] if epochs + 1 >= run.plan.epochs else [left, count]
    summary = summarise(infer_sequential(document.network.steps, document.network.input_shape))
    check_batches(document, summary, [s for s in stretches if s], batch_size, run.plan.device)


def is_schedule_over(run: Run) -> bool:
    """Return whether a schedule that was laid out over some epochs has come to its end."""
    length = scheduled_epochs(run.document.training)
    return length is not None and len(run.loop.progress.epochs) >= length


def check_batches(
    document: Document,
    summary: NetworkSummary,
    stretches: Sequence[int],
    batch_size: int,
    device: torch.device,
) -> None:
    """Refuse a batch size that leaves too few pictures for a last batch, or does not fit.

    Args:
        document: Its network is sound.
        summary: Of that.
        stretches: Numbers of pictures that are cut into batches, such as those of an epoch.
        batch_size: Pictures a batch.
        device: Where it is trained.

    Raises:
        ConvVizError: LAST_BATCH_OF_ONE, BATCH_TOO_LARGE, NOT_ENOUGH_MEMORY; the first layer's
            that takes no batch.
    """
    network = document.network
    for count in stretches:
        # A last batch of one picture is more than BatchNorm on single values can bear.
        smallest = count % batch_size or min(batch_size, count)
        last = infer_sequential(network.steps, network.input_shape, batch_size=smallest)
        if last.failure is not None:
            raise _last_batch_error(last.failure, count, stretches, batch_size)
    if device.type == "cpu":
        largest = min(batch_size, max(stretches, default=1))
        check_training_memory(summary, largest, document.training)


def _last_batch_error(
    failure: Failure, count: int, stretches: Sequence[int], batch_size: int
) -> ConvVizError:
    """Return why an epoch's last batch fails, with a batch size that leaves a larger one."""
    if failure.error.code is not ErrorCode.ONE_VALUE_PER_CHANNEL:
        return failure.error
    others = (
        size
        for size in range(2, max(stretches) + 1)
        if all(pictures % size != 1 for pictures in stretches)
    )
    return ConvVizError(
        ErrorCode.LAST_BATCH_OF_ONE,
        layer=failure.title,
        count=count,
        batch_size=batch_size,
        better=min(others, key=lambda size: abs(size - batch_size), default=2),
    )
