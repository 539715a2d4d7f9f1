"""What a run leaves: its weights, and beside them the document with the network."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import safetensors.torch

from convviz.core.errors import ConvVizError, ErrorCode, StorageError
from convviz.protocol.best_weights import BEST_NAME, BestWeights, best_file, best_files
from convviz.protocol.document import WeightsFile
from convviz.protocol.document_file import SUFFIX, read_document, write_document
from convviz.protocol.files import write_file
from convviz.protocol.run_settings import different_settings
from convviz.protocol.run_start import with_start
from convviz.values.weights import by_code_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from convviz.protocol.document import Document, Network

WEIGHTS_NAME = "weights.safetensors"
NETWORK_NAME = f"network{SUFFIX}"
METRICS_NAME = "metrics.json"


def plain_document(document: Document) -> Document:
    """Return a document as a run that begins writes it: without weights."""
    return with_start(document, None)


def write_network(folder: Path, document: Document) -> None:
    """Write the document of a run that begins, without weights, unless the run's own is there.

    Raises:
        StorageError: RUN_WOULD_REPLACE: the one that is there has another network; DISK_FULL,
            FILE_UNWRITABLE.
    """
    path = folder / NETWORK_NAME
    if not path.exists():
        write_document(path, plain_document(document))
    elif _known(path, document) is None:
        raise StorageError(ErrorCode.RUN_WOULD_REPLACE, path=str(path))


def write_weights(
    folder: Path,
    network: Network,
    state: Mapping[str, torch.Tensor],
    name: str = WEIGHTS_NAME,
) -> WeightsFile:
    """Write the weights by the names of the network's code, such as conv1.weight.

    Args:
        folder: The run's.
        network: What was trained.
        state: The weights by the names of torch's Sequential, such as 0.weight.
        name: Of the file.

    Returns:
        The weights file, its path absolute.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE; an older result stays.
    """
    named = by_code_names(state, network)
    data = safetensors.torch.save(
        {name: tensor.detach().cpu().contiguous() for name, tensor in named.items()}
    )
    path = (folder / name).absolute()
    write_file(path, data)
    return WeightsFile(str(path), hashlib.sha256(data).hexdigest())


def write_best(
    folder: Path, document: Document, state: Mapping[str, torch.Tensor], epoch: int
) -> BestWeights:
    """Write the weights of the best epoch, and the document that points to them.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE; nothing of it is left then.
    """
    path = best_file(folder, epoch)
    weights = write_weights(folder, document.network, state, path.name)
    beside = WeightsFile(path.name, weights.sha256)
    try:
        write_document(folder / BEST_NAME, with_start(document, beside))
    except StorageError:
        forget_best(folder)
        raise
    return BestWeights(epoch, weights.path, weights.sha256)


def forget_best(folder: Path) -> None:
    """Remove the weights of what was the best epoch before."""
    with suppress(OSError):
        for path in (folder / BEST_NAME, *best_files(folder)):
            path.unlink(missing_ok=True)


def point_to_weights(folder: Path, document: Document, weights: WeightsFile) -> None:
    """Write the document beside the weights; what a person changed in it meanwhile stays.

    One with another network is not replaced: ours takes another name then.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    path = folder / NETWORK_NAME
    known = _known(path, document)
    if known is None and path.exists():
        names = (folder / f"network-{number}{SUFFIX}" for number in count(2))
        path = next(name for name in names if not name.exists())
    ours = known or document
    beside = WeightsFile(WEIGHTS_NAME, weights.sha256)
    network, training = document.network, document.training
    ours = msgspec.structs.replace(ours, network=network, training=training)
    write_document(path, with_start(ours, beside))


def _known(path: Path, document: Document) -> Document | None:
    """Return the document of a file if it holds the network that is trained."""
    try:
        kept = read_document(path)
    except ConvVizError:
        return None
    return None if "network" in different_settings(kept, document) else kept
