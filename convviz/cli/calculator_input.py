"""What the command line says of a calculator: its layer, the input's shape and numbers."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec.structs
import numpy as np

from convviz.core.errors import DocumentError, ErrorCode, ExportError
from convviz.core.layers import WindowedLayer
from convviz.core.torch_code_reader import parse_layer
from convviz.protocol.document import Calculator
from convviz.protocol.document_file import SUFFIX, read_document
from convviz.protocol.recipes import Fill, FillPattern, Recipe
from convviz.values.recipes import numbers_from_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.layers import Layer, Shape

LARGEST_PICTURE_SIDE: Final = 64
"""Cells along the longer side of a picture whose shape is not given."""

_MOST_PICTURE_PIXELS: Final = 64_000_000
_RGB: Final = 3


def read_calculator(
    text: str,
    shape: Shape | None,
    *,
    values: str | None = None,
    picture: Path | None = None,
    seed: int | None = None,
) -> Calculator:
    """Return the calculator that the command line names.

    Args:
        text: A layer as code, or the path of a document.
        shape: Of the input, (channels, *spatial); None takes that of the document, of the
            matrix or of the picture.
        values: A matrix of the input's numbers.
        picture: A file whose brightness is the input.
        seed: Of random numbers for the input.

    Raises:
        ConvVizError: Something is missing, wrong, or does not fit.
    """
    if text.endswith(SUFFIX):
        calculator = read_document(Path(text)).calculator
    else:
        layer = parse_layer(text)
        calculator = Calculator(layer, shape or ())
    layer = calculator.layer
    if not isinstance(layer, WindowedLayer):
        raise ExportError(ErrorCode.LAYER_WITHOUT_WINDOWS, layer=layer.type_name())
    recipe: Recipe = calculator.input
    if values is not None:
        array = read_matrix(values)
        shape = _shape_for(array, shape, layer)
        recipe = numbers_from_array(array.reshape(shape))
    elif picture is not None:
        array = read_picture(picture, shape, channels=_channels(layer))
        shape, recipe = array.shape, numbers_from_array(array)
    elif seed is not None:
        recipe = Fill(FillPattern.RANDOM_INTEGERS, seed=seed)
    shape = shape or calculator.input_shape
    if not shape:
        raise DocumentError(ErrorCode.INPUT_SHAPE_MISSING)
    return msgspec.structs.replace(calculator, input_shape=shape, input=recipe)


def read_matrix(text: str) -> NDArray[np.float64]:
    """Return the numbers of a text such as ``1 2 3; 4 5 6``, (rows, columns).

    Commas and brackets are taken for spaces; a new line or a semicolon begins a row, and so does
    the next bracket of nested ones.

    Raises:
        ExportError: NUMBERS_MALFORMED; NUMBERS_RAGGED.
    """
    lines = re.split(r"[;\n]|\]\s*,?\s*\[", text)
    texts = [re.sub(r"[\[\](),]", " ", line).split() for line in lines]
    numbers = [[_number(part) for part in row] for row in texts if row]
    if not numbers:
        raise ExportError(ErrorCode.NUMBERS_MALFORMED, found=repr(text))
    for number, row in enumerate(numbers, start=1):
        if len(row) != len(numbers[0]):
            raise ExportError(
                ErrorCode.NUMBERS_RAGGED, row=number, expected=len(numbers[0]), found=len(row)
            )
    return np.array(numbers, dtype=np.float64)


def read_picture(path: Path, shape: Shape | None, *, channels: int) -> NDArray[np.float64]:
    """Return a picture's brightness from 0 to 1, in hundredths, (channels, rows, columns).

    Args:
        path: A file in any format that Pillow reads.
        shape: To which it is scaled; None keeps it up to LARGEST_PICTURE_SIDE.
        channels: Of the layer: 3 takes red, green and blue, others repeat the grey.

    Raises:
        ConvVizError: FILE_MISSING; PICTURE_UNREADABLE; NUMBERS_DO_NOT_FIT: the shape is none of
            a picture.
    """
    from PIL import Image

    if shape is not None and len(shape) != _RGB:
        raise ExportError(ErrorCode.NUMBERS_DO_NOT_FIT, count=math.prod(shape), shape=shape)
    count = channels if shape is None else shape[0]
    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > _MOST_PICTURE_PIXELS:
                detail = f"it has {opened.width} \u00d7 {opened.height} pixels"
                raise ExportError(ErrorCode.PICTURE_UNREADABLE, path=str(path), detail=detail)
            image = opened.convert("RGB" if count == _RGB else "L")
    except FileNotFoundError as error:
        raise DocumentError(ErrorCode.FILE_MISSING, path=str(path)) from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        detail = str(error) or type(error).__name__
        raise ExportError(ErrorCode.PICTURE_UNREADABLE, path=str(path), detail=detail) from error
    if shape is None:
        image.thumbnail((LARGEST_PICTURE_SIDE, LARGEST_PICTURE_SIDE))
    else:
        image = image.resize((shape[2], shape[1]), Image.Resampling.BOX)
    pixels = np.atleast_3d(np.asarray(image, dtype=np.float64) / 255)
    planes = np.round(np.moveaxis(pixels, -1, 0), 2)
    return planes if count == len(planes) else np.repeat(planes, count, axis=0)


def _shape_for(array: NDArray[np.float64], shape: Shape | None, layer: WindowedLayer) -> Shape:
    """Return the input's shape for a matrix: its own, with as many axes as the layer takes."""
    if shape is None:
        missing = layer.rank + 1 - array.ndim
        return (*(1,) * missing, *array.shape)
    if math.prod(shape) != array.size:
        raise ExportError(ErrorCode.NUMBERS_DO_NOT_FIT, count=array.size, shape=shape)
    return shape


def _channels(layer: Layer) -> int:
    channels = getattr(layer, "in_channels", 1)
    return channels if isinstance(channels, int) else 1


def _number(text: str) -> float:
    try:
        number = float(text.replace("\u2212", "-"))
    except ValueError:
        raise ExportError(ErrorCode.NUMBERS_MALFORMED, found=repr(text)) from None
    return number
