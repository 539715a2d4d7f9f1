"""Which test pictures are looked at beside a run. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from convviz.values.evaluation import Evaluation

MOST_SHOWN: Final = 30
"""Of a list of pictures, so many are shown."""


class PictureList(StrEnum):
    """The lists that there are."""

    MISTAKES = "mistakes"
    """What is wrong, that of which the network is surest first."""
    ALL = "all"
    """The test pictures in the order of the data set."""
    CELL = "cell"
    """Those of a class, or of a cell of the confusion matrix."""


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """Which pictures are shown, and which of them is chosen.

    Attributes:
        list: Which list.
        label: Of CELL: the class that the pictures belong to.
        taken_for: Of CELL: what they are taken for; None for anything.
        place: Which of the shown pictures is chosen, from 0.
    """

    list: PictureList = PictureList.MISTAKES
    label: int = 0
    taken_for: int | None = None
    place: int = 0


def chosen_pictures(evaluation: Evaluation, choice: PictureChoice) -> tuple[tuple[int, ...], int]:
    """Return which test pictures are shown, at most MOST_SHOWN, and how many the list has."""
    if choice.list is PictureList.ALL:
        return tuple(range(min(len(evaluation), MOST_SHOWN))), len(evaluation)
    if choice.list is PictureList.CELL:
        places = evaluation.in_cell(choice.label, choice.taken_for)
    else:
        places = evaluation.mistakes
    return tuple(int(place) for place in places[:MOST_SHOWN]), len(places)
