"""A network with its weights as an ONNX file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz import __version__
from convviz.core.errors import ErrorCode, ExportError
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import Block, BlockKind
from convviz.values.onnx.building import LayerWriter, Parts
from convviz.values.onnx.messages import OnnxGraph, OnnxNode, OnnxValue, model_bytes
from convviz.values.onnx.operators import WRITERS
from convviz.values.weights_naming import code_names, enabled_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from convviz.core.layers import Shape
    from convviz.core.network.rows import LayerRow
    from convviz.core.network.tree import Node
    from convviz.protocol.document import Network

_LARGEST: Final = 2_000_000_000
"""Bytes. Protobuf has no messages of 2 GiB."""
_BATCH: Final = "batch"
"""The size of the first dimension, which may vary."""
_UNKNOWN: Final = -1


def onnx_file(network: Network, weights: Mapping[str, NDArray[Any]], words: str) -> bytes:
    """Return the ONNX file of a network in evaluation.

    Args:
        network: The network. Disabled layers are left out.
        weights: Its tensors, numbered.
        words: Where the weights are from, for people.

    Raises:
        ExportError: ONNX_LACKS: a layer that ONNX does not have; ONNX_EMPTY; ONNX_TOO_LARGE.
        ConvVizError: The network's first failure.
    """
    result = infer_sequential(network.steps, network.input_shape)
    if result.failure is not None:
        raise result.failure.error
    size = sum(array.nbytes for array in weights.values())
    if size > _LARGEST:
        raise ExportError(ErrorCode.ONNX_TOO_LARGE, size=size, limit=_LARGEST)
    writing = _Writing(network, result.rows, weights)
    end = writing.through(network.steps, "input")
    if not writing.parts.nodes:
        raise ExportError(ErrorCode.ONNX_EMPTY)
    last = OnnxNode("Identity", (end,), ("output",), "output")
    graph = OnnxGraph(
        "network",
        words,
        (*writing.parts.nodes, last),
        writing.parts.constants,
        OnnxValue("input", (_BATCH, *network.input_shape)),
        OnnxValue("output", (_BATCH, *result.output_shape)),
    )
    return model_bytes(graph, __version__)


class _Writing:
    """Goes through a network, and writes each layer that runs.

    Attributes:
        parts: What was written.
    """

    def __init__(
        self, network: Network, rows: Sequence[LayerRow], weights: Mapping[str, NDArray[Any]]
    ) -> None:
        self.parts = Parts()
        self._rows = iter(rows)
        self._weights = weights
        names = zip(enabled_names(network), code_names(network), strict=True)
        self._names = iter(list(names))
        self._joins = 0

    def through(self, nodes: Sequence[Node], x: str, *, runs: bool = True) -> str:
        """Write nodes one after the other, and return what the last of them gives."""
        for node in nodes:
            is_run = runs and node.enabled
            if not isinstance(node, Block):
                row = next(self._rows)
                x = self._layer(row, x) if is_run else x
            elif node.joins and is_run:
                x = self._join(node, x)
            else:
                x = self.through(node.children, x, runs=is_run)
        return x

    def _join(self, block: Block, x: str) -> str:
        self._joins += 1
        name = f"{block.name or block.kind.value.lower()}_{self._joins}"
        ends = tuple(self.through((way,), x) for way in block.children)
        is_sum = block.kind is BlockKind.RESIDUAL
        attributes = {} if is_sum else {"axis": 1}
        kind = "Add" if is_sum else "Concat"
        self.parts.nodes.append(OnnxNode(kind, ends, (f"{name}:0",), name, attributes))
        return f"{name}:0"

    def _layer(self, row: LayerRow, x: str) -> str:
        own, name = next(self._names)
        prefix = f"{own}."
        tensors = {
            key.removeprefix(prefix): np.asarray(array, np.float32)
            for key, array in self._weights.items()
            if key.rpartition(".")[0] == own
        }
        writer = LayerWriter(
            row.layer,
            name,
            _with_batch(row.input_shape),
            _with_batch(row.output_shape),
            tensors,
            self.parts,
            row.index,
        )
        write = WRITERS.get(row.layer.type_name())
        joins = any(note.code is ExplanationCode.BATCH_JOINED for note in row.notes)
        if write is None or joins or not row.batched or row.layer.returns_indices():
            raise writer.refuse()
        output = write(writer, x)
        return writer.emit("Identity", x) if output == x else output


def _with_batch(shape: Shape) -> Shape:
    return (_UNKNOWN, *shape)
