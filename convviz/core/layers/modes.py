"""Whether a layer is computed as in training or as in evaluation, and by which chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Mode:
    """How torch's module runs: after ``train()`` or after ``eval()``.

    Attributes:
        training: Whether as in training.
        seed: Of what is drawn by chance then; torch's generator begins with it.
    """

    training: bool = False
    seed: int = 0


EVALUATION: Final = Mode()
