"""In which numbers a batch is computed: float32, or half of that where torch thinks it enough."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Final

import torch

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES: Final = {"bfloat16": torch.bfloat16, "float16": torch.float16}
_SCALE, _GROWTH = "scale", "growth_tracker"


class Precision:
    """torch.autocast around the network, and torch.amp.GradScaler for float16.

    Weights, their gradients, what the optimiser remembers, and the loss stay in float32.
    """

    def __init__(self, name: str, device: torch.device) -> None:
        """Compute in "float32", "bfloat16" or "float16" on a device."""
        self._device = device
        self._type = _TYPES.get(name)
        self._scaler = torch.amp.GradScaler(device.type) if name == "float16" else None

    def context(self) -> AbstractContextManager[object]:
        """Return what is entered around a forward pass."""
        if self._type is None:
            return nullcontext()
        return torch.autocast(self._device.type, self._type)

    def backward(self, loss: torch.Tensor) -> None:
        """Compute gradients, scaled so that float16 can hold them."""
        scaled = loss if self._scaler is None else self._scaler.scale(loss)
        scaled.backward()  # type: ignore[no-untyped-call]

    def unscale(self, optimiser: torch.optim.Optimizer) -> None:
        """Make true gradients of scaled ones; once between backward and step."""
        if self._scaler is not None:
            self._scaler.unscale_(optimiser)

    def step(self, optimiser: torch.optim.Optimizer) -> None:
        """Make a step, unless a scaled gradient was too large: then the scale is made smaller."""
        if self._scaler is None:
            optimiser.step()
            return
        self._scaler.step(optimiser)
        self._scaler.update()

    def tensors(self) -> dict[str, torch.Tensor]:
        """Return what a checkpoint keeps of it."""
        if self._scaler is None:
            return {}
        state = self._scaler.state_dict()
        return {
            _SCALE: torch.tensor(state[_SCALE], dtype=torch.float64),
            _GROWTH: torch.tensor(state["_" + _GROWTH], dtype=torch.int64),
        }

    def restore(self, tensors: Mapping[str, torch.Tensor]) -> None:
        """Go on with what a checkpoint kept; what it lacks begins anew."""
        if self._scaler is None or not tensors.keys() >= {_SCALE, _GROWTH}:
            return
        known = self._scaler.state_dict()
        known[_SCALE] = float(tensors[_SCALE])
        known["_" + _GROWTH] = int(tensors[_GROWTH])
        self._scaler.load_state_dict(known)
