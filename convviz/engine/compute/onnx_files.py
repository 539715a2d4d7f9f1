"""A network as an ONNX file: with its trained weights, or with those that torch begins with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convviz.engine.compute.module_builder import build_sequential
from convviz.protocol.document_file import decode_document
from convviz.protocol.files import write_file
from convviz.protocol.messages.engine_files import OnnxWritten, WriteOnnx
from convviz.values.onnx.writing import onnx_file
from convviz.values.weights import read_kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from convviz.protocol.document import Network


@dataclass(frozen=True, slots=True)
class OnnxExport:
    """What is written.

    Attributes:
        content: The file's bytes.
        seed: Of its weights; None for trained ones.
    """

    content: bytes
    seed: int | None


def onnx_export(
    network: Network, weights: Mapping[str, NDArray[Any]] | None, seed: int
) -> OnnxExport:
    """Return a network as an ONNX file.

    Args:
        network: The network.
        weights: Its tensors, numbered; None for those that torch makes with the seed.
        seed: Of them.

    Raises:
        ExportError: ONNX_LACKS, ONNX_EMPTY, ONNX_TOO_LARGE.
        ConvVizError: The network's first failure.
    """
    if weights is not None:
        return OnnxExport(onnx_file(network, weights, "Trained weights."), None)
    model = build_sequential(network.steps, network.input_shape, seed=seed)
    arrays = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    words = f"Untrained weights, as torch makes them with the seed {seed}."
    return OnnxExport(onnx_file(network, arrays, words), seed)


def write_onnx(request: WriteOnnx) -> OnnxWritten:
    """Write a document's network as an ONNX file.

    Raises:
        ConvVizError: Those of :func:`onnx_export`; the weights cannot be read; DISK_FULL,
            FILE_UNWRITABLE.
    """
    document = decode_document(request.document)
    network, weights = document.network, None
    if network.weights is not None:
        weights = read_kept(network.weights, network)
    export = onnx_export(network, weights, document.training.seed)
    write_file(Path(request.path), export.content)
    return OnnxWritten(request.path, export.seed)
