"""Pictures of any size and kind made square: what a folder of pictures gives to a network.

Scripts take these functions over as they stand here, so that they see the same pixels.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
from PIL import ExifTags, Image, ImageOps

if TYPE_CHECKING:
    from numpy.typing import NDArray

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".ppm", ".pgm", ".tif", ".tiff")
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "PPM", "TIFF")
"""Readers of Pillow that are asked; the others are rarely needed, and so rarely tried."""
MOST_PIXELS = 50_000_000
"""A picture of 20,000 x 2,500; what claims to be larger is a bomb, or of no use as 512 x 512."""
BREAKAGES = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
)
"""What Pillow's readers raise for what is no picture: the last five for odd TIFFs."""


def fitted_picture(content: bytes, size: int, fit: str, grey: bool) -> NDArray[np.uint8]:  # noqa: FBT001 - also called in scripts
    """Return a picture's first frame as (channels, size, size): upright, over white, made square.

    Args:
        content: The bytes of its file.
        size: Height and width.
        fit: "crop": the shorter side is scaled and the middle cut out; "squash": both sides are
            scaled; "pad": the longer side is scaled, and the rest is black.
        grey: One channel in place of three.

    Raises:
        One of BREAKAGES: it is no readable picture.
    """
    Image.MAX_IMAGE_PIXELS = None  # MOST_PIXELS is asked before anything is unpacked
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError(f"{image.width} x {image.height} pixels")  # noqa: EM102 - short, for scripts
        image.draft("L" if grey else "RGB", (2 * size, 2 * size))
        image.load()
        plain = over_white(upright(image), "L" if grey else "RGB")
    if fit == "squash":
        square = plain.resize((size, size), Image.Resampling.BILINEAR)
    elif fit == "pad":
        square = ImageOps.pad(plain, (size, size), Image.Resampling.BILINEAR)
    else:
        square = ImageOps.fit(plain, (size, size), Image.Resampling.BILINEAR)
    return np.asarray(square, np.uint8).reshape(size, size, -1).transpose(2, 0, 1)


def upright(image: Image.Image) -> Image.Image:
    """Return a picture turned as its camera says; one whose notes are damaged stays as it is."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
        return image if orientation == 1 else ImageOps.exif_transpose(image)
    except BREAKAGES:
        return image


def over_white(image: Image.Image, mode: str) -> Image.Image:
    """Return a picture in a mode, what is transparent being white, 16 bits becoming 8."""
    if image.mode.startswith("I"):
        wide = np.asarray(image, dtype=np.int64)
        image = Image.fromarray((np.clip(wide, 0, 65535) >> 8).astype(np.uint8))
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        ground = Image.new("RGBA", coloured.size, "white")
        image = Image.alpha_composite(ground, coloured)
    return image.convert(mode)
