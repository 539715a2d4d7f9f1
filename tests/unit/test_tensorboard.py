"""A run that was written for TensorBoard, as the real TensorBoard reads it."""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest

from convviz.protocol.messages.trainer import LayersWatched
from convviz.protocol.records import SettingChange
from convviz.protocol.templates import course_network, new_document
from convviz.protocol.watching import Histogram, LayerStatistics
from convviz.runs import RunStatus
from convviz.runs.reader import load_run
from convviz.runs.tensorboard import kernel_sheet, write_events
from convviz.values.weights import by_code_names, read_weights
from tests.support.past_runs import leave_run

if TYPE_CHECKING:
    from convviz.runs import RunRecord

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    tensorboard = pytest.importorskip(
        "tensorboard", reason="TensorBoard is not installed: pip install convviz[tensorboard]"
    )
    from tensorboard.backend.event_processing.event_accumulator import (
        EventAccumulator,
    )

pytestmark = pytest.mark.filterwarnings("ignore")

NETWORK = course_network()


@pytest.fixture
def record(tmp_path: Path) -> RunRecord:
    document = msgspec.structs.replace(new_document(), network=NETWORK)
    leave_run(tmp_path, "run", document, status=RunStatus.FINISHED, batches=34)
    return load_run(1, tmp_path / "runs.sqlite")


def read(path: Path) -> Any:
    everything = dict.fromkeys(("scalars", "images", "histograms", "tensors", "graph"), 0)
    accumulator = EventAccumulator(str(path), size_guidance=everything)
    accumulator.Reload()
    return accumulator


def test_tensorboard_reads_every_number_of_a_run(record: RunRecord, tmp_path: Path) -> None:
    path = write_events(record, tmp_path / "board")
    assert path.parent == tmp_path / "board" / "1-run"
    events = read(path.parent)
    losses = events.Scalars("loss/batch")
    assert tuple(event.step for event in losses) == record.steps
    assert np.array_equal([event.value for event in losses], np.array(record.losses, np.float32))
    times = [event.wall_time for event in losses]
    assert times == sorted(times)
    assert times[0] >= record.summary.started.timestamp()
    for tag, name in (
        ("loss/train", "train_loss"),
        ("loss/validation", "validation_loss"),
        ("accuracy/validation", "validation_accuracy"),
        ("seconds/epoch", "seconds"),
    ):
        found = [(event.step, float(np.float32(event.value))) for event in events.Scalars(tag)]
        expected = [(e.step, float(np.float32(getattr(e, name)))) for e in record.epochs]
        assert found == expected, tag


def test_tensorboard_reads_what_was_changed_on_the_way(record: RunRecord, tmp_path: Path) -> None:
    rates = ((1, 0.25), (4, 0.5), (5, math.nan))
    changed = replace(record, changes=(SettingChange(3, "lr", 0.5),), rates=rates)
    events = read(write_events(changed, tmp_path / "board").parent)
    (event,) = events.Scalars("setting/lr")
    assert (event.step, event.value) == (3, 0.5)
    told = [(event.step, event.value) for event in events.Scalars("learning rate")]
    assert told == [(1, 0.25), (4, 0.5)]


def test_tensorboard_reads_what_was_seen_of_layers(record: RunRecord, tmp_path: Path) -> None:
    counted = Histogram(-1.0, 1.0, (1, 2, 1))
    seen = (LayerStatistics("0", gradient_norm=0.5, update_ratio=0.001, activations=counted),)
    earlier = (LayerStatistics("0", gradient_norm=0.25, dead=0.125),)
    layers = (LayersWatched(5, earlier), LayersWatched(9, seen))
    events = read(write_events(replace(record, layers=layers), tmp_path / "board").parent)
    norms = [(event.step, event.value) for event in events.Scalars("gradient_norm/conv1")]
    assert norms == [(5, 0.25), (9, 0.5)]
    assert events.Scalars("dead/conv1")[0].value == 0.125
    (event,) = events.Histograms("activations/conv1")
    histogram = event.histogram_value
    assert (histogram.min, histogram.max, histogram.num) == (-1.0, 1.0, 4.0)
    assert sum(histogram.bucket) == 4.0


def test_tensorboard_reads_how_an_epoch_ended_on_training_pictures(
    record: RunRecord, tmp_path: Path
) -> None:
    epochs = tuple(
        msgspec.structs.replace(epoch, end_train_loss=1.5, train_accuracy=0.75)
        for epoch in record.epochs
    )
    events = read(write_events(replace(record, epochs=epochs), tmp_path / "board").parent)
    assert [event.value for event in events.Scalars("accuracy/train")] == [0.75] * len(epochs)
    assert {event.value for event in events.Scalars("loss/train at the end")} == {1.5}


def test_tensorboard_reads_the_weights_as_histograms(record: RunRecord, tmp_path: Path) -> None:
    events = read(write_events(record, tmp_path / "board").parent)
    run = record.summary
    weights = by_code_names(read_weights(Path(run.weights), network=NETWORK), NETWORK)
    for name, array in weights.items():
        if not array.ndim:
            continue
        (event,) = events.Histograms(name.replace(".", "/"))
        told = event.histogram_value
        assert event.step == run.step
        assert told.num == array.size
        assert (told.min, told.max) == (array.min(), array.max())
        assert told.sum == pytest.approx(array.astype(float).sum())
        assert sum(told.bucket) == array.size
        below = [int((array <= limit).sum()) for limit in told.bucket_limit[1:-1]]
        assert np.allclose(np.cumsum(told.bucket)[1:-1], below, atol=1)


def test_tensorboard_reads_the_first_kernels_as_a_picture(
    record: RunRecord, tmp_path: Path
) -> None:
    from PIL import Image

    events = read(write_events(record, tmp_path / "board").parent)
    assert events.Tags()["images"] == ["kernels/conv1/weight"]
    (event,) = events.Images("kernels/conv1/weight")
    picture = np.asarray(Image.open(io.BytesIO(event.encoded_image_string)))
    run = record.summary
    weights = read_weights(Path(run.weights), network=NETWORK)
    assert np.array_equal(picture, kernel_sheet(weights["0.weight"]))
    assert picture.shape == (event.height, event.width, 3)


def test_tensorboard_reads_the_network_as_a_graph(record: RunRecord, tmp_path: Path) -> None:
    graph = read(write_events(record, tmp_path / "board").parent).Graph()
    from tensorboard.compat.proto.graph_pb2 import GraphDef

    parsed = graph if isinstance(graph, GraphDef) else GraphDef.FromString(graph)
    nodes = [(node.name, node.op, list(node.input)) for node in parsed.node]
    assert nodes[:3] == [
        ("input", "Input", []),
        ("conv1", "Conv2d", ["input"]),
        ("max_pool1", "MaxPool2d", ["conv1"]),
    ]
    assert len(nodes) == len(NETWORK.steps) + 1
    shape = parsed.node[1].attr["_output_shapes"].list.shape[0]
    assert [size.size for size in shape.dim] == [32, 32, 32]
    assert parsed.node[1].attr["call"].s == b"Conv2d(3, 32, kernel_size=5, padding=2)"


def test_a_run_without_its_weights_is_written_without_histograms(
    record: RunRecord, tmp_path: Path
) -> None:
    Path(record.summary.weights).unlink()
    events = read(write_events(record, tmp_path / "board").parent)
    assert not events.Tags()["histograms"]
    assert len(events.Scalars("loss/batch")) == len(record.losses)
