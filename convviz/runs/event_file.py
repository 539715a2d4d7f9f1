"""TensorBoard's event files, written without TensorBoard.

A file is a row of records. A record is its length, the masked crc32c of that, the bytes of an
Event, and their masked crc32c. An Event is a Protocol Buffers message.

Source:
    TensorFlow, core/lib/io/record_writer.h, core/util/event.proto, core/framework/summary.proto,
    graph.proto; RFC 3720 for crc32c.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.protocol.protobuf import bytes_field, double_field, float_field, integer_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from convviz.protocol.watching import Histogram

BINS: Final = 30
"""Of a histogram, unless all its numbers are one."""
FILE_VERSION: Final = "brain.Event:2"
_POLYNOMIAL: Final = 0x82F63B78
_MASK: Final = 0xA282EAD8
_WORD: Final = 0xFFFFFFFF
_RGB: Final = 3


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node of a drawn graph.

    Attributes:
        name: Its own; slashes put it into groups.
        op: What it is, such as "Conv2d".
        inputs: Names of the nodes that it reads.
        shape: Of its output; () for none.
        call: How it is written in code; "" for nothing.
    """

    name: str
    op: str
    inputs: tuple[str, ...] = ()
    shape: tuple[int, ...] = ()
    call: str = ""


def first_record(wall_time: float) -> bytes:
    """Return the record that every file begins with; times are in seconds since 1970."""
    return _record(_event(wall_time, 0, bytes_field(3, FILE_VERSION)))


def scalar_record(wall_time: float, step: int, tag: str, value: float) -> bytes:
    """Return the record of a number."""
    return _summary_record(wall_time, step, tag, float_field(2, value))


def image_record(wall_time: float, step: int, tag: str, png: bytes, size: tuple[int, int]) -> bytes:
    """Return the record of a picture.

    Args:
        wall_time: When.
        step: Batches done.
        tag: Its name.
        png: The file of a picture in red, green and blue.
        size: Width and height, in pixels.
    """
    width, height = size
    image = (
        integer_field(1, height)
        + integer_field(2, width)
        + integer_field(3, _RGB)
        + bytes_field(4, png)
    )
    return _summary_record(wall_time, step, tag, bytes_field(4, image))


def histogram_record(wall_time: float, step: int, tag: str, values: NDArray[Any]) -> bytes:
    """Return the record of a histogram, in bins of one width.

    Args:
        wall_time: When.
        step: Batches done.
        tag: Its name.
        values: Numbers, in any shape; those that are not finite do not count.
    """
    finite = values[np.isfinite(values)].astype(np.float64)
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    counts, edges = np.histogram(finite, BINS if high > low else 1, (low, high))
    sums = float(finite.sum()), float(np.square(finite).sum())
    return _histogram_record(wall_time, step, tag, counts, edges, sums)


def counted_record(wall_time: float, step: int, tag: str, counted: Histogram) -> bytes:
    """Return the record of a histogram of which only the bins are known.

    Args:
        wall_time: When.
        step: Batches done.
        tag: Its name.
        counted: The bins; each number counts as one in the middle of its bin.
    """
    counts = np.asarray(counted.counts or (0,), np.int64)
    edges = np.linspace(counted.low, counted.high, len(counts) + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    sums = float((counts * middles).sum()), float((counts * middles**2).sum())
    return _histogram_record(wall_time, step, tag, counts, edges, sums)


def _histogram_record(
    wall_time: float,
    step: int,
    tag: str,
    counts: NDArray[Any],
    edges: NDArray[Any],
    sums: tuple[float, float],
) -> bytes:
    """Return the record of a histogram.

    Args:
        wall_time: When.
        step: Batches done.
        tag: Its name.
        counts: Of each bin.
        edges: Of the bins, ascending, one more than these.
        sums: Of the numbers, and of their squares.
    """
    low, high = float(edges[0]), float(edges[-1])
    numbers = (low, high, float(counts.sum()), *sums)
    histogram = b"".join(double_field(field, value) for field, value in enumerate(numbers, 1))
    # A bin has an upper limit alone: an empty one before the first says where that begins.
    limits = (low, *edges[1:-1], high) if high > low else (low, high)
    histogram += bytes_field(6, struct.pack(f"<{len(counts) + 1}d", *limits))
    histogram += bytes_field(7, struct.pack(f"<{len(counts) + 1}d", 0.0, *counts))
    return _summary_record(wall_time, step, tag, bytes_field(5, histogram))


def graph_record(wall_time: float, nodes: Iterable[GraphNode]) -> bytes:
    """Return the record of a graph."""
    graph = b"".join(bytes_field(1, _node(node)) for node in nodes)
    return _record(
        _event(wall_time, 0, bytes_field(4, graph + bytes_field(4, integer_field(1, 22))))
    )


def masked_crc(content: bytes) -> int:
    """Return the masked crc32c of some bytes, 32 bits."""
    crc = _crc32c(content)
    return ((crc >> 15 | crc << 17) + _MASK) & _WORD


# Messages


def _node(node: GraphNode) -> bytes:
    """Return a NodeDef, with the shape of its output as TensorBoard reads it."""
    text = bytes_field(1, node.name) + bytes_field(2, node.op)
    text += b"".join(bytes_field(3, name) for name in node.inputs)
    if node.shape:
        sizes = b"".join(bytes_field(2, integer_field(1, size)) for size in node.shape)
        text += _attribute("_output_shapes", bytes_field(1, bytes_field(7, sizes)))
    if node.call:
        text += _attribute("call", bytes_field(2, node.call))
    return text


def _attribute(name: str, value: bytes) -> bytes:
    return bytes_field(5, bytes_field(1, name) + bytes_field(2, value))


def _summary_record(wall_time: float, step: int, tag: str, value: bytes) -> bytes:
    summary = bytes_field(1, bytes_field(1, tag) + value)
    return _record(_event(wall_time, step, bytes_field(5, summary)))


def _event(wall_time: float, step: int, what: bytes) -> bytes:
    return double_field(1, wall_time) + integer_field(2, step) + what


# Records


def _record(event: bytes) -> bytes:
    length = struct.pack("<Q", len(event))
    check = struct.pack("<I", masked_crc(length))
    return length + check + event + struct.pack("<I", masked_crc(event))


def _crc32c(content: bytes) -> int:
    table, crc = _table(), _WORD
    for byte in content:
        crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ _WORD


@cache
def _table() -> tuple[int, ...]:
    """Return the checksum of every byte."""
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = crc >> 1 ^ (_POLYNOMIAL if crc & 1 else 0)
        table.append(crc)
    return tuple(table)
