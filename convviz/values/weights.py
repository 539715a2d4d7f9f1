"""Trained weights from a safetensors file, checked against their checksum and their network.

Files name them as the network's code does (`conv1.weight`). Older files, and those of a plain
nn.Sequential, number them (`0.weight`, or `2.body.0.weight` in a block) where they have no names of
their own. Here they have the names of an nn.Sequential, whatever the file calls them.
A prefix that all of them have, such as `module.`, is none of the network's.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.core.exported.archive import SUFFIX as EXPORTED_SUFFIX
from convviz.protocol.file_reading import (
    LARGEST_UNKNOWN_WEIGHTS,
    LARGEST_WEIGHTS,
    read_file,
    read_verified_weights,
)
from convviz.values.weights_naming import (
    BATCHES,
    Naming,
    StateDict,
    by_code_names,
    code_names,
    enabled_names,
    naming_of,
    weight_shapes,
    without_wrappers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from convviz.core.layers import Shape
    from convviz.protocol.document import Network, WeightsFile

__all__ = [
    "StateDict",
    "by_code_names",
    "code_names",
    "numbered",
    "read_kept",
    "read_weights",
    "weight_shapes",
]

_HEADER_ROOM = 1 << 20
_WIDEST = 8
_TYPES = {
    **{f"F{bits}": np.dtype(f"<f{bits // 8}") for bits in (16, 32, 64)},
    **{f"I{bits}": np.dtype(f"<i{bits // 8}") for bits in (8, 16, 32, 64)},
    **{f"U{bits}": np.dtype(f"<u{bits // 8}") for bits in (8, 16, 32, 64)},
    "BOOL": np.dtype(np.bool_),
}
"""The types of safetensors that numpy has."""


def numbered(
    path: Path, weights: Mapping[str, NDArray[Any]], network: Network, names: Sequence[str] = ()
) -> StateDict:
    """Return a file's weights numbered, if they are the network's.

    A num_batches_tracked may be missing, or be there without need: no output depends on it.

    Args:
        path: The file, for errors.
        weights: By the names of the network's code, or numbered, also behind a prefix such as
            "module.".
        network: Whose weights they must be: every tensor, in its shape, and no other.
        names: What the file calls each layer of the network, where that is known; the file may
            hold others then.

    Raises:
        StorageError: WEIGHTS_DIFFER: its detail names the first tensor that differs.
        ConvVizError: the network's first failure.
    """
    plain = without_wrappers(weights)
    if names:
        if len(names) != len(network.layers):
            counts = f"{len(names)} layers, and the network has {len(network.layers)}"
            raise _differ(path, f"the document gives names of {counts}")
        steps = zip(network.layers, names, strict=True)
        naming = Naming(tuple(name for step, name in steps if step.enabled))
    else:
        naming = naming_of(plain, network)
    theirs = dict(zip(enabled_names(network), naming.layers, strict=True))
    found: StateDict = {}
    known: set[str] = set()
    for number_name, shape in weight_shapes(network).items():
        own, _, rest = number_name.rpartition(".")
        name = f"{naming.prefix}{theirs[own]}.{rest}"
        known.add(name)
        if name in plain:
            found[number_name] = _checked(path, *plain[name], shape)
        elif rest == BATCHES:
            found[number_name] = np.array(0, np.int64)
        else:
            raise _differ(path, f"{name} of the shape {shape} is missing")
    for name, (shown, array) in plain.items():
        if not names and name not in known and not name.endswith(BATCHES):
            raise _differ(
                path, f"the network has no {shown[:80]}, of the shape {array.shape!s:.80}"
            )
    return found


def _checked(path: Path, name: str, array: NDArray[Any], shape: Shape) -> NDArray[Any]:
    """Return a tensor that has the shape of the network's, and numbers."""
    if array.shape != shape:
        differing = f"{name[:80]} has the shape {array.shape!s:.80}"
        raise _differ(path, f"{differing}, and in the network {shape}")
    is_real = np.issubdtype(array.dtype, np.floating) or np.issubdtype(array.dtype, np.integer)
    if not is_real:
        raise _differ(path, f"{name[:80]} holds {array.dtype} instead of numbers")
    return array


def read_weights(
    path: Path, *, sha256: str | None = None, network: Network | None = None
) -> StateDict:
    """Read a weights file.

    Args:
        path: A safetensors file, or a network that torch.export wrote.
        sha256: What its bytes must hash to, in hexadecimal.
        network: Whose weights they must be: every tensor, in its shape, and no other.

    Returns:
        The arrays, each its own copy; for a network numbered, else as the file names them.
        Floating ones may hold infinities or NaN.

    Raises:
        StorageError: FILE_MISSING, FILE_UNREADABLE, WEIGHTS_DAMAGED, WEIGHTS_DIFFER.
        ConvVizError: the network's first failure.
    """
    if path.suffix.lower() == EXPORTED_SUFFIX:
        weights = _exported(path, sha256)
        return weights if network is None else numbered(path, weights, network)
    own = None if network is None else network.weights
    names = own.names if own is not None and own.sha256 == sha256 else ()
    expected = None if network is None else weight_shapes(network)
    # A file with the weights of layers that are gone may be of any size.
    weights = _arrays(path, _read(path, None if names else expected, sha256))
    return weights if network is None else numbered(path, weights, network, names)


def read_kept(kept: WeightsFile, network: Network) -> StateDict:
    """Read the file that a document names as the weights of a network.

    Args:
        kept: The file, by its absolute path.
        network: Whose weights they must be.

    Raises:
        ConvVizError: As :func:`read_weights`.
    """
    return read_weights(Path(kept.path), sha256=kept.sha256, network=network)


def _exported(path: Path, sha256: str | None) -> StateDict:
    from convviz.values.exported_files import read_exported_weights  # few files are such

    try:
        return read_exported_weights(path, sha256)
    except DocumentError as error:
        raise StorageError(error.code, **error.facts) from error


def _arrays(path: Path, data: bytes) -> StateDict:
    """Return the tensors of a safetensors file; those of bfloat16, which numpy lacks, as float32.

    Raises:
        StorageError: WEIGHTS_DAMAGED.
    """
    from safetensors import SafetensorError, deserialize  # the start does not need it

    try:
        return {name: _array(tensor) for name, tensor in deserialize(data)}  # type: ignore[no-untyped-call]
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path, str(error)[:200]) from error


def _array(tensor: Mapping[str, Any]) -> NDArray[Any]:
    kind, shape = tensor["dtype"], tuple(tensor["shape"])
    if kind == "BF16":
        halves = np.frombuffer(tensor["data"], "<u2").astype("<u4") << 16
        return halves.view("<f4").astype(np.float32).reshape(shape)
    return np.frombuffer(tensor["data"], _TYPES[kind]).reshape(shape).copy()


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
