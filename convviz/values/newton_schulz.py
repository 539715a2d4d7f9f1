"""How Muon makes a matrix orthogonal: Newton and Schulz's iteration in bfloat16."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.values.layer_values import Array

Floats: TypeAlias = NDArray[np.float32]


class Iteration(NamedTuple):
    """One application of the polynomial, each matrix rounded to bfloat16.

    Attributes:
        gram: A = X Xᵀ, (n, n).
        polynomial: B = b A + c A A, (n, n).
        matrix: The new X = a X + B X, (n, m).
    """

    gram: Floats
    polynomial: Floats
    matrix: Floats


class Orthogonalised(NamedTuple):
    """What becomes of a matrix.

    Attributes:
        size: The root of the sum of its squares, rounded to bfloat16, and at least eps.
        start: The matrix divided by it, (n, m): lying, where it stood.
        iterations: In their order.
        was_tall: Whether it had more rows than columns, and was turned.
    """

    size: float
    start: Floats
    iterations: tuple[Iteration, ...]
    was_tall: bool

    @property
    def direction(self) -> Floats:
        """What came of it, standing again where the matrix stood."""
        last = self.iterations[-1].matrix if self.iterations else self.start
        return last.T if self.was_tall else last


def bfloat16(numbers: Any) -> Floats:  # noqa: ANN401 - a number or an array
    """Return numbers rounded to eight bits, as float32; a tie goes to the even one."""
    bits = np.asarray(numbers, dtype=np.float32).view(np.uint32)
    rounded = bits >> _LEFT_OUT
    rounded &= _ONE
    rounded += _HALF
    rounded += bits
    rounded &= _KEPT
    made: Floats = rounded.view(np.float32)
    return made


_LEFT_OUT: Final = np.uint32(16)
_ONE: Final = np.uint32(1)
_HALF: Final = np.uint32(0x7FFF)
_KEPT: Final = np.uint32(0xFFFF0000)
"""The bits of a float32 that bfloat16 has not, and how they round the others."""


def orthogonalised(
    matrix: Array, coefficients: Sequence[float], steps: int, eps: float
) -> Orthogonalised:
    """Return what the iteration makes of a matrix.

    Sums are kept in float32 and rounded once, as torch's kernels do.

    Args:
        matrix: Of rows and columns.
        coefficients: a, b, c of the polynomial a X + b X Xᵀ X + c (X Xᵀ)² X.
        steps: How often it is applied; none below 1.
        eps: The least size that the matrix is divided by.

    Source:
        torch.optim._muon._zeropower_via_newtonschulz, 2.13.
    """
    with np.errstate(all="ignore"):
        now = bfloat16(matrix)
        was_tall = now.shape[0] > now.shape[1]
        if was_tall:
            now = now.T
        size = np.maximum(bfloat16(np.sqrt(np.sum(now * now))), bfloat16(eps))
        start = now = bfloat16(now / size)
        a, b, c = (np.float32(number) for number in coefficients)
        iterations = []
        for _ in range(steps):
            gram = bfloat16(now @ now.T)
            polynomial = bfloat16(b * gram + c * (gram @ gram))
            now = bfloat16(a * now + polynomial @ now)
            iterations.append(Iteration(gram, polynomial, now))
    return Orthogonalised(float(size), start, tuple(iterations), was_tall)
