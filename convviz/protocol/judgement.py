"""What a network says of labelled pictures, in few enough numbers to be sent."""

from __future__ import annotations

from typing import Final

import msgspec

from convviz.protocol.messages.common import Tensor

TOP: Final = 3
"""Classes of a picture that are told, the likeliest first; a network with fewer tells of all."""
MOST_JUDGED: Final = 20_000
"""Test pictures that are judged one by one; a message about so many takes less than a megabyte."""


class Judgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a network takes some pictures for.

    Attributes:
        labels: int64 (pictures,): the class that each belongs to.
        classes: int64 (pictures, top): the classes of the largest outputs, the largest first.
        shares: float32 (pictures, top): how sure the network is of each, 0 to 1.
    """

    labels: Tensor
    classes: Tensor
    shares: Tensor
