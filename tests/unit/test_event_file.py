"""TensorBoard's files, byte by byte, without TensorBoard."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from convviz.runs.event_file import (
    first_record,
    histogram_record,
    masked_crc,
    scalar_record,
)


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
