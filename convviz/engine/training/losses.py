"""Losses on their way from the device to Python, without making the device wait."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import torch


@dataclass(frozen=True, slots=True)
class BatchLoss:
    """The loss of one batch.

    Attributes:
        step: The batch's number, counted from 1 over the whole run.
        loss: The mean over its pictures.
        pictures: How many there were.
        rate: The learning rate of its step; NaN if that is not known.
    """

    step: int
    loss: float
    pictures: int
    rate: float = math.nan


@dataclass(frozen=True, slots=True)
class _Arriving:
    step: int
    tensor: torch.Tensor
    pictures: int
    rate: float
    arrived: torch.cuda.Event | None

    def read(self) -> BatchLoss:
        if self.arrived is not None:
            self.arrived.synchronize()
        return BatchLoss(self.step, float(self.tensor), self.pictures, self.rate)


class LossReader:
    """Reads losses: on a CPU at once, on CUDA one batch later, so that batches overlap.

    Asking a CUDA tensor for its number waits for all work so far. Here the number is copied beside
    the work, and looked at when the next batch has been sent off.
    """

    def __init__(self, device: torch.device, lag: int | None = None) -> None:
        """Read losses that come from a device.

        Args:
            device: Where the losses are computed.
            lag: How many batches to wait; None chooses by the device.
        """
        self._lag = (1 if device.type == "cuda" else 0) if lag is None else lag
        self._on_cuda = device.type == "cuda"
        self._arriving: deque[_Arriving] = deque()

    @property
    def lag(self) -> int:
        """How many batches a loss waits."""
        return self._lag

    def push(
        self, step: int, loss: torch.Tensor, pictures: int, rate: float = math.nan
    ) -> list[BatchLoss]:
        """Take the loss of a batch and its learning rate; return those that may be read now."""
        arrived = None
        tensor = loss.detach()
        if self._on_cuda:
            tensor = tensor.to("cpu", non_blocking=True)
            arrived = torch.cuda.Event()  # type: ignore[no-untyped-call]
            arrived.record()
        self._arriving.append(_Arriving(step, tensor, pictures, rate, arrived))
        return self._read_down_to(self._lag)

    def flush(self) -> list[BatchLoss]:
        """Wait for the losses that are still on their way and return them."""
        return self._read_down_to(0)

    def _read_down_to(self, left: int) -> list[BatchLoss]:
        read = []
        while len(self._arriving) > left:
            read.append(self._arriving.popleft().read())
        return read
