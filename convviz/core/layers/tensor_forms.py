"""The form of a tensor beside the input of a layer: its shape, and what its numbers are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from convviz.core.layers.parameters import Shape


@dataclass(frozen=True, slots=True)
class TensorForm:
    """What is known of a tensor before its numbers are.

    Attributes:
        shape: Its sizes; nothing for a single number.
        is_integer: Whether it holds int64, as the numbers of classes are; else float32.
    """

    shape: Shape
    is_integer: bool = False

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)

    @property
    def dtype(self) -> str:
        """What torch calls the type of its numbers."""
        return "int64" if self.is_integer else "float32"


Forms: TypeAlias = Mapping[str, TensorForm]
"""By the tensors' names, those that a person chose."""

NO_FORMS: Final[Forms] = MappingProxyType({})
