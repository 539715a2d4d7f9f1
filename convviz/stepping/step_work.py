"""A step of one weight in the making: settings, what was remembered, the lines so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from convviz.protocol.worked_batch import WeightStep


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of the rule.

    Attributes:
        name: What is computed, such as "m".
        rule: How, in letters.
        numbers: How, in numbers.
        value: What comes out.
        keeps: Under which of torch's names it is remembered; "" for what is not.
    """

    name: str
    rule: str
    numbers: str
    value: float
    keeps: str = ""


@dataclass(slots=True)
class StepWork:
    """A step in the making.

    Attributes:
        settings: By torch's names.
        kept: What was remembered before.
        w: The weight.
        g: Its gradient.
        told: All that is known of the step.
        lines: So far.
    """

    settings: Mapping[str, float | tuple[float, ...]]
    kept: Mapping[str, float]
    w: float
    g: float
    told: WeightStep
    lines: list[StepLine] = field(default_factory=list)

    def number(self, name: str) -> float:
        """Return a setting; 0 for one that there is not."""
        value = self.settings.get(name, 0.0)
        return value if isinstance(value, float) else float(value[0])

    def pair(self, name: str) -> tuple[float, float]:
        """Return a setting of two numbers."""
        value = self.settings.get(name, (0.9, 0.999))
        return (value[0], value[1]) if isinstance(value, tuple) else (value, value)

    def add(self, name: str, rule: str, numbers: str, value: float, keeps: str = "") -> float:
        """Write a line, and return its value."""
        self.lines.append(StepLine(name, rule, numbers, value, keeps))
        return value

    @property
    def step(self) -> int:
        """The number of this step, from 1."""
        return round(self.kept.get("step", 0.0)) + 1
