"""A run as TensorBoard reads it: its numbers, its network, and what it learned."""

from __future__ import annotations

import io
import math
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.core.call_code import call_code
from convviz.core.code.writing import node_names, written_layers
from convviz.core.errors import ConvVizError
from convviz.core.network.rows import BlockRow
from convviz.core.network.sequential import infer_sequential
from convviz.protocol.document_file import decode_document
from convviz.protocol.files import write_file
from convviz.runs.event_file import (
    GraphNode,
    counted_record,
    first_record,
    graph_record,
    histogram_record,
    image_record,
    scalar_record,
)
from convviz.runs.layers_file import LAYER_METRICS
from convviz.values.weights import by_code_names, code_names, read_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from convviz.protocol.document import Network
    from convviz.protocol.messages.trainer import LayersWatched
    from convviz.runs.records import RunRecord
    from convviz.values.weights import StateDict

INPUT_NODE: Final = "input"
_EPOCH_TAGS: Final = {
    "loss/train": "train_loss",
    "loss/train at the end": "end_train_loss",
    "loss/validation": "validation_loss",
    "accuracy/train": "train_accuracy",
    "accuracy/validation": "validation_accuracy",
    "seconds/epoch": "seconds",
}
"""What is measured of an epoch, by TensorBoard's name: what has one group stands together."""
_COLOURS: Final = (1, 3)
_KERNEL_RANK: Final = 4
_ZOOM: Final = 8
"""Pixels of a kernel's cell."""


def event_path(record: RunRecord, folder: Path) -> Path:
    """Return where the file of a run is written: each run has a folder of its own.

    A second export of a run takes the place of the first, which TensorBoard would add up.
    """
    run = record.summary
    name = f"events.out.tfevents.{int(run.started.timestamp())}.convviz.{run.id}"
    return folder / f"{run.id}-{run.folder.name}" / name


def write_events(record: RunRecord, folder: Path) -> Path:
    """Write a run for `tensorboard --logdir FOLDER`, and return its file.

    Args:
        record: The run. Where its weights' file is gone, histograms and kernels are left out.
        folder: It need not be there.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
        ConvVizError: The run's document cannot be read.
    """
    path = event_path(record, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, b"".join(_records(record)))
    return path


def network_graph(network: Network) -> tuple[GraphNode, ...]:
    """Return the enabled layers of a network as a graph, by the names of its code."""
    result = infer_sequential(network.steps, network.input_shape)
    names = node_names(network.steps, written_layers(network.layers, result))
    nodes = [GraphNode(INPUT_NODE, "Input", shape=network.input_shape)]
    known = [INPUT_NODE]
    for item in result.flow:
        before = tuple(known[source] for source in item.sources)
        if isinstance(item, BlockRow):
            name, kind, call = f"{names[item.path]}.join", item.block.kind.value, ""
        elif item.enabled:
            name, kind = names[item.path], item.layer.type_name()
            call = call_code(item.layer)
        else:
            known += before
            continue
        nodes.append(GraphNode(name, kind, before, item.output_shape or (), call))
        known.append(name)
    return tuple(nodes)


def kernel_sheet(kernels: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Return kernels beside each other as one picture, black their least number, white the most.

    Args:
        kernels: (out_channels, 1 or 3, height, width).

    Returns:
        (height, width, 3).
    """
    finite = np.nan_to_num(kernels.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = float(finite.min()), float(finite.max())
    shades = ((finite - low) / (high - low or 1.0) * 255).astype(np.uint8)
    count, _, height, width = shades.shape
    columns = int(np.ceil(np.sqrt(count)))
    rows = -(-count // columns)
    sheet = np.zeros((rows * (height + 1), columns * (width + 1), 3), np.uint8)
    for number, kernel in enumerate(shades):
        top, left = number // columns * (height + 1), number % columns * (width + 1)
        sheet[top : top + height, left : left + width] = kernel.transpose(1, 2, 0)
    return sheet.repeat(_ZOOM, 0).repeat(_ZOOM, 1)


def _records(record: RunRecord) -> Iterator[bytes]:
    run, network = record.summary, decode_document(record.document).network
    started = run.started.timestamp()
    pace = run.seconds / run.step if run.step else 0.0
    yield first_record(started)
    yield graph_record(started, network_graph(network))
    for step, loss in zip(record.steps, record.losses, strict=True):
        yield scalar_record(started + pace * step, step, "loss/batch", loss)
    for step, rate in filter(lambda known: math.isfinite(known[1]), record.rates):
        yield scalar_record(started + pace * step, step, "learning rate", rate)
    ends = accumulate(epoch.seconds for epoch in record.epochs)
    for epoch, seconds in zip(record.epochs, ends, strict=True):
        for tag, name in _EPOCH_TAGS.items():
            value = getattr(epoch, name)
            if value is not None:
                yield scalar_record(started + seconds, epoch.step, tag, float(value))
    for change in record.changes:
        at = started + pace * change.step
        yield scalar_record(at, change.step, f"setting/{change.name}", change.value)
    for watched in record.layers:
        yield from _layers(watched, network, started + pace * watched.step)
    yield from _learned(record, network, started + run.seconds)


def _layers(watched: LayersWatched, network: Network, at: float) -> Iterator[bytes]:
    """Yield what was seen of layers in a batch, by the names of the network's code."""
    names = code_names(network)
    for seen in watched.statistics:
        number = int(seen.layer) if seen.layer.isdigit() else len(names)
        name = names[number] if number < len(names) else seen.layer
        for quantity in LAYER_METRICS:
            value = getattr(seen, quantity)
            if value is not None:
                yield scalar_record(at, watched.step, f"{quantity}/{name}", value)
        for quantity in ("gradients", "activations"):
            counted = getattr(seen, quantity)
            if counted is not None:
                yield counted_record(at, watched.step, f"{quantity}/{name}", counted)


def _learned(record: RunRecord, network: Network, ended: float) -> Iterator[bytes]:
    """Yield what the weights look like, if they are there and sound."""
    run = record.summary
    weights: StateDict = {}
    if run.weights:
        try:
            numbered = read_weights(Path(run.weights), sha256=run.sha256, network=network)
            weights = by_code_names(numbered, network)
        except ConvVizError:
            return
    for name, array in weights.items():
        tag = name.replace(".", "/")
        if array.ndim:
            yield histogram_record(ended, run.step, tag, array)
        if array.ndim == _KERNEL_RANK and array.shape[1] in _COLOURS:
            sheet = kernel_sheet(array)
            size = (sheet.shape[1], sheet.shape[0])
            yield image_record(ended, run.step, f"kernels/{tag}", _png(sheet), size)


def _png(picture: NDArray[np.uint8]) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG")
    return stream.getvalue()
