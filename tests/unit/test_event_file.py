"""TensorBoard's files, byte by byte, without TensorBoard, which may not be installed."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from convviz.protocol.templates import course_network, new_document
from convviz.runs import RunStatus
from convviz.runs.event_file import (
    first_record,
    histogram_record,
    masked_crc,
    scalar_record,
)
from convviz.runs.reader import load_run
from convviz.runs.tensorboard import event_path, network_graph, write_events
from tests.support.past_runs import leave_run


def unmasked(masked: int) -> int:
    rotated = (masked - 0xA282EAD8) & 0xFFFFFFFF
    return (rotated >> 17 | rotated << 15) & 0xFFFFFFFF


@pytest.mark.parametrize(
    ("content", "checksum"),
    [
        (b"123456789", 0xE3069283),
        (bytes(32), 0x8A9136AA),
        (b"\xff" * 32, 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
    ],
)
def test_checksums_are_those_of_rfc_3720(content: bytes, checksum: int) -> None:
    assert unmasked(masked_crc(content)) == checksum


@pytest.mark.parametrize(
    "record",
    [
        first_record(1.5),
        scalar_record(1.5, 1 << 40, "loss/batch", float("nan")),
        histogram_record(1.5, 3, "conv/weight", np.array([np.nan, np.inf, 1.0, 2.0])),
        histogram_record(1.5, 3, "conv/bias", np.zeros(0)),
    ],
)
def test_a_record_says_its_length_and_both_checksums(record: bytes) -> None:
    (length,) = struct.unpack("<Q", record[:8])
    event = record[12:-4]
    assert len(event) == length
    assert struct.unpack("<I", record[8:12]) == (masked_crc(record[:8]),)
    assert struct.unpack("<I", record[-4:]) == (masked_crc(event),)


def test_the_first_record_names_the_version_of_the_format() -> None:
    assert b"brain.Event:2" in first_record(0.0)


def test_a_second_export_takes_the_place_of_the_first(tmp_path: Path) -> None:
    leave_run(tmp_path, "run", new_document(), status=RunStatus.FINISHED, batches=34)
    record = load_run(1, tmp_path / "runs.sqlite")
    first = write_events(record, tmp_path / "board")
    assert (
        write_events(record, tmp_path / "board") == first == event_path(record, tmp_path / "board")
    )
    assert list(first.parent.iterdir()) == [first]


def test_a_disabled_layer_is_no_node() -> None:
    whole = course_network()
    steps = list(whole.steps)
    steps[1] = replace(steps[1], enabled=False)
    network = msgspec.structs.replace(whole, steps=tuple(steps))
    names = {node.name for node in network_graph(network)}
    assert len(names) == len(steps)  # the input has one of them
    assert "max_pool1" not in names
