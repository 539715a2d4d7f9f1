"""Which kernel or feature map is to be looked at. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from convviz.protocol.document import WeightsFile


@dataclass(frozen=True, slots=True)
class ChosenKernel:
    """A kernel, or a feature map, of a run's network that is to be looked at.

    Attributes:
        step: The layer's number in the network, from 0.
        kernel: The output channel.
        picture: The place of the test picture that goes through the network, from 0.
        pixels: A picture instead, uint8 (channels, height, width).
        weights: Those of now, of a run that goes on; None for those of its result.
        cell: Row and column of the cell of the map; None for none of them.
    """

    step: int
    kernel: int
    picture: int = 0
    pixels: npt.NDArray[np.uint8] | None = None
    weights: WeightsFile | None = None
    cell: tuple[int, int] | None = None
