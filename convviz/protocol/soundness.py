"""Whether a computer can compute in a certain way: what a throw-away process found out."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from convviz.core.errors import ComputeError, ErrorCode

if TYPE_CHECKING:
    from convviz.protocol.document import Training

PLAIN: Final = "float32"
HALVES: Final = ("bfloat16", "float16")
MUON: Final = "Muon"
"""Its steps are computed in bfloat16, whatever the precision."""


class Verdict(StrEnum):
    """What became of the process that tried."""

    SOUND = "sound"
    STOPS = "stops"
    """The process was ended, as by an illegal instruction."""
    REFUSED = "refused"
    """torch raised an error."""
    WRONG = "wrong"
    """The numbers are not those of float32, or not finite."""
    SLOW = "slow"
    """It took too long."""


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was found of one way to compute on one device.

    Attributes:
        verdict: In a word.
        detail: What torch said, or by how much the numbers differ.
    """

    verdict: Verdict
    detail: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether it can be trained so."""
        return self.verdict is Verdict.SOUND

    def error(self, way: str, device: str) -> ComputeError:
        """Return why it cannot be trained so.

        Args:
            way: "bfloat16", "float16" or "Muon".
            device: Where.
        """
        return ComputeError(_CODES[self.verdict], way=way, device=device, detail=self.detail)


_CODES: Final = {
    Verdict.STOPS: ErrorCode.ARITHMETIC_STOPS,
    Verdict.REFUSED: ErrorCode.ARITHMETIC_REFUSED,
    Verdict.WRONG: ErrorCode.ARITHMETIC_WRONG,
    Verdict.SLOW: ErrorCode.ARITHMETIC_SLOW,
}


def ways_of(training: Training) -> tuple[str, ...]:
    """Return the ways to compute that a training needs and that not every computer has."""
    ways = [] if training.precision == PLAIN else [training.precision]
    return (*ways, MUON) if training.optimiser.type_name() == MUON else tuple(ways)
