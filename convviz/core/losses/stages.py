"""Losses that come about in stages, of several tensors or of whole rows: each stage is a part."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Protocol, TypeAlias

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.maths import Maths
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses.base import Loss, Target
from convviz.core.losses.pointwise import LeftOut, Read, WorkedNumber

if TYPE_CHECKING:
    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import Forms

LOSSES: Final = "losses"
"""The last stage: what each row or each number costs, before that is reduced."""

INPUT: Final = "input"
TARGET: Final = "target"


class StageKind(StrEnum):
    """What a stage makes of what it reads."""

    EACH = "each"
    """A number of each number."""
    ROW = "row"
    """A number of each row of the last dimension, which is read whole."""
    PLACE = "place"
    """A number for each place of a row, which is read whole."""


class Stage(NamedTuple):
    """A part of a loss.

    Attributes:
        name: The part's.
        reads: Tensors and earlier stages that it is made of; sizes of 1 are repeated.
        kind: What it makes of them.
        singles: Those of which it reads one number for a row; not of EACH.
    """

    name: str
    reads: tuple[str, ...]
    kind: StageKind = StageKind.EACH
    singles: tuple[str, ...] = ()


class RowMaths(Maths, Protocol):
    """Functions of arrays whose last dimension is a row."""

    def total(self, x: Number) -> Number:
        """Return the sum of each row."""

    def largest(self, x: Number) -> Number:
        """Return the largest number of each row; NaN where one is."""

    def at(self, x: Number, places: Number) -> Number:
        """Return the numbers that stand at places of each row, as many as there are places."""

    def before(self, x: Number, stop: float) -> Number:
        """Return whether each number stands before the first of a value in its row."""

    def count(self, x: Number) -> int:
        """Return how many numbers a row has."""

    def place(self, x: Number) -> Number:
        """Return the number of each place of a row, from 0."""


Numbers: TypeAlias = Mapping[str, Any]
"""By the names of tensors and stages: arrays, or of one cell a number or a row of numbers."""


class StagedLoss(Loss):
    """A loss of several tensors, or of rows, from which values, working and gradients come.

    Attributes:
        rows: The tensors of which each loss reads a row; of others it reads one number.
        labels: Whether the target holds numbers of classes: int64, from :attr:`least_label` on.
        least_label: The least number of a label.
        each: The parameters that hold a number for each place of the last dimension.
        not_negative: The tensors in which torch takes no negative number.
    """

    target: ClassVar[Target] = Target.STAGED
    in_nats: ClassVar[bool] = False
    trains: ClassVar[bool] = False
    rows: ClassVar[tuple[str, ...]] = ()
    labels: ClassVar[bool] = False
    least_label: ClassVar[int] = 0
    each: ClassVar[tuple[str, ...]] = ()
    not_negative: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def stages(self) -> tuple[Stage, ...]:
        """Return how the losses come about, stage by stage; the last one is LOSSES."""

    @abstractmethod
    def compute(self, stage: str, of: Numbers, maths: RowMaths) -> Number:
        """Return a stage, as torch computes it.

        Args:
            stage: Its name.
            of: What it reads, as arrays that can be brought to one shape.
            maths: Functions of such arrays.
        """

    @abstractmethod
    def worked(self, stage: str, of: Numbers, text: NumberTexts) -> Iterable[WorkedNumber]:
        """Return how one cell of a stage comes about, line by line; the last has its number.

        Hues: of rows each place has its own, then comes each of the singles; of EACH, what is read
        has one each.

        Args:
            stage: Its name.
            of: What it reads: rows as lists, all of one length, other numbers alone; PLACE is
                which place of the row it is of.
            text: How numbers are written.
        """

    def places_read(self, stage: str, name: str, of: Numbers) -> Iterable[int] | None:  # noqa: ARG002 - most read all
        """Return which places of a row a cell is made of; None for all."""
        return None

    @abstractmethod
    def slopes(self, of: Numbers, maths: RowMaths) -> Mapping[str, tuple[Number, ...]]:
        """Return how each loss changes with the numbers that it reads, as torch's backward has it.

        Args:
            of: All tensors and stages; of a loss without :attr:`rows` as arrays of numbers, else
                rows, and what is one number a row with a last dimension of 1.
            maths: Functions of such arrays.

        Returns:
            For each of the tensors that learn, pieces to be added up: of the losses' shape, and
            with :attr:`rows` with a last dimension for the places of the row.
        """

    def near_corner(self, of: Numbers, maths: RowMaths) -> Number | None:  # noqa: ARG002 - most have none
        """Return of each loss whether it lies so near a corner that rounding chooses its side.

        Slopes on the two sides differ: what float32 makes of them says nothing about these here.

        Args:
            of: As of :meth:`slopes`.
            maths: Likewise.
        """
        return None

    @abstractmethod
    def worked_slope(self, name: str, of: Numbers, text: NumberTexts) -> Iterable[WorkedNumber]:
        """Return how a slope comes about, line by line; the last one is named l'.

        Hues are as of rows in :meth:`worked`; without rows each tensor has one.

        Args:
            name: Of which tensor.
            of: All tensors and what stages have one number a loss; PLACE is the place in the row.
            text: How numbers are written.
        """

    @abstractmethod
    def letters(self) -> tuple[str, ...]:
        """Return how the losses come about, in letters, as LaTeX."""

    def check_forms(self, shapes: Mapping[str, Shape]) -> None:
        """Refuse what torch refuses of the shapes, beside what cannot be brought to one shape.

        Args:
            shapes: Of input and tensors, by name.

        Raises:
            ShapeError: by the loss.
        """

    def read_shape(self, name: str, shapes: Mapping[str, Shape]) -> Shape:
        """Return as which shape a tensor is read."""
        return shapes[name]

    # What follows

    def stage_shapes(self, shapes: Mapping[str, Shape]) -> dict[str, Shape]:
        """Return the shapes of all tensors as they are read, and of the stages.

        Args:
            shapes: Of input and tensors, by name.

        Raises:
            ShapeError: TENSORS_NOT_BROADCAST.
        """
        known = {name: self.read_shape(name, shapes) for name in shapes}
        known |= {name: (len(numbers),) for name, numbers in self._given().items()}
        for stage in self.stages():
            known[stage.name] = self._stage_shape(stage, known)
        return known

    def given_shape(self, input_shape: Shape, forms: Forms) -> Shape:
        """Return the shape of the losses before they are reduced.

        Raises:
            ShapeError: WRONG_RANK, TARGET_NEEDS_INTEGERS, TENSORS_NOT_BROADCAST, WEIGHT_A_PLACE,
                and by the loss.
        """
        given = {n: forms.get(n) or self.first_form(n, input_shape) for n in self.takes}
        shapes = {INPUT: input_shape} | {name: form.shape for name, form in given.items()}
        self.check_forms(shapes)
        target = given.get(TARGET)
        if self.labels and target is not None and not target.is_integer:
            code, name = ErrorCode.TARGET_NEEDS_INTEGERS, self.type_name()
            raise ShapeError(code, layer=name, shape=target.shape)
        return self.stage_shapes(shapes)[LOSSES]

    def fitting_forms(self, name: str, input_shape: Shape) -> tuple[TensorForm, ...]:
        """Return a form of the input's shape; a target of a loss of rows has a number a row."""
        is_label = self.labels and name == TARGET
        is_single = bool(self.rows) and name not in self.rows
        return (TensorForm(input_shape[:-1] if is_single else input_shape, is_label),)

    def given_rule(self, input_shape: Shape, forms: Forms) -> tuple[str, ...]:
        """Return how the losses come about."""
        del input_shape, forms
        return self.letters()

    def notes_on_tensors(self, input_shape: Shape, forms: Forms) -> Iterator[Explanation]:
        """Yield what is worth knowing of the loss."""
        del input_shape, forms
        yield from self.notes()

    def notes(self) -> Iterable[Explanation]:
        """Return what is worth knowing of the loss, whatever the shapes."""
        return ()

    def is_by_place(self, name: str) -> bool:
        """Return whether a tensor, a parameter or a stage has a number for each place of a row."""
        if name in self.rows or name in self.each:
            return True
        stage = next((stage for stage in self.stages() if stage.name == name), None)
        if stage is None:
            return False
        if stage.kind is StageKind.EACH:
            return any(read in self.rows for read in stage.reads)
        return stage.kind is StageKind.PLACE

    def stage(self, name: str) -> Stage:
        """Return a stage by its name."""
        return next(stage for stage in self.stages() if stage.name == name)

    def _given(self) -> dict[str, tuple[float, ...]]:
        known = ((name, getattr(self, name)) for name in self.each)
        return {name: numbers for name, numbers in known if numbers is not None}

    def _stage_shape(self, stage: Stage, known: Mapping[str, Shape]) -> Shape:
        rows = self._together(stage.reads, known)
        if stage.kind is StageKind.EACH:
            return rows
        frame = self._together(stage.singles, known, rows[:-1], stage.reads[0])
        return frame if stage.kind is StageKind.ROW else (*frame, rows[-1])

    def _together(
        self, names: tuple[str, ...], known: Mapping[str, Shape], shape: Shape = (), first: str = ""
    ) -> Shape:
        """Return the shape of several tensors together, whose sizes of 1 are repeated."""
        for name in names:
            joined = joined_shape(shape, known[name])
            if joined is None:
                code = ErrorCode.TENSORS_NOT_BROADCAST
                facts = {"first": self.called(first), "second": self.called(name)}
                sizes = {"first_shape": known[first], "second_shape": known[name]}
                raise ShapeError(code, layer=self.type_name(), **facts, **sizes)
            if len(known[name]) >= len(shape):
                first = name
            shape = joined
        return shape


PLACE: Final = "place"
"""Of a cell of a row: which one it is, among what it reads."""

OWN: Final = "own"
"""Among what a cell reads: how long each row is by itself, before a single place is repeated."""


def joined_shape(one: Shape, other: Shape) -> Shape | None:
    """Return the shape of two tensors together, whose sizes of 1 are repeated; None for none."""
    rank = max(len(one), len(other))
    padded = ((1,) * (rank - len(shape)) + shape for shape in (one, other))
    sizes = []
    for first, second in zip(*padded, strict=True):
        if 1 not in {first, second} and first != second:
            return None
        sizes.append(second if first == 1 else first)
    return tuple(sizes)


MOST_WRITTEN: Final = 6
"""Of a sum over a row that are written out."""


def summed(terms: Iterable[tuple[str | Read, ...]]) -> tuple[str | Read | LeftOut, ...]:
    """Return a sum as it is written: its first terms, and how many more there are.

    Args:
        terms: Each as its pieces.
    """
    pieces: list[str | Read | LeftOut] = []
    count = 0
    for term in terms:
        count += 1
        if count <= MOST_WRITTEN:
            pieces += (*(["+"] if pieces else []), *term)
    if count > MOST_WRITTEN:
        pieces.append(LeftOut(count - MOST_WRITTEN))
    return tuple(pieces)


def mean_of_row(terms: Iterable[float], count: int, text: NumberTexts) -> WorkedNumber:
    """Return the line of a row's loss: the sum of what each place adds, by how many there are.

    Args:
        terms: What each adds, in its own hue.
        count: By what is divided.
        text: How numbers are written.
    """
    numbers = list(terms)
    pieces = ((Read(term, at, is_factor=True),) for at, term in enumerate(numbers))
    how = ("(", *summed(pieces), f") / {text(float(count))}")
    return WorkedNumber("l", "Σ c / C", how, sum(numbers) / count)


def listed(terms: Iterable[tuple[str | Read, ...]]) -> tuple[str | Read, ...]:
    """Return numbers as they are listed: the first ones, then dots where there are more."""
    pieces: list[str | Read] = []
    for count, term in enumerate(terms):
        if count == MOST_WRITTEN:
            return (*pieces, ", …")
        pieces += (*([","] if pieces else []), *term)
    return tuple(pieces)


def is_doubtful(short: Number, scale: Number) -> Number:
    """Return whether rounding to float32 decides whether a number is above 0.

    Args:
        short: The number; 0 itself is exact.
        scale: How large the numbers were that it is a difference of.
    """
    return (short != 0) & (abs(short) < _ROUNDING * scale)


_ROUNDING: Final = 1e-6


def no_slope(letter: str, value: float) -> str:
    """Return why a slope is 0: of a number below 0 nothing is left; NaN is left without a why."""
    return f"{letter} < 0: l'" if value < 0 else "l'"


def row_by_row(
    number: Callable[[int, int], float], shape: Shape, most: int = 0
) -> tuple[float, ...]:
    """Return a number for each place of each row; nothing for a tensor that nobody reads.

    Args:
        number: Makes it of the row and the place in it, each from 0.
        shape: The tensor's.
        most: Numbers of a tensor beyond which any will do; 0 for what a calculation can show.
    """
    size, length = math.prod(shape), shape[-1] if shape else 1
    if size > (most or _MOST_MADE):
        return ()
    return tuple(float(number(*divmod(at, length))) for at in range(size))


def over_and_over(numbers: tuple[float, ...], shape: Shape, most: int = 0) -> tuple[float, ...]:
    """Return some numbers as often as a tensor has places; nothing for one that is too large.

    Args:
        numbers: They follow each other again and again.
        shape: The tensor's.
        most: As of :func:`row_by_row`.
    """
    return row_by_row(lambda _, place: numbers[place % len(numbers)], (math.prod(shape),), most)


_MOST_MADE: Final = 2**16
"""Numbers of any tensor that a calculation can show: of more, it is refused anyway."""
