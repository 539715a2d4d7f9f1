"""What the backward passes of losses have in common: the upstream gradient, and what a mean does.

Of a loss that is one number the upstream gradient is one number, too: 1 where backward begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.lines.line_parts import TIMES, bracketed, sign, value_text
from convviz.stepping.lines.worked_lines import term
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_INPUT,
    GradientWorking,
    Product,
    product_terms,
    sum_line,
)
from convviz.stepping.worked.parts import PartReading
from convviz.values.gradients.losses import loss_divisor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.stepping.lines.line_parts import LinePart, StepLine

SLOPE: Final = "l'"
"""How a single loss changes with a number of the input."""


class LossBackward(GradientWorking):
    """A loss: the slope of each single loss times the upstream gradient, divided as a mean is.

    Attributes:
        divisor_letter: By which a mean divides, in letters.
    """

    divisor_letter = "n"

    @property
    def is_first(self) -> bool:
        """Whether backward begins here, behind a layer: then no upstream gradient is multiplied."""
        return self.beginning is not None

    @property
    def result_name(self) -> str:
        """What the gradient of the input is called: behind a layer it is that of its output."""
        return UPSTREAM if self.is_first else GRAD_INPUT

    def make_parts(self) -> None:
        """Remember by what a mean divides; subclasses make the parts."""
        self.divisor = loss_divisor(self.passed)

    def grad_of(self, loss: int) -> float:
        """Return the upstream gradient of a single loss."""
        return float(self.flat_upstream[loss if len(self.flat_upstream) > 1 else 0])

    def upstream_cells(self, losses: Sequence[int], tap: int) -> tuple[PartReading, ...]:
        """Return the upstream gradients of single losses; of a reduced one it is one for all.

        Args:
            losses: Their numbers.
            tap: The hue of the first.
        """
        part = self.part(UPSTREAM)
        places = losses if part.size > 1 else [0]
        return tuple(PartReading(part.cell_at(at), tap + n) for n, at in enumerate(places))

    def handed_line(
        self, flat: int, slope: float, grad: float, tap: int, *, of: str = GRAD_INPUT
    ) -> StepLine:
        """Return slope times upstream gradient of one loss, divided as a mean is.

        Args:
            flat: The cell that gets it.
            slope: Of the loss.
            grad: The upstream gradient.
            tap: Its hue.
            of: The part that the cell is of.
        """
        if self.is_first:
            return self.divided_line(SLOPE, [term(bracketed(slope))], flat, slope, of=of)
        terms = [term(bracketed(slope)), sign(TIMES), term(bracketed(grad), tap)]
        return self.divided_line(f"{SLOPE}{TIMES}g", terms, flat, slope * grad, of=of)

    def handed_lines(
        self,
        flat: int,
        slopes: Sequence[float],
        grads: Sequence[float],
        tap: int,
        *,
        of: str = GRAD_INPUT,
    ) -> StepLine:
        """Return the sum of several losses' slopes times their upstream gradients, divided.

        Args:
            flat: The cell that gets it.
            slopes: Of the losses.
            grads: Their upstream gradients.
            tap: The hue of the first.
            of: The part that the cell is of.
        """
        products = [
            Product(slope, value_text(grad), slope * grad, tap + number)
            for number, (slope, grad) in enumerate(zip(slopes, grads, strict=True))
        ]
        terms = product_terms(products, len(products))
        total = float(sum(product.result for product in products))
        if self.divisor != 1:
            terms = [sign("("), *terms, sign(")")]
        return self.divided_line(f"Σ {SLOPE}{TIMES}g", terms, flat, total, of=of)

    def name_of(self, part: str) -> str:
        """Return what a gradient is called in its last line."""
        return self.result_name if part == GRAD_INPUT else part

    def divided_line(
        self,
        rule: str,
        terms: list[LinePart],
        flat: int,
        whole: float,
        *,
        of: str = GRAD_INPUT,
    ) -> StepLine:
        """Return the last line: what is left after a mean.

        Args:
            rule: Before it, in letters.
            terms: The same in numbers.
            flat: The cell that gets it.
            whole: What comes out before it.
            of: The part that the cell is of.
        """
        with np.errstate(all="ignore"):
            total = self.result(of, flat, float(np.float64(whole) / self.divisor))
        if self.divisor == 1:
            return sum_line(self.name_of(of), rule, terms, total)
        numbers = [*terms, sign("/"), term(bracketed(self.divisor))]
        return sum_line(self.name_of(of), f"{rule} / {self.divisor_letter}", numbers, total)
