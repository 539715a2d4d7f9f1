"""What a layer makes of a test picture, and its kernels: now and then of a run, or of a result."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import torch

from convviz.engine.training.failures import want_of_memory
from convviz.protocol.watching import MOST_INSIDE, LayerInside
from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from torch import nn

    from convviz.core.errors import ComputeError
    from convviz.engine.training.batches import PictureSet
    from convviz.protocol.messages.common import Tensor

INSIDE_SECONDS: Final = 0.5
"""At the least between two looks."""
_LARGEST_SHARE: Final = 0.02
"""Of the training's time, what looking may take."""
_KERNEL_RANK: Final = 4


@torch.no_grad()
def look_inside(
    model: nn.Module, layer: str, pictures: torch.Tensor, picture: int
) -> LayerInside | None:
    """Return what a layer makes of a picture, in evaluation; None if there is no such layer.

    The model is left in the mode that it was in; layers behind the one in question do not compute.

    Args:
        model: The network.
        layer: As torch names it.
        pictures: 1 channels height width
        picture: Its place in the data set, from 0.
    """
    known = dict(model.named_modules())
    if not layer or layer not in known:
        return None
    was_training = model.training
    model.eval()
    try:
        maps = _output_of(model, known[layer], pictures)
    finally:
        model.train(was_training)
    if maps is None:
        return None
    weight = getattr(known[layer], "weight", None)
    kernels = weight if isinstance(weight, torch.Tensor) and weight.ndim == _KERNEL_RANK else None
    return LayerInside(
        layer=layer,
        picture=picture,
        maps=_sent(maps[0]),
        channels=len(maps[0]),
        kernels=None if kernels is None else _sent(kernels),
        out_channels=0 if kernels is None else len(kernels),
    )


class _EnoughSeen(Exception):  # noqa: N818 - it is no error: the rest need not be computed
    pass


def _output_of(model: nn.Module, layer: nn.Module, pictures: torch.Tensor) -> torch.Tensor | None:
    seen: list[torch.Tensor] = []

    def stop(_layer: nn.Module, _inputs: object, output: object) -> None:
        if isinstance(output, torch.Tensor):
            seen.append(output)
        raise _EnoughSeen

    handle = layer.register_forward_hook(stop)
    try:
        model(pictures)
    except _EnoughSeen:
        pass
    finally:
        handle.remove()
    return seen[0] if seen else None


def _sent(numbers: torch.Tensor) -> Tensor:
    """Return the first planes, as many as are sent."""
    each = max(1, numbers[0].numel()) if len(numbers) else 1
    first = numbers.detach()[: max(1, MOST_INSIDE // each)]
    return tensor_of(first.cpu().float().numpy(), "float32")


class InsideWatch:
    """Looks at one layer now and then, if somebody asked for it; it changes nothing of the run.

    Attributes:
        trouble: OUT_OF_MEMORY, once looking has ended for want of it.
    """

    def __init__(
        self,
        model: nn.Module,
        test: PictureSet,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Look at nothing yet.

        Args:
            model: The network.
            test: The test pictures.
            clock: Seconds that only grow.
        """
        self._model, self._test, self._clock = model, test, clock
        self._layer, self._picture = "", 0
        self._due = -math.inf
        self.trouble: ComputeError | None = None

    def follow(self, layer: str, picture: int) -> None:
        """Look at a layer from now on, at what it makes of a test picture; "" ends it."""
        self._layer = layer
        self._picture = min(max(picture, 0), len(self._test) - 1)
        self._due = -math.inf

    def look(self, *, at_once: bool = False) -> LayerInside | None:
        """Return what there is to see, if it is time.

        Args:
            at_once: It is time: the run waits.
        """
        started = self._clock()
        if not self._layer or (started < self._due and not at_once):
            return None
        try:
            chosen = torch.tensor([self._picture])
            pictures = self._test.take(chosen).pictures
            seen = look_inside(self._model, self._layer, pictures, self._picture)
        except (MemoryError, RuntimeError) as error:
            self.trouble = want_of_memory(error, next(self._model.parameters()).device)
            if self.trouble is None:
                raise
            self._layer = ""
            return None
        now = self._clock()
        self._due = now + max(INSIDE_SECONDS, (now - started) / _LARGEST_SHARE)
        return seen
