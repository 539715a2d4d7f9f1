"""A step of a fully connected layer written out: its products with their running sum, the bias."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.stepping.lines.line_parts import (
    MOST_TERMS,
    TIMES,
    LinePart,
    LineTitle,
    PartRole,
    StepLine,
    added_bias,
    bracketed,
    further,
    sign,
    value_text,
    value_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.block_step import BlockStep


def linear_lines(scene: Scene, step: BlockStep) -> tuple[StepLine, ...]:
    """Return the products and their sum, then of which row of the weight they are.

    Args:
        scene: Of a layer with features.
        step: Its step.
    """
    total = LinePart(value_text(step.total), PartRole.TOTAL)
    parts = (*_products(step), *added_bias(step.bias), sign("="), total)
    return StepLine(None, parts), _places(scene, step)


def _products(step: BlockStep) -> Iterator[LinePart]:
    assert step.weights is not None  # noqa: S101 - narrows the type: the caller saw it
    taken = step.taken[:MOST_TERMS]
    weights = step.weights[taken.taps]
    with np.errstate(all="ignore"):
        running = value_texts(np.cumsum(taken.values * weights))
    columns = taken.values.tolist(), weights.tolist(), taken.taps.tolist(), running
    plus = sign("+")
    for number, (value, weight, tap, so_far) in enumerate(zip(*columns, strict=True)):
        if number:
            yield plus
        text = f"{bracketed(value)}{TIMES}{bracketed(weight)}"
        yield LinePart(text, PartRole.TERM, tap, so_far)
    yield from further(len(step.taken) - MOST_TERMS)


def _places(scene: Scene, step: BlockStep) -> StepLine:
    """Return which row of the input meets which row of the weight, as torch counts them."""
    *leading, feature = (int(at) for at in np.unravel_index(step.index, scene.output_shape))
    row = ", ".join(map(str, leading))
    source, place = (f"x[{row}]", f"{row}, {feature}") if row else ("x", f"{feature}")
    bias = f" + b[{feature}]" if step.bias is not None else ""
    text = f"y[{place}] = {source} {TIMES} W[{feature}]{bias}"
    return StepLine(None, (sign(text),), LineTitle.READS)
