"""What a walk is: the steps of a scene, what each lights, and what its cells mean."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from convviz.stepping.cells import INDICES, OUTPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.lights.highlights import LitPlane
    from convviz.stepping.lights.tracing import TracedCell
    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import PlaneKey, VisiblePlanes


WalkMaker: TypeAlias = "Callable[[Scene, int], Walk]"
"""Begins the walk through a scene at a step; at the last where there are fewer."""


class WalkForm(StrEnum):
    """What stands between input and output, which decides what is drawn.

    Attributes:
        WINDOWS: The kernel, or the window of a pooling.
        BLOCKS: The block that an output cell belongs to.
        UNPOOLING: The maxima and their indices.
        STAMPS: The kernel, which is stamped onto the output.
        PARTS: The parts of a calculation, whatever they are.
        FEATURES: The matrix of a fully connected layer, and its bias.
    """

    WINDOWS = "windows"
    BLOCKS = "blocks"
    UNPOOLING = "unpooling"
    STAMPS = "stamps"
    PARTS = "parts"
    FEATURES = "features"


class Lights(NamedTuple):
    """What is lit on one plane; nothing else is.

    Attributes:
        group: Name of its part.
        plane: Its number there.
        lit: Cells and outlines.
        is_step: Whether the outline is that of the step's own cell, which can be pinned.
    """

    group: str
    plane: int
    lit: LitPlane
    is_step: bool = False


class PlaneValues(NamedTuple):
    """What stands in one plane at a step.

    Attributes:
        group: Name of its group.
        plane: Its number there.
        values: rows columns; None where they are not computed.
        kinds: rows columns, uint8 of CellKind; None keeps them.
    """

    group: str
    plane: int
    values: NDArray[np.float64] | None
    kinds: NDArray[np.uint8] | None = None


class ResultPlane(NamedTuple):
    """A plane whose cells are worked out.

    Attributes:
        group: Name of its part.
        plane: Its number among those that are drawn of the part.
        steps: rows columns; the number of the step of each cell.
    """

    group: str
    plane: int
    steps: NDArray[np.intp]


class Walk(ABC):
    """The steps of one scene, and where among them one stands.

    Attributes:
        scene: What is walked through.
        form: What stands between input and output.
        index: Number of the step at hand.
        output_channel: The output channel that it works on.
        visible: The planes that are drawn for it.
        moving: Parts whose values change from step to step while the planes stay.
        taps: Number of taps among which the hues are spread.
        by_output: Whether each step is a cell that it works out.
        results: The parts whose cells are those.
        counts_uses: Whether it can be counted how often a cell of the input is used.
    """

    form: WalkForm
    index: int
    output_channel: int
    visible: VisiblePlanes
    taps: int
    moving: tuple[str, ...] = ()
    by_output = True
    results: tuple[str, ...] = (OUTPUT, INDICES)
    counts_uses = True

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._stood_at: tuple[int, int] | None = None

    @property
    @abstractmethod
    def step_count(self) -> int:
        """Number of steps."""

    @property
    def cells(self) -> tuple[int, ...]:
        """Sizes of what the steps count in reading order, channels first: the output's cells."""
        return self.scene.output_shape

    @property
    def row_length(self) -> int:
        """How many steps make a row."""
        return self.cells[-1]

    @property
    def channel_count(self) -> int:
        """How many output channels there are to step to."""
        return self.scene.output_volume[0]

    def index_in_part(self, by: int) -> int | None:
        """Return the first step of the part so many behind; None where there is no such part."""
        del by
        return None

    def go_to(self, index: int, page: int = 0) -> None:
        """Stand at a step.

        Args:
            index: Its number, from 0 to step_count - 1.
            page: Number of the first input channel to draw among those that are read.
        """
        if (index, page) != self._stood_at:
            self._stood_at = (index, page)
            self._stand_at(index, page)

    @abstractmethod
    def _stand_at(self, index: int, page: int) -> None:
        """Build the step; for subclasses."""

    @abstractmethod
    def index_in(self, output_channel: int) -> int:
        """Return the step that is at the same place in another output channel."""

    @abstractmethod
    def changing(self) -> Iterator[PlaneValues]:
        """Yield what stands in planes that change while the same ones are drawn."""

    def result_planes(self) -> Iterator[ResultPlane]:
        """Yield the drawn planes of the results, each with the steps of its cells."""
        for number, key in enumerate(self.visible.output):
            steps = output_steps(self.scene, key)
            for group in self.results:
                yield ResultPlane(group, number, steps)

    @abstractmethod
    def lit(self, *, afresh: bool) -> Iterator[Lights]:
        """Yield what the step lights.

        Args:
            afresh: Whether planes may be lit otherwise than by a step of this walk.
        """

    @abstractmethod
    def traced(self, target: TracedCell) -> Iterator[Lights]:
        """Yield what belongs to a cell or a tap."""

    @abstractmethod
    def step_at(self, address: CellAddress) -> int | None:
        """Return the step of a cell; None where it has none."""

    @abstractmethod
    def target_at(self, address: CellAddress) -> TracedCell | None:
        """Return what is traced when the mouse is over a cell that has no step."""

    @abstractmethod
    def edited_at(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        """Return "input", "weight" or "bias" and the index in that tensor; None for no cell."""

    @abstractmethod
    def lines(self) -> tuple[tuple[StepLine, ...], int]:
        """Return the step in numbers, and the taps among which its hues are spread."""

    def traced_lines(self, target: TracedCell) -> tuple[StepLine, ...]:
        """Return what a cell or a tap does in all steps together; none where nothing is known."""
        del target
        return ()

    def step_on_page(self, first: int) -> int | None:
        """Return the step to go to for other input channels; None where a step has them all.

        Args:
            first: Number of the first of them, among those that are read.
        """
        del first
        return None


def output_steps(scene: Scene, key: PlaneKey) -> NDArray[np.intp]:
    """Return the number of the step of every cell of a plane of the output, rows columns."""
    _, depth, rows, columns = scene.output_volume
    first = (key.channel * depth + key.depth) * rows * columns
    return np.arange(first, first + rows * columns).reshape(rows, columns)


def lights_on(group: str, planes: Iterable[LitPlane]) -> Iterator[Lights]:
    """Yield what is lit on each plane of a part."""
    for number, lit in enumerate(planes):
        yield Lights(group, number, lit)
