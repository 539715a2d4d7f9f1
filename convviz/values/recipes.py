"""Recipes to numbers: what a document says about values, for the shape at hand."""

from __future__ import annotations

import math
import zlib
from typing import assert_never

import numpy as np
import numpy.typing as npt

from convviz.core.errors import ComputeError, DocumentError, ErrorCode
from convviz.protocol.recipes import (
    LARGEST_BLOCK,
    MOST_TYPED,
    Block,
    ClassicKernel,
    FileBlock,
    Fill,
    FillPattern,
    Numbers,
    Picture,
    Recipe,
    TypedOver,
    cell_of,
)
from convviz.values.classic_kernels import centre_of, classic_kernel
from convviz.values.new_cells import new_cells
from convviz.values.number_files import number_files
from convviz.values.picture_cells import picture_cells
from convviz.values.typed_cells import type_cells

Array = npt.NDArray[np.float64]

_MADE_UP = Fill(FillPattern.RANDOM_INTEGERS, seed=2)
"""For a block whose file is not there: clearly no learned numbers."""

LARGEST_ARRAY = 1 << 25
"""Cells: 256 MB of numbers."""


def materialise(recipe: Recipe, shape: tuple[int, ...], *, channel_axes: int = 1) -> Array:
    """Return the numbers that a recipe means for a shape; the same on every machine.

    Args:
        recipe: Typed numbers (they keep their places, new cells hold small integers), a block
            (likewise, new cells are 0; one in a file that was not read is made up), a fill, a
            kernel; what was typed over any of them keeps its places.
        shape: (channels, *spatial) of an input, (out_channels, in_channels/groups, *kernel) of a
            weight, (out_channels,) of a bias.
        channel_axes: Axes before the spatial ones: 1 for an input, 2 for a weight. Matters where
            typed numbers meet another number of axes, and for where a plane's centre is.

    Returns:
        An array of its own, of that shape.

    Raises:
        ComputeError: TOO_LARGE: over :data:`LARGEST_ARRAY` cells; PICTURE_BROKEN.
    """
    cells = math.prod(shape)
    if cells > LARGEST_ARRAY:
        raise ComputeError(ErrorCode.TOO_LARGE, parameter="shape", value=cells, limit=LARGEST_ARRAY)
    match recipe:
        case Numbers() | Block() | FileBlock():
            return _stored(recipe, shape, channel_axes)
        case Fill():
            return _filled(recipe, shape, channel_axes)
        case ClassicKernel():
            return _on_diagonal(recipe, shape)
        case Picture():
            return picture_cells(recipe, shape, channel_axes)
        case TypedOver():
            below = materialise(recipe.base, shape, channel_axes=channel_axes)
            return type_cells(below, recipe.cells, channel_axes)
        case _:
            assert_never(recipe)


def _stored(
    recipe: Numbers | Block | FileBlock, shape: tuple[int, ...], channel_axes: int
) -> Array:
    """Return numbers that are kept one by one, at their places."""
    if isinstance(recipe, Numbers):
        typed = np.fromiter(recipe.cells, np.float64, len(recipe.cells))
        return _placed(typed.reshape(recipe.shape), shape, channel_axes, makes_up=True)
    if isinstance(recipe, Block):
        return _placed(block_array(recipe), shape, channel_axes)
    numbers = number_files.numbers(recipe)
    if numbers is None:
        return _filled(_MADE_UP, shape, channel_axes)
    return _placed(numbers.astype(np.float64), shape, channel_axes)


def numbers_from_array(array: npt.NDArray[np.floating | np.integer]) -> Numbers:
    """Return an array as typed numbers, as a document holds them."""
    numbers = array.astype(np.float64, copy=False).ravel().tolist()
    is_plain = np.isfinite(array).all()  # such numbers stand in a document as they are
    return Numbers(array.shape, tuple(numbers) if is_plain else tuple(map(cell_of, numbers)))


def block_array(block: Block) -> Array:
    """Return the numbers of a block, in its own shape."""
    return np.frombuffer(block.numbers(), "<f4").astype(np.float64).reshape(block.shape)


def block_from_array(array: npt.NDArray[np.floating | np.integer]) -> Block:
    """Return numbers as float32 in a block, as a document holds what was computed.

    Raises:
        ComputeError: TOO_LARGE: over LARGEST_BLOCK numbers.
    """
    if array.size > LARGEST_BLOCK:
        code, name = ErrorCode.TOO_LARGE, "numbers"
        raise ComputeError(code, parameter=name, value=array.size, limit=LARGEST_BLOCK)
    with np.errstate(over="ignore"):
        data = np.ascontiguousarray(array, dtype="<f4").tobytes()
    return Block(array.shape, zlib.compress(data, 6))


def typed_into(numbers: Numbers, cells: dict[tuple[int, ...], float]) -> Numbers:
    """Return numbers with some of them replaced; the others are not looked at one by one.

    Args:
        numbers: Those before.
        cells: The new ones by their places in their shape.
    """
    kept = list(numbers.cells)
    for place, value in cells.items():
        flat = int(np.ravel_multi_index(place, numbers.shape)) if place else 0
        kept[flat] = cell_of(float(value))
    return Numbers(numbers.shape, tuple(kept))


def typed_over(recipe: Recipe, cells: dict[tuple[int, ...], float]) -> TypedOver:
    """Return a recipe with numbers typed over it, whatever it holds below.

    Args:
        recipe: No numbers that are kept one by one.
        cells: The numbers by their places.

    Raises:
        DocumentError: TYPED_TOO_MANY.
    """
    assert not isinstance(recipe, Numbers)  # noqa: S101 - narrows the type
    base, before = (recipe.base, recipe.cells) if isinstance(recipe, TypedOver) else (recipe, ())
    typed = dict(before) | {place: cell_of(value) for place, value in cells.items()}
    if len(typed) > MOST_TYPED:
        raise DocumentError(ErrorCode.TYPED_TOO_MANY, limit=MOST_TYPED)
    return TypedOver(base, tuple(typed.items()))


def _placed(
    typed: Array, shape: tuple[int, ...], channel_axes: int, *, makes_up: bool = False
) -> Array:
    """Copy numbers to where they stood before the shape changed; others are 0, or made up."""
    typed = _with_axes(typed, len(shape), channel_axes)
    if typed.shape == shape:
        return typed
    is_signed = bool((typed < 0).any())
    result = new_cells(shape, signed=is_signed) if makes_up else np.zeros(shape)
    common = tuple(slice(min(a, b)) for a, b in zip(typed.shape, shape, strict=True))
    result[common] = typed[common]
    return result


def _with_axes(array: Array, rank: int, channel_axes: int) -> Array:
    """Add or take away spatial axes in front of the others, as from Conv2d to Conv1d and back.

    Of an axis that goes, the first slice stays. Numbers without their channels get them.
    """
    if array.ndim <= channel_axes and array.ndim != rank:
        array = array.reshape((1,) * channel_axes + array.shape)
    place = min(channel_axes, rank - 1) if rank else 0
    while array.ndim > rank:
        array = array.take([0], axis=min(place, array.ndim - 1)).squeeze(min(place, array.ndim - 1))
    while array.ndim < rank:
        array = np.expand_dims(array, min(place, array.ndim))
    return array


def _filled(fill: Fill, shape: tuple[int, ...], channel_axes: int) -> Array:
    count = math.prod(shape)
    match fill.pattern:
        case FillPattern.ZEROS:
            cells = np.zeros(count)
        case FillPattern.ONES:
            cells = np.ones(count)
        case FillPattern.RAMP:
            cells = np.arange(count, dtype=np.float64)
        case FillPattern.ONE_HOT:
            cells = _one_hot(shape, channel_axes)
        case FillPattern.CHECKERBOARD:
            cells = _checkerboard(shape)
        case FillPattern.RANDOM_INTEGERS:
            cells = _random_integers(fill, count)
        case FillPattern.RANDOM_NORMAL:
            cells = _random_normal(fill.seed, count)
        case _:
            assert_never(fill.pattern)
    return cells.reshape(shape)


def _one_hot(shape: tuple[int, ...], channel_axes: int) -> Array:
    """A one in the centre of every plane, zeros elsewhere."""
    result = np.zeros(shape)
    channels = min(channel_axes, max(len(shape) - 1, 0))
    planes = result.reshape(-1, *shape[channels:])
    for plane in planes:
        plane[centre_of(plane.shape)] = 1.0
    return result


def _checkerboard(shape: tuple[int, ...]) -> Array:
    """Ones and zeros in turn along every axis, from a one."""
    result = np.ones(shape)
    for axis, size in enumerate(shape):
        signs = 1.0 - 2.0 * (np.arange(size) % 2)
        result *= signs.reshape((size,) + (1,) * (len(shape) - axis - 1))
    return (result + 1.0) / 2.0


def _random_bits(seed: int, count: int) -> npt.NDArray[np.uint64]:
    """Return raw numbers of PCG64.

    numpy promises that a bit generator's raw stream never changes, and no such thing for the
    distributions of Generator (NEP 19): a document must show the same numbers for ever.
    """
    return np.random.PCG64(seed % 2**64).random_raw(count)


def _random_integers(fill: Fill, count: int) -> Array:
    span = np.uint64(fill.high - fill.low + 1)
    bits = _random_bits(fill.seed, count) >> np.uint64(11)
    bits -= (bits // span) * span  # the remainder; numpy divides faster than it takes those
    return bits.astype(np.float64) + fill.low


def _random_normal(seed: int, count: int) -> Array:
    """Box and Muller's normal numbers, at two decimals: readable, and free of libm's last bit."""
    uniform = (_random_bits(seed, 2 * count) >> np.uint64(11)).astype(np.float64) / 2**53
    radius = np.sqrt(-2.0 * np.log1p(-uniform[0::2]))
    normal = radius * np.cos(2.0 * np.pi * uniform[1::2])
    # Adding zero turns -0.0 into 0.0.
    return np.round(normal, 2) + 0.0


def _on_diagonal(recipe: ClassicKernel, shape: tuple[int, ...]) -> Array:
    """Put the kernel where an output channel meets the input channel of the same number.

    Within a group's input channels the numbers start again, so a depthwise layer has the kernel
    in every channel.
    """
    result = np.zeros(shape)
    channels = min(2, max(len(shape) - 1, 0))
    kernel = classic_kernel(recipe.pattern, shape[channels:])
    if channels < 2:  # noqa: PLR2004 - output and input channels
        result[...] = kernel
        return result
    for output in range(shape[0]):
        result[output, output % shape[1]] = kernel
    return result
