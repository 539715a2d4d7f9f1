"""An ONNX graph as the bytes of its file: protobuf messages, written field by field.

Source:
    github.com/onnx/onnx, onnx/onnx.proto: ModelProto, GraphProto, NodeProto, AttributeProto,
    TensorProto, ValueInfoProto. protobuf.dev, "Encoding".
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

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
_VARINT, _BYTES, _FIXED32 = 0, 2, 5


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
    opset = _field(1, "") + _integer(2, OPSET)
    return b"".join(
        (
            _integer(1, IR_VERSION),
            _field(2, "convviz"),
            _field(3, version),
            _field(7, _graph(graph)),
            _field(8, opset),
        )
    )


def _graph(graph: OnnxGraph) -> bytes:
    nodes = (_field(1, _node(node)) for node in graph.nodes)
    constants = (_field(5, _tensor(name, array)) for name, array in graph.constants.items())
    return b"".join(
        (
            *nodes,
            _field(2, graph.name),
            *constants,
            _field(10, graph.words),
            _field(11, _value(graph.input)),
            _field(12, _value(graph.output)),
        )
    )


def _node(node: OnnxNode) -> bytes:
    return b"".join(
        (
            *(_field(1, name) for name in node.inputs),
            *(_field(2, name) for name in node.outputs),
            _field(3, node.name),
            _field(4, node.kind),
            *(_field(5, _attribute(name, value)) for name, value in node.attributes.items()),
        )
    )


def _attribute(name: str, value: Attribute) -> bytes:
    match value:
        case str():
            kind, content = "s", _field(4, value)
        case tuple():
            kind, content = "ints", b"".join(_integer(8, number) for number in value)
        case float():
            kind, content = "f", _key(2, _FIXED32) + struct.pack("<f", value)
        case _:
            kind, content = "i", _integer(3, value)
    return _field(1, name) + content + _integer(20, _KINDS[kind])


def _tensor(name: str, array: NDArray[Any]) -> bytes:
    kind = _INT64 if array.dtype == np.int64 else _FLOAT
    plain = np.ascontiguousarray(array, "<i8" if kind == _INT64 else "<f4")
    dims = b"".join(_integer(1, size) for size in array.shape)
    return dims + _integer(2, kind) + _field(8, name) + _field(9, plain.tobytes())


def _value(value: OnnxValue) -> bytes:
    sizes: Iterable[bytes] = (
        _field(1, _field(2, size) if isinstance(size, str) else _integer(1, size))
        for size in value.shape
    )
    tensor = _integer(1, _FLOAT) + _field(2, b"".join(sizes))
    return _field(1, value.name) + _field(2, _field(1, tensor))


def _field(number: int, content: bytes | str) -> bytes:
    """Return a field of bytes, a text or a message."""
    plain = content.encode() if isinstance(content, str) else content
    return _key(number, _BYTES) + _varint(len(plain)) + plain


def _integer(number: int, value: int) -> bytes:
    return _key(number, _VARINT) + _varint(value % (1 << 64))


def _key(number: int, wire_type: int) -> bytes:
    return _varint(number << 3 | wire_type)


def _varint(value: int) -> bytes:
    """Return an integer in groups of seven bits, the lowest first."""
    groups = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - seven bits
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    groups.append(value)
    return bytes(groups)
