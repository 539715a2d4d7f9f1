"""What a run leaves: its weights, and beside them the document with the network."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import safetensors.torch

from convviz.protocol.document import WeightsFile
from convviz.protocol.document_file import SUFFIX, write_document
from convviz.protocol.files import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from convviz.protocol.document import Document

WEIGHTS_NAME = "weights.safetensors"
NETWORK_NAME = f"network{SUFFIX}"


def write_network(folder: Path, document: Document) -> None:
    """Write the document of a run that begins, without weights, unless one is there.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    path = folder / NETWORK_NAME
    if not path.exists():
        network = msgspec.structs.replace(document.network, weights=None)
        write_document(path, msgspec.structs.replace(document, network=network))


def write_result(
    folder: Path, document: Document, state: Mapping[str, torch.Tensor]
) -> WeightsFile:
    """Write the weights by torch's state_dict names, and the document that points to them.

    Returns:
        The weights file, its path absolute.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE; an older result stays.
    """
    data = safetensors.torch.save(
        {name: tensor.detach().cpu().contiguous() for name, tensor in state.items()}
    )
    digest = hashlib.sha256(data).hexdigest()
    path = (folder / WEIGHTS_NAME).absolute()
    write_file(path, data)
    network = msgspec.structs.replace(document.network, weights=WeightsFile(WEIGHTS_NAME, digest))
    write_document(folder / NETWORK_NAME, msgspec.structs.replace(document, network=network))
    return WeightsFile(str(path), digest)
