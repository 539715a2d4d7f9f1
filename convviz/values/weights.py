"""Trained weights from a safetensors file, checked against their checksum and their network.

Files name them as the network's code does (`conv1.weight`). Older files, and those of a plain
nn.Sequential, number them (`0.weight`, or `2.body.0.weight` in a block) where they have no names of
their own. Here they have the names of an nn.Sequential, whatever the file calls them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from convviz.core.code.writing import layer_names, resolved_layers, written_layers
from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import module_names
from convviz.protocol.file_reading import (
    LARGEST_UNKNOWN_WEIGHTS,
    LARGEST_WEIGHTS,
    read_file,
    read_verified_weights,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from convviz.core.layers import Shape
    from convviz.protocol.document import Network

Weights: TypeAlias = dict[str, NDArray[Any]]
"""Arrays by torch's state_dict names: "0.weight", "0.bias", ... in the numbering of the network's
enabled layers; within a block, "2.body.0.weight"."""

ArrayT = TypeVar("ArrayT")

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
    names = module_names(network.steps)
    return {
        f"{names[row.index]}.{name}": shape
        for row in result.rows
        if row.enabled
        for name, shape in (row.layer.weight_shapes() | row.layer.buffer_shapes()).items()
    }


def code_names(network: Network) -> tuple[str, ...]:
    """Return what the network's code calls each enabled layer: conv1, max_pool1, conv2.

    Raises:
        ConvVizError: the network's first failure.
    """
    return _namings(network)[0]


def by_code_names(weights: Mapping[str, ArrayT], network: Network) -> dict[str, ArrayT]:
    """Return weights that are numbered under the names that the network's code has for them.

    Raises:
        ConvVizError: the network's first failure.
    """
    names = dict(zip(_enabled_names(network), code_names(network), strict=True))
    split = {name: name.rpartition(".") for name in weights}
    return {f"{names[own]}.{rest}": weights[name] for name, (own, _, rest) in split.items()}


def numbered(path: Path, weights: Mapping[str, NDArray[Any]], network: Network) -> Weights:
    """Return a file's weights numbered, if they are the network's.

    Args:
        path: The file, for errors.
        weights: By the names of the network's code, or numbered.
        network: Whose weights they must be: every tensor, in its shape, and no other.

    Raises:
        StorageError: WEIGHTS_DIFFER: its detail names the first tensor that differs.
        ConvVizError: the network's first failure.
    """
    names = dict(zip(_enabled_names(network), _naming_of(weights, network), strict=True))
    shapes = weight_shapes(network)
    found: Weights = {}
    for number_name, shape in shapes.items():
        own, _, rest = number_name.rpartition(".")
        name = f"{names[own]}.{rest}"
        if name not in weights:
            raise _differ(path, f"{name} of the shape {shape} is missing")
        array = weights[name]
        if array.shape != shape:
            differing = f"{name} has the shape {array.shape!s:.80}"
            raise _differ(path, f"{differing}, and in the network {shape}")
        if not np.issubdtype(array.dtype, np.number):
            raise _differ(path, f"{name} holds {array.dtype} instead of numbers")
        found[number_name] = array
    known = {f"{names[own]}.{rest}" for own, _, rest in (key.rpartition(".") for key in shapes)}
    for name, array in weights.items():
        if name not in known:
            raise _differ(path, f"the network has no {name[:80]}, of the shape {array.shape!s:.80}")
    return found


def _naming_of(weights: Mapping[str, object], network: Network) -> tuple[str, ...]:
    """Return the names of the enabled layers that most of a file's names begin with."""
    given = [name.rpartition(".")[0] for name in weights]
    return max(_namings(network), key=lambda names: sum(map(frozenset(names).__contains__, given)))


def _namings(network: Network) -> tuple[tuple[str, ...], ...]:
    """Return what the enabled layers may be called: by the code, by a script of it, by numbers.

    Code keeps a lazy layer lazy, a script has what it becomes.
    """
    result = infer_sequential(network.steps, network.input_shape)
    if result.failure is not None:
        raise result.failure.error
    steps = network.layers
    named = [
        tuple(
            name
            for step, name in zip(steps, layer_names(network.steps, each), strict=True)
            if step.enabled
        )
        for each in (written_layers(steps, result), resolved_layers(steps, result))
    ]
    return (*named, _enabled_names(network))


def _enabled_names(network: Network) -> tuple[str, ...]:
    """Return what an nn.Sequential calls each enabled layer: 0, 1, 2.body.0."""
    return tuple(filter(None, module_names(network.steps)))


def read_weights(
    path: Path, *, sha256: str | None = None, network: Network | None = None
) -> Weights:
    """Read a weights file.

    Args:
        path: A safetensors file.
        sha256: What its bytes must hash to, in hexadecimal.
        network: Whose weights they must be: every tensor, in its shape, and no other.

    Returns:
        The arrays, each its own copy; for a network numbered, else as the file names them.
        Floating ones may hold infinities or NaN.

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
    return weights if network is None else numbered(path, weights, network)


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


def _damaged(path: Path, detail: str) -> StorageError:
    return StorageError(ErrorCode.WEIGHTS_DAMAGED, path=str(path), detail=detail)


def _differ(path: Path, detail: str) -> StorageError:
    return StorageError(ErrorCode.WEIGHTS_DIFFER, path=str(path), detail=detail)
