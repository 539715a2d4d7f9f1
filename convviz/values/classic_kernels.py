"""Classic kernels of image processing, for any number of axes and any size."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from functools import reduce

import numpy as np
import numpy.typing as npt

from convviz.protocol.recipes import KernelPattern

Array = npt.NDArray[np.float64]


def classic_kernel(pattern: KernelPattern, shape: tuple[int, ...]) -> Array:
    """Return a classic kernel in the centre of `shape`.

    Blurs spread over the whole kernel. The others are 3 taps wide: a larger kernel has zeros
    around them, a smaller one holds what fits. The centre of an even size is the tap before the
    middle, as for padding='same'.

    Args:
        pattern: Which.
        shape: Taps along each spatial axis.

    Returns:
        Taps, in the order in which a cross-correlation reads them.

    Source:
        Gonzalez & Woods, Digital Image Processing, chapter 3 (blurs, Laplacian, Sobel, sharpening).
    """
    # Adding zero turns -0.0 into 0.0.
    return _MAKERS[pattern](shape) + 0.0


def centre_of(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the index of the centre; of an even size, the one before the middle."""
    return tuple((size - 1) // 2 for size in shape)


def _identity(shape: tuple[int, ...]) -> Array:
    kernel = np.zeros(shape)
    kernel[centre_of(shape)] = 1.0
    return kernel


def _box_blur(shape: tuple[int, ...]) -> Array:
    return np.full(shape, 1.0 / math.prod(shape))


def _gaussian_blur(shape: tuple[int, ...]) -> Array:
    """Binomial coefficients along each axis, which tend to a Gaussian; their sum is 1."""
    return _product(
        [np.array([math.comb(k - 1, tap) / 2 ** (k - 1) for tap in range(k)]) for k in shape]
    )


def _laplacian(shape: tuple[int, ...]) -> Array:
    """1 on every side, and minus their number in the centre: the sum is 0."""
    kernel = np.zeros(shape)
    centre = centre_of(shape)
    for offsets, index in _neighbours(shape):
        if sum(map(abs, offsets)) == 1:
            kernel[index] = 1.0
    kernel[centre] = -kernel.sum()
    return kernel


def _sharpen(shape: tuple[int, ...]) -> Array:
    """The picture minus its Laplacian: the sum is 1."""
    return _identity(shape) - _laplacian(shape)


def _emboss(shape: tuple[int, ...]) -> Array:
    """Light from the low corner: in two axes -2 -1 0 / -1 1 1 / 0 1 2."""
    kernel = np.zeros(shape)
    for offsets, index in _neighbours(shape):
        kernel[index] = sum(offsets)
    kernel[centre_of(shape)] = 1.0
    return kernel


def _sobel(shape: tuple[int, ...], axis: int) -> Array:
    """A difference along `axis`, smoothed along the others."""
    return _product(
        [_placed(_DIFFERENCE if a == axis else _SMOOTHING, k) for a, k in enumerate(shape)]
    )


def _sobel_x(shape: tuple[int, ...]) -> Array:
    return _sobel(shape, len(shape) - 1)


def _sobel_y(shape: tuple[int, ...]) -> Array:
    """Along the axis before the last; a single axis is all that 1-D has."""
    return _sobel(shape, max(len(shape) - 2, 0))


_DIFFERENCE = {1: [0.0], 2: [-1.0, 1.0], 3: [-1.0, 0.0, 1.0]}
_SMOOTHING = {1: [1.0], 2: [1.0, 1.0], 3: [1.0, 2.0, 1.0]}


def _placed(taps_by_size: dict[int, list[float]], size: int) -> Array:
    """Return `size` taps with the largest of the given that fit in their centre."""
    taps = taps_by_size[min(size, max(taps_by_size))]
    axis = np.zeros(size)
    start = (size - len(taps)) // 2
    axis[start : start + len(taps)] = taps
    return axis


def _product(axes: list[Array]) -> Array:
    return reduce(np.multiply.outer, axes, np.ones(()))


def _neighbours(
    shape: tuple[int, ...],
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return the cells within 1 of the centre that exist, as (offsets, index)."""
    centre = centre_of(shape)
    offsets_by_tap = []
    for offsets in itertools.product((-1, 0, 1), repeat=len(shape)):
        index = tuple(c + o for c, o in zip(centre, offsets, strict=True))
        if all(0 <= i < size for i, size in zip(index, shape, strict=True)):
            offsets_by_tap.append((offsets, index))
    return offsets_by_tap


_MAKERS: dict[KernelPattern, Callable[[tuple[int, ...]], Array]] = {
    KernelPattern.IDENTITY: _identity,
    KernelPattern.BOX_BLUR: _box_blur,
    KernelPattern.GAUSSIAN_BLUR: _gaussian_blur,
    KernelPattern.SHARPEN: _sharpen,
    KernelPattern.SOBEL_X: _sobel_x,
    KernelPattern.SOBEL_Y: _sobel_y,
    KernelPattern.LAPLACIAN: _laplacian,
    KernelPattern.EMBOSS: _emboss,
}
