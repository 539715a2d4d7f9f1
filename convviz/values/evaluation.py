"""How good a network is: what it takes test pictures for, counted in every way that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from convviz.protocol.judgement import Judgement

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Test pictures with what a network takes them for.

    Attributes:
        class_names: One name a class.
        labels: (pictures,): the class that each belongs to.
        classes: (pictures, top): those of the largest outputs, the largest first. A network with
            more outputs than there are classes may name one that there is not.
        shares: (pictures, top): how sure the network is of each, 0 to 1.
    """

    class_names: tuple[str, ...]
    labels: Integers
    classes: Integers
    shares: Floats

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def is_right(self) -> npt.NDArray[np.bool_]:
        """Whether each picture is classified correctly."""
        right: npt.NDArray[np.bool_] = self.classes[:, 0] == self.labels
        return right

    @property
    def right(self) -> int:
        """Pictures that are classified correctly."""
        return int(self.is_right.sum())

    @property
    def accuracy(self) -> float:
        """Share of the pictures that are right, 0 to 1; NaN without pictures."""
        return self.right / len(self) if len(self) else float("nan")

    @cached_property
    def confusion(self) -> Integers:
        """How many pictures of each class (row) are taken for each class (column).

        What is taken for a class that there is not is in no column.
        """
        count = len(self.class_names)
        counts = np.zeros((count, count), np.int64)
        known = (self.classes[:, 0] < count) & (self.labels < count)
        np.add.at(counts, (self.labels[known], self.classes[known, 0]), 1)
        return counts

    @cached_property
    def class_sizes(self) -> Integers:
        """How many pictures each class has."""
        return np.bincount(self.labels, minlength=len(self.class_names)).astype(np.int64)

    @cached_property
    def class_accuracy(self) -> npt.NDArray[np.float64]:
        """Share of each class's pictures that are right, 0 to 1; NaN where it has none."""
        sizes = self.class_sizes[: len(self.class_names)]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.diag(self.confusion) / sizes.astype(np.float64)

    @cached_property
    def mistakes(self) -> Integers:
        """The pictures that are wrong, those of which the network is surest first."""
        return self._surest_first(np.flatnonzero(~self.is_right))

    def in_cell(self, label: int, taken_for: int | None) -> Integers:
        """Return the pictures of a class, the surest first.

        Args:
            label: Their class.
            taken_for: What the network takes them for; None for anything.
        """
        chosen = self.labels == label
        if taken_for is not None:
            chosen &= self.classes[:, 0] == taken_for
        return self._surest_first(np.flatnonzero(chosen))

    def name(self, number: int) -> str:
        """Return what a class is called; its number where it has no name."""
        return self.class_names[number] if number < len(self.class_names) else str(number)

    def _surest_first(self, places: Integers) -> Integers:
        order = np.argsort(-self.shares[places, 0], kind="stable")
        return places[order].astype(np.int64)


def evaluation_of(judgements: Sequence[Judgement], class_names: tuple[str, ...]) -> Evaluation:
    """Return judgements as one evaluation, in order.

    Raises:
        ComputeError: UNEXPECTED: the numbers do not fit together.
    """
    return Evaluation(
        class_names,
        np.concatenate([array_of(part.labels) for part in judgements]),
        np.concatenate([array_of(part.classes) for part in judgements]),
        np.concatenate([array_of(part.shares) for part in judgements]),
    )
