"""What a run keeps to be seen later: lines of its layers in the store, the rest in its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from convviz.core.errors import DocumentError
from convviz.protocol.decoding import msgpack_decoder
from convviz.protocol.file_reading import read_file
from convviz.protocol.files import write_file
from convviz.protocol.messages.trainer import BatchWorked, LayersWatched
from convviz.protocol.records import MetricRecord
from convviz.protocol.watching import LayerStatistics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LAYERS_NAME: Final = "layers.msgpack"
BATCH_NAME: Final = "batch.msgpack"
KEPT_FOLDER: Final = "now"
"""Of the run's folder: the weights that a person looked at last."""
LAYER_METRICS: Final = ("gradient_norm", "update_ratio", "dead")
"""What the store keeps of a layer; the metric of layer "0" is called "gradient_norm/0"."""
_LARGEST: Final = 16 << 20


def layer_metrics(watched: LayersWatched) -> tuple[MetricRecord, ...]:
    """Return what was seen of layers in a batch as metrics."""
    return tuple(
        MetricRecord(watched.step, f"{name}/{seen.layer}", value)
        for seen in watched.statistics
        for name in LAYER_METRICS
        if (value := getattr(seen, name)) is not None
    )


def layers_watched(
    metrics: Iterable[MetricRecord], newest: LayersWatched | None
) -> Iterator[LayersWatched]:
    """Yield what was seen of a run's layers, batch by batch, as a trainer would tell it.

    Args:
        metrics: Those of layers.
        newest: The last look, with its histograms; None if it is not known.
    """
    steps: dict[int, dict[str, dict[str, float]]] = {}
    for metric in metrics:
        name, _, layer = metric.name.partition("/")
        if name in LAYER_METRICS and layer:
            steps.setdefault(metric.step, {}).setdefault(layer, {})[name] = metric.value
    for step in sorted(steps):
        if newest is None or step < newest.step:
            seen = (
                LayerStatistics(
                    layer,
                    gradient_norm=values.get("gradient_norm"),
                    update_ratio=values.get("update_ratio"),
                    dead=values.get("dead"),
                )
                for layer, values in steps[step].items()
            )
            yield LayersWatched(step, tuple(seen))
    if newest is not None:
        yield newest


def write_layers(folder: Path, watched: LayersWatched) -> None:
    """Keep the newest look in a run's folder.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    write_file(folder / LAYERS_NAME, msgspec.msgpack.encode(watched))


def read_layers(folder: Path) -> LayersWatched | None:
    """Return the newest look that a run kept; None if there is none, or nothing sound."""
    try:
        content = read_file(folder / LAYERS_NAME, _LARGEST)
        return msgpack_decoder(LayersWatched).decode(content)
    except (DocumentError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def write_batch(folder: Path, batch: BatchWorked) -> None:
    """Keep a run's last batch in its folder.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    write_file(folder / BATCH_NAME, msgspec.msgpack.encode(batch))


def read_batch(folder: Path) -> BatchWorked | None:
    """Return the last batch that a run kept; None if there is none, or nothing sound."""
    try:
        content = read_file(folder / BATCH_NAME, _LARGEST)
        return msgpack_decoder(BatchWorked).decode(content)
    except (DocumentError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
