"""Who trains a run: one process alone, or several that share every batch and stay the same.

Several hold the same network. Each takes its part of a batch, torch's DistributedDataParallel
adds up the gradients, and all make the same step: together they do what one process does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import torch
from torch import distributed, nn

if TYPE_CHECKING:
    from convviz.engine.training.batches import Batch
    from convviz.engine.training.loss_function import LossFunction

PATIENCE: Final = timedelta(minutes=30)
"""How long a worker waits for another, which may be reading data or writing a checkpoint."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Which pictures of a batch a worker takes.

    Attributes:
        first: The first of them.
        end: Behind the last of them.
        total: Pictures of the whole batch.
        counts: Whether they count: where there are fewer pictures than workers, some workers
            take one for the sake of form, so that all of them go through the network.
    """

    first: int
    end: int
    total: int
    counts: bool = True

    @property
    def places(self) -> slice:
        """The pictures, as a part of the batch."""
        return slice(self.first, self.end)


def portion_of(total: int, rank: int, count: int) -> Portion:
    """Return one worker's part of a batch: parts are equal but for one picture.

    Args:
        total: Pictures of the batch; at least 1.
        rank: The worker, from 0.
        count: How many workers there are.
    """
    first, end = total * rank // count, total * (rank + 1) // count
    if first == end:
        place = min(first, total - 1)
        return Portion(place, place + 1, total, counts=False)
    return Portion(first, end, total)


class Workers:
    """One process that trains alone: nothing is shared, and nothing is changed.

    Attributes:
        rank: Which worker this is, from 0. The first one writes and prints.
        count: How many there are.
        seeds: What random numbers in the network depend on beside seed and step.
    """

    rank: int = 0
    count: int = 1
    seeds: tuple[int, ...] = ()

    def portion(self, total: int) -> Portion | None:  # noqa: ARG002 - another kind needs it
        """Return this worker's part of a batch of so many pictures; None for all of it."""
        return None

    def joined(self, model: nn.Module) -> nn.Module:
        """Return what a batch goes through in training: the model, or it with its gradients shared.

        Args:
            model: On its device.
        """
        return model

    def loss(self, function: LossFunction, outputs: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return the loss from which this worker's gradients come.

        Args:
            function: The run's loss.
            outputs: Of the batch's pictures.
            batch: This worker's part.
        """
        loss: torch.Tensor = function(outputs, batch.labels)
        return loss

    def total(self, loss: torch.Tensor) -> torch.Tensor:
        """Return the loss of the whole batch, from every worker's."""
        return loss

    def outputs(self, model: nn.Module, pictures: torch.Tensor) -> torch.Tensor:
        """Return what the network makes of test pictures; the work is shared."""
        outputs: torch.Tensor = model(pictures)
        return outputs

    def level(self, model: nn.Module) -> None:
        """Give every worker the first one's running means, before they are used or kept."""

    def as_first(self, numbers: torch.Tensor) -> torch.Tensor:
        """Return the first worker's numbers: whatever is decided by them is decided alike."""
        return numbers


ALONE: Final = Workers()


class JoinedWorkers(Workers):
    """One of several processes, joined by :func:`torch.distributed.init_process_group`.

    Every method waits for the others, so all call the same ones in the same order.
    """

    def __init__(self, device: torch.device) -> None:
        """Be the one that the process group says.

        Args:
            device: Where this worker computes. What is told beside the training goes over gloo
                and the CPU, so that no kernel is waited for.
        """
        self.rank = distributed.get_rank()
        self.count = distributed.get_world_size()
        self.seeds = (self.rank,) if self.rank else ()
        self._device = device
        self._side = distributed.new_group(backend="gloo", timeout=PATIENCE)

    def portion(self, total: int) -> Portion:
        """Return this worker's part of a batch."""
        return portion_of(total, self.rank, self.count)

    def joined(self, model: nn.Module) -> nn.Module:
        """Return the model with its gradients added up over all workers.

        The first worker's weights and running means become everybody's.
        """
        places = [self._device] if self._device.type == "cuda" else None
        return nn.parallel.DistributedDataParallel(model, device_ids=places)

    def loss(self, function: LossFunction, outputs: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return this part's share of the batch's loss, times the workers.

        DistributedDataParallel takes the mean of all workers' gradients; the mean of these losses
        is the loss of the whole batch, for weighted classes and uneven parts as well.
        """
        part = function.part(outputs, batch.labels, batch.whole)
        return part * (self.count if batch.counts else 0)

    def total(self, loss: torch.Tensor) -> torch.Tensor:
        """Return the mean of all workers' losses, which is the batch's."""
        total = loss.detach().clone()
        distributed.all_reduce(total)
        return total / self.count

    def outputs(self, model: nn.Module, pictures: torch.Tensor) -> torch.Tensor:
        """Return the outputs of all pictures, of which each worker computes its part."""
        portions = [portion_of(len(pictures), rank, self.count) for rank in range(self.count)]
        mine: torch.Tensor = model(pictures[portions[self.rank].places]).contiguous()
        longest = max(portion.end - portion.first for portion in portions)
        padded = mine.new_zeros(longest, *mine.shape[1:])
        padded[: len(mine)] = mine
        parts = [torch.empty_like(padded) for _ in portions]
        distributed.all_gather(parts, padded)
        lengths = [portion.end - portion.first if portion.counts else 0 for portion in portions]
        return torch.cat([part[:n] for part, n in zip(parts, lengths, strict=True)])

    def level(self, model: nn.Module) -> None:
        """Send the first worker's running means to the others."""
        for buffer in model.buffers():
            distributed.broadcast(buffer, src=0)

    def as_first(self, numbers: torch.Tensor) -> torch.Tensor:
        """Return the first worker's numbers, which are on the CPU."""
        numbers = numbers.clone()
        distributed.broadcast(numbers, src=0, group=self._side)
        return numbers

    def most(self, number: int) -> int:
        """Return the largest number of any worker."""
        told = torch.tensor([int(number)])
        distributed.all_reduce(told, distributed.ReduceOp.MAX, group=self._side)
        return int(told.item())

    def hear_first(self, told: bytes | None) -> bytes:
        """Return what the first worker tells.

        Args:
            told: What it is; None for the others.
        """
        length = self.as_first(torch.tensor([len(told or b"")]))
        data = torch.zeros(int(length), dtype=torch.uint8)
        if told:
            data = torch.frombuffer(bytearray(told), dtype=torch.uint8)
        return bytes(self.as_first(data).numpy().tobytes()) if len(data) else b""

    def exchange(self, told: bytes) -> list[bytes]:
        """Return what each worker tells, by rank; never pickled, for unpickling may run code."""
        lengths = [torch.zeros(1, dtype=torch.int64) for _ in range(self.count)]
        distributed.all_gather(lengths, torch.tensor([len(told)]), group=self._side)
        longest = max(int(length) for length in lengths)
        data = torch.zeros(longest, dtype=torch.uint8)
        if told:
            data[: len(told)] = torch.frombuffer(bytearray(told), dtype=torch.uint8)
        parts = [torch.empty_like(data) for _ in range(self.count)]
        distributed.all_gather(parts, data, group=self._side)
        return [
            part[: int(length)].numpy().tobytes()
            for part, length in zip(parts, lengths, strict=True)
        ]
