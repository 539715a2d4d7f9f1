"""An explanation at work, and torch's module for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import torch
from torch import nn

from convviz.core.layers.base import Shape, per_axis
from convviz.core.layers.spatial import WindowedLayer

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.axis_windows import AxisWindows
    from convviz.core.explaining.explanations import ExplanationCode as Code
    from convviz.core.layers import Layer


def module_of(layer: Layer) -> Any:
    """Return torch's module with the layer's parameters."""
    values = {name: getattr(layer, name) for name in layer.parameters()}
    return getattr(nn, layer.type_name())(**values).double()


@dataclass(frozen=True)
class Case:
    """An explanation at work.

    Attributes:
        layer: The layer.
        shape: The input's, without a batch.
        axis: A spatial axis for which it is said, from 0.
        facts: The explanation's facts.
    """

    layer: Any
    shape: Shape
    axis: int
    facts: dict[str, Any]

    @property
    def windows(self) -> AxisWindows:
        assert isinstance(self.layer, WindowedLayer)
        windows: AxisWindows = self.layer.axis_windows(self.shape[1:])[self.axis]
        return windows

    def run(self, values: torch.Tensor | None = None, **changes: Any) -> Any:
        """Return torch's output with some parameters changed."""
        torch.manual_seed(0)
        module = module_of(self.layer.replace(**changes))
        given = torch.randn(1, *self.shape).double() if values is None else values
        return module(given)

    def size(self, **changes: Any) -> int:
        """Return torch's output size along the axis."""
        output = self.run(**changes)
        shape = (output[0] if isinstance(output, tuple) else output).shape
        return int(shape[self.axis + 2])

    def ones(self) -> torch.Tensor:
        return torch.ones(1, *self.shape).double()

    def refuses(self, **changes: Any) -> bool:
        """Return whether torch makes the module and then refuses to run it."""
        module = module_of(self.layer.replace(**changes))
        try:
            module(self.ones())
        except RuntimeError:
            return True
        return False

    def with_axis(self, name: str, value: int) -> dict[str, Any]:
        """Return a change of a parameter along the axis alone."""
        numbers = list(per_axis(getattr(self.layer, name), self.layer.rank))
        numbers[self.axis] = value
        return {name: tuple(numbers)}


def reads(case: Case) -> list[list[int]]:
    """Return the positions that each window reads along the axis."""
    return [[reading.position for reading in window] for window in case.windows.windows]


Claims: TypeAlias = "dict[Code, Callable[[Case], bool]]"
"""Whether what a code says holds, tried with torch or counted on the windows."""
