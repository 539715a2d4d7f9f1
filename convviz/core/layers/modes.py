"""How a layer is computed: in training or evaluation, by which chance, from which gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Mode:
    """How torch's module runs: after ``train()`` or after ``eval()``.

    Attributes:
        training: Whether as in training.
        seed: Of what is drawn by chance then; torch's generator begins with it.
        zero_grad: Whether an optimiser forgets the gradients of the step before; else they add up.
        function: What the optimiser descends, of the weights x and y; "" for given gradients.
    """

    training: bool = False
    seed: int = 0
    zero_grad: bool = True
    function: str = ""


EVALUATION: Final = Mode()
