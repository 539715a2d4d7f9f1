"""A network's weights from and to the files of others: safetensors, and torch's state_dict.

Of a state_dict nothing but tensors is read (`weights_only=True`), so that nothing in it runs.
"""

from __future__ import annotations

import hashlib
import pickle
import re
import warnings
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
import safetensors.numpy
import torch

from convviz.core.code.writing import resolved_layers
from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.core.exported.archive import SUFFIX as EXPORTED_SUFFIX
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import with_layers
from convviz.engine.compute.applied_weights import apply_weights
from convviz.protocol.document import WeightsFile
from convviz.protocol.document_file import decode_document
from convviz.protocol.file_reading import LARGEST_UNKNOWN_WEIGHTS, read_file
from convviz.protocol.files import write_file
from convviz.protocol.messages.engine_files import (
    ApplyWeights,
    TakeWeights,
    WeightsApplied,
    WeightsWritten,
    WriteWeights,
)
from convviz.protocol.numbers_folder import block_path
from convviz.values.exported_files import read_exported_state
from convviz.values.weights import by_code_names, numbered, read_kept, read_weights, weight_shapes
from convviz.values.weights_naming import order_agrees

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convviz.protocol.document import Network
    from convviz.values.weights import StateDict

_OTHER_THAN_TENSORS: Final = re.compile(r"GLOBAL ([\w.]+)")
"""What torch says of a class or a function that a file names."""
_MOST_LEVELS: Final = 3
"""Dictionaries inside each other that are looked into for a state_dict."""

STATE_SUFFIXES: Final = (".pt", ".pth")
"""Of files that `torch.save(model.state_dict(), path)` writes."""

_FLOATS: Final = (torch.float16, torch.float32, torch.float64)
"""Those that numpy has."""

_BROKEN: Final = (
    *(pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError, TypeError),
    *(AttributeError, IndexError, OverflowError, MemoryError, UnicodeDecodeError, OSError),
    AssertionError,
)
"""What torch raises of a damaged file, and of one that holds more than tensors."""


def load_network_weights(path: Path, network: Network, *, by_order: bool = False) -> StateDict:
    """Return a network's weights, numbered, from a file that names or numbers them.

    Args:
        path: A safetensors file, a state_dict where its name ends with one of STATE_SUFFIXES, or
            what torch.export wrote.
        network: Whose weights they must be.
        by_order: Whether a state_dict with other names is taken tensor by tensor, in its order. A
            safetensors file keeps none.

    Raises:
        StorageError: FILE_MISSING, FILE_UNREADABLE, WEIGHTS_DAMAGED, WEIGHTS_WOULD_RUN,
            WEIGHTS_DIFFER; WEIGHTS_NAMED_OTHERWISE: by order they would fit.
        ConvVizError: the network's first failure; those of a file of torch.export.
    """
    suffix = path.suffix.lower()
    if suffix not in {*STATE_SUFFIXES, EXPORTED_SUFFIX}:
        return _as_float32(read_weights(path, network=network))
    state = read_exported_state(path) if suffix == EXPORTED_SUFFIX else _state_of(path)
    try:
        return _as_float32(numbered(path, state, network))
    except StorageError as error:
        if error.code is not ErrorCode.WEIGHTS_DIFFER:
            raise
        ordered = _by_order(state, network)
        if ordered is None:
            raise
        taken = _as_float32(numbered(path, ordered, network))
        if by_order:
            return taken
        raise _named_otherwise(path, state, network) from error


def _by_order(state: Mapping[str, Any], network: Network) -> StateDict | None:
    """Return weights numbered by their order; None where the shapes differ."""
    given = {name: array.shape for name, array in state.items()}
    names = order_agrees(weight_shapes(network), given)
    return None if names is None else {own: state[name] for own, name in names.items()}


def _named_otherwise(path: Path, state: Mapping[str, Any], network: Network) -> StorageError:
    code, ours = ErrorCode.WEIGHTS_NAMED_OTHERWISE, by_code_names(weight_shapes(network), network)
    pairs = zip(ours, state, strict=False)
    own, theirs = next(((own, name) for own, name in pairs if own != name), ("", ""))
    return StorageError(code, path=str(path), theirs=theirs[:80], ours=own, count=len(state))


def _as_float32(weights: StateDict) -> StateDict:
    """Return weights as a network has them: its numbers are of 32 bits."""
    return {
        name: array.astype(np.float32) if np.issubdtype(array.dtype, np.floating) else array
        for name, array in weights.items()
    }


def weights_content(weights: StateDict, network: Network, *, suffix: str) -> bytes:
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


def save_network_weights(path: Path, weights: StateDict, network: Network) -> None:
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
    weights = load_network_weights(Path(request.path), network, by_order=request.by_order)
    kept = kept_weights(weights, network, Path(request.folder))
    return WeightsApplied(kept.path, kept.sha256)


def kept_weights(weights: StateDict, network: Network, folder: Path) -> WeightsFile:
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
    weights = read_kept(network.weights, network)
    named = script_network(network) if request.is_for_script else network
    save_network_weights(Path(request.path), weights, named)
    return WeightsWritten(request.path)


def script_network(network: Network) -> Network:
    """Return a network whose names are those of a script, in which no layer is lazy."""
    result = infer_sequential(network.steps, network.input_shape)
    steps = with_layers(network.steps, resolved_layers(network.layers, result))
    return msgspec.structs.replace(network, steps=steps)


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
        # Indices of a sparse tensor that lie outside of it would be written to all the same.
        checked = torch.sparse.check_sparse_tensor_invariants()  # type: ignore[no-untyped-call]
        with warnings.catch_warnings(), checked:
            warnings.simplefilter("ignore")  # torch warns of forms that it may not read; it says so
            loaded = torch.load(BytesIO(content), map_location="cpu", weights_only=True)
    except _BROKEN as error:
        raise _refusal(path, str(error)) from error
    for state in _states(loaded, _MOST_LEVELS):
        return {name: _array(path, name, tensor) for name, tensor in state.items()}
    raise _damaged(path, "there are no tensors with names in it")


def _states(loaded: object, levels: int) -> Iterator[dict[str, torch.Tensor]]:
    """Yield the state_dicts in what was loaded, the outermost first."""
    if not isinstance(loaded, dict):
        return
    if _is_state(loaded):
        yield loaded
    elif levels:
        for held in loaded.values():
            yield from _states(held, levels - 1)


def _refusal(path: Path, said: str) -> StorageError:
    """Return why torch would not read a file, without its advice to run what is in it."""
    other = _OTHER_THAN_TENSORS.search(said)
    if other or "TorchScript" in said:
        name = other.group(1)[:80] if other else "TorchScript"
        return StorageError(ErrorCode.WEIGHTS_WOULD_RUN, path=str(path), name=name)
    return _damaged(path, said)


def _is_state(state: object) -> bool:
    return (
        isinstance(state, dict)
        and bool(state)
        and all(isinstance(name, str) for name in state)
        and all(isinstance(tensor, torch.Tensor) for tensor in state.values())
    )


def _array(path: Path, name: str, tensor: torch.Tensor) -> Any:  # noqa: ANN401 - of any type
    """Return a tensor's numbers; those of types that numpy lacks, such as bfloat16, as float32.

    Raises:
        StorageError: WEIGHTS_DAMAGED: it has no numbers, or a sparse one stands for too many.
    """
    plain = tensor.detach()
    if plain.layout is not torch.strided and plain.numel() > LARGEST_UNKNOWN_WEIGHTS:
        raise _damaged(path, f"{name[:80]} is sparse, and has {plain.numel()} numbers")
    try:
        plain = plain.dequantize() if plain.is_quantized else plain.to_dense()
        is_lacking = plain.is_floating_point() and plain.dtype not in _FLOATS
        return (plain.float() if is_lacking else plain).numpy()
    except (RuntimeError, TypeError) as error:
        raise _damaged(path, f"{name[:80]}: {error}") from error


def _damaged(path: Path, said: str) -> StorageError:
    """Return the refusal of a file, with the first line of what is wrong; torch says more."""
    detail = said.strip().partition("\n")[0][:200] or "it ends too early"
    return StorageError(ErrorCode.WEIGHTS_DAMAGED, path=str(path), detail=detail)
