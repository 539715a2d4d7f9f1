"""A network's trained weights with the numbers that a person changed in one of its layers."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import safetensors.numpy

from convviz.core.errors import ComputeError, ErrorCode
from convviz.core.network.tree import module_names
from convviz.engine.compute.received_parts import received
from convviz.protocol.document_file import decode_document
from convviz.protocol.files import write_file
from convviz.protocol.messages.engine_files import WeightsApplied
from convviz.protocol.numbers_folder import block_path
from convviz.values.weights import by_code_names, read_kept

if TYPE_CHECKING:
    from convviz.protocol.messages.engine_files import ApplyWeights


def apply_weights(request: ApplyWeights) -> WeightsApplied:
    """Write a copy of the weights with other numbers for a layer, and return where it lies.

    The file that the network has is not touched, so that the change can be undone.

    Raises:
        ConvVizError: The weights cannot be read or are another network's; a part of them does not
            have its shape; DISK_FULL, FILE_UNWRITABLE.
    """
    network = decode_document(request.document).network
    assert network.weights is not None  # noqa: S101 - narrows the type
    weights = read_kept(network.weights, network)
    own = module_names(network.steps)[request.step]
    for name, part in request.parts.items():
        place, numbers = f"{own}.{name}", received(part)
        if place not in weights or weights[place].shape != numbers.shape:
            detail = f"{place} of the shape {numbers.shape!s:.80}"
            raise ComputeError(ErrorCode.UNEXPECTED, detail=detail)
        weights[place] = numbers.astype(weights[place].dtype)
    named = by_code_names(weights, network)
    content = safetensors.numpy.save({n: np.asarray(a, order="C") for n, a in named.items()})
    content_sha256 = hashlib.sha256(content).hexdigest()
    target = block_path(Path(request.folder), content_sha256)
    write_file(target, content)
    return WeightsApplied(str(target), content_sha256)
