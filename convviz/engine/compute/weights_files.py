"""A network's weights from and to the files of others: safetensors, and torch's state_dict.

Of a state_dict nothing but tensors is read (`weights_only=True`), so that nothing in it runs.
"""

from __future__ import annotations

import hashlib
import pickle
import warnings
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import safetensors.numpy
import torch

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.engine.compute.applied_weights import apply_weights
from convviz.protocol.document import WeightsFile
from convviz.protocol.document_file import decode_document
from convviz.protocol.file_reading import LARGEST_UNKNOWN_WEIGHTS, read_file
from convviz.protocol.files import write_file
from convviz.protocol.messages.engine import (
    ApplyWeights,
    TakeWeights,
    WeightsApplied,
    WeightsWritten,
    WriteWeights,
)
from convviz.protocol.numbers_folder import block_path
from convviz.values.weights import by_code_names, numbered, read_weights

if TYPE_CHECKING:
    from convviz.protocol.document import Network
    from convviz.values.weights import Weights

STATE_SUFFIXES: Final = (".pt", ".pth")
"""Of files that `torch.save(model.state_dict(), path)` writes."""

_BROKEN: Final = (
    *(pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError, TypeError),
    *(AttributeError, IndexError, OverflowError, MemoryError, UnicodeDecodeError, OSError),
)
"""What torch raises of a damaged file, and of one that holds more than tensors."""


def load_network_weights(path: Path, network: Network) -> Weights:
    """Return a network's weights, numbered, from a file that names or numbers them.

    Args:
        path: A safetensors file, or a state_dict where its name ends with one of STATE_SUFFIXES.
        network: Whose weights they must be.

    Raises:
        StorageError: FILE_MISSING, FILE_UNREADABLE, WEIGHTS_DAMAGED, WEIGHTS_DIFFER.
        ConvVizError: the network's first failure.
    """
    if path.suffix.lower() in STATE_SUFFIXES:
        return numbered(path, _state_of(path), network)
    return read_weights(path, network=network)


def weights_content(weights: Weights, network: Network, *, suffix: str) -> bytes:
    """Return the file of a network's weights, by the names of its code.

    Args:
        weights: Numbered.
        network: Whose they are.
        suffix: One of STATE_SUFFIXES for a state_dict; any other for safetensors.
    """
    named = {n: np.asarray(a, order="C") for n, a in by_code_names(weights, network).items()}
    if suffix.lower() not in STATE_SUFFIXES:
        return safetensors.numpy.save(named)
    stream = BytesIO()
    torch.save({name: torch.from_numpy(array) for name, array in named.items()}, stream)
    return stream.getvalue()


def save_network_weights(path: Path, weights: Weights, network: Network) -> None:
    """Write a network's weights by the names of its code; the path's ending says in which form.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE; an older file stays.
    """
    write_file(path, weights_content(weights, network, suffix=path.suffix))


def answer_about_weights(
    request: ApplyWeights | TakeWeights | WriteWeights,
) -> WeightsApplied | WeightsWritten:
    """Return the answer to a request that is about a network's weights.

    Raises:
        ConvVizError: there is none.
    """
    match request:
        case ApplyWeights():
            return apply_weights(request)
        case TakeWeights():
            return take_weights(request)
        case WriteWeights():
            return write_weights(request)


def take_weights(request: TakeWeights) -> WeightsApplied:
    """Write a copy of the weights in somebody's file, and return where it lies.

    Raises:
        StorageError: Those of :func:`load_network_weights`; DISK_FULL, FILE_UNWRITABLE.
    """
    network = decode_document(request.document).network
    weights = load_network_weights(Path(request.path), network)
    kept = kept_weights(weights, network, Path(request.folder))
    return WeightsApplied(kept.path, kept.sha256)


def kept_weights(weights: Weights, network: Network, folder: Path) -> WeightsFile:
    """Write a network's weights into a folder of a window, and return which file they are.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    content = weights_content(weights, network, suffix=".safetensors")
    sha256 = hashlib.sha256(content).hexdigest()
    target = block_path(folder, sha256)
    write_file(target, content)
    return WeightsFile(str(target), sha256)


def write_weights(request: WriteWeights) -> WeightsWritten:
    """Write a network's trained weights into a file for others.

    Raises:
        StorageError: The weights cannot be read; DISK_FULL, FILE_UNWRITABLE.
    """
    network = decode_document(request.document).network
    assert network.weights is not None  # noqa: S101 - narrows the type
    kept = network.weights
    weights = read_weights(Path(kept.path), sha256=kept.sha256, network=network)
    save_network_weights(Path(request.path), weights, network)
    return WeightsWritten(request.path)


def _state_of(path: Path) -> dict[str, Any]:
    """Return the tensors of a state_dict's file, also where they lie under a key of their own.

    Raises:
        StorageError: FILE_MISSING, FILE_UNREADABLE, WEIGHTS_DAMAGED.
    """
    try:
        content = read_file(path, LARGEST_UNKNOWN_WEIGHTS)
    except DocumentError as error:
        raise StorageError(error.code, **error.facts) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch warns of forms that it may not read; it says so
            loaded = torch.load(BytesIO(content), map_location="cpu", weights_only=True)
    except _BROKEN as error:
        raise _damaged(path, str(error).strip().split("\n", 1)[0]) from error
    if isinstance(loaded, dict):
        for state in (loaded, *loaded.values()):
            if _is_state(state):
                return {name: _array(tensor) for name, tensor in state.items()}
    raise _damaged(path, "there are no tensors with names in it")


def _is_state(state: object) -> bool:
    return (
        isinstance(state, dict)
        and bool(state)
        and all(isinstance(name, str) for name in state)
        and all(isinstance(tensor, torch.Tensor) for tensor in state.values())
    )


def _array(tensor: torch.Tensor) -> Any:  # noqa: ANN401 - an array of any type
    """Return a tensor's numbers; those of bfloat16, which numpy lacks, as float32."""
    plain = tensor.detach().to_dense()
    return (plain.float() if plain.dtype == torch.bfloat16 else plain).numpy()


def _damaged(path: Path, detail: str) -> StorageError:
    return StorageError(ErrorCode.WEIGHTS_DAMAGED, path=str(path), detail=detail[:200])
