"""Watches layers while they are trained: reads numbers, changes none, and rests in between."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import torch

from convviz.engine.training.failures import want_of_memory
from convviz.protocol.messages.trainer import LayersWatched
from convviz.protocol.watching import (
    BINS,
    MOST_LAYERS,
    Histogram,
    LayerStatistics,
    WatchKind,
)

if TYPE_CHECKING:
    from torch import nn

    from convviz.core.errors import ComputeError
    from convviz.protocol.messages.trainer import Watch

WATCH_SECONDS: Final = 0.5
"""At the least between two batches that are looked at."""
_LARGEST_SHARE: Final = 0.05
"""Of the training's time, what looking may take: a large network is looked at less often."""
LARGEST_SAMPLE: Final = 1 << 20
"""Numbers that a histogram counts; of more, every second one, or every third, and so on."""
_KERNEL_RANK: Final = 4


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen of a layer between the gradients and the step."""

    before: tuple[torch.Tensor, ...]
    gradient_norm: float | None
    gradients: Histogram | None


class LayerWatch:
    """Looks at a batch now and then, if somebody asked for it.

    It draws no random numbers and writes no tensor of the training's, so that a run that is
    watched is the same to the last bit. Where there is no memory for it, it ends, not the run.

    Attributes:
        trouble: OUT_OF_MEMORY, once watching has ended for want of it.
    """

    def __init__(self, model: nn.Module, clock: Callable[[], float] = time.perf_counter) -> None:
        """Watch nothing yet.

        Args:
            model: Whose layers are watched.
            clock: Seconds that only grow.
        """
        self._model = model
        self._clock = clock
        self._layers: Mapping[str, tuple[nn.Parameter, ...]] = {}
        self._kinds: frozenset[WatchKind] = frozenset()
        self._due = -math.inf
        self._spent = 0.0
        self._seen: dict[str, _Seen] = {}
        self._message: LayersWatched | None = None
        self.trouble: ComputeError | None = None

    def follow(self, request: Watch) -> None:
        """Watch what a request names, from the next batch on, and nothing else."""
        known = dict(self._model.named_modules())
        names = [name for name in dict.fromkeys(request.layers) if name in known][:MOST_LAYERS]
        trained = {name: tuple(known[name].parameters()) for name in names}
        self._layers = {name: numbers for name, numbers in trained.items() if numbers}
        self._kinds = frozenset(request.kinds)
        self._due = -math.inf
        self._message = None

    def look_at_gradients(self) -> None:
        """Look, if it is time: the gradients are there, the step is not done."""
        self._seen = {}
        started = self._clock()
        if not self._layers or not self._kinds or started < self._due:
            return
        with self._ended_by_want_of_memory():
            self._seen = {name: self._first_look(numbers) for name, numbers in self._layers.items()}
        self._spent = self._clock() - started

    def look_at_weights(self, step: int) -> None:
        """Finish a look that began before the step of the batch with that number."""
        if not self._seen:
            return
        started = self._clock()
        with self._ended_by_want_of_memory():
            statistics = [self._second_look(name, seen) for name, seen in self._seen.items()]
            self._message = LayersWatched(step, tuple(statistics))
        self._seen = {}
        now = self._clock()
        spent = self._spent + now - started
        self._due = now + max(WATCH_SECONDS, spent / _LARGEST_SHARE)

    def take(self) -> LayersWatched | None:
        """Return what was seen last, once; None if nothing."""
        message, self._message = self._message, None
        return message

    @contextmanager
    def _ended_by_want_of_memory(self) -> Iterator[None]:
        try:
            yield
        except (MemoryError, RuntimeError) as error:
            device = next(iter(self._layers.values()))[0].device
            self.trouble = want_of_memory(error, device)
            if self.trouble is None:
                raise
            self._layers = {}

    @torch.no_grad()
    def _first_look(self, parameters: Sequence[nn.Parameter]) -> _Seen:
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        wants_norm = WatchKind.GRADIENT_NORM in self._kinds
        wants_before = WatchKind.UPDATE_RATIO in self._kinds
        return _Seen(
            before=tuple(parameter.detach().clone() for parameter in parameters)
            if wants_before
            else (),
            gradient_norm=_norm(gradients) if wants_norm else None,
            gradients=histogram(gradients) if WatchKind.GRADIENTS in self._kinds else None,
        )

    @torch.no_grad()
    def _second_look(self, name: str, seen: _Seen) -> LayerStatistics:
        numbers = self._layers[name]
        ratio = None
        if seen.before:
            length = _norm(seen.before)
            for before, after in zip(seen.before, numbers, strict=True):
                before.sub_(after)
            ratio = _norm(seen.before) / length if length else math.nan
        return LayerStatistics(
            layer=name,
            gradient_norm=seen.gradient_norm,
            update_ratio=ratio,
            weights=histogram(numbers) if WatchKind.WEIGHTS in self._kinds else None,
            gradients=seen.gradients,
        )


def histogram(tensors: Sequence[torch.Tensor]) -> Histogram:
    """Return how often numbers of some size occur in tensors of any shape.

    Of very many numbers, an evenly chosen part is counted.
    """
    every = -(-sum(tensor.numel() for tensor in tensors) // LARGEST_SAMPLE)
    parts = [_in_memory_order(tensor)[:: max(every, 1)].cpu().double() for tensor in tensors]
    numbers = torch.cat(parts) if parts else torch.empty(0)
    finite = numbers[torch.isfinite(numbers)]
    not_finite = len(numbers) - len(finite)
    if not len(finite):
        return Histogram(0.0, 0.0, (), not_finite)
    low, high = float(finite.min()), float(finite.max())
    if low == high:
        return Histogram(low, high, (len(finite),), not_finite)
    counts = torch.histc(finite, BINS, low, high)
    return Histogram(low, high, tuple(int(count) for count in counts), not_finite)


def _in_memory_order(tensor: torch.Tensor) -> torch.Tensor:
    """Return a tensor's numbers in one dimension; kernels that lie channels last are not copied."""
    flat = tensor.detach()
    if flat.ndim == _KERNEL_RANK:
        flat = flat.permute(0, 2, 3, 1) if not flat.is_contiguous() else flat
    return flat.reshape(-1)


def _norm(tensors: Sequence[torch.Tensor]) -> float:
    """Return the length of tensors as one vector."""
    lengths = [float(torch.linalg.vector_norm(tensor.detach())) for tensor in tensors]
    return math.hypot(*lengths)
