"""CIFAR-10, as its authors give it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convviz.core.data_sets.base import DataSet, DataSetFacts, register


@register
@dataclass(frozen=True)
class CIFAR10(DataSet):
    """60,000 photographs of animals and vehicles in ten classes, 32x32 in colour.

    Source:
        Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html
    """

    title: ClassVar[str] = "CIFAR-10"
    key: ClassVar[str] = "cifar10"

    def facts(self) -> DataSetFacts:
        """Return what is known of it without its pictures."""
        return DataSetFacts((3, 32, 32), 10, 50_000, 10_000)
