"""What every data set is: ONE frozen dataclass that says which labelled pictures are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convviz.core.calls import Call, Registry
from convviz.core.layers import Shape


@dataclass(frozen=True, slots=True)
class DataSetFacts:
    """A data set from the outside.

    Attributes:
        picture_shape: (channels, height, width) of every picture.
        classes: How many classes there are, and so how many outputs a network needs.
        train_pictures: Pictures that are trained on.
        test_pictures: Pictures that are only measured.
    """

    picture_shape: Shape
    classes: int
    train_pictures: int
    test_pictures: int


class DataSet(Call):
    """Labelled pictures, some to train on and some to measure with.

    Where they lie is no part of this: the same pictures lie elsewhere on another computer.

    Attributes:
        title: What people call it.
        key: What runs and shells call it.
        is_read: Whether it is read from files; else it is drawn.
    """

    group: ClassVar[str] = "convviz.data"
    title: ClassVar[str] = ""
    key: ClassVar[str] = ""
    is_read: ClassVar[bool] = True

    def facts(self) -> DataSetFacts | None:
        """Return what is known of it without its pictures; None for what only files tell."""
        return None


_DATA_SETS: Registry[DataSet] = Registry()
register = _DATA_SETS.register
data_set_types = _DATA_SETS.types
