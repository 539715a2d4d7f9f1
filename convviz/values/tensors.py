"""Arrays on their way between processes: numpy to :class:`Tensor` and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from convviz.core.errors import ComputeError, ErrorCode
from convviz.protocol.messages.common import Tensor

DTYPES = ("float32", "float64", "int64", "uint8")
"""What may cross: numbers, winners' positions, pictures."""


def tensor_of(array: npt.NDArray[Any], dtype: str | None = None) -> Tensor:
    """Return an array as it is sent.

    Args:
        array: Of any shape and layout.
        dtype: What it is sent as; its own if None. Numbers beyond float32 become infinite.
    """
    with np.errstate(over="ignore"):
        sent = np.ascontiguousarray(array, dtype=np.dtype(dtype or array.dtype).newbyteorder("<"))
    return Tensor(array.shape, dtype or array.dtype.name, sent.tobytes())


def array_of(tensor: Tensor) -> npt.NDArray[Any]:
    """Return the array that was sent; it may not be written to.

    Raises:
        ComputeError: UNEXPECTED: the bytes do not fill the shape, or the type is another.
    """
    if tensor.dtype not in DTYPES:
        raise ComputeError(ErrorCode.UNEXPECTED, detail=f"a tensor of type {tensor.dtype[:40]!r}")
    dtype = np.dtype(tensor.dtype).newbyteorder("<")
    try:
        return (
            np.frombuffer(tensor.data, dtype)
            .reshape(tensor.shape)
            .astype(dtype.newbyteorder("="), copy=False)
        )
    except ValueError as error:
        detail = f"{len(tensor.data)} bytes for a tensor of shape {tensor.shape!s:.80}"
        raise ComputeError(ErrorCode.UNEXPECTED, detail=detail) from error
