"""Pixels as images of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy.typing as npt

_GREY: Final = 1


def picture_image(pixels: npt.NDArray[np.uint8]) -> QImage:
    """Return a picture of a data set, uint8 (channels, height, width), as an image of its own.

    Args:
        pixels: Grey, or red, green and blue; channels behind these are not shown.
    """
    channels, height, width = pixels.shape
    if channels == _GREY:
        data = np.ascontiguousarray(pixels[0])
        return QImage(data.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
    return colour_image(np.moveaxis(pixels[:3], 0, -1))


def colour_image(pixels: npt.NDArray[np.uint8]) -> QImage:
    """Return colours, uint8 (height, width, 3), as an image of its own."""
    height, width, _ = pixels.shape
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
