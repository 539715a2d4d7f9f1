"""The output-size formula of a layer as data: in letters, with numbers, worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.formulas.formula_step import FormulaStep

if TYPE_CHECKING:
    from convviz.core.formulas.formula_step import SizeWorking
    from convviz.core.layers.base import Layer, Shape

__all__ = ["FormulaStep", "OutputSizeFormula", "formula_for"]


@dataclass(frozen=True, slots=True)
class OutputSizeFormula:
    """How the output size of one axis comes about.

    Attributes:
        axis: Number of the axis, from 0.
        symbolic: The formula in letters, as LaTeX.
        symbolic_rule: ceil_mode's further rule in letters, as LaTeX; empty without it.
        substituted: The formula with the numbers in it; empty where one is no number.
        steps: Every line of the working, to the result or to the line that fails.
        result: The output size, in cells; None where the settings are impossible.
    """

    axis: int
    symbolic: str
    symbolic_rule: str
    substituted: str
    steps: tuple[FormulaStep, ...]
    result: int | None


def formula_for(
    layer: Layer, spatial: Shape, output_size: Shape | None = None
) -> tuple[OutputSizeFormula, ...]:
    """Return the formula of each axis, worked as far as the numbers go.

    Args:
        layer: Any layer; possibly refused by torch.
        spatial: Input sizes of the spatial axes, in cells.
        output_size: What an unpooling is given beside its parameters; None for its default.

    Returns:
        One an axis; nothing for a layer whose sizes have no formula in letters.
    """
    axes = layer.working(spatial, output_size)
    return tuple(_finish(axis, work) for axis, work in enumerate(axes))


def _finish(axis: int, work: SizeWorking) -> OutputSizeFormula:
    if not work.is_numeric():
        return OutputSizeFormula(axis, work.symbolic(), work.symbolic_rule(), "", (), None)
    steps = tuple(work.steps())
    result = None if steps[-1].fails else int(steps[-1].value)
    return OutputSizeFormula(
        axis,
        work.symbolic(),
        work.symbolic_rule(),
        work.substituted(),
        steps,
        result,
    )
