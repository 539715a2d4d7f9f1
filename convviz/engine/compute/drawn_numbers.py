"""What a layer draws by chance in training, alike on every machine for the same seed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from convviz.engine.training.seeds import seed_host

if TYPE_CHECKING:
    from collections.abc import Iterator


_HALF = 0.5
"""The probability that torch leaves out where it hands an operator on."""


@contextmanager
def drawing_from(seed: int) -> Iterator[None]:
    """Have torch draw what comes from its generator on the CPU, which begins with a seed.

    Args:
        seed: Of the generator. It goes on afterwards as if nothing had been drawn.
    """
    with torch.random.fork_rng(devices=[]), _OneByOne():  # type: ignore[no-untyped-call]
        seed_host(seed)
        yield


class _OneByOne(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Has zeros and ones of one probability drawn as those of many are.

    WORKAROUND torch 2.13: on a CPU of Intel it draws those by a generator of Intel's library, so
    the same seed leads to other numbers there. Those of many probabilities it draws one by one, by
    its own generator.
    """

    def __torch_dispatch__(
        self,
        func: Any,  # noqa: ANN401 - an operator of torch
        types: object,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401 - what the operator returns
        """Run an operator, or the one that takes its place."""
        if func is torch.ops.aten.bernoulli_.float:
            drawn, *chance = args
            chances = torch.full(drawn.shape, *(chance or [_HALF]), dtype=torch.float64)
            return torch.ops.aten.bernoulli_.Tensor(drawn, chances)
        return func(*args, **(kwargs or {}))
