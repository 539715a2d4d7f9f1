"""What a style draws of one volume, before it has a place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from convviz.drawing.labels import Label

if TYPE_CHECKING:
    from convviz.drawing.canvas import Canvas
    from convviz.drawing.parts import Volume
    from convviz.drawing.scene import Point


class Glyph(ABC):
    """A volume in one style.

    Places are told from where the wire would meet the left end of all that is drawn.

    Attributes:
        volume: What is drawn.
        length: From its beginning to its end, along the network.
        up: From the wire to its top.
        down: From the wire to its bottom.
        entry: Where a wire ends that comes in.
        exit: Where a wire begins that goes out.
        label: What is written below it; nothing where it is written within.
        lies_over: Whether lines to it are drawn in front of it.
    """

    lies_over: ClassVar[bool] = False

    def __init__(self, volume: Volume) -> None:
        self.volume = volume
        self.length = self.up = self.down = self.entry = self.exit = 0.0
        self.label = Label(())

    @abstractmethod
    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it with its beginning on the wire at a place."""

    @property
    def has_face(self) -> bool:
        """Whether windows are drawn on it."""
        return False

    @property
    def is_bar(self) -> bool:
        """Whether it is a row of numbers that lines can fan out to."""
        return False

    @property
    def face_size(self) -> tuple[float, float]:
        """Width and height of the face, in pixels along its edges."""
        return 1.0, 1.0

    def face(self, across: float, down: float) -> Point:
        """Return a place of the face that is read: (0, 0) is its front at the top, (1, 1) its end.

        Args:
            across: Share of the width.
            down: Share of the height.
        """
        del across, down
        return self.exit, 0.0

    def target(self, across: float, down: float) -> Point:
        """Return the place of a cell of the face that is written, likewise."""
        del across, down
        return self.entry, 0.0

    def middle(self) -> float:
        """Return above which place along the wire the label has its middle."""
        return self.length / 2
