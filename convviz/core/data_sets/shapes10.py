"""Shapes-10, which convviz draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convviz.core.call_numbers import flag
from convviz.core.call_parameters import Limits, ParameterKind, parameter
from convviz.core.data_sets.base import DataSet, DataSetFacts, register


@register
@dataclass(frozen=True)
class Shapes10(DataSet):
    """Ten drawn shapes of any place, size, turn and colour: circles, stars, arrows.

    Attributes:
        size: Height and width of a picture, in pixels: 28 as in MNIST, 32 as in CIFAR-10.
        grey: One channel of brightness in place of red, green and blue, as LeNet-5 takes it.
    """

    size: int = parameter(ParameterKind.INTEGER, 32, limits=Limits(16, 64))
    grey: bool = flag()

    title: ClassVar[str] = "Shapes-10"
    key: ClassVar[str] = "shapes10"
    is_read: ClassVar[bool] = False

    def facts(self) -> DataSetFacts:
        """Return what is known of it without its pictures."""
        channels = 1 if self.grey else 3
        return DataSetFacts((channels, self.size, self.size), 10, 10_000, 2_000)
