"""What several processes cannot train together, and what comes out otherwise when they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import torch
from torch import nn

from convviz.core.errors import ComputeError, ConvVizError, DocumentError, ErrorCode
from convviz.core.network.sequential import infer_sequential
from convviz.engine.compute.devices import list_devices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.engine.training.workers import Workers
    from convviz.protocol.document import Network, Training

_CUDA: Final = "cuda"


def check_shares(training: Training, workers: Workers) -> None:
    """Refuse batches that cannot be shared out equally.

    Raises:
        DocumentError: BATCH_NOT_SHARED.
    """
    size, count = training.batch_size, workers.count
    if size % count:
        better = max(round(size / count), 1) * count
        raise DocumentError(
            ErrorCode.BATCH_NOT_SHARED, batch_size=size, workers=count, better=better
        )


def check_smallest_share(network: Network, batches: Iterable[int], workers: Workers) -> None:
    """Refuse batches that leave a worker too few pictures for a layer.

    Args:
        network: Accepted with whole batches.
        batches: Pictures of a whole batch, and of the last one of an epoch.
        workers: Who trains.

    Raises:
        ConvVizError: SHARE_OF_ONE.
    """
    if workers.count == 1:
        return
    for size in batches:
        share = max(size // workers.count, 1)
        failure = infer_sequential(network.steps, network.input_shape, batch_size=share).failure
        if failure is None:
            continue
        if failure.error.code is not ErrorCode.ONE_VALUE_PER_CHANNEL:
            raise failure.error
        layer = failure.title
        raise ConvVizError(
            ErrorCode.SHARE_OF_ONE, layer=layer, batch_size=size, workers=workers.count
        )


def device_of_worker(name: str, local_rank: int) -> torch.device:
    """Return the device of one of several workers: each has a GPU of its own, or all the CPU.

    Args:
        name: "auto", "cpu", or any GPU, which means one a worker.
        local_rank: Which worker of this machine it is.

    Raises:
        ComputeError: DEVICE_MISSING; WORKER_WITHOUT_GPU; DEVICE_NOT_SHARED: no GPU of NVIDIA's.
    """
    available = list_devices()
    kind = name.partition(":")[0]
    gpus = sum(known.startswith(_CUDA) for known in available)
    if kind == "cpu" or (kind == "auto" and not gpus):
        return torch.device("cpu")
    if kind == "mps":
        raise ComputeError(ErrorCode.DEVICE_NOT_SHARED, device=name)
    if not gpus:
        raise ComputeError(ErrorCode.DEVICE_MISSING, device=name, available=", ".join(available))
    if local_rank >= gpus:
        raise ComputeError(ErrorCode.WORKER_WITHOUT_GPU, count=gpus)
    return torch.device(_CUDA, local_rank)


def synchronised(model: nn.Module, device: torch.device, workers: Workers) -> nn.Module:
    """Return a model whose BatchNorm takes its means over all workers, where torch can: on CUDA."""
    if workers.count == 1 or device.type != _CUDA:
        return model
    converted: nn.Module = nn.SyncBatchNorm.convert_sync_batchnorm(model)  # type: ignore[no-untyped-call]
    return converted


def notices_of_sharing(
    network: Network, device: torch.device, workers: Workers
) -> Iterator[ConvVizError]:
    """Yield what comes out otherwise than if one process had trained.

    Args:
        network: What is trained.
        device: Where each worker computes.
        workers: Who trains.
    """
    if workers.count == 1:
        return
    rows = infer_sequential(network.steps, network.input_shape).rows
    layers = [row.layer for row in rows if row.enabled]
    # SyncBatchNorm takes the place of what mixes pictures; other running means stay a worker's.
    apart = (
        layer.type_name()
        for layer in layers
        if (device.type != _CUDA if layer.mixes_pictures else layer.buffer_shapes())
    )
    chance = (layer.type_name() for layer in layers if layer.draws_random_numbers)
    for code, names in ((ErrorCode.MEANS_BY_WORKER, apart), (ErrorCode.CHANCE_BY_WORKER, chance)):
        listed = ", ".join(dict.fromkeys(names))
        if listed:
            yield ConvVizError(code, layers=listed, workers=workers.count)
