"""Losses of distances: each output is compared with 1 for the right class, else with 0."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.call_numbers import ABOVE_ZERO, AT_LEAST_ZERO, number
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.maths import FloatMaths
from convviz.core.losses.base import reduction, register
from convviz.core.losses.pointwise import PointwiseLoss, Read, WorkedNumber
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts


class DistanceLoss(PointwiseLoss):
    """A loss of the differences between outputs and targets."""

    @abstractmethod
    def of_difference(self, difference: Number, maths: Maths) -> Number:
        """Return the loss of a difference, or of each of an array, as torch computes it."""

    @abstractmethod
    def written(self, difference: float, text: NumberTexts) -> str:
        """Return how the loss of a difference comes about, with the number in it."""

    def apply(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return the loss of the difference."""
        del each
        return self.of_difference(x - y, maths)

    def worked(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield the difference, then its loss."""
        del each
        d = x - y
        yield WorkedNumber("d", "x − y", (Read(x, 0), "−", Read(y, 1, is_factor=True)), d)
        loss = self.of_difference(d, FloatMaths())
        yield WorkedNumber("l", "", (self.written(d, text),), loss)

    @abstractmethod
    def slope_of_difference(self, difference: Number, maths: Maths) -> Number:
        """Return the slope at a difference, or at each of an array, as torch computes it."""

    @abstractmethod
    def written_slope(self, difference: float, text: NumberTexts) -> tuple[str, str]:
        """Return how the slope at a difference comes about: in letters, and with the number.

        Either is "" where it tells nothing more.
        """

    def slope(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return the slope at the difference."""
        del each
        return self.slope_of_difference(x - y, maths)

    def worked_slope(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield the difference, then the slope there."""
        del each
        d = x - y
        yield WorkedNumber("d", "x − y", (Read(x, 0), "−", Read(y, 1, is_factor=True)), d)
        slope = self.slope_of_difference(d, FloatMaths())
        rule, how = self.written_slope(d, text)
        yield WorkedNumber("l'", rule, (how,) if how else (), slope)


@register
@dataclass(frozen=True)
class MSELoss(DistanceLoss):
    """The mean square of the differences from the targets."""

    reduction: str = reduction()

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        return ("l = (x - y)^{2}",)

    def notes(self) -> Iterator[Explanation]:
        """Yield what outliers cost."""
        yield explain(ExplanationCode.LOSS_OUTLIERS_SQUARE, layer=self.type_name())

    def notes_on_slopes(self) -> Iterator[Explanation]:
        """Yield that they grow with the distance."""
        yield explain(ExplanationCode.SLOPE_GROWS, layer=self.type_name())

    def notes_on_learning(self, lr: float) -> Iterator[Explanation]:
        """Yield that it has one valley."""
        del lr
        yield explain(ExplanationCode.LEARN_ONE_VALLEY, layer=self.type_name())

    def of_difference(self, difference: Number, maths: Maths) -> Number:
        """Return the square."""
        del maths
        return difference * difference

    def written(self, difference: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"{text.factor(difference)}²"

    def slope_of_difference(self, difference: Number, maths: Maths) -> Number:
        """Return twice the difference."""
        del maths
        return 2 * difference

    def written_slope(self, difference: float, text: NumberTexts) -> tuple[str, str]:
        """Return it with the number in it."""
        return "2·d", f"2·{text.factor(difference)}"


@register
@dataclass(frozen=True)
class L1Loss(DistanceLoss):
    """The mean size of the differences from the targets."""

    reduction: str = reduction()

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        return ("l = |x - y|",)

    def notes(self) -> Iterator[Explanation]:
        """Yield what outliers cost."""
        yield explain(ExplanationCode.LOSS_OUTLIERS_SIZE, layer=self.type_name())

    def notes_on_slopes(self) -> Iterator[Explanation]:
        """Yield that they do not grow with the distance."""
        yield explain(ExplanationCode.SLOPE_KEEPS_SIZE, layer=self.type_name())

    def notes_on_learning(self, lr: float) -> Iterator[Explanation]:
        """Yield that steps of one length do not come to rest."""
        code = ExplanationCode.LEARN_NEVER_RESTS
        yield explain(code, layer=self.type_name(), lr=written(lr))

    def of_difference(self, difference: Number, maths: Maths) -> Number:
        """Return the size."""
        del maths
        return abs(difference)

    def written(self, difference: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        return f"|{text(difference)}|"

    def slope_of_difference(self, difference: Number, maths: Maths) -> Number:
        """Return its sign; 0 of 0, where there is a corner."""
        return sign_of(difference, maths)

    def written_slope(self, difference: float, text: NumberTexts) -> tuple[str, str]:
        """Return it with the number in it."""
        return "sign(d)", f"sign({text(difference)})"


@register
@dataclass(frozen=True)
class SmoothL1Loss(DistanceLoss):
    """Squares of small differences, sizes of large ones: L1Loss without its corner at 0.

    Attributes:
        beta: The difference up to which it is a square; 0 leaves none.
    """

    reduction: str = reduction()
    beta: float = number(1.0, AT_LEAST_ZERO, keyword_only=True)

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        square = r"l = \frac{(x - y)^{2}}{2 \beta} \quad (|x - y| < \beta)"
        size = r"l = |x - y| - \frac{\beta}{2} \quad (|x - y| \ge \beta)"
        return (square, size) if self.beta else ("l = |x - y|",)

    def notes(self) -> Iterator[Explanation]:
        """Yield where it bends; without a square it is L1Loss."""
        if not self.beta:
            yield explain(ExplanationCode.LOSS_OUTLIERS_SIZE, layer=self.type_name())
            return
        code, layer = ExplanationCode.LOSS_BENDS, self.type_name()
        yield explain(code, layer=layer, at=written(self.beta), name="beta", slope=written(1))

    def of_difference(self, difference: Number, maths: Maths) -> Number:
        """Return the square below beta, else the size."""
        size = abs(difference)
        if not self.beta:
            return size
        square = 0.5 * difference * difference / self.beta
        return maths.where(size < self.beta, square, size - 0.5 * self.beta)

    def written(self, difference: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        if abs(difference) < self.beta:
            return f"0.5·{text.factor(difference)}² / {text(self.beta)}"
        half = f" − 0.5·{text(self.beta)}" if self.beta else ""
        return f"|{text(difference)}|{half}"

    def slope_of_difference(self, difference: Number, maths: Maths) -> Number:
        """Return its share of beta up to beta, else its sign.

        Source:
            torch, aten/src/ATen/native/cpu/BinaryOpsKernel.cpp (smooth_l1 backward).
        """
        signs = sign_of(difference, maths)
        if not self.beta:
            return signs
        return maths.where(abs(difference) > self.beta, signs, difference / self.beta)

    def written_slope(self, difference: float, text: NumberTexts) -> tuple[str, str]:
        """Return it with the number in it."""
        if not self.beta or abs(difference) > self.beta:
            return "sign(d)", f"sign({text(difference)})"
        return "d / β", f"{text(difference)} / {text(self.beta)}"


@register
@dataclass(frozen=True)
class HuberLoss(DistanceLoss):
    """Squares of small differences, sizes of large ones times delta.

    Attributes:
        delta: The difference up to which it is a square.
    """

    reduction: str = reduction(keyword_only=False)
    delta: float = number(1.0, ABOVE_ZERO)

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        square = r"l = \frac{(x - y)^{2}}{2} \quad (|x - y| \le \delta)"
        size = r"l = \delta \, (|x - y| - \frac{\delta}{2}) \quad (|x - y| > \delta)"
        return square, size

    def notes(self) -> Iterator[Explanation]:
        """Yield where it bends."""
        code, layer, at = ExplanationCode.LOSS_BENDS, self.type_name(), written(self.delta)
        yield explain(code, layer=layer, at=at, name="delta", slope=at)

    def of_difference(self, difference: Number, maths: Maths) -> Number:
        """Return the square up to delta, else the size times delta."""
        size = abs(difference)
        square = 0.5 * difference * difference
        return maths.where(size <= self.delta, square, self.delta * (size - 0.5 * self.delta))

    def written(self, difference: float, text: NumberTexts) -> str:
        """Return it with the number in it."""
        if abs(difference) <= self.delta:
            return f"0.5·{text.factor(difference)}²"
        return f"{text(self.delta)}·(|{text(difference)}| − 0.5·{text(self.delta)})"

    def slope_of_difference(self, difference: Number, maths: Maths) -> Number:
        """Return the difference up to delta, else delta with its sign."""
        signs = self.delta * sign_of(difference, maths)
        return maths.where(abs(difference) > self.delta, signs, difference)

    def written_slope(self, difference: float, text: NumberTexts) -> tuple[str, str]:
        """Return it with the number in it."""
        if abs(difference) > self.delta:
            return "δ·sign(d)", f"{text(self.delta)}·sign({text(difference)})"
        return "d", ""


def sign_of(difference: Number, maths: Maths) -> Number:
    """Return the sign of a number; that of NaN is 0, as torch has it."""
    return maths.where(difference > 0, 1.0, maths.where(difference < 0, -1.0, 0.0))
