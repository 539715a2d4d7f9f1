"""Values in a document are recipes, not arrays: what a person typed, or a seeded fill.

``convviz.values.recipes.materialise`` turns a recipe into numbers for a given shape.
"""

from __future__ import annotations

import math
import zlib
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from convviz.core.layers.parameters import BYTES_PER_NUMBER
from convviz.protocol.png_size import png_size


class NonFinite(StrEnum):
    """Numbers that JSON has no words for."""

    NAN = "nan"
    INFINITY = "inf"
    MINUS_INFINITY = "-inf"


Cell: TypeAlias = float | NonFinite


class FillPattern(StrEnum):
    """Numbers that follow from a rule."""

    ZEROS = "zeros"
    ONES = "ones"
    RAMP = "ramp"
    ONE_HOT = "one_hot"
    CHECKERBOARD = "checkerboard"
    RANDOM_INTEGERS = "random_integers"
    RANDOM_NORMAL = "random_normal"


class KernelPattern(StrEnum):
    """Classic kernels of image processing, centred in whatever kernel size there is."""

    IDENTITY = "identity"
    BOX_BLUR = "box_blur"
    GAUSSIAN_BLUR = "gaussian_blur"
    SHARPEN = "sharpen"
    SOBEL_X = "sobel_x"
    SOBEL_Y = "sobel_y"
    LAPLACIAN = "laplacian"
    EMBOSS = "emboss"


class Numbers(msgspec.Struct, frozen=True, tag="numbers", forbid_unknown_fields=True):
    """Numbers that a person typed or pasted.

    Used for another shape, they keep their places, and new cells hold small integers that depend on
    their places alone.

    Attributes:
        shape: Size of each dimension; its product is the number of cells.
        cells: The numbers in row-major order.
    """

    shape: tuple[int, ...]
    cells: tuple[Cell, ...]


SMALLEST_INTEGER, LARGEST_INTEGER = -3, 5
"""The random integers unless others are chosen: small enough to follow their products."""

LARGEST_SEED = 2**31 - 1
LARGEST_RANDOM = 1_000_000
"""The largest magnitude of random integers; float32 holds their products."""


class Fill(msgspec.Struct, frozen=True, tag="fill", forbid_unknown_fields=True, omit_defaults=True):
    """Numbers that follow from a pattern and, for the random ones, a seed.

    Attributes:
        pattern: The rule.
        seed: Of random numbers.
        low: The smallest random integer.
        high: The largest random integer, at least ``low``.
    """

    pattern: FillPattern
    seed: int = 0
    low: Annotated[int, Meta(ge=-LARGEST_RANDOM, le=LARGEST_RANDOM)] = SMALLEST_INTEGER
    high: Annotated[int, Meta(ge=-LARGEST_RANDOM, le=LARGEST_RANDOM)] = LARGEST_INTEGER

    def __post_init__(self) -> None:
        """Refuse an empty range.

        Raises:
            ValueError: ``low`` is larger than ``high``; a decoder makes it a ValidationError.
        """
        if self.low > self.high:
            message = f"random integers from {self.low} to {self.high}"
            raise ValueError(message)


class ClassicKernel(msgspec.Struct, frozen=True, tag="kernel", forbid_unknown_fields=True):
    """A classic kernel, on the diagonal of output and input channels alike."""

    pattern: KernelPattern


LARGEST_SIDE = 512
"""Pixels along a picture's longer side."""

LARGEST_PNG = 1 << 20
"""Bytes of an embedded picture; noise of LARGEST_SIDE squared in three channels takes 0.8 MB."""


class PictureMode(StrEnum):
    """What a picture's channels are."""

    GREY = "grey"
    RGB = "rgb"

    @property
    def channels(self) -> int:
        """How many channels the picture has."""
        return 3 if self is PictureMode.RGB else 1


class Picture(msgspec.Struct, frozen=True, tag="picture", forbid_unknown_fields=True):
    """An embedded picture, whose brightness from 0 to 1 is the input.

    Attributes:
        png: A plain PNG of 8 bits a channel, at most LARGEST_SIDE along a side; base64 in JSON.
        mode: Its channels.
    """

    png: bytes
    mode: PictureMode

    def __post_init__(self) -> None:
        """Refuse what is no such picture.

        Raises:
            ValueError: The PNG is damaged or too large; a decoder makes it a ValidationError.
        """
        if len(self.png) > LARGEST_PNG:
            message = f"a picture of {len(self.png)} bytes, more than {LARGEST_PNG}"
            raise ValueError(message)
        png_size(self.png, self.mode.channels, LARGEST_SIDE)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in pixels."""
        return png_size(self.png, self.mode.channels, LARGEST_SIDE)


LARGEST_BLOCK = 1 << 18
"""Numbers of a block: as many bytes as an embedded picture may have."""


_MOST_DIMENSIONS = 5
"""Of a weight: two of channels, and three axes."""


class Block(msgspec.Struct, frozen=True, tag="block", forbid_unknown_fields=True):
    """Numbers that were computed, such as trained weights: as torch has them, and compressed.

    Used for another shape, they keep their places and new cells are 0.

    Attributes:
        shape: Size of each dimension.
        data: float32, little-endian, row-major, compressed by zlib; base64 in JSON.
    """

    shape: tuple[int, ...]
    data: bytes

    def __post_init__(self) -> None:
        """Refuse what is no such block.

        Raises:
            ValueError: It is too large, or the data do not fill the shape; a decoder makes it a
                ValidationError.
        """
        # Counted first: a product of very many sizes would take for ever.
        count = math.prod(self.shape) if len(self.shape) <= _MOST_DIMENSIONS else 0
        if not 1 <= count <= LARGEST_BLOCK or min(self.shape, default=1) < 1:
            message = f"a block of the shape {self.shape!s:.80}"
            raise ValueError(message)
        self.numbers()

    def numbers(self) -> bytes:
        """Return the bytes of the numbers.

        Raises:
            ValueError: The data do not fill the shape.
        """
        wanted = BYTES_PER_NUMBER * math.prod(self.shape)
        try:
            content = zlib.decompressobj().decompress(self.data, wanted + 1)
        except zlib.error as error:
            message = "the data of a block are damaged"
            raise ValueError(message) from error
        if len(content) != wanted:
            message = f"the data of a block do not fill the shape {self.shape!s:.80}"
            raise ValueError(message)
        return content


LARGEST_FILE_BLOCK = 1 << 25
"""Numbers of a block in a file: as many as the calculator ever holds of one part."""

Sha256: TypeAlias = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class FileBlock(msgspec.Struct, frozen=True, tag="file_block", forbid_unknown_fields=True):
    """Numbers that were computed, and are too many for a block: in a file beside the document.

    The file is known by what it holds, so that it is found under whatever name the document has,
    and is never taken for another. Without it the numbers are made up. Used for another shape,
    they keep their places and new cells are 0.

    Attributes:
        shape: Size of each dimension.
        sha256: Of the file's bytes, in hexadecimal.
    """

    shape: tuple[int, ...]
    sha256: Sha256

    def __post_init__(self) -> None:
        """Refuse a shape that no such file has.

        Raises:
            ValueError: It is too large, or has no cells; a decoder makes it a ValidationError.
        """
        count = math.prod(self.shape) if 1 <= len(self.shape) <= _MOST_DIMENSIONS else 0
        if not 1 <= count <= LARGEST_FILE_BLOCK or min(self.shape, default=1) < 1:
            message = f"a block of the shape {self.shape!s:.80}"
            raise ValueError(message)


MOST_TYPED = 1 << 16
"""Numbers that a document keeps over those of a rule or a file: a plane of 256 x 256."""

_Index: TypeAlias = Annotated[int, Meta(ge=0, lt=LARGEST_FILE_BLOCK)]

TypedCell: TypeAlias = tuple[
    Annotated[tuple[_Index, ...], Meta(max_length=_MOST_DIMENSIONS)],
    Cell,
]
"""A place, an index along each axis, and the number there."""


class TypedOver(msgspec.Struct, frozen=True, tag="typed_over", forbid_unknown_fields=True):
    """Numbers that a person typed over so many others that they are not kept one by one.

    Used for another shape, they keep their places.

    Attributes:
        base: The numbers below.
        cells: Those typed over them; the last one of a place counts.
    """

    base: Fill | ClassicKernel | Picture | Block | FileBlock
    cells: Annotated[tuple[TypedCell, ...], Meta(max_length=MOST_TYPED)]


Recipe: TypeAlias = Numbers | Fill | ClassicKernel | Picture | Block | FileBlock | TypedOver


def file_block_of(recipe: Recipe) -> FileBlock | None:
    """Return the file's block that a recipe needs; None where it needs no file."""
    base = recipe.base if isinstance(recipe, TypedOver) else recipe
    return base if isinstance(base, FileBlock) else None


def cell_of(number: float) -> Cell:
    """Return a number as it stands in a document."""
    if math.isnan(number):
        return NonFinite.NAN
    if math.isinf(number):
        return NonFinite.INFINITY if number > 0 else NonFinite.MINUS_INFINITY
    return number


def number_of(cell: Cell) -> float:
    """Return the number that a document's cell means."""
    return float(cell)


@lru_cache(maxsize=16)
def recipe_sha256(recipe: Recipe) -> str:
    """Return what two recipes share only if they mean the same numbers."""
    if isinstance(recipe, FileBlock):
        return recipe.sha256
    import hashlib  # the start needs no hash

    content = recipe.data if isinstance(recipe, Block) else msgspec.json.encode(recipe)
    return hashlib.sha256(content).hexdigest()
