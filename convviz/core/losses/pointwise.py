"""Losses of each number and its target by itself, which are then added up."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses.base import Target, TargetLoss

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts


class Read(NamedTuple):
    """A number of a line that is read from a cell.

    Attributes:
        value: The number.
        of: What it is read from: 0 for the input, 1 for the target, then each of ``each``.
        is_factor: Whether a negative one stands in brackets.
    """

    value: float
    of: int
    is_factor: bool = False


class LeftOut(NamedTuple):
    """Further terms of a sum that are not written.

    Attributes:
        terms: How many.
    """

    terms: int


class WorkedNumber(NamedTuple):
    """A line of a loss with the numbers.

    Attributes:
        name: What is computed.
        rule: How, in letters; "" where the numbers tell it.
        how: How, in numbers.
        value: What comes out.
    """

    name: str
    rule: str
    how: tuple[str | Read | LeftOut, ...]
    value: float


class PointwiseLoss(TargetLoss):
    """A loss of each number and its target, which values, working and training come from.

    Attributes:
        broadcasts: Whether torch takes a target of another shape, as long as sizes of 1 can be
            repeated.
        takes_integers: Whether torch takes a target of integers.
        each: The parameters that hold a number for each place of the last dimension.
        shares: The tensors that torch refuses unless each number lies between 0 and 1.
    """

    target: ClassVar[Target] = Target.ONE_HOT
    in_nats: ClassVar[bool] = False
    broadcasts: ClassVar[bool] = True
    takes_integers: ClassVar[bool] = True
    each: ClassVar[tuple[str, ...]] = ()
    shares: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def apply(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return the loss of a number, or of each of an array, as torch computes it.

        Args:
            x: The number.
            y: Its target.
            maths: Functions of such numbers.
            *each: Of :attr:`each`, 1 where nothing is given.
        """

    @abstractmethod
    def worked(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterable[WorkedNumber]:
        """Return how the loss of a number comes about, line by line.

        Args:
            x: The number.
            y: Its target.
            text: How numbers are written.
            *each: Of :attr:`each`; None where nothing is given.
        """

    def notes(self) -> Iterable[Explanation]:
        """Return what is worth knowing of it alone, whatever is compared."""
        return ()

    def slope(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number | None:
        """Return how the loss changes with the number, as torch's backward computes it.

        None leaves it to be found from :meth:`apply`, which is exact but for corners, where torch
        chooses, and for infinities.

        Args:
            x: The number.
            y: Its target.
            maths: Functions of such numbers.
            *each: Of :attr:`each`, 1 where nothing is given.
        """
        del x, y, maths, each
        return None

    def worked_slope(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterable[WorkedNumber]:
        """Return how the slope comes about, line by line; the last one is named l'.

        Nothing writes its number alone.

        Args:
            x: The number.
            y: Its target.
            text: How numbers are written.
            *each: Of :attr:`each`; None where nothing is given.
        """
        del x, y, text, each
        return ()

    @abstractmethod
    def letters(self) -> tuple[str, ...]:
        """Return how the loss of a number comes about, in letters, as LaTeX."""

    def loss_notes(self, input_shape: Shape, target: TensorForm) -> Iterator[Explanation]:
        """Yield what is worth knowing of the loss."""
        from convviz.core.losses.notes import pointwise_notes  # no training needs them

        yield from pointwise_notes(self, input_shape, target)

    def loss_rule(self, input_shape: Shape, target: TensorForm) -> tuple[str, ...]:
        """Return how the loss of a number comes about."""
        del input_shape, target
        return self.letters()

    def fitting_targets(self, input_shape: Shape) -> tuple[TensorForm, ...]:
        """Return a target for each number."""
        return (TensorForm(input_shape),)

    def losses_shape(self, input_shape: Shape, target: TensorForm) -> Shape:
        """Return the shape that input and target have together: sizes of 1 are repeated.

        Raises:
            ShapeError: NOT_BROADCAST, TARGET_NEEDS_FLOATS, TARGET_SHAPE.
        """
        if not self.broadcasts and target.shape != input_shape:
            facts: dict[str, Any] = {"input": input_shape, "expected": input_shape}
            code, name = ErrorCode.TARGET_SHAPE, self.type_name()
            raise ShapeError(code, layer=name, target=target.shape, **facts)
        shape = broadcast(input_shape, target.shape)
        if target.is_integer and not self.takes_integers:
            code, name = ErrorCode.TARGET_NEEDS_FLOATS, self.type_name()
            raise ShapeError(code, layer=name, shape=target.shape)
        for name in self.each:
            numbers = getattr(self, name)
            self._check_places(name, 0 if numbers is None else len(numbers), shape)
        return shape

    def _check_places(self, name: str, count: int, shape: Shape) -> None:
        """Refuse numbers that cannot be repeated to the losses, whose shape stays as it is."""
        if count and (not shape or count not in {1, shape[-1]}):
            last = shape[-1] if shape else 0
            raise ShapeError(ErrorCode.WEIGHT_A_PLACE, parameter=name, count=count, last=last)

    def divisor(self, input_shape: Shape, losses_shape: Shape) -> int:  # noqa: ARG002 - some look at it
        """Return by what a mean divides the sum of the losses."""
        return math.prod(losses_shape)


def broadcast(first: Shape, second: Shape) -> Shape:
    """Return the shape of two tensors together, whose sizes of 1 are repeated.

    Raises:
        ShapeError: NOT_BROADCAST: other sizes differ.

    Source:
        PyTorch, "Broadcasting semantics".
    """
    rank = max(len(first), len(second))
    sizes = []
    padded = ((1,) * (rank - len(shape)) + shape for shape in (first, second))
    for one, other in zip(*padded, strict=True):
        if 1 not in {one, other} and one != other:
            raise ShapeError(ErrorCode.NOT_BROADCAST, input=first, target=second)
        sizes.append(other if one == 1 else one)
    return tuple(sizes)
