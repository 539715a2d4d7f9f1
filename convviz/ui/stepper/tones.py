"""The colours of a picture, and of what a layer makes of it: its brightness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.protocol.recipes import Picture
from convviz.ui.widgets.grid import Tone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.stepping.scene.scene import Scene

_RGB: Final = (Tone.RED, Tone.GREEN, Tone.BLUE)


def is_picture(scene: Scene) -> bool:
    """Return whether the input is a picture."""
    return isinstance(scene.calculator.input, Picture)


def input_tone(scene: Scene, channel: int) -> Tone | None:
    """Return the tone of an input channel; None unless the input is a picture."""
    if not is_picture(scene):
        return None
    return _tone(channel, scene.input.shape[0])


def output_tone(scene: Scene, channel: int) -> Tone | None:
    """Return the tone of an output channel: that of the only input channel it reads, else grey."""
    if not is_picture(scene):
        return None
    read = scene.input_channels_of(channel)
    return _tone(read.start, scene.input.shape[0]) if len(read) == 1 else Tone.GREY


def darkest_and_brightest(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the values that are drawn black and brightest.

    Brightness from 0 to 1 is drawn as it is. Where values are negative, as of an edge filter, zero
    is drawn in the middle, as embossed.
    """
    finite = values[np.isfinite(values)]
    low = float(finite.min()) if finite.size else 0.0
    high = float(finite.max()) if finite.size else 1.0
    if low < 0:
        most = max(-low, high)
        return -most, most
    return 0.0, max(1.0, high)


def _tone(channel: int, channels: int) -> Tone:
    return _RGB[channel] if channels == len(_RGB) else Tone.GREY
