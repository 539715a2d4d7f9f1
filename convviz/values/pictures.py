"""Pictures from files and the clipboard, read with care, as what a document embeds."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import ExifTags, Image, ImageOps

from convviz.core.errors import DataError, DocumentError, ErrorCode
from convviz.protocol.file_reading import read_file
from convviz.protocol.recipes import LARGEST_SIDE, Picture, PictureMode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.protocol.passing import Fit

MOST_PIXELS: Final = 50_000_000
"""A picture of 20,000 x 2,500; unpacked it takes 150 MB for a moment."""
LARGEST_FILE: Final = 128 << 20
"""Bytes of a picture's file."""
FORMATS: Final = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
"""Readers of Pillow that are asked; the others are rarely needed, and so rarely tried."""
SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif")

_BREAKAGES: Final = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
_WORKING_SIDE: Final = 1024
_ON_ITS_SIDE: Final = (5, 6, 7, 8)
"""Orientations of EXIF by which rows become columns."""

Image.MAX_IMAGE_PIXELS = None  # MOST_PIXELS is asked before anything is unpacked, in our words


@dataclass(frozen=True, slots=True, eq=False)
class OpenedPicture:
    """A picture that was read.

    Attributes:
        image: In RGB, no larger than is worked with.
        name: What it is called in sentences.
        width: In pixels, upright as it is shown, before it was scaled.
        height: Likewise.
    """

    image: Image.Image
    name: str
    width: int
    height: int


def read_picture_file(path: Path) -> OpenedPicture:
    """Read a picture's file.

    Raises:
        DocumentError: FILE_MISSING, FILE_UNREADABLE.
        DataError: PICTURE_BROKEN, PICTURE_TOO_LARGE, PICTURE_FILE_TOO_LARGE.
    """
    try:
        content = read_file(path, LARGEST_FILE)
    except DocumentError as error:
        if error.code is ErrorCode.FILE_TOO_LARGE:
            code, size = ErrorCode.PICTURE_FILE_TOO_LARGE, error.facts["size"]
            raise DataError(code, name=path.name, size=size, limit=LARGEST_FILE) from error
        raise
    return read_picture(content, path.name)


def read_picture(content: bytes, name: str) -> OpenedPicture:
    """Read a picture's bytes: its first frame, turned as its camera says, over white.

    Raises:
        DataError: PICTURE_BROKEN, PICTURE_TOO_LARGE.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise _too_large(name, width, height)
                image.draft("RGB", (_WORKING_SIDE, _WORKING_SIDE))
                image.load()
                if image.getexif().get(ExifTags.Base.Orientation, 1) in _ON_ITS_SIDE:
                    width, height = height, width
                turned = ImageOps.exif_transpose(image)
                plain = _over_white(turned)
        except _BREAKAGES as error:
            detail = (
                "it is in another format, or damaged"
                if type(error).__name__ == "UnidentifiedImageError"
                else (str(error) or type(error).__name__)
            )
            raise DataError(ErrorCode.PICTURE_BROKEN, name=name, detail=detail) from error
    return OpenedPicture(plain, name, width, height)


def picture_of_pixels(pixels: NDArray[np.uint8], name: str) -> OpenedPicture:
    """Return pixels, (3, height, width), as a picture."""
    image = Image.fromarray(np.ascontiguousarray(np.moveaxis(pixels, 0, -1)), "RGB")
    return OpenedPicture(image, name, image.width, image.height)


def fitted_pixels(
    pixels: NDArray[np.uint8], shape: tuple[int, int, int], fit: Fit
) -> NDArray[np.uint8]:
    """Return pixels as a network takes them; those that fit already are left as they are.

    Args:
        pixels: (1 or 3, height, width).
        shape: The same of what is wanted.
        fit: "crop": the shorter side is scaled and the middle cut out; "squash": both sides are
            scaled; "pad": the longer side is scaled, and the rest is black.
    """
    if pixels.shape == shape:
        return pixels
    channels, size = shape[0], (shape[2], shape[1])
    planes = np.ascontiguousarray(np.moveaxis(pixels, 0, -1))
    image = Image.fromarray(planes[..., 0] if len(pixels) == 1 else planes)
    image = image.convert("L" if channels == 1 else "RGB")
    if image.size == size:
        pass
    elif fit == "squash":
        image = image.resize(size, Image.Resampling.BILINEAR)
    elif fit == "pad":
        image = ImageOps.pad(image, size, Image.Resampling.BILINEAR)
    else:
        image = ImageOps.fit(image, size, Image.Resampling.BILINEAR)
    return np.asarray(image, np.uint8).reshape(*shape[1:], channels).transpose(2, 0, 1)


def embedded(opened: OpenedPicture, side: int | None, mode: PictureMode) -> Picture:
    """Return what a document keeps of a picture.

    Args:
        opened: The picture.
        side: Pixels along its longer side; None keeps its size, up to LARGEST_SIDE.
        mode: Grey or red, green, blue.
    """
    longer = max(opened.width, opened.height)
    wanted = min(longer, LARGEST_SIDE) if side is None else side
    turned = opened.image.width > opened.image.height
    shorter = max(1, round(min(opened.width, opened.height) * wanted / longer))
    size = (wanted, shorter) if turned else (shorter, wanted)
    image = opened.image
    if image.size != size:
        is_smaller = size[0] < image.width
        image = image.resize(size, Image.Resampling.BOX if is_smaller else Image.Resampling.NEAREST)
    stream = io.BytesIO()
    image.convert("RGB" if mode is PictureMode.RGB else "L").save(stream, "PNG", optimize=False)
    return Picture(stream.getvalue(), mode)


def _over_white(image: Image.Image) -> Image.Image:
    """Return a picture in RGB, what is transparent being white, 16 bits becoming 8."""
    image.thumbnail((4 * _WORKING_SIDE, 4 * _WORKING_SIDE), Image.Resampling.NEAREST)
    if image.mode.startswith("I"):
        wide = np.asarray(image, dtype=np.int64)
        image = Image.fromarray((np.clip(wide, 0, 65535) >> 8).astype(np.uint8), "L")
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        ground = Image.new("RGBA", coloured.size, "white")
        image = Image.alpha_composite(ground, coloured)
    image = image.convert("RGB")
    image.thumbnail((_WORKING_SIDE, _WORKING_SIDE), Image.Resampling.BOX)
    return image


def _too_large(name: str, width: int, height: int) -> DataError:
    code = ErrorCode.PICTURE_TOO_LARGE
    return DataError(code, name=name, width=width, height=height, limit=MOST_PIXELS)
