"""Trained weights from a safetensors file, checked against their checksum and their network."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.core.network.sequential import infer_sequential
from convviz.protocol.file_reading import (
    LARGEST_UNKNOWN_WEIGHTS,
    LARGEST_WEIGHTS,
    read_file,
    read_verified_weights,
)

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.core.layers import Shape
    from convviz.protocol.document import Network

Weights: TypeAlias = dict[str, NDArray[Any]]
"""Arrays by torch's state_dict names: "0.weight", "0.bias", ... in the numbering of the network's
enabled layers."""

_HEADER_ROOM = 1 << 20
_WIDEST = 8


def weight_shapes(network: Network) -> dict[str, Shape]:
    """Return the shape of every tensor of a network's state_dict, buffers included.

    The names count enabled layers only, as the code of the network does.

    Raises:
        ConvVizError: the network's first failure.
    """
    result = infer_sequential(network.steps, network.input_shape)
    if result.failure is not None:
        raise result.failure.error
    enabled = [row.layer for row in result.rows if row.enabled]
    return {
        f"{number}.{name}": shape
        for number, layer in enumerate(enabled)
        for name, shape in (layer.weight_shapes() | layer.buffer_shapes()).items()
    }


def read_weights(
    path: Path, *, sha256: str | None = None, network: Network | None = None
) -> Weights:
    """Read a weights file.

    Args:
        path: A safetensors file.
        sha256: What its bytes must hash to, in hexadecimal.
        network: Whose weights they must be: every tensor, in its shape, and no other.

    Returns:
        The arrays, each its own copy. Floating ones may hold infinities or NaN.

    Raises:
        StorageError: FILE_MISSING, FILE_UNREADABLE, WEIGHTS_DAMAGED, WEIGHTS_DIFFER.
        ConvVizError: the network's first failure.
    """
    import safetensors.numpy  # the start does not need it
    from safetensors import SafetensorError

    expected = None if network is None else weight_shapes(network)
    data = _read(path, expected, sha256)
    try:
        weights: Weights = safetensors.numpy.load(data)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path, str(error)[:200]) from error
    if expected is not None:
        _check_shapes(path, weights, expected)
    return weights


def _read(path: Path, expected: dict[str, Shape] | None, sha256: str | None) -> bytes:
    """Return a file's bytes, unless it is far larger than what it should hold."""
    limit = LARGEST_UNKNOWN_WEIGHTS if sha256 is None else LARGEST_WEIGHTS
    if expected is not None:
        limit = _HEADER_ROOM + _WIDEST * sum(map(math.prod, expected.values()))
    try:
        data = (
            read_file(path, limit) if sha256 is None else read_verified_weights(path, sha256, limit)
        )
    except DocumentError as error:
        if error.code is ErrorCode.FILE_TOO_LARGE:
            size = error.facts["size"]
            raise _differ(
                path, f"{size} bytes, and the network's weights need far fewer"
            ) from error
        raise StorageError(error.code, **error.facts) from error
    if data is None:
        raise _damaged(path, "its checksum is not the recorded one")
    return data


def _check_shapes(path: Path, weights: Weights, expected: dict[str, Shape]) -> None:
    missing, unknown = expected.keys() - weights.keys(), weights.keys() - expected.keys()
    if missing or unknown:
        detail = f"{min(missing)} is missing" if missing else f"{min(unknown)[:80]} is too many"
        raise _differ(path, detail)
    for name, shape in expected.items():
        if weights[name].shape != shape:
            raise _differ(path, f"{name} is {weights[name].shape!s:.80} instead of {shape}")
        if not np.issubdtype(weights[name].dtype, np.number):
            raise _differ(path, f"{name} holds {weights[name].dtype} instead of numbers")


def _damaged(path: Path, detail: str) -> StorageError:
    return StorageError(ErrorCode.WEIGHTS_DAMAGED, path=str(path), detail=detail)


def _differ(path: Path, detail: str) -> StorageError:
    return StorageError(ErrorCode.WEIGHTS_DIFFER, path=str(path), detail=detail)
