"""A batch of a run in numbers, as far as a person can follow it by hand."""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

MOST_OUTPUTS: Final = 1 << 18
"""Numbers of a batch's outputs that are sent; of more, those of the first pictures."""

StepSetting: TypeAlias = float | tuple[float, ...]


class WeightStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a batch's step did to one weight.

    Attributes:
        name: Of the trained numbers that it is one of, such as "0.weight".
        shape: Of these.
        place: Which of them it is, in the order of the shape.
        before: The weight before the step.
        gradient: Its gradient in the batch, as the optimiser got it.
        after: The weight behind the step.
        remembered: What the optimiser remembered of it before, by torch's names, such as
            "exp_avg"; empty before the first step.
        remembered_after: What it remembers behind the step.
        settings: The optimiser's settings in this step, by torch's names; a flag is 0 or 1.
        names: Of all numbers of the network that the batch moved.
    """

    name: str
    shape: tuple[int, ...]
    place: int
    before: float
    gradient: float
    after: float
    remembered: dict[str, float]
    remembered_after: dict[str, float]
    settings: dict[str, StepSetting]
    names: tuple[str, ...]
