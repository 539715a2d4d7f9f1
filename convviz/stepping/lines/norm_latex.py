"""The first number of a normalisation, as a formula with the numbers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convviz.core.formulas.rule_latex import latex_number
from convviz.stepping.lines.norm_lines import working_of
from convviz.values.local_norm_values import local_norm_of

if TYPE_CHECKING:
    from convviz.stepping.steps.block_step import BlockStep

_DIGITS = 6
"""Of a divisor that is often next to 1."""


def norm_result(step: BlockStep) -> str:
    """Return a step of a normalisation, as LaTeX."""
    norm = working_of(step)
    top = latex_number(step.own.value)
    if norm.mean is not None:
        top = f"{top} - {_inside(norm.mean)}"
    below = f"{latex_number(norm.variance)} + {latex_number(norm.epsilon)}"
    result = rf"\frac{{{top}}}{{\sqrt{{{below}}}}}"
    if norm.weight is not None:
        result = rf"{result} \cdot {_inside(norm.weight)}"
    if norm.bias is not None:
        result = f"{result} + {_inside(norm.bias)}"
    return f"y = {result} = {latex_number(step.total)}"


def local_norm_result(layer: Any, step: BlockStep) -> str:  # noqa: ANN401 - a LocalResponseNorm
    """Return a step of a normalisation by neighbouring channels, as LaTeX."""
    taken, around = step.own, step.block.there().values.tolist()
    norm = local_norm_of(layer, taken.value, around)
    base, power = latex_number(norm.base, _DIGITS), latex_number(layer.beta)
    fraction = rf"\frac{{{latex_number(taken.value)}}}{{{base}^{{{power}}}}}"
    return f"y = {fraction} = {latex_number(step.total, _DIGITS)}"


def _inside(value: float) -> str:
    """Return a number within a sum or a product: a negative one in brackets."""
    text = latex_number(value)
    return f"({text})" if text.startswith("-") else text
