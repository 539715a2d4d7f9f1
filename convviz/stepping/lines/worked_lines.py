"""Lines of a calculation: what is computed, by which rule, with which numbers, and the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.stepping.lines.line_parts import (
    MOST_TERMS,
    LinePart,
    PartRole,
    StepLine,
    bracketed,
    further,
    sign,
    value_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.optimisers.step_work import RuleLine


def worked_line(name: str, rule: str, numbers: Sequence[LinePart] | str, value: float) -> StepLine:
    """Return a line such as  d = x − y = 3 − 5 = −2.

    Args:
        name: What is computed.
        rule: How, in letters; "" leaves it out.
        numbers: How, in numbers; "" leaves them out.
        value: What comes out.
    """
    parts = [sign(name)]
    if rule:
        parts += [sign(f"= {rule}")]
    if numbers:
        middle = [sign(numbers)] if isinstance(numbers, str) else numbers
        parts += [sign("="), *middle]
    parts += [sign("="), LinePart(value_text(value), PartRole.TOTAL)]
    return StepLine(None, tuple(parts))


def term(text: str, tap: int | None = None) -> LinePart:
    """Return a number of a line, in the hue of the cell that it is read from."""
    return LinePart(text, PartRole.TERM, tap)


def written_line(line: RuleLine) -> StepLine:
    """Return a line of an optimiser's rule, its numbers in the hues of the cells they stand in."""
    parts = [
        sign(part.strip()) if isinstance(part, str) else term(part.text, part.of)
        for part in line.numbers
    ]
    return worked_line(line.name, line.rule, parts, float(line.value))


def added(values: Sequence[tuple[float, int]]) -> list[LinePart]:
    """Return a sum, number by number, and what it has come to.

    Args:
        values: Each number and the hue of the cell that it is read from.
    """
    parts: list[LinePart] = []
    running = 0.0
    for number, (value, tap) in enumerate(values[:MOST_TERMS]):
        if number:
            parts.append(sign("+"))
        running += value
        parts.append(LinePart(bracketed(value), PartRole.TERM, tap, value_text(running)))
    return [*parts, *further(len(values) - MOST_TERMS)]
