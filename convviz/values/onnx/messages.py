"""An ONNX graph as the bytes of its file: protobuf messages, written field by field.

Source:
    github.com/onnx/onnx, onnx/onnx.proto: ModelProto, GraphProto, NodeProto, AttributeProto,
    TensorProto, ValueInfoProto.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.protocol.protobuf import bytes_field, float_field, integer_field

if TYPE_CHECKING:
    from collections.abc import Iterable

IR_VERSION: Final = 9
OPSET: Final = 18
"""Of 2022: every runtime of the last years reads it."""

Attribute: TypeAlias = int | float | str | tuple[int, ...]

_FLOAT, _INT64 = 1, 7
"""Types of tensors."""
_KINDS: Final = {"f": 1, "i": 2, "s": 3, "ints": 7}
"""Types of attributes."""


@dataclass(frozen=True, slots=True)
class OnnxNode:
    """An operation.

    Attributes:
        kind: Its name in ONNX, such as Conv.
        inputs: The values that it reads; "" for one that is left out.
        outputs: The values that it gives.
        name: What it is called.
        attributes: Its settings.
    """

    kind: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    name: str
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OnnxValue:
    """A value that goes in or out.

    Attributes:
        name: Its name.
        shape: Its sizes; a text is a size that may vary.
    """

    name: str
    shape: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class OnnxGraph:
    """A network.

    Attributes:
        name: Its name.
        words: What it is, for people.
        nodes: In the order in which they are done.
        constants: Weights and other numbers: float32 or int64.
        input: What goes in.
        output: What comes out.
    """

    name: str
    words: str
    nodes: tuple[OnnxNode, ...]
    constants: Mapping[str, NDArray[Any]]
    input: OnnxValue
    output: OnnxValue


def model_bytes(graph: OnnxGraph, version: str) -> bytes:
    """Return an ONNX file.

    Args:
        graph: The network.
        version: Of convviz.
    """
    opset = bytes_field(1, "") + integer_field(2, OPSET)
    return b"".join(
        (
            integer_field(1, IR_VERSION),
            bytes_field(2, "convviz"),
            bytes_field(3, version),
            bytes_field(7, _graph(graph)),
            bytes_field(8, opset),
        )
    )


def _graph(graph: OnnxGraph) -> bytes:
    nodes = (bytes_field(1, _node(node)) for node in graph.nodes)
    constants = (bytes_field(5, _tensor(name, array)) for name, array in graph.constants.items())
    return b"".join(
        (
            *nodes,
            bytes_field(2, graph.name),
            *constants,
            bytes_field(10, graph.words),
            bytes_field(11, _value(graph.input)),
            bytes_field(12, _value(graph.output)),
        )
    )


def _node(node: OnnxNode) -> bytes:
    return b"".join(
        (
            *(bytes_field(1, name) for name in node.inputs),
            *(bytes_field(2, name) for name in node.outputs),
            bytes_field(3, node.name),
            bytes_field(4, node.kind),
            *(bytes_field(5, _attribute(name, value)) for name, value in node.attributes.items()),
        )
    )


def _attribute(name: str, value: Attribute) -> bytes:
    match value:
        case str():
            kind, content = "s", bytes_field(4, value)
        case tuple():
            kind, content = "ints", b"".join(integer_field(8, number) for number in value)
        case float():
            kind, content = "f", float_field(2, value)
        case _:
            kind, content = "i", integer_field(3, value)
    return bytes_field(1, name) + content + integer_field(20, _KINDS[kind])


def _tensor(name: str, array: NDArray[Any]) -> bytes:
    kind = _INT64 if array.dtype == np.int64 else _FLOAT
    plain = np.ascontiguousarray(array, "<i8" if kind == _INT64 else "<f4")
    dims = b"".join(integer_field(1, size) for size in array.shape)
    return dims + integer_field(2, kind) + bytes_field(8, name) + bytes_field(9, plain.tobytes())


def _value(value: OnnxValue) -> bytes:
    sizes: Iterable[bytes] = (
        bytes_field(1, bytes_field(2, size) if isinstance(size, str) else integer_field(1, size))
        for size in value.shape
    )
    tensor = integer_field(1, _FLOAT) + bytes_field(2, b"".join(sizes))
    return bytes_field(1, value.name) + bytes_field(2, bytes_field(1, tensor))
