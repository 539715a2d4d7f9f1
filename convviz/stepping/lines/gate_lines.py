"""A gate written out: a number times the sigmoid of the one that stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.stepping.lines.line_parts import (
    TIMES,
    LinePart,
    PartRole,
    StepLine,
    bracketed,
    value_text,
)
from convviz.values.gate_values import opened

if TYPE_CHECKING:
    from convviz.stepping.steps.block_step import BlockStep


def gate_lines(step: BlockStep) -> tuple[StepLine, ...]:
    """Return the product with the sigmoid written out, then with what it comes to."""
    passing, gate = step.taken.readings()
    number = LinePart(bracketed(passing.value), PartRole.TERM, passing.tap)
    sigmoid = LinePart(f"1 / (1 + exp({value_text(-gate.value)}))", PartRole.TERM, gate.tap)
    share = LinePart(value_text(float(opened(np.array(gate.value)))), PartRole.TERM, gate.tap)
    total = LinePart(value_text(step.total), PartRole.TOTAL)
    times, equals = (LinePart(text, PartRole.OPERATOR) for text in (TIMES, "="))
    return (
        StepLine(None, (number, times, sigmoid, equals, total)),
        StepLine(None, (number, times, share, equals, total)),
    )
