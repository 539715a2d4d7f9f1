"""Watches layers while they are trained: reads numbers, changes none, and rests in between."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import torch
from torch import nn

from convviz.engine.training.failures import want_of_memory
from convviz.protocol.messages.trainer import LayersWatched
from convviz.protocol.watching import (
    BINS,
    MOST_LAYERS,
    WITH_UNITS,
    Histogram,
    LayerStatistics,
    WatchKind,
)

if TYPE_CHECKING:
    from convviz.core.errors import ComputeError
    from convviz.protocol.messages.trainer import Watch

WATCH_SECONDS: Final = 0.5
"""At the least between two batches that are looked at."""
_LARGEST_SHARE: Final = 0.05
"""Of the training's time, what looking may take: a large network is looked at less often."""
LARGEST_SAMPLE: Final = 1 << 20
"""Numbers that a histogram counts; of more, every second one, or every third, and so on."""
MOST_KEPT: Final = 200
"""Looks that a run keeps, spread evenly over its batches."""
_KEPT_SHARE: Final = 0.01
"""Of the training's time, what the looks may take that a run keeps unasked."""
_LARGEST_ACTIVATIONS: Final = 1 << 17
"""Of what a layer makes of a batch, so many numbers are counted, evenly chosen."""
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

    Unasked, it looks at every layer at some batches, spread evenly: what a run keeps of itself.

    Attributes:
        trouble: OUT_OF_MEMORY, once watching has ended for want of it.
    """

    def __init__(
        self,
        model: nn.Module,
        clock: Callable[[], float] = time.perf_counter,
        *,
        keep_every: int = 0,
    ) -> None:
        """Watch nothing yet.

        Args:
            model: Whose layers are watched.
            clock: Seconds that only grow.
            keep_every: Batches between two looks that the run keeps; 0 keeps none.
        """
        self._model = model
        self._clock = clock
        self._keep_every = keep_every
        self._asked: Mapping[str, nn.Module] = {}
        self._asked_kinds: frozenset[WatchKind] = frozenset()
        self._layers: Mapping[str, nn.Module] = {}
        self._kinds: frozenset[WatchKind] = frozenset()
        self._due = self._kept_due = -math.inf
        self._is_kept = self._has_begun = False
        self._spent = 0.0
        self._seen: dict[str, _Seen] = {}
        self._active: dict[str, tuple[Histogram, float | None]] = {}
        self._hooks: list[torch.utils.hooks.RemovableHandle] = []
        self._message: LayersWatched | None = None
        self._kept: LayersWatched | None = None
        self.trouble: ComputeError | None = None

    def follow(self, request: Watch) -> None:
        """Watch what a request names, from the next batch on, and nothing else."""
        known = _watchable(self._model)
        names = [name for name in dict.fromkeys(request.layers) if name in known][:MOST_LAYERS]
        self._asked = {name: known[name] for name in names}
        self._asked_kinds = frozenset(request.kinds)
        self._due = -math.inf
        self._message = None

    def look_at_activations(self, step: int) -> None:
        """Look, if it is time, at what the layers make of the batch that comes now.

        Args:
            step: Its number.
        """
        now = self._clock()
        is_asked = bool(self._asked and self._asked_kinds) and now >= self._due
        is_turn = self._keep_every > 0 and step % self._keep_every == 0
        self._is_kept = is_turn and now >= self._kept_due
        self._active = {}
        self._has_begun = is_asked or self._is_kept
        if not self._has_begun:
            return
        self._spent = 0.0
        self._choose()
        if WatchKind.ACTIVATIONS in self._kinds:
            for name, layer in self._layers.items():
                self._hooks.append(layer.register_forward_hook(self._looking(name)))

    def look_at_gradients(self) -> None:
        """Look, if it is time: the gradients are there, the step is not done."""
        for hook in self._hooks:
            hook.remove()
        self._hooks = []
        self._seen = {}
        started = self._clock()
        if not self._has_begun:
            if not self._asked or not self._asked_kinds or started < self._due:
                return
            self._spent, self._is_kept = 0.0, False
            self._choose()
        with self._ended_by_want_of_memory():
            self._seen = {name: self._first_look(layer) for name, layer in self._layers.items()}
        self._spent += self._clock() - started

    def look_at_weights(self, step: int) -> None:
        """Finish a look that began before the step of the batch with that number."""
        if not self._seen:
            return
        started = self._clock()
        with self._ended_by_want_of_memory():
            seen = [self._second_look(name, first) for name, first in self._seen.items()]
            asked = tuple(one for one in seen if one.layer in self._asked)
            self._message = LayersWatched(step, asked) if asked else None
            self._kept = LayersWatched(step, tuple(seen)) if self._is_kept else None
        self._seen = {}
        self._has_begun = False
        now = self._clock()
        spent = self._spent + now - started
        self._due = now + max(WATCH_SECONDS, spent / _LARGEST_SHARE)
        if self._is_kept:
            self._kept_due = now + spent / _KEPT_SHARE

    def take(self) -> LayersWatched | None:
        """Return what was seen last, once; None if nothing, or if nobody asked."""
        message, self._message = self._message, None
        return message if self._asked else None

    def take_kept(self) -> LayersWatched | None:
        """Return what the run is to keep, once; None if nothing."""
        kept, self._kept = self._kept, None
        return kept

    def _choose(self) -> None:
        """Look at what was asked for, or, for the run itself, at every layer."""
        self._layers, self._kinds = self._asked, self._asked_kinds
        if self._is_kept:
            every = list(_watchable(self._model).items())[:MOST_LAYERS]
            self._layers, self._kinds = dict(every), frozenset(WatchKind)

    def _looking(self, name: str) -> Callable[[nn.Module, Any, Any], None]:
        def look(layer: nn.Module, _inputs: object, output: object) -> None:
            if not isinstance(output, torch.Tensor):
                return
            started = self._clock()
            with self._ended_by_want_of_memory(), torch.no_grad():
                dead = _dead_share(output) if type(layer).__name__ in WITH_UNITS else None
                self._active[name] = (histogram([_sample(output)]), dead)
            self._spent += self._clock() - started

        return look

    @contextmanager
    def _ended_by_want_of_memory(self) -> Iterator[None]:
        try:
            yield
        except (MemoryError, RuntimeError) as error:
            device = next(iter(self._model.parameters())).device
            self.trouble = want_of_memory(error, device)
            if self.trouble is None:
                raise
            self._layers, self._asked, self._keep_every = {}, {}, 0

    @torch.no_grad()
    def _first_look(self, layer: nn.Module) -> _Seen:
        parameters = list(layer.parameters())
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        wants_norm = bool(parameters) and WatchKind.GRADIENT_NORM in self._kinds
        wants_before = WatchKind.UPDATE_RATIO in self._kinds
        return _Seen(
            before=tuple(parameter.detach().clone() for parameter in parameters)
            if wants_before
            else (),
            gradient_norm=_norm(gradients) if wants_norm else None,
            gradients=histogram(gradients)
            if parameters and WatchKind.GRADIENTS in self._kinds
            else None,
        )

    @torch.no_grad()
    def _second_look(self, name: str, seen: _Seen) -> LayerStatistics:
        numbers = list(self._layers[name].parameters())
        activations, dead = self._active.get(name, (None, None))
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
            weights=histogram(numbers) if numbers and WatchKind.WEIGHTS in self._kinds else None,
            gradients=seen.gradients,
            activations=activations,
            dead=dead,
        )


def _watchable(model: nn.Module) -> dict[str, nn.Module]:
    """Return the layers of which something can be watched, by their names."""
    return {
        name: layer
        for name, layer in model.named_modules()
        if name and _is_leaf(layer) and (_has_weights(layer) or type(layer).__name__ in WITH_UNITS)
    }


def _is_leaf(layer: nn.Module) -> bool:
    return next(iter(layer.children()), None) is None


def _has_weights(layer: nn.Module) -> bool:
    return next(iter(layer.parameters()), None) is not None


def _dead_share(output: torch.Tensor) -> float:
    """Return the share of a layer's units that are 0 for every picture of a batch.

    Args:
        output: batch units, or batch units height width
    """
    axes = [axis for axis in range(output.ndim) if axis != 1] if output.ndim > 1 else [0]
    return float((output.detach().amax(dim=axes) <= 0).float().mean())


def _sample(output: torch.Tensor) -> torch.Tensor:
    """Return an evenly chosen part of what a layer makes."""
    flat = _in_memory_order(output)
    return flat[:: max(1, -(-flat.numel() // _LARGEST_ACTIVATIONS))]


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
