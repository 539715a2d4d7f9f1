"""The first number of an output, as a formula with the numbers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from convviz.core.formulas.rule_latex import latex_number, rule_latex
from convviz.stepping.lines.line_parts import NUMBER_TEXTS
from convviz.stepping.lines.norm_lines import working_of
from convviz.values.local_norm_values import local_norm_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.stepping.steps.block_step import BlockStep
    from convviz.stepping.steps.step import Step

_DIGITS = 6
"""Of a divisor that is often next to 1."""

MOST_ADDED: Final = 4
"""Summands that are written down; of more, the first and the last."""


def function_result(step: Step) -> str:
    """Return a step of a function of one number, as LaTeX."""
    if step.function is None:
        return ""
    written = step.function.written(float(step.values.item()), NUMBER_TEXTS)
    working = rule_latex(written.rpartition(": ")[2])
    total = latex_number(step.total)
    return f"y = {working} = {total}" if working != total else f"y = {total}"


def share_result(layer: Any, step: BlockStep) -> str:  # noqa: ANN401 - a SharingLayer
    """Return a share, or its logarithm, as LaTeX."""
    sign = layer.exponent_sign
    values = step.block.there().values.tolist()
    whole = added_latex(f"e^{{{latex_number(sign * value + 0.0)}}}" for value in values)
    own, total = latex_number(sign * step.own.value + 0.0), latex_number(step.total)
    if layer.gives_logarithm:
        return rf"y = {own} - \log \left({whole}\right) = {total}"
    return rf"y = \frac{{e^{{{own}}}}}{{{whole}}} = {total}"


def gate_result(step: BlockStep) -> str:
    """Return what passes a gate, as LaTeX."""
    passing, gate = step.taken.values.tolist()
    sigmoid = rf"\frac{{1}}{{1 + e^{{{latex_number(0.0 - gate)}}}}}"
    return rf"y = {inside_latex(passing)} \cdot {sigmoid} = {latex_number(step.total)}"


def features_result(step: BlockStep) -> str:
    """Return a weighted sum of features, as LaTeX."""
    if step.weights is None:
        return ""
    pairs = zip(step.taken.values.tolist(), step.weights[step.taken.taps].tolist(), strict=True)
    result = added_latex(
        rf"{inside_latex(value)} \cdot {inside_latex(weight)}" for value, weight in pairs
    )
    bias = "" if step.bias is None else f" + {inside_latex(step.bias)}"
    return f"y = {result}{bias} = {latex_number(step.total)}"


def added_latex(summands: Iterable[str]) -> str:
    """Return a sum, of which the middle is left out where there are many."""
    texts = list(summands)
    if len(texts) > MOST_ADDED:
        texts = [*texts[: MOST_ADDED - 1], r"\dots", texts[-1]]
    return " + ".join(texts)


def norm_result(step: BlockStep) -> str:
    """Return a step of a normalisation, as LaTeX."""
    norm = working_of(step)
    top = latex_number(step.own.value)
    if norm.mean is not None:
        top = f"{top} - {inside_latex(norm.mean)}"
    below = f"{latex_number(norm.variance)} + {latex_number(norm.epsilon)}"
    result = rf"\frac{{{top}}}{{\sqrt{{{below}}}}}"
    if norm.weight is not None:
        result = rf"{result} \cdot {inside_latex(norm.weight)}"
    if norm.bias is not None:
        result = f"{result} + {inside_latex(norm.bias)}"
    return f"y = {result} = {latex_number(step.total)}"


def local_norm_result(layer: Any, step: BlockStep) -> str:  # noqa: ANN401 - a LocalResponseNorm
    """Return a step of a normalisation by neighbouring channels, as LaTeX."""
    taken, around = step.own, step.block.there().values.tolist()
    norm = local_norm_of(layer, taken.value, around)
    base, power = latex_number(norm.base, _DIGITS), latex_number(layer.beta)
    fraction = rf"\frac{{{latex_number(taken.value)}}}{{{base}^{{{power}}}}}"
    return f"y = {fraction} = {latex_number(step.total, _DIGITS)}"


def inside_latex(value: float) -> str:
    """Return a number within a sum or a product: a negative one in brackets."""
    text = latex_number(value)
    return f"({text})" if text.startswith("-") else text
