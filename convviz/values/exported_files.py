"""A .pt2 file of torch.export as a network of ours, with its weights as arrays."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.lib.stride_tricks import as_strided

from convviz.core.errors import ConvVizError, ErrorCode, StorageError
from convviz.core.exported.archive import read_archive, refuse
from convviz.core.exported.reading import ExportedNotice, read_exported
from convviz.core.network.tree import module_names
from convviz.protocol.document import Network
from convviz.protocol.file_reading import LARGEST_UNKNOWN_WEIGHTS, read_file
from convviz.values.weights_naming import StateDict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from convviz.core.exported.archive import StoredTensor
    from convviz.core.exported.reading import ExportedNetwork

_MOST_BYTES: Final = 2 * LARGEST_UNKNOWN_WEIGHTS
"""Of all tensors: bfloat16 takes twice its room, and many may lie in the same bytes of a file."""
_BFLOAT16: Final = 13
_TYPES: Final[dict[int, np.dtype[Any]]] = {
    1: np.dtype(np.uint8),
    2: np.dtype(np.int8),
    3: np.dtype(np.int16),
    4: np.dtype(np.int32),
    5: np.dtype(np.int64),
    6: np.dtype(np.float16),
    7: np.dtype(np.float32),
    8: np.dtype(np.float64),
    _BFLOAT16: np.dtype(np.uint16),
}
"""The types of torch.export's schema that weights have: ScalarType in torch/_export/serde."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """What a .pt2 file holds.

    Attributes:
        network: Without weights.
        weights: Its weights by torch's names of the network; None where the file has not all.
        notices: What to tell.
    """

    network: Network
    weights: StateDict | None
    notices: tuple[ExportedNotice, ...]


def read_exported_file(path: Path) -> ExportedFile:
    """Return the network of a .pt2 file.

    Raises:
        DocumentError: FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE; those of ``read_exported``,
            with the path among their facts.
    """
    return _file_of(read_file(path, LARGEST_UNKNOWN_WEIGHTS), path)


def _file_of(content: bytes, path: Path) -> ExportedFile:
    try:
        found = read_exported(content)
        network = Network(found.input_shape, found.nodes)
        return ExportedFile(network, _weights(found), found.notices)
    except ConvVizError as error:
        if error.code.value.startswith("exported_"):
            error.facts["path"] = str(path)
        raise


def read_exported_weights(path: Path, sha256: str | None = None) -> StateDict:
    """Return the weights of the network in a .pt2 file.

    Args:
        path: The file.
        sha256: What its bytes must hash to, in hexadecimal.

    Raises:
        DocumentError: As of :func:`read_exported_file`.
        StorageError: WEIGHTS_DAMAGED: the checksum differs, or weights are missing.
    """
    content = read_file(path, LARGEST_UNKNOWN_WEIGHTS)
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256.lower():
        detail = "its checksum is not the recorded one"
        raise StorageError(ErrorCode.WEIGHTS_DAMAGED, path=str(path), detail=detail)
    weights = _file_of(content, path).weights
    if weights is None:
        detail = "it has not all weights of its network"
        raise StorageError(ErrorCode.WEIGHTS_DAMAGED, path=str(path), detail=detail)
    return weights


def read_exported_state(path: Path) -> StateDict:
    """Return the tensors that a .pt2 file keeps, by their names in it.

    Raises:
        DocumentError: FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE, EXPORTED_DAMAGED,
            EXPORTED_PICKLE.
    """
    content = read_file(path, LARGEST_UNKNOWN_WEIGHTS)
    try:
        return _arrays(read_archive(content).tensors)
    except ConvVizError as error:
        error.facts["path"] = str(path)
        raise


def _weights(found: ExportedNetwork) -> StateDict | None:
    if found.weights is None:
        return None
    missing: StateDict = {}
    tensors: dict[str, StoredTensor] = {}
    transposed: set[str] = set()
    for own, kept in zip(module_names(found.nodes), found.weights, strict=True):
        for name, stored in kept.names.items():
            tensor = found.tensors.get(stored)
            if tensor is None:  # num_batches_tracked alone may be absent
                missing[f"{own}.{name}"] = np.array(0, np.int64)
            else:
                tensors[f"{own}.{name}"] = tensor
        transposed |= {f"{own}.{name}" for name in kept.transposed}
    arrays = _arrays(tensors)
    turned = {name: array.T if name in transposed else array for name, array in arrays.items()}
    return turned | missing


def _arrays(tensors: Mapping[str, StoredTensor]) -> StateDict:
    """Return tensors as arrays; each that lies in bytes of another is a copy.

    Raises:
        DocumentError: EXPORTED_DAMAGED.
    """
    arrays: StateDict = {}
    size = 0
    for name, tensor in tensors.items():
        arrays[name] = tensor_array(tensor)
        size += arrays[name].nbytes
        if size > _MOST_BYTES:
            refuse("tensors that share their bytes too often")
    return arrays


def tensor_array(tensor: StoredTensor) -> NDArray[Any]:
    """Return a tensor's numbers as an array of its own; those of bfloat16 as float32.

    Raises:
        DocumentError: EXPORTED_DAMAGED: it reaches beyond its bytes, or is of no number's type.
    """
    kind = _TYPES.get(tensor.dtype)
    if kind is None:
        refuse(f"a tensor of type {tensor.dtype}, which weights do not have")
    count = len(tensor.data) // kind.itemsize
    if _is_stretched(tensor, count):
        refuse("a tensor that repeats its numbers")
    if 0 in tensor.shape:
        return np.zeros(0, kind).reshape(tensor.shape)
    steps = sum((size - 1) * step for size, step in zip(tensor.shape, tensor.strides, strict=True))
    if tensor.offset + steps >= count:
        refuse("a tensor that reaches beyond its bytes")
    flat = np.frombuffer(tensor.data, kind.newbyteorder("<"), count)
    strides = tuple(step * kind.itemsize for step in tensor.strides)
    seen = as_strided(flat[tensor.offset :], tensor.shape, strides, writeable=False)
    array = np.array(seen, kind, order="C")
    return (array.astype(np.uint32) << 16).view(np.float32) if tensor.dtype == _BFLOAT16 else array


def _is_stretched(tensor: StoredTensor, count: int) -> bool:
    """Return whether numbers repeat: by steps of 0, or that overlap, few become ever so many."""
    if math.prod(tensor.shape) > count:
        return True
    return any(
        size > 1 and not step for size, step in zip(tensor.shape, tensor.strides, strict=True)
    )
